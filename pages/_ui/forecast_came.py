"""What came of a forecast: its misses beside the naive forecast's, together and by series."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.actions.forecast_scored import Scored, scored_of
from core.base.runs import Run
from core.demand.figures import came as figures
from pages._ui import cached, charts, layout, measures, run_words
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.layout import Tile
from pages._ui.session import formats, go, link, set_param, texts, theme
from pages._ui.tables import file_name, rounded, show_table

if TYPE_CHECKING:
    from core.actions.came_true import CameTrue, Floats

_SHOWN = (
    "series_id", "error", "naive_error", "gain", "sold", "said", "off", "inside", "periods",
    "empty",
)  # fmt: skip
_COVERAGES = ("coverage_80", "coverage_95")
_SHARES = ("gain", "inside")
_KINDS = {"better": "better", "worse": "no_better"}


def find(run: Run) -> "CameTrue | None":
    """What came of a forecast; None while nothing has, or with the error told where it cannot be
    said."""
    with guard(), st.spinner(texts()("forecasts.came.looking")):
        return cached.came(run)
    return None


def notice(run: Run, found: "CameTrue") -> None:
    """One line that days of the forecast have come, and the way to what they say."""
    figures = scored_of(found, cached.forecast(run).report)
    kind, sentence = verdict(figures)
    with st.container(key="mlcame", gap="xsmall"):
        layout.verdict("no_better" if kind == "worse" else "info", sentence, heard(figures))
        st.button(
            texts()("forecasts.came.open"),
            type="tertiary",
            icon=":material/fact_check:",
            on_click=set_param,
            args=("view", "came"),
            key="came_show",
        )


def show(run: Run, found: "CameTrue") -> None:
    """The verdict, figures, a picture of all together, and a table of the series."""
    t, f = texts(), formats()
    figures = scored_of(found, cached.forecast(run).report)
    kind, sentence = verdict(figures)
    told = f.sentences(heard(figures), t("forecasts.came.little"))
    layout.verdict(_KINDS.get(kind, "info"), sentence, told)
    layout.tiles(_tiles(run, found), compact=True)
    _picture(run, found)
    for code, count in (("empty", found.empty), ("unseen", found.unseen)):
        if count:
            st.caption(md_escape(t(f"forecasts.came.{code}", n=f.count(count))))
    _table(run, found)


def heard(found: Scored) -> str:
    """How many of its periods have come, when, and who tells."""
    t, f = texts(), formats()
    span = run_words.span(found.horizon, found.freq, t, f)
    days = {"first": f.day(found.first), "last": f.day(found.last)}
    return t(
        "forecasts.came.heard", n=f.count(found.periods), span=span, told=found.told.name, **days
    )


def verdict(found: Scored) -> tuple[str, str]:
    """Whether it was closer than the naive forecast: better, worse, even or same; and in words."""
    t, f = texts(), formats()
    units, gain = found.units, found.gain
    facts = {"error": f.short(round(units.error)), "naive": f.short(round(units.naive_error))}
    if found.family == found.naive:
        return "same", t("forecasts.came.same", **facts)
    kind = {"no_better": "even"}.get(found.verdict, found.verdict)
    shares = {"gain": abs(gain.value), "low": gain.low, "high": gain.high}
    told = {name: f.percent(share) for name, share in shares.items()}
    return kind, t(f"forecasts.came.{kind}", **facts, **told)


def _tiles(run: Run, found: "CameTrue") -> list[Tile]:
    t, f = texts(), formats()
    units, report = found.units, cached.forecast(run).report
    before = next(one.scores for one in report.standings if one.family == report.family)
    tiles = [
        Tile(t("forecasts.came.tile.sold"), f.short(round(units.sold)),
             t("forecasts.came.tile.said", said=f.short(round(units.said)))),
        Tile(t("forecasts.came.tile.error"), f.short(round(units.error)),
             t("forecasts.came.tile.naive", naive=f.short(round(units.naive_error)))),
    ]  # fmt: skip
    for metric in ("wape", *_COVERAGES):
        score, then = found.scores.get(metric), before.get(metric)
        note = measures.word(then.value if then else None, metric, f)
        tiles.append(
            Tile(
                t(f"demand.metric.{metric}.label"),
                measures.word(score.value if score else None, metric, f),
                t("forecasts.came.tile.backtest", value=note),
            )
        )
    return tiles


def _picture(run: Run, found: "CameTrue") -> None:
    t, f = texts(), formats()
    lines = found.together()
    sums = {name: f.short(round(float(values.sum()))) for name, values in lines.items()}
    finding = t("forecasts.came.chart", **sums)
    chart = figures.came(found.dates[found.come], lines, finding, t, theme())
    with layout.card("came"):
        charts.show(chart.figure, "came_chart", chart.finding, file_name(run.name, "came"))


def _table(run: Run, found: "CameTrue") -> None:
    t = texts()
    frame = found.series.loc[:, [name for name in _SHOWN if found.empty or name != "empty"]]
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        st.caption(md_escape(t("forecasts.came.table_note")))
    with right:
        if st.toggle(t("forecasts.came.naive.label"), key="came_naive"):
            frame = frame[frame["gain"] < 0]
    heads = {name: _head(name) for name in frame.columns}
    show_table(
        _shown(frame), "came_series", file_name(run.name, "came"), heads,
        t("forecasts.came.table"), lambda: rounded(frame),
    )  # fmt: skip
    chosen = st.selectbox(
        t("forecasts.open.label"),
        frame["series_id"],
        index=None,
        placeholder=t("forecasts.open.choose"),
        key="came_open",
        width=320,
    )
    if chosen is not None:
        go("series", run=run.id, series=chosen)


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole units and whole percents."""
    shares = {name: (100 * frame[name]).round() + 0.0 for name in _SHARES}
    units = frame.select_dtypes("float").columns.difference(_SHARES)
    return frame.assign(**shares, **{name: frame[name].round() + 0.0 for name in units})


def _head(name: str) -> object:
    t = texts()
    told = {
        "label": t(f"forecasts.came.column.{name}"),
        "help": t(f"forecasts.came.column.{name}_help"),
    }
    if name == "series_id":
        return st.column_config.TextColumn(**told, pinned=True, width="medium")
    if name in _SHARES:
        return st.column_config.NumberColumn(**told, format="%.0f%%")
    return st.column_config.NumberColumn(**told, format="localized", step=1)


def of_series(run: Run, series: str, found: "CameTrue") -> None:
    """One line on what came of one series, and the way to all of them."""
    t, f = texts(), formats()
    report = cached.forecast(run).report
    row = found.series.loc[found.series["series_id"] == series].iloc[0]
    if pd.isna(row["error"]):
        layout.verdict("info", t("series.came.unknown"), heard(scored_of(found, report)))
        return
    numbers = {
        name: f.short(round(float(row[of])))
        for name, of in (("sold", "sold"), ("said", "said"), ("error", "error"),
                         ("naive", "naive_error"))
    }  # fmt: skip
    span = run_words.span(int(row["periods"]), report.freq, t, f)
    days = {"first": f.day(found.first), "last": f.day(found.last), "told": found.told.name}
    note = t("series.came.note", share=f.percent(float(row["inside"]), 0), **days)
    layout.verdict("info", t("series.came.off", span=span, **numbers), note)
    link("forecasts", t("series.came.all"), ":material/fact_check:", run=run.id, view="came")


def sold_of(run: Run, series: str, found: "CameTrue") -> "Floats":
    """What was sold of one series in the periods of the forecast (h,), NaN where not known."""
    return found.sold[cached.forecast(run).forecast.ids.index(series)]
