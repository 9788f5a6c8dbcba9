"""The pictures of a result, by the question they answer; only the open group is drawn."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.base.look import Chart
from core.base.runs import Run
from core.classify.figures import importance, probability, ranking
from core.classify.report import ClassifyReport, Part
from pages._ui import cached, charts, layout
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts, theme
from pages._ui.tables import file_name, rounded, show_table

RULES = 0.15
"""AUC lost without one column from which on it is asked whether that column is a leak."""


def quality(run: Run, report: ClassifyReport) -> None:
    """Ranking and probabilities on the test rows."""
    t, look = texts(), theme()
    part = report.test
    at = report.threshold if run.threshold is None else run.threshold
    st.caption(md_escape(t("run.quality.note")))
    _pairs(
        run,
        [
            ("roc", ranking.roc(part, at, t, look)),
            ("pr", ranking.precision_recall(part, at, t, look)),
            ("gain", ranking.gain(part, t, look)),
            ("lift", ranking.lift(part, t, look)),
            ("calibration", probability.calibration(part, t, look)),
            ("histogram", probability.histogram(part, report.positive, at, t, look)),
        ],
    )
    with st.expander(t("run.quality.tables"), icon=":material/table:"):
        _tables(run, part)


def _pairs(run: Run, drawn: Sequence[tuple[str, Chart]]) -> None:
    """Charts two by two, each in its card."""
    for first in range(0, len(drawn), 2):
        for column, (name, chart) in zip(
            st.columns(2, gap="medium"), drawn[first : first + 2], strict=False
        ):
            with column, layout.card(f"chart-{name}", height="stretch"):
                told = file_name(run.name, name)
                charts.show(chart.figure, f"result_{name}", chart.finding, told)


def _tables(run: Run, part: Part) -> None:
    """The values behind the pictures, for download."""
    t = texts()
    bins = pd.DataFrame([one.model_dump() for one in part.calibration])
    gains = pd.DataFrame({"rows": part.gain.x, "found": part.gain.y, "lift": (None, *part.lift.y)})
    curves = pd.DataFrame({"false_alarms": part.roc.x, "found": part.roc.y})
    for name, frame in (("calibration", bins), ("gain", gains), ("roc", curves)):
        st.markdown(f"**{md_escape(t(f'run.table.{name}'))}**")
        show_table(rounded(frame), f"table_{name}", file_name(run.name, name), _labels(frame))


def _labels(frame: pd.DataFrame) -> dict[str, object]:
    """Column labels; figures with three places."""
    t = texts()
    return {
        name: st.column_config.NumberColumn(t(f"run.column.{name}"), format="%.3f")
        if pd.api.types.is_float_dtype(frame[name])
        else st.column_config.Column(t(f"run.column.{name}"))
        for name in frame.columns
    }


def columns(run: Run) -> None:
    """Which columns the model leans on, and which it could not use."""
    t = texts()
    details = cached.details(run)
    st.caption(md_escape(t("run.importance.note")))
    ruling = [one for one in details.importance if one.auc_drop.value > RULES]
    if ruling:
        callout(t("run.importance.rules", column=ruling[0].column), "warning")
    if details.importance:
        with layout.card("chart-importance"):
            chart = importance.importance(details.importance, t, theme())
            told = file_name(run.name, "importance")
            charts.show(chart.figure, "result_importance", chart.finding, told)
        frame = pd.DataFrame(
            [
                {
                    "column": one.column,
                    "auc_drop": one.auc_drop.value,
                    "low": one.auc_drop.low,
                    "high": one.auc_drop.high,
                    "log_loss_rise": one.log_loss_rise.value,
                }
                for one in details.importance
            ]
        )
        show_table(rounded(frame), "table_importance", told, _labels(frame))
    refused = {name: why for name, why in details.refused if why != "target"}
    if refused:
        st.markdown(f"**{md_escape(t('run.importance.refused'))}**")
        layout.facts({name: t(f"prep.refused.{why}") for name, why in refused.items()})
    if details.unseen:
        st.markdown(f"**{md_escape(t('run.importance.unseen'))}**")
        layout.facts({name: formats().count(n) for name, n in details.unseen.items()})
