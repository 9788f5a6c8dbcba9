"""Totals of a forecast: how three ways of forecasting them did, and each in a picture."""

import streamlit as st

from core.actions.totals import WAYS, Totals, one_total, totals_of
from core.base.runs import Run
from core.demand.figures import series as figures
from pages._ui import cached, charts, layout
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import desk, formats, texts, theme
from pages._ui.tables import file_name

_PAST = 8
"""Horizons of the past that a picture shows."""


def show(run: Run) -> None:
    """The table of levels, and one total by the way that is chosen."""
    t, f = texts(), formats()
    bundle = cached.forecast(run)
    st.caption(md_escape(t("totals.note")))
    rows = []
    for one in bundle.report.levels:
        errors = {way: getattr(one, way) for way in WAYS}
        known = [error for error in errors.values() if error is not None]
        cells = [
            Cell("–" if error is None else f.fixed(error, 3),
                 t("totals.best") if known and error == min(known) else "")
            for error in errors.values()
        ]  # fmt: skip
        rows.append([Cell(_level(one.level), t("totals.count", n=one.count)), *cells])
    heads = [t("totals.column.level"), *(t(f"totals.way.{way}") for way in WAYS)]
    layout.table(heads, rows, t("totals.title"))
    kept = totals_of(desk(), run.id)
    if kept is not None:
        _picture(run, kept)


def _picture(run: Run, kept: Totals) -> None:
    t = texts()
    names = [_name(*pair) for pair in zip(kept.hierarchy.level, kept.hierarchy.name, strict=True)]
    left, right = st.columns([1, 1], gap="medium", vertical_alignment="bottom")
    with left:
        place = st.selectbox(
            t("totals.choose"), range(len(names)), format_func=names.__getitem__, key="totals_place"
        )
    with right:
        way = st.segmented_control(
            t("totals.way.label"),
            WAYS,
            format_func=lambda one: t(f"totals.way.{one}"),
            default=WAYS[0],
            required=True,
            key="totals_way",
            help=t("totals.way.help"),
        )
    bundle = cached.forecast(run)
    one = one_total(bundle, kept, place, way).last(_PAST * bundle.report.horizon)
    sums = one_total(bundle, kept, place, "sums").mean.sum()
    finding = _finding(names[place], float(one.mean.sum()), float(sums))
    chart = figures.history(one, finding, t, theme())
    with layout.card("total_one"):
        charts.show(chart.figure, "totals_chart", chart.finding, file_name(run.name, "totals"))


def _finding(name: str, units: float, sums: float) -> str:
    t, f = texts(), formats()
    apart = units / sums - 1 if sums > 0 else 0.0
    key = "totals.same" if round(apart, 3) == 0 else "totals.apart"
    sign = "+" if apart > 0 else ""
    shown = f"{sign}{f.percent(apart)}"
    told = sums if key == "totals.same" else units
    return t(key, name=name, units=f.short(round(told)), apart=shown)


def _level(level: str) -> str:
    return texts()("totals.all") if level == "all" else level


def _name(level: str, name: str) -> str:
    t = texts()
    return t("totals.all") if level == "all" else f"{level}: {name or t('totals.without')}"
