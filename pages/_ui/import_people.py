"""Which columns of a draft tell who people are, and what is kept as it is after all."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from core.actions.import_again import origin
from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_files import ReadOptions
from core.actions.import_people import EVERYTHING, with_people
from core.base.recipe import PersonalColumn
from pages._ui import import_structure, layout
from pages._ui.errors import guard
from pages._ui.session import begin, texts


def show(draft: ImportDraft, table: DraftTable) -> None:
    """The personal columns with the reason, and the wishes that another reading would follow."""
    t = texts()
    people = table.raws[0].people
    if people:
        layout.section(t("import.people.title"), t("import.people.note"), key="people")
        listed(people)
    with st.expander(t("import.people.change"), icon=":material/shield_person:"):
        asked = {raw.folder: request for raw in table.raws if (request := origin(draft, raw))}
        if len(asked) == len(table.raws):
            _wishes(draft, table, {folder: one.options for folder, one in asked.items()})
        else:
            st.caption(t("import.people.gone"))


def listed(people: Sequence[PersonalColumn]) -> None:
    """Columns that tell who people are, by why it is thought so: what of, and which stay."""
    t = texts()
    told: dict[str, list[str]] = {}
    for one in people:
        state = "kept" if one.kept else "replaced"
        tells = t(f"data.person.{one.kind}")
        shown = t(f"import.people.{state}", column=one.column, tells=tells)
        told.setdefault(t(f"data.person_reason.{one.reason}"), []).append(shown)
    layout.facts({why: ", ".join(columns) for why, columns in told.items()})


def _wishes(draft: ImportDraft, table: DraftTable, asked: Mapping[Path, ReadOptions]) -> None:
    t = texts()
    people = table.raws[0].people
    known = [one.column for one in people]
    before = asked[table.raws[0].folder].people
    stays = [EVERYTHING] if before.keep_all else [one.column for one in people if one.kept]
    key = f"people_{draft.id}_{table.name}"
    keep = st.multiselect(
        t("import.people.keep"),
        [*known, EVERYTHING],
        format_func=lambda name: t("import.people.everything") if name == EVERYTHING else name,
        key=begin(f"{key}_keep", stays),
        help=t("import.people.keep_help"),
        placeholder=t("import.people.nothing"),
    )
    more = st.multiselect(
        t("import.people.replace"),
        [name for name in table.raws[0].names if name not in known],
        key=f"{key}_replace",
        help=t("import.people.replace_help"),
        placeholder=t("import.people.nothing"),
    )
    st.caption(t("import.people.again_note"))
    if st.button(t("import.read_again"), icon=":material/refresh:", key=f"{key}_again"):
        more += [name for name in before.replace if name not in more]
        with guard():
            wishes = {folder: with_people(one, keep, more) for folder, one in asked.items()}
            import_structure.reread(draft, wishes, "columns")
