"""A finished forecast: the verdict, its figures beside the naive ones, where it is good."""

import pandas as pd
import streamlit as st

from core.actions.forecasts import DemandBundle, DemandReport, Standing, concentrated
from core.base.runs import Run
from core.base.texts import Texts
from pages._ui import (
    cached,
    demand_parts,
    follow,
    forecast_effects,
    forecast_totals,
    forecast_verdict,
    layout,
    measures,
    model_words,
    result_tables,
    run_words,
    story,
)
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.formats import Formats
from pages._ui.layout import Cell, Tile
from pages._ui.series_skipped import cancelled, noticed, skipped
from pages._ui.session import formats, texts
from pages._ui.tables import downloads, file_name, rounded, show_table
from pages._ui.what_if_words import flag_name

VIEWS = ("numbers", "steps", "classes", "totals", "effects", "learning", "left_out", "settings")
_TILES = ("rmsse", "spl", "bias", "wape", "coverage_80", "coverage_95")
_BY_ZERO = frozenset({"mase", "rmsse", "wape", "bias"})
"""Measures that a forecast of zero is shown beside: it has no interval to be covered by."""


def show(run: Run) -> None:
    """Draws the result of a finished forecasting run."""
    t, f = texts(), formats()
    bundle = cached.forecast(run)
    report = bundle.report
    _verdict(run, report)
    _concentrated(bundle)
    if report.young:
        st.caption(md_escape(t("demand.young", n=report.young)))
    if report.untold:
        names = f.series([flag_name(name) for name in report.untold])
        st.caption(md_escape(t("demand.untold", names=names)))
    layout.tiles([_tile(report, metric, t, f) for metric in _TILES])
    result_tables.reach(run)
    st.space("small")
    left_out = report.skipped or report.noted or report.cancelled.lines
    lacking = {"left_out": not left_out, "totals": not report.levels}
    views = {name: t(f"demand.view.{name}") for name in VIEWS if not lacking.get(name)}
    view = layout.tabs(views, key="view")
    with guard():
        if view == "numbers":
            _numbers(run, report)
        elif view == "steps":
            demand_parts.steps(run, report)
        elif view == "classes":
            demand_parts.classes(run, report)
        elif view == "totals":
            forecast_totals.show(run)
        elif view == "effects":
            forecast_effects.show(cached.forecast(run))
        elif view == "learning":
            _learning(run, report)
        elif view == "left_out":
            _left_out(run, report)
        else:
            result_tables.settings(run)


def _left_out(run: Run, report: DemandReport) -> None:
    """Rows that were not read as they stand, and series that are not forecast."""
    t = texts()
    if report.noted:
        with layout.card("noted"):
            st.subheader(t("demand.noted.title"), anchor=False)
            noticed(report.noted)
    cancelled(report.cancelled)
    if report.skipped:
        skipped(report.skipped, run.id)
    else:
        layout.verdict("better", t("demand.noted.none_skipped"))


def _concentrated(bundle: DemandBundle) -> None:
    """Names the series that most of the forecast is of, where it is one."""
    found = concentrated(bundle)
    if found is not None:
        told = texts()("demand.concentrated", series=found[0], share=formats().percent(found[1], 0))
        callout(told, "warning")


def _verdict(run: Run, report: DemandReport) -> None:
    """Whether a model is needed at all, and for how many series it is."""
    t, f = texts(), formats()
    made = report.outcome
    horizon = run_words.span(report.horizon, report.freq, t, f)
    share = "_none" if not made.needed else "_all" if made.needed == made.series else ""
    needed = t(
        f"demand.verdict.needed{share}", needed=f.count(made.needed), series=f.count(made.series)
    )
    tried = t("demand.verdict.tried", n=f.count(len(report.cutoffs)), horizon=horizon)
    same = report.family == report.baseline
    forecast_verdict.show(run, report, tried if same else f.sentences(needed, tried))


def _tile(report: DemandReport, metric: str, t: Texts, f: Formats) -> Tile:
    """A measure with its interval, and beside it what the naive forecast reaches."""
    score = _of(report, report.family).scores.get(metric)
    naive = _of(report, report.baseline).scores.get(metric)
    label = t(f"demand.metric.{metric}.label")
    if score is None:
        return Tile(label, measures.word(None, metric, f), t("demand.not_defined"))
    beside = t("demand.naive", value=measures.word(naive.value if naive else None, metric, f))
    return Tile(
        label,
        measures.word(score.value, metric, f),
        f"{measures.between(score, metric, t, f)} · {beside}",
    )


def _of(report: DemandReport, family: str) -> Standing:
    return next(one for one in report.standings if one.family == family)


def _numbers(run: Run, report: DemandReport) -> None:
    """Every measure with what it means, beside the naive forecast and a forecast of zero."""
    t, f = texts(), formats()
    st.caption(md_escape(t("demand.numbers_note")))
    mine, naive = (_of(report, name).scores for name in (report.family, report.baseline))
    header = [t(f"demand.column.{name}") for name in ("measure", "model", "naive", "zero")]
    listed = [metric for metric in measures.LISTED["demand"] if metric in mine]
    body = []
    for metric in listed:
        zero = report.zero.get(metric) if metric in _BY_ZERO else None
        cells = [(naive.get(metric)), zero]
        body.append(
            [
                Cell(t(f"demand.metric.{metric}.label"), t(f"demand.metric.{metric}.help")),
                Cell(
                    measures.word(mine[metric].value, metric, f),
                    measures.between(mine[metric], metric, t, f),
                ),
                *(Cell(measures.word(one.value if one else None, metric, f)) for one in cells),
            ]
        )
    layout.table(header, body, t("demand.view.numbers"))
    frame = pd.DataFrame(
        [
            {
                "metric": t(f"demand.metric.{metric}.label"),
                "model": mine[metric].value,
                "low": mine[metric].low,
                "high": mine[metric].high,
                "naive": naive[metric].value if metric in naive else None,
                "zero": report.zero[metric].value if metric in report.zero else None,
                "meaning": t(f"demand.metric.{metric}.help"),
            }
            for metric in listed
        ]
    )
    downloads(rounded(frame), "table_demand_metrics", file_name(run.name, "metrics"))
    demand_parts.one_sided(run, report)


def _learning(run: Run, report: DemandReport) -> None:
    """What was tried in the windows, how it learned, and what it noted."""
    t = texts()
    names = ("rmsse", "spl", "mase", "wape", "bias")
    frame = pd.DataFrame(
        [
            {
                "candidate": model_words.curve_name(one.family, t),
                **{name: one.scores[name].value if name in one.scores else None for name in names},
                "seconds": one.seconds,
            }
            for one in report.standings
        ]
    )
    with layout.card("standings"):
        st.subheader(t("run.standings.title"), anchor=False)
        st.caption(md_escape(_taken(run, report)))
        heads: dict[str, object] = {
            name: st.column_config.NumberColumn(t(f"demand.metric.{name}.label"), format="%.3f")
            for name in names
        }
        heads["candidate"] = st.column_config.TextColumn(t("run.column.candidate"), pinned=True)
        heads["seconds"] = st.column_config.NumberColumn(t("run.column.seconds"), format="%.1f")
        show_table(rounded(frame), "table_standings", file_name(run.name, "models"), heads)
    told = story.read(run.id)
    if told.fits:
        st.caption(md_escape(t("demand.learning_note")))
        follow.curves(told, key="past", name=run.name)
    follow.notes(told)


def _taken(run: Run, report: DemandReport) -> str:
    """Which of them the forecast is, or what it blends."""
    t, f = texts(), formats()
    if not report.weights:
        return t("demand.standings", name=model_words.answer_name(run.resolved or run.spec, t, f))
    ranked = sorted(report.weights.items(), key=lambda one: -one[1])
    names = (f"{model_words.family_name(name, t)} {f.percent(share, 0)}" for name, share in ranked)
    return t("demand.standings_blend", names=f.series(names))
