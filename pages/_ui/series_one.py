"""One series: what to expect, its past beside what was foreseen, and whether it needs a model."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.actions.series import Known
from core.base.runs import Run
from core.demand.figures import series as figures
from pages._ui import (
    cached,
    charts,
    forecast_came,
    layout,
    measures,
    run_words,
    series_why,
)
from pages._ui.layout import Cell, Tile
from pages._ui.session import formats, texts, theme
from pages._ui.tables import file_name, rounded, show_table

REACHES = ("recent", "year", "all")
"""How much of the past is drawn: some horizons, a year, or all of it."""
_SCORES = ("rmsse", "mase", "spl", "coverage_80", "coverage_95")


def show(run: Run, series: str, known: Known) -> None:
    """The verdict, figures, the picture, scores, and the numbers of the forecast."""
    _head(run, known)
    found = forecast_came.find(run)
    if found is not None:
        forecast_came.of_series(run, series, found)
        came = forecast_came.sold_of(run, series, found)
        known = replace(known, drawn=replace(known.drawn, came=came))
    _picture(run, series, known)
    series_why.show(run, series)
    left, right = st.columns(2, gap="medium")
    with left, layout.card("scores", height="stretch"):
        _scores(known)
    with right, layout.card("numbers", height="stretch"):
        _numbers(run, series, known)


def _head(run: Run, known: Known) -> None:
    """Whether the model earns its place here, and what is expected."""
    t, f = texts(), formats()
    facts, report = known.facts, cached.forecast(run).report
    span = run_words.span(report.horizon, report.freq, t, f)
    layout.verdict(*_verdict(known))
    low, high = f.short(round(_float(facts, "low"))), f.short(round(_float(facts, "high")))
    last, trend = _float(facts, "last"), str(facts["trend"])
    layout.tiles(
        [
            Tile(
                t("forecasts.tile.next", span=span),
                f.short(round(_float(facts, "next"))),
                t("series.likely", low=low, high=high),
            ),
            Tile(
                t("forecasts.tile.last", span=span),
                f.short(last if pd.isna(last) else round(last)),
                t(f"series.trend.{trend}"),
            ),
            Tile(
                t("forecasts.column.class"),
                str(facts["class"]),
                t(f"series.abc.{str(facts['class'])[0]}"),
            ),
            Tile(
                t("series.steadiness"),
                t(f"series.xyz_word.{str(facts['class'])[1]}"),
                t(f"series.xyz.{str(facts['class'])[1]}"),
            ),
        ]
    )


def _verdict(known: Known) -> tuple[str, str, str]:
    """Kind, sentence and note for `layout.verdict`."""
    t, f = texts(), formats()
    gain = _float(known.facts, "gain")
    if known.facts["young"]:
        return "info", t("series.verdict.young"), t("series.verdict.young_note")
    if pd.isna(gain):
        return "info", t("series.verdict.unknown"), t("series.verdict.unknown_note")
    facts = {
        "gain": f.percent(abs(gain)),
        "rmsse": f.fixed(_float(known.facts, "rmsse"), 2),
        "naive": f.fixed(_float(known.facts, "baseline_rmsse"), 2),
    }
    kind = "better" if gain > 0 else "no_better"
    return kind, t(f"series.verdict.{kind}", **facts), t("series.verdict.note", **facts)


def _picture(run: Run, series: str, known: Known) -> None:
    t, f = texts(), formats()
    report = cached.forecast(run).report
    with layout.card("history"):
        left, right = st.columns([2, 1], vertical_alignment="center")
        with left:
            reach = layout.tabs({code: t(f"series.reach.{code}") for code in REACHES}, key="reach")
        with right:
            past = st.toggle(
                t("series.before"), True, key="series_before", help=t("series.before_help")
            )
        one = known.drawn.last(_periods(reach, report.horizon, report.freq))
        one = one if past else one.without()
        span = run_words.span(report.horizon, report.freq, t, f)
        facts = known.facts
        finding = t(
            "series.finding",
            span=span,
            next=f.short(round(_float(facts, "next"))),
            low=f.short(round(_float(facts, "low"))),
            high=f.short(round(_float(facts, "high"))),
        )
        chart = figures.history(one, finding, t, theme())
        charts.show(chart.figure, "series_history", chart.finding, file_name(series, "forecast"))


def _periods(reach: str, horizon: int, freq: str) -> int:
    year = {"D": 365, "W": 52, "M": 12}[freq]
    return {"recent": max(6 * horizon, year // 6), "year": year, "all": 10**9}[reach]


def _scores(known: Known) -> None:
    """How well it was foreseen in the windows, beside the naive forecast."""
    t, f = texts(), formats()
    st.subheader(t("series.scores"), anchor=False)
    st.caption(t("series.scores_note", n=f.count(len(known.drawn.before))))
    body = []
    for metric in _SCORES:
        naive = known.scores.get(f"baseline_{metric}")
        body.append(
            [
                Cell(t(f"demand.metric.{metric}.label"), t(f"demand.metric.{metric}.help")),
                Cell(measures.word(known.scores[metric], metric, f)),
                Cell(measures.word(naive, metric, f)),
            ]
        )
    header = [t(f"demand.column.{name}") for name in ("measure", "model", "naive")]
    layout.table(header, body, t("series.scores"))


def _numbers(run: Run, series: str, known: Known) -> None:
    """The forecast by period."""
    t = texts()
    st.subheader(t("series.numbers"), anchor=False)
    one = known.drawn
    frame = pd.DataFrame(
        {
            "ds": pd.to_datetime(one.ahead).date,
            "mean": one.mean,
            "low_80": one.band_80[0],
            "high_80": one.band_80[1],
            "low_95": one.band_95[0],
            "high_95": one.band_95[1],
        }
    )
    heads: dict[str, object] = {
        name: st.column_config.NumberColumn(t(f"series.column.{name}"), format="%.1f")
        for name in frame.columns[1:]
    }
    heads["ds"] = st.column_config.DateColumn(
        t("series.column.ds"), format=formats().day_pattern, pinned=True
    )
    show_table(
        rounded(frame), "series_numbers", file_name(f"{run.name} {series}", "forecast"), heads
    )


def _float(facts: dict[str, object], name: str) -> float:
    return float(facts[name])  # type: ignore[arg-type]
