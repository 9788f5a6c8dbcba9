"""Where a forecast is good and where not: by the step of the horizon, by ABC x XYZ class, and by
quantile."""

import pandas as pd
import streamlit as st

from core.actions.forecasts import BELOW, DemandReport
from core.base.runs import Run
from core.demand.figures import quality
from pages._ui import charts, layout, measures
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts, theme
from pages._ui.tables import downloads, file_name, rounded, show_table

CLASS_SCORES = ("rmsse", "spl", "wape", "bias", "coverage_80", "coverage_95")
_SHOWN_LEVELS = frozenset({0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99})
_PERCENT = frozenset({"wape", "bias", "coverage_80", "coverage_95", "share"})


def steps(run: Run, report: DemandReport) -> None:
    """How good each day (week, month) ahead is, beside the naive forecast."""
    t, look = texts(), theme()
    st.caption(md_escape(t("demand.steps_note")))
    drawn = (
        ("rmsse", quality.by_step(report.steps, "rmsse", t, look)),
        ("coverage", quality.coverage(report.steps, t, look)),
    )
    for column, (name, chart) in zip(st.columns(2, gap="medium"), drawn, strict=True):
        with column, layout.card(f"step-{name}", height="stretch"):
            told = file_name(run.name, f"steps-{name}")
            charts.show(chart.figure, f"demand_steps_{name}", chart.finding, told)
    with st.expander(t("run.quality.tables"), icon=":material/table:"):
        frame = pd.DataFrame(
            [
                {
                    "step": one.step,
                    **{name: one.scores.get(name) for name in CLASS_SCORES},
                    "naive_rmsse": one.baseline.get("rmsse"),
                }
                for one in report.steps
            ]
        )
        show_table(rounded(frame), "demand_steps", file_name(run.name, "steps"), _heads(frame))


def classes(run: Run, report: DemandReport) -> None:
    """How good each class of series is."""
    t, f = texts(), formats()
    st.caption(md_escape(t("demand.classes_note")))
    body = []
    for one in sorted(report.classes, key=lambda one: one.name):
        mine, naive = one.scores.get("rmsse"), one.baseline.get("rmsse")
        body.append(
            [
                layout.Cell(
                    one.name,
                    t("demand.class_of", n=f.count(one.series), share=f.percent(one.share)),
                ),
                layout.Cell(f.fixed(mine), t("demand.naive", value=f.fixed(naive))),
                *(
                    layout.Cell(measures.word(one.scores.get(name), name, f))
                    for name in ("bias", "coverage_80", "coverage_95")
                ),
            ]
        )
    names = ("rmsse", "bias", "coverage_80", "coverage_95")
    header = [t("demand.column.class"), *(t(f"demand.metric.{name}.label") for name in names)]
    layout.table(header, body, t("demand.view.classes"))
    frame = pd.DataFrame(
        [
            {
                "class": one.name,
                "series": one.series,
                "share": one.share,
                **{name: one.scores.get(name) for name in CLASS_SCORES},
                "naive_rmsse": one.baseline.get("rmsse"),
            }
            for one in report.classes
        ]
    )
    with st.expander(t("run.quality.tables"), icon=":material/table:"):
        show_table(rounded(frame), "demand_classes", file_name(run.name, "classes"), _heads(frame))


def one_sided(run: Run, report: DemandReport) -> None:
    """The share of what was sold at or below each quantile, beside the naive forecast's."""
    t, f = texts(), formats()
    scores = {one.family: one.scores for one in report.standings}
    mine, naive = scores[report.family], scores[report.baseline]
    rows = [
        {"level": level, "share": mine[name].value,
         "naive": naive[name].value if name in naive else None}
        for name, level in BELOW.items() if name in mine
    ]  # fmt: skip
    if not rows:
        return
    layout.section(t("demand.one_sided.title"), t("demand.one_sided.note"), key="one_sided")
    body = []
    for row in rows:
        if row["level"] not in _SHOWN_LEVELS:
            continue
        off = round(100 * (row["share"] - row["level"]), 1) + 0.0
        away = t("demand.one_sided.off", off=f"{off:+.1f}")
        level = f.percent(row["level"], 0 if round(100 * row["level"], 1) % 1 == 0 else 1)
        body.append(
            [
                layout.Cell(level),
                layout.Cell(f.percent(row["share"]), away),
                layout.Cell(f.percent(row["naive"])),
            ]
        )
    header = [t(f"demand.one_sided.column.{name}") for name in ("level", "share", "naive")]
    layout.table(header, body, t("demand.one_sided.title"))
    named = {name: t(f"demand.one_sided.column.{name}") for name in ("level", "share", "naive")}
    frame = pd.DataFrame(rows).rename(columns=named)
    downloads(rounded(frame), "table_one_sided", file_name(run.name, "one-sided"))


def _heads(frame: pd.DataFrame) -> dict[str, object]:
    """The labels of a table of scores; the first column stays in sight."""
    t = texts()
    found: dict[str, object] = {}
    for name in frame.columns:
        known = f"demand.metric.{name}.label"
        label = t(known) if t.has(known) else t(f"demand.column.{name}")
        if name in CLASS_SCORES or name in ("share", "naive_rmsse"):
            form = "percent" if name in _PERCENT else "%.3f"
            found[name] = st.column_config.NumberColumn(label, format=form)
        else:
            found[name] = st.column_config.Column(label, pinned=name == frame.columns[0])
    return found
