"""Train: a question is proposed, settings are kept, what is wrong is said before the start."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from tests.lab import shops
from tests.pages.conftest import Open, words
from tests.pages.learned import FakeEngine, engine, learned, learned_home

__all__ = ["engine", "learned", "learned_home"]


def pick(app: AppTest, key: str):  # type: ignore[no-untyped-def]
    """The widget whose key ends so."""
    kinds = ("selectbox", "number_input", "text_input", "multiselect", "toggle", "slider")
    groups = [*(getattr(app, kind) for kind in kinds), app.button_group]
    return next(w for group in groups for w in group if str(w.key or "").endswith(key))


def at(app: AppTest, name: str):  # type: ignore[no-untyped-def]
    """The choice that identifies the view: dataset, table or target."""
    return next(box for box in app.selectbox if str(box.key).startswith(f"train_at_{name}"))


def start(app: AppTest):  # type: ignore[no-untyped-def]
    return app.button(key="train_start")


def test_without_data_it_points_to_import(visit: Open) -> None:
    assert "No data yet" in words(visit("train"))


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "“yes” was taken as yes"), ("zh", "“yes”按字面被当作“是”")]
)
def test_the_two_valued_column_is_proposed(visit: Open, lang: str, said: str) -> None:
    app = visit("train", lang)
    assert at(app, "target").value == "bought"
    assert pick(app, ":positive").value == "yes"
    assert said.lower() in words(app).lower()
    assert not start(app).disabled


def test_train_starts_what_stands_in_the_form(
    visit: Open, learned: Desk, engine: FakeEngine
) -> None:
    app = visit("train")
    pick(app, ":family").set_value("network").run()
    pick(app, ":network__dropout").set_value(0.1).run()
    pick(app, ":name").set_value("my run").run()
    start(app).click().run()
    assert not app.exception
    (run_id, spec), *others = engine.submitted
    assert not others
    asked = json.loads(spec)
    assert asked["family"] == "network"
    assert asked["settings"]["dropout"] == 0.1
    assert asked["question"]["target"] == "bought"
    assert asked["question"]["positive"] == "yes"
    assert app.query_params["run"] == run_id
    assert learned.workspace.registry.run(run_id).name == "my run"
    assert "my run" in words(app)


def test_a_started_run_is_reached_though_its_change_of_page_was_overtaken(
    visit: Open, learned: Desk, engine: FakeEngine
) -> None:
    app = visit("train")
    start(app).click().run()
    run_id, _ = engine.submitted[0]
    late = visit("train")
    late.session_state["_bound_for_run"] = run_id
    late.run()
    assert not late.exception
    assert learned.workspace.registry.run(run_id).name in words(late)
    assert "train_start" not in {button.key for button in late.button}
    assert "_bound_for_run" not in late.session_state


@pytest.mark.usefixtures("learned")
def test_what_was_typed_outlives_a_change_of_page_and_can_be_reset(visit: Open) -> None:
    app = visit("train")
    pick(app, ":family").set_value("network").run()
    pick(app, ":network__dropout").set_value(0.1).run()
    app.switch_page("pages/runs.py").run()
    app.switch_page("pages/train.py").run()
    assert pick(app, ":family").value == "network"
    assert pick(app, ":network__dropout").value == 0.1
    assert "Dropout: 0.1" in words(app)
    app.button(key="train_reset").click().run()
    assert "All settings stand at their defaults." in words(app)
    assert pick(app, ":family").value == "best"


@pytest.mark.usefixtures("learned")
def test_a_bad_combination_is_explained_and_forbids_the_start(visit: Open) -> None:
    app = visit("train")
    pick(app, ":family").set_value("network").run()
    pick(app, ":network__optimiser").set_value("full_batch_gd").run()
    pick(app, ":network__batch_size").set_value(32).run()
    assert start(app).disabled
    assert "32" in " ".join(e.value for e in app.error)


@pytest.mark.usefixtures("learned")
def test_many_values_must_be_told_apart_by_the_user(visit: Open) -> None:
    app = visit("train")
    at(app, "target").set_value("channel").run()
    assert pick(app, ":positive").value is None
    assert "Say which one counts as yes" in words(app)
    assert start(app).disabled
    pick(app, ":positive").set_value("mail").run()
    assert not start(app).disabled
    assert app.query_params["target"] == "channel"


@pytest.mark.usefixtures("learned")
def test_only_columns_that_sort_rows_can_be_asked_about(visit: Open) -> None:
    app = visit("train", target="noise")
    assert at(app, "target").options == [
        "bought (2 values)",
        "channel (3 values)",
    ]
    assert at(app, "target").value == "bought"


def test_a_target_that_cannot_be_learned_is_refused_in_words(visit: Open, desk: Desk) -> None:
    frame = shops.visits(60)
    frame["bought"] = ["yes"] * 2 + ["no"] * 58
    frame["bought"] = frame["bought"].astype("string")
    shops.save(desk.workspace, frame)
    app = visit("train")
    assert start(app).disabled
    assert "bought" in " ".join(e.value for e in app.error)


@pytest.mark.usefixtures("learned")
def test_columns_can_be_left_out(visit: Open, engine: FakeEngine) -> None:
    app = visit("train", settings="columns")
    pick(app, ":exclude").set_value(["price"]).run()
    start(app).click().run()
    assert json.loads(engine.submitted[0][1])["prep"]["exclude"] == ["price"]


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("section", ["prep", "columns", "split", "preview"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_section_draws(visit: Open, section: str, lang: str) -> None:
    app = visit("train", lang, settings=section)
    assert not app.exception
    assert not app.error
    if section == "preview":
        assert [len(frame.value) for frame in app.dataframe][1:] == [20, 20]


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("hidden", "64, abc"),
        ("hidden", "64, 100000"),
        ("learning_rate", 50.0),
        ("learning_rate", None),
        ("epochs", 1.5),
        ("batch_size", 1e20),
    ],
)
def test_what_cannot_be_read_forbids_the_start_and_is_named_once(
    visit: Open, field: str, typed: object
) -> None:
    app = visit("train", settings="preview")
    pick(app, ":family").set_value("network").run()
    pick(app, f":network__{field}").set_value(typed).run()
    assert start(app).disabled
    assert len(app.error) == 1
    assert f"“{pick(app, f':network__{field}').label}”" in app.error[0].value
    assert not app.exception
    app.switch_page("pages/runs.py").run()
    app.switch_page("pages/train.py").run()
    assert start(app).disabled
    assert pick(app, f":network__{field}").value == typed
    app.button(key="train_reset").click().run()
    pick(app, ":family").set_value("network").run()
    assert not start(app).disabled


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("typed", [-1.0, 2.0**31, 0.5, None])
def test_a_seed_that_is_none_forbids_the_start(visit: Open, typed: float | None) -> None:
    app = visit("train", settings="split")
    pick(app, ":seed").set_value(typed).run()
    assert start(app).disabled
    assert "“Seed”" in app.error[0].value


@pytest.mark.usefixtures("learned")
def test_what_is_not_asked_for_forbids_nothing(visit: Open) -> None:
    app = visit("train")
    pick(app, ":prep__outliers").set_value("iqr").run()
    pick(app, ":prep__outlier_limit").set_value(50.0).run()
    assert start(app).disabled
    pick(app, ":prep__outliers").set_value("none").run()
    assert not start(app).disabled


@pytest.mark.usefixtures("learned")
def test_no_hidden_layer_is_a_linear_model(visit: Open, engine: FakeEngine) -> None:
    app = visit("train")
    pick(app, ":family").set_value("network").run()
    pick(app, ":network__hidden").set_value("").run()
    assert "no hidden layer" in app.warning[0].value
    start(app).click().run()
    assert json.loads(engine.submitted[0][1])["settings"]["hidden"] == []


@pytest.mark.usefixtures("learned")
def test_the_base_rate_and_what_is_left_out_are_told(visit: Open, learned: Desk) -> None:
    told = words(visit("train"))
    (dataset,) = learned.workspace.datasets()
    share = learned.workspace.table(dataset.id)["bought"].eq("yes").mean()
    assert f"Always answering no would be right for {1 - share:.1%} of the rows" in told
    assert "Columns that cannot be asked about" in told


def test_each_dataset_has_its_own_choices(visit: Open, desk: Desk) -> None:
    first = shops.save(desk.workspace, shops.visits(60), "one")
    second = shops.save(desk.workspace, shops.visits(90), "two")
    app = visit("train", dataset=first.id)
    assert at(app, "table").options == ["Plain table (60 rows)"]
    before = at(app, "table").key
    at(app, "dataset").set_value(second.id).run()
    assert at(app, "table").options == ["Plain table (90 rows)"]
    assert at(app, "table").key != before
