"""Ways to import without an upload: cells pasted from a sheet, and files put into the inbox."""

import streamlit as st

from core.actions.import_files import ReadOptions, keep_pasted
from core.actions.inbox import InboxFile, inbox_files, inbox_folder, inbox_path
from pages._ui import import_reading, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts


def pasted(options: ReadOptions) -> None:
    """A box for cells that were copied in Excel or on a web page; they become a file."""
    t = texts()
    with st.expander(t("import.paste.title"), icon=":material/content_paste:"), guard():
        cells = st.text_area(
            t("import.paste.label"),
            key="paste_cells",
            height=160,
            placeholder=t("import.paste.example"),
            help=t("import.paste.help"),
        )
        if st.button(t("import.paste.read"), icon=":material/table_view:", key="paste_read"):
            path = keep_pasted(desk(), cells or "")
            import_reading.begin([path], options.model_copy(update={"encoding": "utf-8"}))


def inbox(options: ReadOptions) -> None:
    """The files in the inbox, to be ticked and read where they lie."""
    t, f = texts(), formats()
    with guard():
        files = inbox_files(desk())
        title = t("import.inbox.title", n=f.count(len(files)))
        with st.expander(title, icon=":material/inbox:"):
            st.caption(md_escape(t("import.inbox.note", folder=str(inbox_folder(desk())))))
            chosen = _ticked(files)
            if files and st.button(
                t("import.inbox.read", n=f.count(len(chosen))),
                icon=":material/table_view:",
                key="inbox_read",
                disabled=not chosen,
            ):
                import_reading.begin([inbox_path(desk(), name) for name in chosen], options)


def _ticked(files: list[InboxFile]) -> list[str]:
    """The list of files; returns the names of those that are ticked."""
    f = formats()
    if not files:
        return []
    chosen = []
    with layout.rows("inbox"):
        for place, file in enumerate(files):
            with layout.row(f"inbox-{place}"):
                if st.checkbox(md_escape(file.name), key=f"inbox_{file.name}", width="stretch"):
                    chosen.append(file.name)
                layout.meta([f.bytes(file.bytes), f.moment(file.changed)])
    return chosen
