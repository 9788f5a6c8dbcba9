"""The series of a forecast: find, sort, look at the shape, take home, open one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.actions.forecasts import rows_of
from core.actions.series import spark_periods, together
from core.base.runs import Run
from core.demand.figures import series as figures
from pages._ui import cached, charts, layout, run_words
from pages._ui.escape import md_escape
from pages._ui.layout import Tile
from pages._ui.session import begin, formats, go, param, set_param, texts, theme
from pages._ui.tables import downloads, file_name, rounded

TRENDS = ("rising", "falling", "steady")
ICONS = {"rising": "↗", "falling": "↘", "steady": "→", "unknown": "–"}
ABC, XYZ = ("A", "B", "C"), ("X", "Y", "Z")
SORTS = ("next", "last", "gain", "rmsse", "series_id")
"""What the table is first sorted by; the heads of its columns sort it further."""
_RISING_ORDER = frozenset({"rmsse", "series_id"})
_SHOWN = (
    "series_id", "name", "next", "spark", "low", "high", "last", "trend", "class", "rmsse", "gain",
)  # fmt: skip
"""The columns of the table, what is expected first, so that a phone shows it."""
_PAST = 8
"""Horizons of the past that the picture of all shows."""


@dataclass(frozen=True)
class Filter:
    """What the reader looks for."""

    words: str
    abc: Sequence[str]
    xyz: Sequence[str]
    trends: Sequence[str]
    naive: bool

    def keep(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows that are looked for; nothing chosen of a kind is all of it."""
        named = table["series_id"].str.casefold()
        if "name" in table:
            named = named + " " + table["name"].fillna("").str.casefold()
        kept = pd.Series(True, index=table.index)
        for word in self.words.casefold().split():
            kept &= named.str.contains(word, regex=False)
        for letters, place in ((self.abc, 0), (self.xyz, 1)):
            if letters:
                kept &= table["class"].str[place].isin(list(letters))
        if self.trends:
            kept &= table["trend"].isin(list(self.trends))
        if self.naive:
            kept &= ~(table["gain"] > 0)
        return table[kept]


def show(run: Run) -> None:
    """The filter, what is looked for together, and the table."""
    table = _named(run, cached.series(run))
    wanted = _ask()
    found = _sorted(wanted.keep(table))
    _figures(run, found, len(table))
    if found.empty:
        with layout.empty_state(
            "no-series", "search_off", texts()("forecasts.nothing.title"),
            texts()("forecasts.nothing.body"),
        ):  # fmt: skip
            return
    _table(run, found)


def _named(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    """The series with the names of their items behind the ids, where there are any."""
    names = cached.item_names(run, cached.forecast(run))
    if not names:
        return table
    found = table.copy(deep=False)
    found.insert(1, "name", table["series_id"].map(names))
    return found


def _ask() -> Filter:
    """Draws the filter; it stands in the URL."""
    t = texts()
    left, middle, right = st.columns([1.4, 1.6, 1.2], vertical_alignment="bottom", gap="medium")
    with left:
        words = st.text_input(
            t("forecasts.search"), param("q", ""), key="series_q", placeholder=t("forecasts.search")
        )
    with middle, st.container(horizontal=True, gap="medium"):
        abc = _pills("abc", ABC)
        xyz = _pills("xyz", XYZ)
    with right:
        trends = _pills("trend", TRENDS)
    chosen = {"abc": abc, "xyz": xyz, "trend": trends}
    for name, value in {"q": [words or ""], **chosen}.items():
        set_param(name, ",".join(value) or None)
    naive = st.toggle(
        t("forecasts.only_naive"), key="series_naive", help=t("forecasts.only_naive_help")
    )
    return Filter(words or "", abc, xyz, trends, naive)


def _pills(name: str, options: Sequence[str]) -> list[str]:
    """Several may be chosen; none is all. What stands in the URL is chosen first."""
    asked = [code for code in (param(name) or "").split(",") if code in options]
    t = texts()
    known = {code: t(f"forecasts.trend.{code}") for code in TRENDS}
    return st.pills(
        t(f"forecasts.filter.{name}"),
        options,
        selection_mode="multi",
        format_func=lambda code: known.get(code, code),
        key=begin(f"series_{name}", asked),
        help=t(f"forecasts.filter.{name}_help"),
    )


def _sorted(found: pd.DataFrame) -> pd.DataFrame:
    """In the order that was chosen below, beside the table."""
    asked = param("sort")
    by = st.session_state[begin("series_sort", asked if asked in SORTS else SORTS[0])]
    set_param("sort", None if by == SORTS[0] else by)
    return found.sort_values(by, ascending=by in _RISING_ORDER, ignore_index=True)


def _of(every: int, young: int) -> str:
    """How many series there are, and how many of them are new."""
    t, f = texts(), formats()
    if not young:
        return t("forecasts.tile.of", n=f.count(every))
    return t("forecasts.tile.of_new", n=f.count(every), young=f.count(young))


def _figures(run: Run, found: pd.DataFrame, every: int) -> None:
    """How many, what they sell together, and for how many a model is worth it."""
    t, f = texts(), formats()
    bundle = cached.forecast(run)
    span = run_words.span(bundle.report.horizon, bundle.report.freq, t, f)
    last, ahead = float(found["last"].sum()), float(found["next"].sum())
    alike = float(found.loc[found["last"].notna(), "next"].sum())
    change = f.percent(alike / last - 1) if last > 0 else ""
    sign = "+" if last > 0 and alike > last else ""
    judged = found["rmsse"].notna()
    better = int((found["gain"] > 0).sum())
    layout.tiles(
        [
            Tile(
                t("forecasts.tile.series"),
                f.count(len(found)),
                _of(every, bundle.report.young),
            ),
            Tile(
                t("forecasts.tile.next", span=span),
                f.short(round(ahead)),
                t("forecasts.tile.change", change=f"{sign}{change}") if change else "",
            ),
            Tile(t("forecasts.tile.last", span=span), f.short(round(last))),
            Tile(
                t("forecasts.tile.better"),
                f.count(better),
                t("forecasts.tile.judged", n=f.count(int(judged.sum()))),
            ),
        ],
        compact=True,
    )
    if not found.empty:
        _together(run, found)


def _together(run: Run, found: pd.DataFrame) -> None:
    """What is looked for as one curve."""
    t, f, bundle = texts(), formats(), cached.forecast(run)
    one = together(bundle, set(found["series_id"])).last(_PAST * bundle.report.horizon)
    chart = figures.total(one, t("forecasts.total", n=f.count(len(found))), t, theme())
    with layout.card("total"):
        charts.show(chart.figure, "forecasts_total", chart.finding, file_name(run.name, "total"))


def _table(run: Run, found: pd.DataFrame) -> None:
    """The table; a click on a cell opens the series of its row."""
    t, f = texts(), formats()
    bundle = cached.forecast(run)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        span = run_words.span(spark_periods(bundle), bundle.report.freq, t, f)
        st.caption(md_escape(t("forecasts.table_note", span=span)))
    with right:
        st.selectbox(
            t("forecasts.sort.label"),
            SORTS,
            format_func=lambda by: t(f"forecasts.sort.{by}"),
            key="series_sort",
        )
    shown = _shown(found)
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=min(38 * (len(shown) + 1), 620),
        row_height=38,
        column_config=_heads(),
        on_select="rerun",
        selection_mode="single-cell",
        key="series_table",
        alt=t("forecasts.table"),
        placeholder="–",
    )
    at = _picked(picked)
    if at is not None:
        go("series", run=run.id, series=str(found["series_id"].iloc[at]))
    _below(run, found)


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table, in words."""
    t = texts()
    shown = found[[name for name in _SHOWN if name in found]]
    trends = [f"{ICONS[one]} {t(f'forecasts.trend.{one}')}" for one in shown["trend"]]
    new = shown["class"].where(~found["young"], shown["class"] + f" · {t('forecasts.young')}")
    gain = (100 * shown["gain"]).round() + 0.0
    return shown.assign(**{"class": new, "trend": trends, "gain": gain})


def _below(run: Run, found: pd.DataFrame) -> None:
    """A series to open, the table to take home, and the rows of its forecasts."""
    t, bundle = texts(), cached.forecast(run)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _open(run, found)
        st.space("stretch")
        with st.container(width="content", gap=None):
            downloads(lambda: _taken(found), "series_list", file_name(run.name, "series"))
    with st.expander(t("forecasts.rows"), icon=":material/table:"):
        st.caption(md_escape(t("forecasts.rows_note")))
        kept = set(found["series_id"])
        downloads(
            lambda: rounded(rows_of(bundle).loc[lambda rows: rows["series_id"].isin(kept)]),
            "forecast_rows",
            file_name(run.name, "forecast"),
        )


def _picked(state: object) -> int | None:
    """The place of the row that was clicked."""
    selection = getattr(state, "selection", None)
    if selection is None:
        return None
    return int(selection.cells[0][0]) if selection.cells else None


def _open(run: Run, found: pd.DataFrame) -> None:
    """The same for a keyboard, or where the table is too small to hit."""
    t = texts()
    chosen = st.selectbox(
        t("forecasts.open.label"),
        found["series_id"],
        index=None,
        placeholder=t("forecasts.open.choose"),
        key="series_open",
        width=320,
    )
    if chosen is not None:
        go("series", run=run.id, series=chosen)


def _taken(found: pd.DataFrame) -> pd.DataFrame:
    """The table as it is taken home: without pictures."""
    return rounded(found.drop(columns="spark"))


def _heads() -> dict[str, object]:
    t = texts()
    column = st.column_config

    def told(name: str) -> dict[str, str]:
        return {
            "label": t(f"forecasts.column.{name}"),
            "help": t(f"forecasts.column.{name}_help"),
        }

    return {
        "series_id": column.TextColumn(**told("series_id"), pinned=True, width="small"),
        "name": column.TextColumn(**told("name"), width="medium"),
        "spark": column.LineChartColumn(**told("spark"), width="small", y_min=0),
        "class": column.TextColumn(**told("class"), width="small"),
        "trend": column.TextColumn(**told("trend"), width="small"),
        "next": column.NumberColumn(**told("next"), format="localized", step=1),
        "low": column.NumberColumn(**told("low"), format="localized", step=1),
        "high": column.NumberColumn(**told("high"), format="localized", step=1),
        "last": column.NumberColumn(**told("last"), format="localized", step=1),
        "rmsse": column.NumberColumn(**told("rmsse"), format="%.2f"),
        "gain": column.NumberColumn(**told("gain"), format="%.0f%%"),
    }
