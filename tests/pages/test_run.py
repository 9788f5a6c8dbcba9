"""A run's page: live while it learns, its result when it is done, words when it failed."""

import json
import re

import numpy as np
import pytest

from core.actions import runs as running
from core.actions.decide import decide
from core.actions.desk import Desk
from core.actions.runs import report
from core.actions.threshold import fix
from core.base.events import Failed, Stopped
from core.base.runs import Verdict
from core.base.texts import Texts
from core.classify.evaluate import Basis, Predicted, evaluate
from core.classify.task import Question
from pages._ui.formats import Formats
from pages._ui.result_head import finds_sentence
from tests.pages.conftest import Open, words
from tests.pages.learned import (
    FakeEngine,
    best_run,
    ended,
    engine,
    epoch,
    going,
    learned,
    learned_home,
    run_called,
)

__all__ = ["engine", "learned", "learned_home"]
VIEWS = ("decide", "quality", "columns", "learning", "numbers", "settings")


def test_without_a_run_it_points_to_the_list(visit: Open) -> None:
    assert "No run chosen" in words(visit("run"))


def test_an_unknown_run_is_told(visit: Open) -> None:
    assert "r-nowhere" in words(visit("run", run="r-nowhere"))


@pytest.mark.parametrize(("lang", "said"), [("en", "Still improving"), ("zh", "仍在进步")])
def test_the_live_card_grows_and_survives_a_reload(
    visit: Open, learned: Desk, lang: str, said: str
) -> None:
    run = going(learned)
    app = visit("run", lang, run=run.id)
    assert said in words(app)
    assert "0.150" in words(app)
    learned.workspace.registry.record([epoch(run.id, 5)])
    app.run()
    assert "0.120" in words(app)
    again = visit("run", lang, run=run.id)
    assert "0.120" in words(again)


def test_only_new_events_are_read(
    visit: Open, learned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    read = running.events
    monkeypatch.setattr(
        running, "events", lambda desk, run, after=-1: asked.append(after) or read(desk, run, after)
    )
    run = going(learned)
    app = visit("run", run=run.id)
    learned.workspace.registry.record([epoch(run.id, 5)])
    app.run()
    app.run()
    assert asked[0] == -1
    assert asked[-2:] == [6, 7]


def test_stop_asks_the_engine_and_the_end_is_told(
    visit: Open, learned: Desk, engine: FakeEngine
) -> None:
    run = going(learned)
    app = visit("run", run=run.id)
    app.button(key="live_stop").click().run()
    assert engine.stopped == [run.id]
    assert app.button(key="live_stop").disabled
    learned.workspace.registry.record([Stopped(run=run.id, seq=90)])
    app.run()
    assert "This run was stopped" in words(app)


def test_a_waiting_run_knows_its_place(visit: Open, learned: Desk, engine: FakeEngine) -> None:
    dataset = learned.workspace.datasets()[0]
    from tests.pages.learned import spec_of

    run = learned.workspace.registry.create_run(spec_of(dataset.id), "waits")
    engine.submitted = [("r-other", ""), (run.id, "")]
    assert "Place 2 in the queue" in words(visit("run", run=run.id))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("failed", "has no column to learn from"),
        ("stopped", "This run was stopped"),
        ("interrupted", "The process that trained this run died"),
    ],
)
def test_an_end_without_a_result_is_told_and_can_be_retried(
    visit: Open, learned: Desk, engine: FakeEngine, how: str, said: str
) -> None:
    run = ended(learned, how)
    app = visit("run", run=run.id)
    assert said in words(app)
    assert len(app.get("plotly_chart")) == 2
    app.button(key=f"again_{run.id}").click().run()
    ((again, _),) = engine.submitted
    assert learned.workspace.registry.run(again).spec.parent == run.id
    assert app.query_params["run"] == again
    assert learned.workspace.registry.run(run.id).state == how


def test_an_error_of_an_older_version_is_told_without_what_it_lacks(
    visit: Open, learned: Desk
) -> None:
    run = going(learned)
    failed = Failed(run=run.id, seq=90, code="no_features", facts={"table": "plain"})
    learned.workspace.registry.record([failed])
    told = words(visit("run", run=run.id))
    assert "no_features" in told.replace("\\", "")
    assert "Merchlab made a mistake" not in told


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_result_draws(visit: Open, learned: Desk, view: str, lang: str) -> None:
    app = visit("run", lang, run=run_called(learned, "trees").id, view=view)
    assert not app.exception
    assert not app.error
    told = words(app)
    assert ("Better than guessing" if lang == "en" else "好于瞎猜") in told
    assert "bought = yes" in told


def test_the_verdict_counts_are_those_of_the_test_rows(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    found = report(learned, run.id)
    counts = found.test.table.at(found.threshold)
    recall = counts.tp / (counts.tp + counts.fn)
    precision = counts.tp / (counts.tp + counts.fp)
    called = (counts.tp + counts.fp) / counts.rows
    told = words(visit("run", run=run.id))
    assert min(recall, precision, called) > 0.1
    assert f"Finds {recall:.0%} of the rows with bought = yes" in told
    assert f"{precision:.0%} of the rows it calls (predicts to be yes) are right" in told
    assert f"at random finds {called:.0%}, and {found.test.base_rate:.0%} of them" in told


def test_small_shares_in_the_verdict_are_all_told_with_one_place() -> None:
    rng = np.random.default_rng(4)
    p = rng.beta(1, 12, 2000)
    rows = Predicted((rng.random(2000) < p).astype(np.int8), p)
    made = evaluate(Basis(Question(target="bought"), "yes", prior=0.08), rows, rows)
    told = finds_sentence(made, decide(made.test, 0.2, made.costs), Texts("en"), Formats("en"))
    counts = made.test.table.at(0.2)
    shares = [counts.tp / made.test.positives, counts.tp / (counts.tp + counts.fp)]
    shares += [(counts.tp + counts.fp) / 2000, made.test.base_rate]
    assert re.findall(r"[\d.]+%", told) == [f"{share:.1%}" for share in shares]


def test_all_figures_agree_with_the_tiles_at_the_fixed_threshold(
    visit: Open, learned: Desk
) -> None:
    run = run_called(learned, "trees")
    fix(learned, run.id, 0.613)
    found = report(learned, run.id)
    counts, held = found.test.table.at(0.613), found.validation.table.at(0.613)
    told = words(visit("run", run=run.id, view="numbers"))
    row = next(part for part in told.split("<tr>") if "scope=row>Precision<" in part)
    shown = re.findall(r"<td>([\d.]+%)", row)
    expected = [counts.tp / (counts.tp + counts.fp), found.test.base_rate]
    expected += [held.tp / (held.tp + held.fp)]
    assert shown == [f"{share:.1%}" for share in expected]
    assert f"at random {found.test.base_rate:.1%}" in told


def test_the_slider_moves_matrix_metrics_and_cost_of_the_validation_rows(
    visit: Open, learned: Desk
) -> None:
    run = run_called(learned, "trees")
    table = report(learned, run.id).validation.table
    app = visit("run", run=run.id)
    app.slider(key=f"threshold_{run.id}").set_value(0.613).run()
    counts = table.at(0.613)
    matrix = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]["annotations"]
    shown = " ".join(note["text"] for note in matrix)
    assert f">{counts.tp:,}<" in shown
    assert f">{counts.fn:,}<" in shown
    precision = counts.tp / (counts.tp + counts.fp)
    assert f"{100 * precision:.1f}".removesuffix(".0") in words(app)
    cost = counts.fp * 1 + counts.fn * 5
    assert f"{cost:,.0f}" in words(app)
    app.number_input(key=f"cost_miss_{run.id}").set_value(50.0).run()
    assert f"{counts.fp + counts.fn * 50:,.0f}" in words(app)
    draft = {name: str(app.query_params[name]) for name in ("miss", "threshold")}
    assert draft == {"miss": "50", "threshold": "0.613"}
    again = visit("run", run=run.id, **draft)
    assert again.number_input(key=f"cost_miss_{run.id}").value == 50
    assert again.slider(key=f"threshold_{run.id}").value == 0.613


@pytest.mark.parametrize("nonsense", ["nan", "inf", "-1", "much", ""])
def test_a_draft_that_is_no_cost_is_passed_over(visit: Open, learned: Desk, nonsense: str) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id, miss=nonsense, threshold=nonsense)
    assert not app.error
    assert app.number_input(key=f"cost_miss_{run.id}").value == 5
    assert app.slider(key=f"threshold_{run.id}").value == run.threshold


def test_costs_are_kept_with_the_threshold_that_was_fixed_by_them(
    visit: Open, learned: Desk
) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id)
    app.number_input(key=f"cost_miss_{run.id}").set_value(20.0).run()
    assert not app.button(key="threshold_fix").disabled
    app.button(key="rule_cost").click().run()
    app.button(key="threshold_fix").click().run()
    assert "miss" not in app.query_params
    again = visit("run", run=run.id)
    assert again.number_input(key=f"cost_miss_{run.id}").value == 20
    assert again.number_input(key=f"cost_false_alarm_{run.id}").value == 1
    assert again.button(key="threshold_fix").disabled


def test_fixing_the_threshold_opens_the_test_rows_once_more(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id)
    assert app.button(key="threshold_fix").disabled
    app.slider(key=f"threshold_{run.id}").set_value(0.613).run()
    assert learned.workspace.registry.run(run.id).threshold == run.threshold
    app.button(key="threshold_fix").click().run()
    fixed = learned.workspace.registry.run(run.id)
    assert fixed.threshold == 0.613
    assert fixed.threshold_looks == 1
    told = words(app)
    assert "at the fixed threshold 0.613" in told
    assert "looked at for a threshold: 2" in told


def test_a_rule_button_moves_the_slider(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id)
    app.button(key="rule_half").click().run()
    assert app.slider(key=f"threshold_{run.id}").value == 0.5


def test_run_again_replays_what_was_resolved(
    visit: Open, learned: Desk, engine: FakeEngine
) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id)
    app.button(key=f"again_{run.id}").click().run()
    made = learned.workspace.registry.run(engine.submitted[0][0])
    assert run.resolved is not None
    assert made.spec == run.resolved.model_copy(update={"parent": run.id})


@pytest.mark.parametrize(("verdict", "kind"), [("better", "primary"), ("no_better", "secondary")])
def test_scoring_is_the_next_step_of_a_good_run(
    visit: Open, learned: Desk, verdict: Verdict, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_called(learned, "trees")
    assert run.summary is not None
    judged = run.model_copy(update={"summary": run.summary.model_copy(update={"verdict": verdict})})
    monkeypatch.setattr(running, "run", lambda _desk, _run: judged)
    app = visit("run", run=run.id)
    assert app.button(key="run_score").proto.type == kind
    app.button(key="run_score").click().run()
    assert app.query_params["run"] == run.id
    assert app.title[0].value == "Score"


def test_what_best_had_no_time_for_is_told_and_no_note_is_stale(visit: Open, learned: Desk) -> None:
    run = best_run(learned, [("hist_gradient_boosting", 0, 1.0)])
    app = visit("run", run=run.id, view="learning")
    told = words(app)
    assert "2 of 3 models were tried within 1 min; there was no time for Neural network." in told
    assert "Trying" not in told
    assert "Best: Gradient boosting, averaged over 5 folds" in told
    assert "held-out rows of all 5 folds" in words(visit("run", run=run.id))


def test_change_and_train_carries_the_settings_over(visit: Open, learned: Desk) -> None:
    run = run_called(learned, "trees")
    app = visit("run", run=run.id)
    app.button(key=f"run_change_{run.id}").click().run()
    assert not app.exception
    told = words(app)
    assert "Started from another run" in told
    assert "Seed: 3" in told
    assert app.query_params["target"] == "bought"
