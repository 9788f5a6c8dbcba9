"""Datasets in words and rows: kinds, sizes, columns, lines set aside."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from core.actions.import_draft import DraftTable
from core.actions.import_look import aside_in_words
from core.base.values import Column, Dataset, Table
from pages._ui import layout, tables
from pages._ui.escape import md_escape
from pages._ui.session import formats, link, texts


def size(dataset: Dataset) -> str:
    """Rows of a dataset of one table, else the number of tables and rows."""
    t, f = texts(), formats()
    rows = f.short(sum(table.rows for table in dataset.tables))
    if len(dataset.tables) == 1:
        return t("datasets.rows", rows=rows)
    return t("datasets.tables_rows", tables=len(dataset.tables), rows=rows)


def about(dataset: Dataset) -> list[str]:
    """Kind, size and age of a dataset, for a line of small print."""
    return [
        texts()(f"datasets.kind.{dataset.kind}"),
        size(dataset),
        formats().ago(dataset.created),
    ]


def made_up(dataset: Dataset) -> bool:
    """Whether this is the sample shop: it came from no file."""
    return dataset.kind == "shop" and not dataset.sources


def table_names(tables: Iterable[Table | DraftTable]) -> dict[str, str]:
    """What tables are called on screen, by their name: the kind, or for plain tables and where
    several are of a kind the name of the file, with a number where that is taken."""
    t = texts()
    known = {table.name: table for table in tables}
    kinds = Counter(table.kind or name for name, table in known.items())
    told: dict[str, str] = {}
    same: Counter[str] = Counter()
    for name, table in known.items():
        kind = f"datasets.kind.{table.kind or name}"
        own = name == "plain" or not t.has(kind) or kinds[table.kind or name] > 1
        called = (own and table.title) or (t(kind) if t.has(kind) else name)
        same[called] += 1
        told[name] = called if same[called] == 1 else f"{called} ({same[called]})"
    return told


def sum_name(key: str, tables: Mapping[str, str]) -> str:
    """What a sum is called on screen: its table (`table_names`) where there are several, its name,
    its currency."""
    t = texts()
    table = next((n for n in tables if len(tables) > 1 and key.startswith(f"{n}.")), None)
    rest = key.removeprefix(f"{table}.")
    name, _, currency = rest.partition(".")
    known = t.has(f"datasets.total.{name}")
    if known:
        told = f"{t(f'datasets.total.{name}')} {currency}".strip()
    else:
        told = t("datasets.total_of_column", column=rest)
    return t("datasets.total_of", table=tables[table], sum=told) if table else told


def link_row(dataset: Dataset, place: str) -> None:
    """A row that opens the dataset. `place` keeps keys apart on a page."""
    with layout.row(f"{place}-{dataset.id}"):
        link("dataset", md_escape(dataset.name), dataset=dataset.id)
        layout.meta(about(dataset))


def show_aside(rows: pd.DataFrame, file_name: str) -> None:
    """Lines that were set aside, the reason in words, with their download."""
    t = texts()
    told = aside_in_words(rows, t)
    heads = {
        name: st.column_config.Column(t(f"datasets.aside.{name}"))
        for name in ("file", "line", "reason", "column", "cells")
        if name in told
    }
    tables.show_table(told, "aside", file_name, heads)


def columns_frame(columns: Sequence[Column], rows: int) -> pd.DataFrame:
    """The columns of a table as a table: name, type, role, missing, distinct, why."""
    t = texts()
    return pd.DataFrame(
        {
            "name": [column.name for column in columns],
            "type": [t(f"datasets.type.{column.type}") for column in columns],
            "role": [
                t(f"datasets.role.{column.role}") if column.role else "" for column in columns
            ],
            "missing": [column.missing / rows if rows else 0.0 for column in columns],
            "distinct": [column.distinct for column in columns],
            "reason": [reason(column) for column in columns],
        }
    )


def in_words(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """`frame` with its yes/no cells as the file wrote them, like the words around it."""
    yes_no = {c.name: c for c in columns if c.type == "boolean" and c.name in frame.columns}
    words = {
        name: frame[name].map(
            {True: column.spelled("true"), False: column.spelled("false")}, na_action="ignore"
        )
        for name, column in yes_no.items()
    }
    return frame.assign(**{name: series.astype("string") for name, series in words.items()})


def cell_formats(columns: Sequence[Column]) -> dict[str, object]:
    """Cells as they stand: numbers without separators that are not in the data."""
    config: dict[str, object] = {}
    for column in columns:
        if column.type == "integer":
            config[column.name] = st.column_config.NumberColumn(format="%d")
        elif column.type == "datetime":
            label = f"{column.name} ({column.zone})" if column.zone else None
            config[column.name] = st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm")
    return config


def reason(column: Column) -> str:
    """Why type and role were proposed, in a sentence."""
    t = texts()
    told = t(column.reason) if column.reason and t.has(column.reason) else ""
    if not column.zone:
        return told
    told = told if told.endswith((".", "。")) or not told else f"{told}{t('app.word.stop')}"
    return formats().sentences(told, t(f"data.zone.{column.zone}"))
