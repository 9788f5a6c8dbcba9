"""Datasets in words and rows: kinds, sizes, findings, columns."""

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from core.actions.import_look import aside_in_words
from core.base.values import Column, Dataset, Finding
from pages._ui import layout, tables
from pages._ui.escape import html_escape, md_escape
from pages._ui.session import formats, link, texts

_SEVERITIES = ("error", "warning", "info")
_ICONS = {"error": "error", "warning": "warning", "info": "info"}


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


def table_name(name: str) -> str:
    """What a table is called on screen."""
    t = texts()
    return t(f"datasets.kind.{name}") if t.has(f"datasets.kind.{name}") else name


def sum_name(key: str, tables: Collection[str]) -> str:
    """What a sum is called on screen: its table where there are several, its name, its currency."""
    t = texts()
    table = next((n for n in tables if len(tables) > 1 and key.startswith(f"{n}.")), None)
    rest = key.removeprefix(f"{table}.")
    name, _, currency = rest.partition(".")
    known = t.has(f"datasets.total.{name}")
    told = f"{t(f'datasets.total.{name}')} {currency}".strip() if known else rest
    return t("datasets.total_of", table=table_name(table), sum=told) if table else told


def link_row(dataset: Dataset, place: str) -> None:
    """A row that opens the dataset. `place` keeps keys apart on a page."""
    with layout.row(f"{place}-{dataset.id}"):
        link("dataset", md_escape(dataset.name), dataset=dataset.id)
        layout.meta(about(dataset))


def show_findings(findings: Sequence[Finding]) -> None:
    """Findings worst first, or that there are none."""
    t = texts()
    if findings:
        st.html(findings_html(findings))
        return
    with layout.empty_state("clean", "task_alt", t("datasets.clean"), t("datasets.clean_note")):
        return


def findings_html(findings: Sequence[Finding]) -> str:
    """Findings as a list, worst first: the sentence, then how grave and how common."""
    ranked = sorted(findings, key=lambda f: (_SEVERITIES.index(f.severity), -f.count))
    return f'<div class="ml-findings">{"".join(_finding(finding) for finding in ranked)}</div>'


def _finding(finding: Finding) -> str:
    t, f = texts(), formats()
    sentence = t(
        f"data.finding.{finding.code}",
        column=finding.column or "",
        count=f.count(finding.count),
        rows=f.count(finding.rows),
        examples=", ".join(example[:40] for example in finding.examples),
    )
    small = [t(f"datasets.severity.{finding.severity}")]
    if 0 < finding.count < finding.rows:
        share = f.percent(finding.count / finding.rows)
        small.append(t("datasets.share_of_rows", share=share))
    told = " · ".join(html_escape(part) for part in small)
    return (
        f'<div class="ml-finding {finding.severity}">{layout.icon_html(_ICONS[finding.severity])}'
        f"<div><p>{html_escape(sentence)}</p><small>{told}</small></div></div>"
    )


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
            config[column.name] = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
    return config


def reason(column: Column) -> str:
    """Why type and role were proposed, in a sentence."""
    t = texts()
    return t(column.reason) if column.reason and t.has(column.reason) else ""
