"""Figures show the report's own numbers, in both languages and themes, and survive odd input."""

import json
import math
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from core.base.events import Epoch
from core.base.look import DARK, LIGHT, POINTS, Chart, thin
from core.base.plot import HEIGHT, Axis, Sketch, end_labels, frame
from core.base.runs import Score
from core.base.texts import LANGUAGES, Texts
from core.classify.evaluate import Basis, Predicted, evaluate
from core.classify.figures import (
    comparison,
    decision,
    importance,
    learning,
    probability,
    ranking,
)
from core.classify.importance import Importance
from core.classify.report import ClassifyReport
from core.classify.task import Question
from core.classify.thresholds import Costs

EN = Texts("en")


def rows(seed: int, n: int = 900) -> Predicted:
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 4, n)
    return Predicted((rng.random(n) < p).astype(np.int8), p)


@pytest.fixture(scope="module")
def report() -> ClassifyReport:
    basis = Basis(Question(target="bought"), "<yes> & %{x}", prior=0.2)
    return evaluate(basis, rows(1), rows(2))


def told(values: list[float], curve: str = "network") -> list[Epoch]:
    return [
        Epoch(run="r", seq=i + 1, curve=curve, epoch=i + 1, epochs=50, loss=v + 0.1, val_loss=v)
        for i, v in enumerate(values)
    ]


def importances() -> list[Importance]:
    score = Score(value=0.02, low=0.01, high=0.03)
    loss = Score(value=0.1, low=0.05, high=0.15)
    return [
        Importance(column=f"<b>c{i}</b>", auc_drop=score, log_loss_rise=loss) for i in range(20)
    ]


DRAWERS: dict[str, Callable[[ClassifyReport, Texts, str], Chart]] = {
    "roc": lambda r, t, s: ranking.roc(r.test, r.threshold, t, s),
    "pr": lambda r, t, s: ranking.precision_recall(r.test, r.threshold, t, s),
    "gain": lambda r, t, s: ranking.gain(r.test, t, s),
    "lift": lambda r, t, s: ranking.lift(r.test, t, s),
    "calibration": lambda r, t, s: probability.calibration(r.test, t, s),
    "histogram": lambda r, t, s: probability.histogram(r.test, r.positive, r.threshold, t, s),
    "confusion": lambda r, t, s: decision.confusion(r.test.table.at(0.3), ("<a>", "b"), t, s),
    "by_threshold": lambda r, t, s: decision.by_threshold(r.validation.table, 0.3, t, s),
    "cost": lambda r, t, s: decision.cost_curve(r.validation.table, r.costs, 0.3, t, s),
    "importance": lambda _, t, s: importance.importance(importances(), t, s),
    "overlay": lambda _, t, s: comparison.overlay({"<i>a": told([0.5, 0.4])}, "val_loss", t, s),
    "intervals": lambda _, t, s: comparison.intervals({"a": Score(value=0.9)}, t, s),
    "curve": lambda _, t, s: learning.curve(
        learning.measure(learning.fits(told([0.5, 0.4]))[0], "loss"), t, s
    ),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DRAWERS)
def test_every_figure_is_whole(report: ClassifyReport, name: str, lang: str, theme: str) -> None:
    chart = DRAWERS[name](report, Texts(lang), theme)
    assert isinstance(chart.figure, go.Figure)
    assert "{" not in chart.finding
    drawn = json.loads(chart.figure.to_json())
    ink = (DARK if theme == "dark" else LIGHT).ink
    assert drawn["layout"]["template"]["layout"]["font"]["color"] == ink
    for trace in drawn["data"]:
        assert len(trace["x"]) == len(trace["y"]) <= POINTS
    labels = json.dumps([drawn["layout"].get("annotations"), drawn["layout"]["yaxis"]])
    assert not any(mark in labels for mark in ("<i>a", "<yes>", "<a>", "<b>c0"))


def test_a_fit_that_tells_only_a_loss_has_only_its_curve() -> None:
    epochs = [
        Epoch(run="r", seq=n, curve="pooled_trees", epoch=n, epochs=9, loss=0.02 / n)
        for n in (1, 2)
    ]
    (fit,) = learning.fits(epochs)
    assert learning.measures(fit) == ("loss",)
    chart = learning.curve(learning.measure(fit, "loss"), EN, "light")
    assert chart.finding == "The loss on the rows it learns from is 0.01 at step 2."
    assert chart.figure.layout.yaxis.tickformat == ".3~g"


def test_the_roc_figure_draws_the_curve_and_marks_the_threshold(report: ClassifyReport) -> None:
    figure = ranking.roc(report.test, 0.3, EN, "light").figure
    curve = figure.data[1]
    assert tuple(curve.x) == report.test.roc.x
    assert tuple(curve.y) == report.test.roc.y
    y, p = rows(2).y, rows(2).p
    tn, fp, fn, tp = confusion_matrix(y, p >= 0.3).ravel()
    assert figure.data[2].x[0] == pytest.approx(fp / (fp + tn))
    assert figure.data[2].y[0] == pytest.approx(tp / (tp + fn))


def test_the_precision_recall_figure_shows_the_base_rate(report: ClassifyReport) -> None:
    chart = ranking.precision_recall(report.test, 0.3, EN, "light")
    assert set(chart.figure.data[0].y) == {report.test.base_rate}
    assert f"{report.test.scores['pr_auc'].value:.3f}" in chart.finding


def test_the_gain_finding_is_the_share_in_the_surest_fifth(report: ClassifyReport) -> None:
    y, p = rows(2).y, rows(2).p
    best = np.argsort(-p)[: len(p) // 5]
    found = y[best].sum() / y.sum()
    assert f"{found:.0%}" in ranking.gain(report.test, EN, "light").finding
    assert f"{found / 0.2:.1f} times" in ranking.lift(report.test, EN, "light").finding


@pytest.mark.parametrize("threshold", [0.0, 0.137, 0.5, 1.0])
def test_the_confusion_figure_shows_scikit_learns_counts(
    report: ClassifyReport, threshold: float
) -> None:
    y, p = rows(2).y, rows(2).p
    tn, fp, fn, tp = confusion_matrix(y, p >= threshold).ravel()
    counts = report.test.table.at(threshold)
    figure = decision.confusion(counts, ("yes", "no"), EN, "light").figure
    shown = " ".join(str(a.text) for a in figure.layout.annotations)
    for count in (tp, fp, fn, tn):
        assert f">{count:,}<" in shown


def test_the_cost_figure_marks_the_cheapest_threshold(report: ClassifyReport) -> None:
    price = Costs(false_alarm=1, miss=5)
    y, p = rows(1).y, rows(1).p
    cost = [1000 * np.mean(np.where(y == 1, 5 * (p < t), p >= t)) for t in np.arange(1001) / 1000]
    figure = decision.cost_curve(report.validation.table, price, 0.5, EN, "light").figure
    marked = figure.data[1]
    assert marked.y[0] == pytest.approx(min(cost))
    assert cost[round(marked.x[0] * 1000)] == pytest.approx(min(cost))
    assert figure.layout.shapes[0].y0 == pytest.approx(min(5000 * y.mean(), 1000 * (1 - y.mean())))


def test_by_threshold_agrees_with_scikit_learn(report: ClassifyReport) -> None:
    from sklearn.metrics import f1_score, precision_score, recall_score

    y, p = rows(1).y, rows(1).p
    figure = decision.by_threshold(report.validation.table, 0.3, EN, "light").figure
    place = list(figure.data[0].x).index(0.25)
    for trace, score in zip(figure.data, (precision_score, recall_score, f1_score), strict=False):
        assert trace.y[place] == pytest.approx(score(y, p >= 0.25))


def test_the_histogram_shows_every_row(report: ClassifyReport) -> None:
    figure = probability.histogram(report.test, "yes", 0.3, EN, "light").figure
    assert sum(figure.data[0].customdata) == report.test.positives
    assert sum(figure.data[1].customdata) == report.test.rows - report.test.positives
    assert sum(y * y for y in figure.data[0].y) == pytest.approx(1)


def test_importance_names_the_leading_column_or_says_that_none_matters() -> None:
    drop = Score(value=0.1, low=0.08, high=0.12)
    nothing = Score(value=0.0, low=-0.01, high=0.01)
    lead = Importance(column="price", auc_drop=drop, log_loss_rise=drop)
    other = Importance(column="noise", auc_drop=nothing, log_loss_rise=nothing)
    assert "price" in importance.importance([other, lead], EN, "light").finding
    assert "No single column" in importance.importance([other], EN, "light").finding
    figure = importance.importance(importances(), EN, "light").figure
    assert len(figure.data[0].x) == importance.MOST


def test_a_blend_is_told_apart_into_its_fits() -> None:
    story = (
        told([0.5, 0.4], "lightgbm") + told([0.6, 0.5, 0.4], "lightgbm") + told([0.3], "network")
    )
    found = learning.fits(story)
    assert [(f.curve, f.number, len(f.epochs)) for f in found] == [
        ("lightgbm", 1, 2),
        ("lightgbm", 2, 3),
        ("network", 1, 1),
    ]
    assert learning.fits([]) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.5, 0.4, 0.3], "Still improving: validation loss 0.300 at epoch 3"),
        ([0.5, 0.3, 0.4, 0.45], "lowest at epoch 2 (0.300); epochs without gain since: 2"),
        ([math.nan], "first epoch"),
    ],
)
def test_the_finding_says_whether_it_still_learns(values: list[float], said: str) -> None:
    fit = learning.fits(told(values))[0]
    assert said in learning.finding(learning.measure(fit, "loss"), EN)


def test_the_growing_chart_is_plain_json_without_nan() -> None:
    epochs = told([0.5, math.nan, 0.3])
    data = learning.growing(learning.measure(learning.fits(epochs)[0], "loss"), EN, "dark")
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again["x"] == [1, 2, 3]
    assert again["series"][1]["values"] == [0.5, None, 0.3]
    assert again["best"] == {"x": 3, "y": 0.3}
    assert again["ink"] == DARK.ink
    nothing = learning.growing(learning.measure(learning.fits(epochs)[0], "auc"), EN, "dark")
    assert nothing["series"] == []
    assert nothing["best"] is None


def test_overlay_needs_a_curve_and_shows_at_most_six() -> None:
    assert "None of these" in comparison.overlay({}, "val_loss", EN, "light").finding
    many = {f"run {i}": told([0.5, 0.4 - i / 100]) for i in range(9)}
    chart = comparison.overlay(many, "val_loss", EN, "light")
    assert len(chart.figure.data) == comparison.MOST
    assert "run 5" in chart.finding
    assert max(chart.figure.data[0].x) == 1


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"a": Score(value=0.9, low=0.88, high=0.92)}, "a has an AUC of 0.900"),
        (
            {
                "a": Score(value=0.9, low=0.88, high=0.92),
                "b": Score(value=0.8, low=0.78, high=0.82),
            },
            "a leads",
        ),
        (
            {
                "a": Score(value=0.9, low=0.88, high=0.92),
                "b": Score(value=0.89, low=0.87, high=0.91),
            },
            "may be chance",
        ),
    ],
)
def test_a_lead_is_called_one_only_where_intervals_part(
    scores: dict[str, Score], said: str
) -> None:
    assert said in comparison.intervals(scores, EN, "light").finding


@given(st.integers(1, 5000), st.integers(2, 2500))
def test_thinning_keeps_both_ends_and_the_limit(n: int, limit: int) -> None:
    kept = thin(range(n), limit)
    assert kept[0] == 0
    assert kept[-1] == n - 1
    assert len(kept) == min(n, limit)
    assert sorted(set(kept)) == kept


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_end_labels_never_touch(values: list[float]) -> None:
    sketch: Sketch = frame(LIGHT, Axis("x"), Axis("y"))
    end_labels(sketch, [(v, f"line {i}", "#000000") for i, v in enumerate(values)], 0, 1)
    at = sorted(a["y"] * 0.72 * HEIGHT + a["yshift"] for a in sketch.annotations)
    assert all(b - a >= 16 - 1e-6 for a, b in zip(at, at[1:], strict=False))
    assert at[-1] <= 0.72 * HEIGHT + 1e-6


@pytest.mark.parametrize(
    ("most", "marks"),
    [(0.54, [0.1, 0.5]), (1.0, [0.2, 1.0]), (0.03, [0.005, 0.02]), (0.0012, [0.001]), (0.0, [])],
)
def test_ticks_of_the_histogram_are_round(most: float, marks: list[float]) -> None:
    assert probability._marks(most) == marks


def test_names_of_lines_stand_apart_and_on_their_line(report: ClassifyReport) -> None:
    figure = decision.by_threshold(report.validation.table, 0.3, EN, "light").figure
    names = [
        note for note in figure.layout.annotations if note.text in ("precision", "recall", "F1")
    ]
    assert len(names) == 3
    for note, trace in zip(names, figure.data, strict=True):
        place = list(trace.x).index(note.x)
        assert note.y == pytest.approx(trace.y[place])
        for other in figure.data:
            if other is not trace and math.isfinite(other.y[place]):
                assert abs(other.y[place] - note.y) > 0.05


def test_large_costs_are_separated_and_small_ones_told(report: ClassifyReport) -> None:
    price = Costs(false_alarm=100, miss=500)
    figure = decision.cost_curve(report.validation.table, price, 0.5, EN, "light").figure
    assert figure.layout.yaxis.tickformat == ",~r"
