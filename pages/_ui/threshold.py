"""Where the line is drawn: a slider that moves matrix, metrics and cost of the validation rows.

A fragment: moving the slider redraws only this part, from counts that are in the report.
"""

import math

import streamlit as st

from core.actions.decide import Decision, decide, proposals
from core.actions.threshold import fix, price_of
from core.base.runs import Run
from core.base.texts import Texts
from core.classify.figures import decision as figures
from core.classify.figures import probability
from core.classify.report import ClassifyReport, Costs, Part
from pages._ui import cached, charts, layout, model_words
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.formats import Formats
from pages._ui.layout import Tile
from pages._ui.result_head import metric_tile, notes_at
from pages._ui.session import desk, formats, notify, param, set_param, texts, theme
from pages._ui.tables import file_name

_METRICS = ("precision", "recall", "f1", "accuracy")


@st.fragment
def explore(run: Run) -> None:
    """The slider on validation rows, with costs and the button that fixes the threshold."""
    t = texts()
    with guard():
        report = cached.report(run)
        with layout.card("threshold"):
            st.subheader(t("run.threshold.title"), anchor=False)
            many = model_words.folds(run.resolved)
            key = "run.threshold.note_folds" if many > 1 else "run.threshold.note"
            st.caption(md_escape(t(key, folds=many, value=report.positive)))
            price = _costs(run, report)
            value = _slider(run, report, price)
            made = decide(report.validation, value, price)
            _tiles(report.validation, made)
            _pictures(run, report, made, price)
            _fix(run, value, price, price_of(run, report))


def _costs(run: Run, report: ClassifyReport) -> Costs:
    """What a false alarm and a miss cost; the run's own costs to begin with."""
    t = texts()
    columns = st.columns(2)
    found = {}
    for column, (name, kept) in zip(columns, price_of(run, report), strict=True):
        key = f"cost_{name}_{run.id}"
        _begin(key, name, kept, math.inf)
        with column:
            found[name] = st.number_input(
                t(f"run.threshold.{name}"),
                min_value=0.0,
                step=1.0,
                format="%.6g",
                key=key,
                persist_state="session",
                help=t(f"run.threshold.{name}_help"),
            )
        _note(name, found[name], kept)
    return Costs(**found)


def _begin(key: str, name: str, kept: float, most: float) -> None:
    """Gives a widget its first value: the draft in the URL, else what is kept with the run."""
    if key in st.session_state:
        return
    try:
        asked = float(param(name, ""))
    except ValueError:
        asked = kept
    st.session_state[key] = asked if 0 <= asked <= most and math.isfinite(asked) else kept


def _note(name: str, value: float, kept: float) -> None:
    """Keeps in the URL what differs from what is kept with the run, so that a reload finds it."""
    set_param(name, None if abs(value - kept) < 5e-4 else f"{value:.6g}")


def _slider(run: Run, report: ClassifyReport, price: Costs) -> float:
    """The threshold; buttons put it where a rule prefers it."""
    t = texts()
    key = f"threshold_{run.id}"
    kept = report.threshold if run.threshold is None else run.threshold
    _begin(key, "threshold", kept, 1.0)
    value = st.slider(
        t("run.threshold.slider"),
        0.0,
        1.0,
        step=0.001,
        format="%.3f",
        key=key,
        persist_state="session",
        help=t("run.threshold.slider_help"),
    )
    _note("threshold", value, kept)
    with st.container(horizontal=True, gap="small"):
        for rule, at in proposals(report, price).items():
            st.button(
                t(f"run.threshold.rule.{rule}", at=f"{at:.3f}"),
                key=f"rule_{rule}",
                type="tertiary",
                icon=":material/my_location:",
                on_click=_set,
                args=(key, at),
            )
    return value


def _set(key: str, value: float) -> None:
    st.session_state[key] = value


def _tiles(part: Part, made: Decision) -> None:
    t, f = texts(), formats()
    cost = Tile(
        t("run.threshold.cost"),
        f.short(made.cost),
        t("run.threshold.simple_cost", cost=f.short(made.simple_cost)),
    )
    layout.tiles([*metric_tiles(part, made, t, f), cost], compact=True)


def metric_tiles(part: Part, made: Decision, t: Texts, f: Formats) -> list[Tile]:
    """Precision, recall, F1 and accuracy with intervals, each beside the baseline."""
    notes = notes_at(part, made, t, f)
    return [metric_tile(metric, made.scores[metric], notes[metric], (t, f)) for metric in _METRICS]


def _pictures(run: Run, report: ClassifyReport, made: Decision, price: Costs) -> None:
    t, look = texts(), theme()
    names = (f"{report.target} = {report.positive}", t("figures.histogram.others"))
    table = report.validation.table
    drawn = {
        "matrix": figures.confusion(made.counts, names, t, look),
        "cost": figures.cost_curve(table, price, made.threshold, t, look),
        "metrics": figures.by_threshold(table, made.threshold, t, look),
    }
    left, right = st.columns(2, gap="medium")
    for place, name in ((left, "matrix"), (right, "metrics"), (st.container(), "cost")):
        with place:
            chart = drawn[name]
            told = file_name(run.name, name)
            charts.show(chart.figure, f"threshold_{name}", chart.finding, told)


def _fix(run: Run, value: float, price: Costs, kept: Costs) -> None:
    """The button that makes the threshold the run's, with the costs it was chosen by."""
    t = texts()
    same = run.threshold is not None and abs(run.threshold - value) < 5e-4
    fixed = same and price == kept
    if st.button(
        t("run.threshold.fix", at=f"{value:.3f}"),
        type="primary",
        icon=":material/lock:",
        key="threshold_fix",
        disabled=fixed,
        help=t("run.threshold.fixed_help") if fixed else t("run.threshold.fix_help"),
    ):
        fix(desk(), run.id, value, price)
        notify(t("run.threshold.fixed_notice", at=f"{value:.3f}"))
        st.rerun()


def on_test(run: Run, report: ClassifyReport, made: Decision) -> None:
    """The figures of the test rows for the fixed threshold, and how often they were looked at."""
    t, f = texts(), formats()
    with layout.card("test"):
        st.subheader(t("run.test.title", at=f"{made.threshold:.3f}"), anchor=False)
        looks = run.threshold_looks
        note, why = t("run.test.note", looks=f.count(looks + 1)), t("run.test.why")
        st.caption(md_escape(f"{note} {why}"))
        layout.tiles(metric_tiles(report.test, made, t, f), compact=True)
        names = (f"{report.target} = {report.positive}", t("figures.histogram.others"))
        left, right = st.columns(2, gap="medium")
        with left:
            chart = figures.confusion(made.counts, names, t, theme())
            charts.show(
                chart.figure, "test_matrix", chart.finding, file_name(run.name, "test-matrix")
            )
        with right:
            bars = probability.histogram(report.test, report.positive, made.threshold, t, theme())
            told = file_name(run.name, "test-histogram")
            charts.show(bars.figure, "test_histogram", bars.finding, told)
