"""What changed between two versions of a dataset, in words and tables."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from core.actions.changes import Period, TableChange, TotalChange, VersionChanges
from core.base.values import Dataset, DaysReplaced, Finding
from pages._ui import cached, dataset_words, findings, layout
from pages._ui.layout import Cell
from pages._ui.session import formats, texts


def show(before: Dataset, after: Dataset) -> None:
    """The whole comparison: a sentence, the tables, columns and values, sums, findings."""
    t, f = texts(), formats()
    layout.section(
        t("datasets.changes.title"),
        t("datasets.changes.note", when=f.moment(before.created)),
        key="changes",
    )
    with st.spinner(t("import.append.counting")):
        changes = cached.changes(before.id, after.id)
    names = dataset_words.table_names([*before.tables, *after.tables])
    _summary(changes)
    _tables(changes.tables, names)
    _days(changes.tables, names)
    _details(changes.tables, names)
    _totals(changes.totals, names)
    _findings("new", changes.findings_new)
    _findings("gone", changes.findings_gone)


def _summary(changes: VersionChanges) -> None:
    t, f = texts(), formats()
    both = [table for table in changes.tables if table.added is not None]
    if len(both) == len(changes.tables) and all(table.same for table in both):
        layout.verdict("info", t("datasets.changes.same"))
        return
    sums = {
        "added": sum(table.added or 0 for table in both),
        "gone": sum(table.gone or 0 for table in both),
        "kept": sum((table.rows_after or 0) - (table.added or 0) for table in both),
    }
    said = t("datasets.changes.summary", **{name: f.count(n) for name, n in sums.items()})
    layout.verdict("info", said, _later(both))


def _later(tables: Sequence[TableChange]) -> str:
    """That the data reaches further now; empty where it does not."""
    t, f = texts(), formats()
    for table in tables:
        now, then = table.period_after, table.period_before
        if now and then and now.last > then.last:
            return t("datasets.changes.later", last=f.day(now.last), before=f.day(then.last))
    return ""


def _tables(tables: Sequence[TableChange], called: Mapping[str, str]) -> None:
    t, f = texts(), formats()
    names = ("table", "before", "after", "added", "gone", "period_before", "period")
    dated = any(table.period_before or table.period_after for table in tables)
    shown = names if dated else names[:5]
    body = [
        [
            Cell(called[table.table]),
            *(
                Cell("–" if n is None else f.count(n))
                for n in (table.rows_before, table.rows_after, table.added, table.gone)
            ),
            *(Cell(_span(p)) for p in (table.period_before, table.period_after) if dated),
        ]
        for table in tables
    ]
    heads = [t(f"datasets.changes.head.{name}") for name in shown]
    layout.table(heads, body, t("datasets.changes.title"))


def _days(tables: Sequence[TableChange], called: Mapping[str, str]) -> None:
    """The days that were replaced on the way, by which file, and how many rows."""
    t, f = texts(), formats()
    body = [
        [
            Cell(called[table.table], _days_of(one)),
            Cell(f.count(one.gone)),
            Cell(f.count(one.came)),
            Cell(f.series(one.by)),
        ]
        for table in tables
        for one in table.days
    ]
    if not body:
        return
    note = t("datasets.changes.days_note")
    layout.section(t("datasets.changes.days"), note, key="changed-days")
    heads = [t(f"datasets.changes.head.{name}") for name in ("table", "out", "in", "by")]
    layout.table(heads, body, t("datasets.changes.days"))


def _days_of(one: DaysReplaced) -> str:
    f = formats()
    return f"{f.day(one.first)} – {f.day(one.last)}"


def _span(period: Period | None) -> str:
    f = formats()
    return f"{f.day(period.first)} – {f.day(period.last)}" if period else "–"


def _details(tables: Sequence[TableChange], called: Mapping[str, str]) -> None:
    t = texts()
    body = [row for table in tables for row in _of_table(table, called[table.table])]
    if not body:
        return
    note = t("datasets.changes.details_note")
    layout.section(t("datasets.changes.details"), note, key="changed-columns")
    heads = [t(f"datasets.changes.head.{name}") for name in ("what", "before", "after")]
    layout.table(heads, body, t("datasets.changes.details"))


def _of_table(table: TableChange, name: str) -> Iterator[list[Cell]]:
    t, f = texts(), formats()
    for column in table.columns:
        types = [
            t(f"datasets.type.{kind}") if kind else t("datasets.changes.absent")
            for kind in (column.before, column.after)
        ]
        what = t("datasets.changes.column", table=name, column=column.column)
        yield [Cell(what), *map(Cell, types)]
    for found in table.categories:
        what = t(
            "datasets.changes.category", table=name, column=found.column, value=found.value[:60]
        )
        counts = (t("datasets.changes.rows", n=f.count(n)) for n in (found.before, found.after))
        yield [Cell(what), *map(Cell, counts)]
    for gap in table.missing:
        what = t("datasets.changes.missing", table=name, column=gap.column)
        yield [Cell(what), *(Cell(f.percent(share)) for share in (gap.before, gap.after))]


def _totals(totals: Sequence[TotalChange], tables: Mapping[str, str]) -> None:
    t, f = texts(), formats()
    moved = [total for total in totals if total.before != total.after]
    if not moved:
        return
    layout.section(t("datasets.changes.totals"), t("datasets.changes.totals_note"), key="sums")
    body = [
        [
            Cell(dataset_words.sum_name(total.name, tables)),
            *(Cell(f.fixed(n, 2)) for n in (total.before, total.after, _gap(total))),
        ]
        for total in moved
    ]
    heads = [
        t(f"datasets.changes.head.{name}") for name in ("total", "before", "after", "difference")
    ]
    layout.table(heads, body, t("datasets.changes.totals"))


def _gap(total: TotalChange) -> float | None:
    if total.before is None or total.after is None:
        return None
    return total.after - total.before


def _findings(which: str, found: Sequence[Finding]) -> None:
    if found:
        layout.section(texts()(f"datasets.changes.findings_{which}"), key=f"findings-{which}")
        st.html(findings.findings_html(found))
