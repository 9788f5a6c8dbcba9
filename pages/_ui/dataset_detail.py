"""One dataset from near: rows, columns, findings, where it came from, what was set aside."""

from functools import partial

import pandas as pd
import streamlit as st

from core.actions import datasets as verbs
from core.base.values import Dataset, Finding, Table
from pages._ui import (
    dataset_head,
    dataset_people,
    dataset_relations,
    dataset_source,
    dataset_versions,
    dataset_words,
    findings,
    layout,
    tables,
)
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, param, set_param, texts

HEAD = 200
TAKEN_HOME = 200_000
"""Rows up to which a download from the page holds a whole table."""
ALL = 10**9


def show(dataset: Dataset) -> None:
    """The whole view of one dataset."""
    t = texts()
    dataset_head.show(dataset)
    table = _choose_table(dataset)
    views = {
        "rows": t("datasets.tab.rows"),
        "columns": t("datasets.tab.columns"),
        "findings": t("datasets.tab.findings", n=len(findings.grouped(_of(dataset, table)))),
        "source": t("datasets.tab.source"),
    }
    if len(dataset.tables) > 1:
        views["relations"] = t("datasets.tab.relations")
    versions = dataset_versions.chain(dataset)
    if len(versions) > 1:
        views["versions"] = t("datasets.tab.versions")
    if dataset.rows_set_aside:
        views["aside"] = t("datasets.tab.aside", n=formats().count(dataset.rows_set_aside))
    chosen = layout.tabs(views, "tab")
    draw = {"rows": _rows, "columns": _columns, "findings": _findings}
    if chosen == "source":
        dataset_source.show(dataset)
    elif chosen == "versions":
        dataset_versions.show(dataset, versions)
    elif chosen == "relations":
        dataset_relations.show(dataset)
    else:
        draw.get(chosen, _aside)(dataset, table)


def _choose_table(dataset: Dataset) -> Table:
    if len(dataset.tables) == 1:
        return dataset.tables[0]
    names = [table.name for table in dataset.tables]
    first = next((table.name for table in dataset.tables if _learnable(table)), names[0])
    t, f = texts(), formats()
    asked = param("table")
    key = f"table_{dataset.id}"
    if asked in names and key not in st.session_state:
        st.session_state[key] = asked
    called = dataset_words.table_names(dataset.tables)
    sizes = {table.name: f.short(table.rows) for table in dataset.tables}
    chosen = st.pills(
        t("datasets.table"),
        names,
        key=key,
        default=None if key in st.session_state else first,
        format_func=lambda name: f"{md_escape(called[name])}  {sizes[name]}",
        required=True,
        label_visibility="collapsed",
    )
    set_param("table", None if chosen == first else chosen)
    if dataset_words.made_up(dataset):
        st.caption(t(f"sample.table.{chosen}"))
    found = dataset.table(chosen)
    assert found is not None
    return found


def _learnable(table: Table) -> bool:
    return any(column.role == "target" for column in table.columns)


def _rows(dataset: Dataset, table: Table) -> None:
    t, f = texts(), formats()
    frame = verbs.rows(desk(), dataset.id, table.name, HEAD)
    first = t("datasets.first_rows", n=f.count(len(frame)), rows=f.count(table.rows))
    whole = table.rows <= TAKEN_HOME
    st.caption(f"{first} {t('datasets.download_all' if whole else 'datasets.download_shown')}")
    tables.show_table(
        dataset_words.in_words(frame, table.columns),
        f"rows_{table.name}",
        tables.file_name(dataset.name, table.name if whole else f"{table.name}-{len(frame)}"),
        dataset_words.cell_formats(table.columns),
        whole=partial(_all_rows, dataset, table) if whole else None,
    )
    dataset_people.show(dataset, table)


def _all_rows(dataset: Dataset, table: Table) -> pd.DataFrame:
    frame = verbs.rows(desk(), dataset.id, table.name, table.rows)
    return dataset_words.in_words(frame, table.columns)


def _columns(_dataset: Dataset, table: Table) -> None:
    t = texts()
    frame = dataset_words.columns_frame(table.columns, table.rows)
    heads = {name: st.column_config.Column(t(f"datasets.column.{name}")) for name in frame.columns}
    heads["missing"] = st.column_config.NumberColumn(t("datasets.column.missing"), format="percent")
    heads["distinct"] = st.column_config.NumberColumn(
        t("datasets.column.distinct"), format="localized"
    )
    heads["reason"] = st.column_config.TextColumn(t("datasets.column.reason"), width="large")
    tables.show_table(frame, f"columns_{table.name}", f"{table.name}-columns", heads)


def _findings(dataset: Dataset, table: Table) -> None:
    findings.show(_of(dataset, table))


def _of(dataset: Dataset, table: Table) -> list[Finding]:
    return [finding for finding in dataset.findings if finding.table == table.name]


def _aside(dataset: Dataset, _table: Table) -> None:
    later = dataset.parent is not None
    st.caption(texts()("datasets.aside_note_version" if later else "datasets.aside_note"))
    rows = verbs.set_aside(desk(), dataset.id, ALL)
    dataset_words.show_aside(rows, f"{dataset.id}-set-aside")
