"""How each file of a draft was read: its first lines with their class, and what can be said
otherwise, which is read again at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from core.actions.import_again import left_out, lost, origin, read_again, wished
from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_files import Progress, ReadOptions
from core.actions.import_look import Look
from core.actions.import_structure import (
    RawTable,
    decoded,
    found_in,
    head_lines,
    said,
    told_before,
    unsaid,
)
from pages._ui import import_fields, import_lines, layout
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, set_param, texts

_TOLD = "_structure_told"
Follow = Callable[[Progress], None]


def show_told() -> None:
    """What became of the last reading, once."""
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        callout(*told)


def show(draft: ImportDraft, table: DraftTable, _found: Look) -> None:
    """The panel of one file of the table."""
    t = texts()
    raw = _choose(table)
    lines, fields = st.columns([6, 5], gap="medium")
    with lines:
        form = t(f"import.form.{raw.form}")
        st.caption(md_escape(t("import.structure.note", file=raw.source.name, form=form)))
        first = head_lines(raw)
        if first:
            import_lines.show(first, t("import.structure.alt", file=raw.source.name))
        st.caption(md_escape(import_lines.counts(raw.lines, records=raw.form == "json")))
    with fields, layout.card("structure"):
        _edit(draft, raw)


def _choose(table: DraftTable) -> RawTable:
    """The file to be shown, where the table is made of several."""
    if len(table.raws) == 1:
        return table.raws[0]
    names = [raw.source.name for raw in table.raws]
    place = st.selectbox(
        texts()("import.structure.file"),
        range(len(names)),
        format_func=names.__getitem__,
        key=f"structure_file_{'_'.join(raw.folder.name for raw in table.raws)}",
    )
    return table.raws[place]


def _edit(draft: ImportDraft, raw: RawTable) -> None:
    t = texts()
    found = found_in(raw)
    request = origin(draft, raw)
    if request is None:
        st.markdown(md_escape(t("import.structure.gone")))
        return
    key = f"structure_{draft.id}_{raw.folder.name}"
    before = told_before(request)
    st.caption(md_escape(t("import.structure.hint" if found else "import.structure.fixed")))
    fields = import_fields.edit(raw, import_fields.Found(found, before), key)
    chosen = fields.get("encoding")
    if chosen and chosen != found.get("encoding"):
        _preview(raw, str(chosen))
    with st.container(horizontal=True, vertical_alignment="center", key="mlagain"):
        again = bool(found) and st.button(
            t("import.read_again"), type="primary", icon=":material/refresh:", key=f"{key}_again"
        )
        anew = bool(before & set(found) - {"sheet"}) and st.button(
            t("import.structure.anew"), type="tertiary", key=f"{key}_anew",
            help=t("import.structure.anew_help"),
        )  # fmt: skip
        several = sum(len(table.raws) for table in draft.tables) > 1
        out = several and st.button(
            t("import.structure.leave_out"), type="tertiary", key=f"{key}_out",
            help=t("import.structure.leave_out_help"),
        )  # fmt: skip
    if again:
        with guard():
            reread(draft, {raw.folder: said(raw, request, fields)}, "structure")
    if anew:
        with guard():
            reread(draft, {raw.folder: unsaid(raw, request)}, "structure")
    if out:
        with guard():
            left_out(desk(), draft, raw)
            st.session_state[_TOLD] = (t("import.structure.is_out", file=raw.source.name), "info")
            st.rerun()


def _preview(raw: RawTable, encoding: str) -> None:
    """The first five lines in another encoding, before anything is read again."""
    t = texts()
    lines = decoded(raw, encoding)
    if lines is None:
        callout(t("import.structure.encoding_unfit", encoding=encoding), "warning")
        return
    st.caption(md_escape(t("import.structure.five", encoding=encoding)))
    import_lines.plain(lines, t("import.structure.five", encoding=encoding))


def reread(draft: ImportDraft, wishes: Mapping[Path, ReadOptions], tab: str | None) -> None:
    """Reads files of the draft again, by the folder of each, and comes back to a tab."""
    t, f = texts(), formats()
    after, files = draft, []
    with _followed() as follow:
        for folder, options in wishes.items():
            raw = next(r for table in after.tables for r in table.raws if r.folder == folder)
            after = read_again(desk(), after, raw, options, follow)
            files.append(raw.source.name)
    gone = lost(draft, after)
    kept = "import.structure.read_kept" if wished(after) else "import.structure.read"
    told = t(kept, file=f.series(files)), "success"
    if gone:
        told = t("import.structure.lost", columns=f.series(gone[:5])), "warning"
    st.session_state[_TOLD] = told
    set_param("tab", tab)
    st.rerun()


def taking(read: Callable[[Follow], ImportDraft], told: str) -> None:
    """Reads something more into the draft, says so, and draws the page anew."""
    with _followed() as follow:
        read(follow)
    st.session_state[_TOLD] = (told, "success")
    st.rerun()


@contextmanager
def _followed() -> Iterator[Follow]:
    """A bar that shows how far a reading is."""
    t = texts()
    bar = st.progress(0.0, t("data.stage.start"))

    def follow(now: Progress) -> None:
        bar.progress(now.fraction or 0.0, t(f"data.stage.{now.stage}"))

    try:
        yield follow
    finally:
        bar.empty()
