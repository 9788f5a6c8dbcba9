"""What the files hold beside the tables that were read is told first, and can be taken in."""

import streamlit as st

from core.actions.import_again import origin
from core.actions.import_draft import ImportDraft
from core.actions.import_more import MoreSheets, member_read, more_members, more_sheets
from core.actions.import_structure import ALL_SHEETS, found_in, said
from pages._ui import import_structure, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts

_NAMED = 6


def show(draft: ImportDraft) -> None:
    """Other sheets of the workbooks, and members of the archives that hold no table."""
    for place, more in enumerate(more_sheets(draft)):
        with layout.card(f"more-sheets-{place}"), _line():
            _sheets(draft, more)
    for place, (file, members) in enumerate(more_members(draft).items()):
        with layout.card(f"more-members-{place}"), _line():
            _members(draft, file, members)


def _line() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center")


def _sheets(draft: ImportDraft, more: MoreSheets) -> None:
    t, f = texts(), formats()
    file, count = more.raw.source.name, f.count(len(more.sheets))
    named = _series(more.sheets)
    told = t("import.more.sheets", file=file, n=count, sheets=named, sheet=more.raw.source.sheet)
    st.markdown(md_escape(told), width="stretch")
    key = f"sheets_{draft.id}_{more.raw.folder.name}"
    if st.button(t("import.more.all_sheets"), icon=":material/tab_group:", key=key):
        request = origin(draft, more.raw)
        if request is not None:
            wish = said(more.raw, request, {**found_in(more.raw), "sheet": ALL_SHEETS})
            with guard():
                import_structure.reread(draft, {more.raw.folder: wish}, None)


def _members(draft: ImportDraft, file: str, members: tuple[str, ...]) -> None:
    t, f = texts(), formats()
    told = t("import.more.members", file=file, n=f.count(len(members)), members=_series(members))
    st.markdown(md_escape(told), width="stretch")
    member = members[0]
    if len(members) > 1:
        member = st.selectbox(
            t("import.more.member"),
            members,
            key=f"member_{draft.id}_{file}_{len(members)}",
            label_visibility="collapsed",
            width=220,
        )
    if st.button(t("import.more.read"), icon=":material/add:", key=f"members_{draft.id}_{file}"):
        with guard():
            import_structure.taking(
                lambda follow: member_read(desk(), draft, (file, member), follow),
                t("import.more.is_in", member=member),
            )


def _series(names: tuple[str, ...]) -> str:
    more = ["…"] if len(names) > _NAMED else []
    return formats().series([*names[:_NAMED], *more])
