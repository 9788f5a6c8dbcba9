"""The third step of an import: what was understood, to be looked at, corrected and saved."""

import streamlit as st

from core.actions import datasets as verbs
from core.actions.following import as_before
from core.actions.import_dates import asked_dates
from core.actions.import_decimals import open_decimals
from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_look import Look, look, preview, typed
from core.actions.import_people import replaced_as_in
from core.base.errors import AppError
from pages._ui import (
    dataset_words,
    findings,
    import_columns,
    import_dates,
    import_decimals,
    import_more,
    import_places,
    import_recipe,
    import_save,
    import_structure,
    import_sums,
    layout,
    tables,
)
from pages._ui.dataset_words import table_names
from pages._ui.errors import guard, show_error
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, param, set_param, texts


def files(draft: ImportDraft) -> str:
    """The names of the files that the draft was read from."""
    return ", ".join(raw.source.name for table in draft.tables for raw in table.raws)


def show(draft: ImportDraft) -> None:
    """The whole review of a draft, read as the dataset that it is to be a new version of."""
    t = texts()
    into = import_save.chosen(draft)
    seen = draft
    if into:
        draft, seen = _as_into(draft, into)
    saving = st.container()
    import_structure.show_told()
    import_more.show(draft)
    table = _choose_table(seen)
    with guard():
        with st.spinner(t("import.looking")):
            found = look(table)
        with saving:
            import_save.show(draft, [one for one in seen.tables if _open(one) and one != table])
        _tiles(found)
        import_sums.show(found)
        import_recipe.show_export(draft, table)
        import_dates.show(draft, table)
        import_decimals.show(draft, table)
        import_columns.show_refused()
        views = {
            "columns": t("datasets.tab.columns"),
            "structure": t("import.structure.tab"),
            "rows": t("datasets.tab.rows"),
            "findings": t("datasets.tab.findings", n=len(findings.grouped(found.findings))),
        }
        if steps := len(import_recipe.listed(table)):
            views["steps"] = t("import.steps", n=steps)
        if found.rows_set_aside:
            views["aside"] = t("datasets.tab.aside", n=formats().count(found.rows_set_aside))
        _VIEWS[layout.tabs(views, "tab")](draft, table, found)


def _as_into(draft: ImportDraft, into: str) -> tuple[ImportDraft, ImportDraft]:
    """The draft with the people replaced that are replaced in the dataset `into`, and as it will be
    read into it."""
    base, wishes = verbs.dataset(desk(), into), import_places.agreed(draft, into)
    try:
        with st.spinner(texts()("import.looking")):
            draft = replaced_as_in(desk().workspace, draft, base, wishes)
    except AppError as error:
        show_error(error)
    return draft, as_before(draft, base, wishes)


def _choose_table(draft: ImportDraft) -> DraftTable:
    """The table to look at; one with an open question is marked."""
    names = [table.name for table in draft.likeliest_first]
    if len(names) == 1:
        return draft.tables[0]
    called = table_names(draft.tables)
    asked = param("table")
    key = f"draft_table_{len(names)}_{'_'.join(names)}"
    marked = {table.name for table in draft.tables if _open(table)}
    chosen = st.pills(
        texts()("datasets.table"),
        names,
        format_func=lambda name: (
            md_escape(called[name]) + (" :material/help:" if name in marked else "")
        ),
        required=True,
        key=begin(key, asked if asked in names else names[0]),
        label_visibility="collapsed",
    )
    set_param("table", chosen)
    table = draft.table(chosen)
    st.caption(md_escape(", ".join(raw.source.name for raw in table.raws)))
    return table


def _open(table: DraftTable) -> bool:
    """Whether the table asks something that is not answered yet."""
    dated = any(ask.chosen is None for ask in asked_dates(table))
    return table.asked or dated or bool(open_decimals(table))


def _tiles(found: Look) -> None:
    t, f = texts(), formats()
    worst = findings.warnings(found.findings)
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
    findings.show(found.findings)


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
