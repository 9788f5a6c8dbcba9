"""What replacing the days of a file would do to a table, before anything is saved."""

from collections.abc import Sequence

import streamlit as st

from core.actions.changes import TotalChange
from core.actions.days_change import DaysChange
from pages._ui import layout
from pages._ui.dataset_words import sum_name
from pages._ui.escape import md_escape
from pages._ui.layout import Cell, Tile
from pages._ui.session import formats, texts


def show(change: DaysChange, money: Sequence[TotalChange]) -> None:
    """Days, rows that go and come, what to beware of, and the sums before and after."""
    t, f = texts(), formats()
    span = f"{f.day(change.span.first)} – {f.day(change.span.last)}"
    layout.tiles(
        [
            Tile(t("import.days.span"), f.count(change.span.days), span),
            Tile(
                t("import.days.go"),
                f.count(change.gone),
                t("import.days.stay", rest=f.count(change.rest)),
            ),
            Tile(t("import.days.come"), f.count(change.came), t("import.days.come_note")),
        ],
        compact=True,
    )
    _warn(change)
    _told(change)
    _sums(change, money)


def _warn(change: DaysChange) -> None:
    """What the file seems to lack of these days."""
    t, f = texts(), formats()
    told: dict[str, str] = {}
    if change.thin:
        told["thin"] = t("import.days.thin", again=f.count(change.again), gone=f.count(change.gone))
    if change.stores:
        told["stores"] = t("import.days.stores", stores=_named(change.named, change.stores))
    if change.cut:
        told["cut"] = t("import.days.cut", cut=f.count(change.cut))
    if change.emptied:
        days = _named([f.day(day) for day in change.examples], change.emptied)
        counts = {"emptied": f.count(change.emptied), "span": f.count(change.span.days)}
        told["emptied"] = t("import.days.emptied", days=days, **counts)
    for name, sentence in told.items():
        rows = f.count(change.emptied_rows)
        layout.verdict("beware", sentence, t(f"import.days.{name}_note", rows=rows))


def _named(names: Sequence[str], count: int) -> str:
    """The names, and how many others there are."""
    t, f = texts(), formats()
    more = count - len(names)
    return f.series([*names, *([t("import.days.more", n=f.count(more))] if more else [])])


def _told(change: DaysChange) -> None:
    t, f = texts(), formats()
    told = []
    if lacking := change.lacking - change.emptied:
        days = f.count(change.span.days)
        told.append(t("import.days.lacking", lacking=f.count(lacking), span=days))
    if change.undated:
        told.append(t("import.days.undated", undated=f.count(change.undated)))
    if told:
        st.caption(md_escape(f.sentences(*told)))


def _sums(change: DaysChange, money: Sequence[TotalChange]) -> None:
    t, f = texts(), formats()
    rows = (change.gone, change.came, change.came - change.gone)
    body = [[Cell(t("import.days.rows")), *(Cell(f.count(n)) for n in rows)]]
    for total in money:
        before, after = total.before or 0.0, total.after or 0.0
        sums = (before, after, after - before)
        body.append([Cell(sum_name(total.name, {})), *(Cell(f.fixed(n, 2)) for n in sums)])
    heads = [t(f"import.days.head.{name}") for name in ("sum", "before", "after", "difference")]
    layout.table(heads, body, t("import.days.money"))
