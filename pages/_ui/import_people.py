"""Which columns of a draft tell who people are, and what is kept as it is after all."""

from collections.abc import Sequence

import streamlit as st

from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_people import EVERYTHING, with_people
from core.base.recipe import PersonalColumn
from pages._ui import import_reading, layout
from pages._ui.session import texts


def show(draft: ImportDraft, table: DraftTable) -> None:
    """The personal columns with the reason, and the wishes that another reading would follow."""
    t = texts()
    people = table.raws[0].people
    if people:
        layout.section(t("import.people.title"), t("import.people.note"), key="people")
        listed(people)
    with st.expander(t("import.people.change"), icon=":material/shield_person:"):
        if import_reading.files_of(draft.id):
            _wishes(draft, table, people)
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


def _wishes(draft: ImportDraft, table: DraftTable, people: Sequence[PersonalColumn]) -> None:
    t = texts()
    known = [one.column for one in people]
    options = import_reading.options_of(draft.id)
    everything = options.people.keep_all
    key = f"people_{draft.id}_{table.name}"
    keep = st.multiselect(
        t("import.people.keep"),
        [*known, EVERYTHING],
        default=[EVERYTHING] if everything else [one.column for one in people if one.kept],
        format_func=lambda name: t("import.people.everything") if name == EVERYTHING else name,
        key=f"{key}_keep",
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
        others = [one.column for one in _others(draft, table) if one.kept]
        wished = with_people(options, [*keep, *others], [*options.people.replace, *more])
        import_reading.once_more(draft, wished)


def _others(draft: ImportDraft, table: DraftTable) -> list[PersonalColumn]:
    """The personal columns of the draft's other tables."""
    return [
        one for other in draft.tables if other.name != table.name for one in other.raws[0].people
    ]
