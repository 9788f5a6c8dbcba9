"""One dataset from near: rows, columns, findings, where it came from, what was set aside."""

from functools import partial

import pandas as pd
import streamlit as st

from core.actions import datasets as verbs
from core.actions.runs import runs
from core.base.values import Dataset, Finding, Source, Table
from pages._ui import (
    dataset_people,
    dataset_recipe,
    dataset_relations,
    dataset_versions,
    dataset_words,
    import_people,
    layout,
    sample_truth,
    tables,
)
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, link, notify, param, set_param, texts

HEAD = 200
TAKEN_HOME = 200_000
"""Rows up to which a download from the page holds a whole table."""
ALL = 10**9
_RENAMING = "_renaming"


def show(dataset: Dataset) -> None:
    """The whole view of one dataset."""
    t = texts()
    layout.page_header(dataset.name, " · ".join(dataset_words.about(dataset)))
    _actions(dataset)
    _tiles(dataset)
    table = _choose_table(dataset)
    views = {
        "rows": t("datasets.tab.rows"),
        "columns": t("datasets.tab.columns"),
        "findings": t("datasets.tab.findings", n=len(_of(dataset, table))),
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
    draw = {"rows": _rows, "columns": _columns, "findings": _findings, "source": _source}
    if chosen == "versions":
        dataset_versions.show(dataset, versions)
    elif chosen == "relations":
        dataset_relations.show(dataset)
    else:
        draw.get(chosen, _aside)(dataset, table)


def _actions(dataset: Dataset) -> None:
    t = texts()
    with st.container(horizontal=True, key="dataset-actions"):
        if dataset.trashed:
            if st.button(t("datasets.trash.restore"), type="primary", icon=":material/undo:"):
                verbs.restore(desk(), dataset.id)
                st.rerun()
            return
        if st.button(t("datasets.train"), type="primary", icon=":material/model_training:"):
            go("train", dataset=dataset.id, table=param("table"))
        st.button(
            t("datasets.rename"),
            icon=":material/edit:",
            on_click=lambda: st.session_state.update({_RENAMING: dataset.id}),
        )
        if st.button(t("datasets.delete"), icon=":material/delete:"):
            st.session_state["_undo_dataset"] = verbs.trash(desk(), dataset.id)
            go("datasets")
    if st.session_state.get(_RENAMING) == dataset.id:
        st.dialog(t("datasets.rename_title"), on_dismiss=_close)(_rename)(dataset)


def _close() -> None:
    st.session_state.pop(_RENAMING, None)


def _rename(dataset: Dataset) -> None:
    from pages._ui.errors import guard

    t = texts()
    with st.form("rename", border=False):
        name = st.text_input(t("datasets.name"), dataset.name, max_chars=200)
        if st.form_submit_button(t("datasets.rename_save"), type="primary"):
            with guard():
                renamed = verbs.rename(desk(), dataset.id, name)
                _close()
                notify(md_escape(t("datasets.renamed", name=renamed.name)))
                st.rerun()


def _tiles(dataset: Dataset) -> None:
    t, f = texts(), formats()
    rows = sum(table.rows for table in dataset.tables)
    columns = sum(len(table.columns) for table in dataset.tables)
    aside = dataset.rows_set_aside
    worst = sum(finding.severity != "info" for finding in dataset.findings)
    shown = [
        layout.Tile(t("datasets.tile.rows"), f.count(rows)),
        layout.Tile(t("datasets.tile.columns"), f.count(columns)),
        layout.Tile(
            t("datasets.tile.aside"),
            f.count(aside),
            t("datasets.tile.aside_of", rows=f.count(dataset.rows_read)) if aside else "",
            "warn" if aside else "plain",
        ),
        layout.Tile(t("datasets.tile.findings"), f.count(worst), tone="warn" if worst else "plain"),
    ]
    if len(dataset.tables) > 1:
        shown.insert(0, layout.Tile(t("datasets.tile.tables"), f.count(len(dataset.tables))))
    layout.tiles(shown)


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
    sizes = {table.name: f.short(table.rows) for table in dataset.tables}
    chosen = st.pills(
        t("datasets.table"),
        names,
        key=key,
        default=None if key in st.session_state else first,
        format_func=lambda name: f"{dataset_words.table_name(name)}  {sizes[name]}",
        required=True,
        label_visibility="collapsed",
    )
    set_param("table", None if chosen == first else chosen)
    if made_up(dataset):
        st.caption(t(f"sample.table.{chosen}"))
    found = dataset.table(chosen)
    assert found is not None
    return found


def _learnable(table: Table) -> bool:
    return any(column.role == "target" for column in table.columns)


def made_up(dataset: Dataset) -> bool:
    """Whether this is the sample shop: it came from no file."""
    return dataset.kind == "shop" and not dataset.sources


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
    dataset_words.show_findings(_of(dataset, table))


def _of(dataset: Dataset, table: Table) -> list[Finding]:
    return [finding for finding in dataset.findings if finding.table == table.name]


def _source(dataset: Dataset, _table: Table) -> None:
    t, f = texts(), formats()
    if made_up(dataset):
        sample_truth.show()
    for index, source in enumerate(dataset.sources):
        with layout.card(f"source-{index}"):
            layout.facts(_source_facts(source))
    dataset_recipe.show(dataset)
    for name, recipe in dataset.recipes.items():
        if recipe.people:
            layout.section(t("import.people.title"), key=f"people-{name}")
            import_people.listed(recipe.people)
    layout.section(t("datasets.lineage"), t("datasets.lineage_note"), key="lineage")
    lines = {t(f"datasets.line.{name}"): f.count(count) for name, count in dataset.lines.items()}
    layout.facts(
        {
            t("datasets.fact.read"): t(
                "datasets.fact.read_value",
                read=f.count(dataset.rows_read),
                kept=f.count(dataset.rows_kept),
                aside=f.count(dataset.rows_set_aside),
            ),
            **lines,
            t("datasets.fact.created"): f.moment(dataset.created),
            t("datasets.fact.id"): dataset.id,
            t("datasets.fact.hash"): dataset.data_hash,
        }
    )
    if dataset.parent:
        link("dataset", t("datasets.parent"), ":material/history:", dataset=dataset.parent)
    trained = [run for run in runs(desk()) if run.spec.dataset == dataset.id]
    if trained:
        layout.section(t("datasets.trained"), key="trained")
        with layout.rows("trained"):
            for run in trained:
                with layout.row(f"trained-{run.id}"):
                    link("run", md_escape(run.name), run=run.id)
                    layout.meta([t(f"app.state.{run.state}"), f.ago(run.created)])


def _source_facts(source: Source) -> dict[str, str]:
    t, f = texts(), formats()
    told = {
        t("datasets.fact.file"): source.name,
        t("datasets.fact.size"): f.bytes(source.bytes),
        t("datasets.fact.encoding"): source.encoding,
        t("datasets.fact.delimiter"): _delimiter(source.delimiter),
        t("datasets.fact.sheet"): source.sheet,
        t("datasets.fact.sha256"): source.sha256,
    }
    return {name: value for name, value in told.items() if value}


def _delimiter(mark: str | None) -> str | None:
    return texts()("datasets.fact.tab") if mark == "\t" else mark


def _aside(dataset: Dataset, _table: Table) -> None:
    st.caption(texts()("datasets.aside_note"))
    rows = verbs.set_aside(desk(), dataset.id, ALL)
    dataset_words.show_aside(rows, f"{dataset.id}-set-aside")
