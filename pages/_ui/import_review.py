"""The third step of an import: what was understood, to be looked at, corrected and saved."""

from collections import Counter

import streamlit as st

from core.actions import datasets as verbs
from core.actions.import_again import origins
from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_files import ImportOptions, save_draft
from core.actions.import_look import Look, look, preview, typed
from core.actions.originals import let_go
from pages._ui import (
    dataset_versions,
    dataset_words,
    import_columns,
    import_dates,
    import_reading,
    import_recipe,
    import_structure,
    import_versions,
    layout,
    tables,
)
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, param, set_param, texts


def files(draft: ImportDraft) -> str:
    """The names of the files that the draft was read from."""
    return ", ".join(raw.source.name for table in draft.tables for raw in table.raws)


def show(draft: ImportDraft) -> None:
    """The whole review of a draft."""
    t = texts()
    table = _choose_table(draft)
    with guard():
        with st.spinner(t("import.looking")):
            found = look(table)
        _save(draft)
        _tiles(found)
        import_recipe.show_export(draft, table)
        import_dates.show(draft, table)
        import_columns.show_refused()
        import_structure.show_told()
        views = {
            "columns": t("datasets.tab.columns"),
            "structure": t("import.structure.tab"),
            "rows": t("datasets.tab.rows"),
            "findings": t("datasets.tab.findings", n=len(found.findings)),
        }
        if steps := len(import_recipe.listed(table)):
            views["steps"] = t("import.steps", n=steps)
        if found.rows_set_aside:
            views["aside"] = t("datasets.tab.aside", n=formats().count(found.rows_set_aside))
        _VIEWS[layout.tabs(views, "tab")](draft, table, found)


def _choose_table(draft: ImportDraft) -> DraftTable:
    names = [table.name for table in draft.tables]
    if len(names) == 1:
        return draft.tables[0]
    asked = param("table")
    chosen = st.pills(
        texts()("datasets.table"),
        names,
        default=asked if asked in names else names[0],
        format_func=_table_name,
        required=True,
        key=f"draft_table_{len(names)}_{'_'.join(names)}",
        label_visibility="collapsed",
    )
    set_param("table", chosen)
    return draft.table(chosen)


def _table_name(name: str) -> str:
    t = texts()
    return t(f"datasets.kind.{name}") if t.has(f"datasets.kind.{name}") else name


def _save(draft: ImportDraft) -> None:
    """Name, place and the one button."""
    t = texts()
    kept = verbs.datasets(desk())
    versions = {"": t("import.new")} | {d.id: d.name for d in kept}
    names = Counter(d.name for d in kept)
    labels = versions | {d.id: dataset_versions.told(d) for d in kept if names[d.name] > 1}
    with layout.card("save"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="mlsave"):
            key = f"name_{draft.id}"
            if key not in st.session_state:
                st.session_state[key] = verbs.free_name(desk(), draft.name)
            name = st.text_input(t("import.name"), key=key, max_chars=200, width="stretch")
            into = st.selectbox(
                t("import.into"),
                list(versions),
                format_func=labels.__getitem__,
                key=f"into_{draft.id}",
                on_change=_take_name,
                args=(draft, versions),
                help=t("import.into_help"),
            )
            save = st.button(t("import.save"), type="primary", icon=":material/save:", key="save")
            if st.button(t("import.discard"), type="tertiary", key="discard"):
                paths = origins(draft)
                draft.discard()
                let_go(paths)
                go("import_data")
        append = import_versions.choose(draft, into)
    if save:
        with guard(), st.spinner(t("import.saving")):
            verbs.require_free_name(desk(), name or "", into)
            options = ImportOptions(name=name, into=into or None, append=append)
            paths = origins(draft)
            made = save_draft(desk(), draft, options)
            let_go(paths)
            import_reading.remember_saved(draft.id, made.id)
            go("import_review", saved=made.id)


def _take_name(draft: ImportDraft, versions: dict[str, str]) -> None:
    """A new version is called like the one before."""
    into = st.session_state[f"into_{draft.id}"]
    name = versions[into] if into else verbs.free_name(desk(), draft.name)
    st.session_state[f"name_{draft.id}"] = name


def _tiles(found: Look) -> None:
    t, f = texts(), formats()
    worst = sum(finding.severity != "info" for finding in found.findings)
    aside = found.rows_set_aside
    layout.tiles(
        [
            layout.Tile(t("import.tile.read"), f.count(found.rows_read)),
            layout.Tile(t("import.tile.kept"), f.count(found.rows_kept)),
            layout.Tile(
                t("datasets.tile.aside"), f.count(aside), tone="warn" if aside else "plain"
            ),
            layout.Tile(t("datasets.tile.columns"), f.count(len(found.columns))),
            layout.Tile(
                t("datasets.tile.findings"), f.count(worst), tone="warn" if worst else "plain"
            ),
        ]
    )


def _rows(_draft: ImportDraft, table: DraftTable, found: Look) -> None:
    t, f = texts(), formats()
    frame = preview(table, 200)
    st.caption(t("datasets.first_rows", n=f.count(len(frame)), rows=f.count(found.rows)))
    heads = dataset_words.cell_formats(found.columns)
    shown = dataset_words.in_words(frame, found.columns)
    tables.show_table(shown, "draft_rows", f"{table.name}-rows", heads)


def _findings(_draft: ImportDraft, _table: DraftTable, found: Look) -> None:
    dataset_words.show_findings(found.findings)


def _aside(_draft: ImportDraft, table: DraftTable, _found: Look) -> None:
    st.caption(texts()("datasets.aside_note"))
    dataset_words.show_aside(typed(table).set_aside(), f"{table.name}-set-aside")


_VIEWS = {
    "columns": import_columns.show,
    "rows": _rows,
    "findings": _findings,
    "aside": _aside,
    "steps": import_recipe.show_steps,
    "structure": import_structure.show,
}
