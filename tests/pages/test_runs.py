"""The list of runs: found, compared, renamed, deleted and brought back."""

import pytest

from core.actions.desk import Desk
from core.base.specs import PrepSpec
from tests.pages.conftest import Open, words
from tests.pages.learned import (
    FakeEngine,
    best_run,
    ended,
    engine,
    learned,
    learned_home,
    run_called,
    spec_of,
)

__all__ = ["engine", "learned", "learned_home"]


def links(app) -> list[str]:  # type: ignore[no-untyped-def]
    return [link.proto.label for link in app.main.get("page_link")]


def test_nothing_trained_points_to_train(visit: Open) -> None:
    assert "Nothing trained yet" in words(visit("runs"))


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(("lang", "verdict"), [("en", "Better than guessing"), ("zh", "好于瞎猜")])
def test_runs_stand_with_their_verdict(visit: Open, lang: str, verdict: str) -> None:
    app = visit("runs", lang)
    assert links(app) == ["trees", r"linear \*one\*"]
    assert verdict in words(app)


def test_the_list_is_filtered_by_words_and_state(visit: Open, learned: Desk) -> None:
    ended(learned, "stopped")
    assert links(visit("runs", q="logistic")) == [r"linear \*one\*"]
    app = visit("runs", state="ended")
    assert links(app) == ["going"]
    app.text_input(key="runs_q").set_value("nothing like it").run()
    assert "No run fits" in words(app)
    assert app.query_params["q"] == "nothing like it"


def test_picked_runs_are_compared_and_the_url_knows_it(visit: Open, learned: Desk) -> None:
    app = visit("runs")
    for name in ("trees", "linear *one*"):
        app.checkbox(key=f"pick_{run_called(learned, name).id}").check().run()
    assert not app.exception
    assert "Comparison" in words(app)
    assert len(app.get("plotly_chart")) == 3
    frames = [frame.value for frame in app.dataframe]
    assert list(frames[0]["run"]) == ["trees", "linear *one*"]
    differ = dict(zip(frames[1]["setting"], frames[1]["trees"], strict=True))
    assert differ["Model family"] == "LightGBM"
    assert differ["Seed"] == "3"
    again = visit("runs", compare=str(app.query_params["compare"]))
    assert "Comparison" in words(again)


def test_settings_that_differ_are_told_in_words(visit: Open, learned: Desk) -> None:
    dataset = learned.workspace.datasets()[0].id
    question = {"target": "bought", "table": "plain", "cost_miss": 10.0, "threshold": "cost"}
    prep = PrepSpec(missing_indicator=False)
    other = spec_of(dataset, question=question, prep=prep, budget=60.0)
    run = learned.workspace.registry.create_run(other, "other")
    picked = ",".join([run.id, run_called(learned, "trees").id])
    app = visit("runs", compare=picked)
    frame = app.dataframe[-1].value
    differ = {row["setting"]: (row["other"], row["trees"]) for _, row in frame.iterrows()}
    assert differ["Cost of a miss"] == ("10", "5")
    assert differ["Table"] == ("Plain table", "None")
    assert differ["Time to spend (s)"] == ("1 min", "2 min")
    assert differ["Mark missing cells"] == ("off", "on")
    assert differ["How the threshold is chosen"][0] == "Least expected cost"


def test_one_name_for_what_best_chose(visit: Open, learned: Desk) -> None:
    best_run(learned, [("network", 0, 0.4), ("network", 1, 0.22), ("lightgbm", 0, 0.38)])
    name = "Best: blend of Neural network 62%, LightGBM 38%"
    assert name in words(visit("runs"))
    assert name in words(visit("run", run=run_called(learned, "chosen").id))
    assert links(visit("runs", q="neural 62")) == ["chosen"]


def test_delete_goes_to_the_trash_and_can_be_undone(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = visit("runs")
    app.button(key=f"delete_{run.id}").click().run()
    assert links(app) == [r"linear \*one\*"]
    assert "is in the trash" in words(app)
    app.button(key="runs_undo").click().run()
    assert links(app) == ["trees", r"linear \*one\*"]


def test_the_trash_gives_back_or_forgets(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    learned.workspace.registry.trash_run(run.id)
    app = visit("runs")
    app.button(key=f"purge_{run.id}").click().run()
    assert not app.exception
    assert run.id not in {r.id for r in learned.workspace.registry.runs(trashed=True)}
    assert not learned.workspace.run_folder(run.id).exists()


def test_a_run_is_renamed(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = visit("runs")
    app.text_input(key=f"list_name_{run.id}").set_value("forest").run()
    app.button(key=f"list_rename_{run.id}").click().run()
    assert learned.workspace.registry.run(run.id).name == "forest"
    assert "forest" in links(app)


def test_run_again_from_the_list(visit: Open, learned: Desk, engine: FakeEngine) -> None:
    run = run_called(learned, "trees")
    app = visit("runs")
    app.button(key=f"again_{run.id}").click().run()
    assert len(engine.submitted) == 1
    assert app.query_params["run"] == engine.submitted[0][0]
