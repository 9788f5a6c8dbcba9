"""The first step of an import: files are dropped, kept on disk, and their reading begins."""

import streamlit as st

from core.actions.import_files import ReadOptions, keep_upload
from pages._ui import import_other_ways, import_reading, import_unsaved, layout
from pages._ui.session import desk, language, texts

ENCODINGS = (None, "utf-8", "gb18030", "big5", "shift_jis", "cp1252", "utf-16")
DELIMITERS = (None, ",", ";", "\t", "|")
_ROUND = "_drop_round"


def head(step: int) -> None:
    """The head of an import page, and which of its steps this is."""
    t = texts()
    layout.page_header(t("import.title"), t("import.question"))
    steps = [t(f"import.step.{name}") for name in ("drop", "read", "review", "train")]
    layout.steps(steps, step)


def show() -> None:
    """The place to drop files, and how to read them where the reader knows better."""
    t = texts()
    turn = st.session_state.setdefault(_ROUND, 0)
    with st.container(key="mldrop"):
        files = st.file_uploader(
            t("import.drop.label"),
            accept_multiple_files=True,
            key=f"drop_{turn}",
            label_visibility="collapsed",
        )
    st.caption(t("import.drop.note"))
    with st.expander(t("import.options.title"), icon=":material/tune:"):
        options = reading_options("drop")
    import_other_ways.pasted(options)
    import_other_ways.inbox(options)
    if files:
        kept = [keep_upload(desk(), file.name, file) for file in files]
        st.session_state[_ROUND] = turn + 1  # a new key: the browser's copy is let go of
        import_reading.begin(kept, options)
    import_unsaved.show()
    with layout.card("tips"):
        for tip in ("types", "aside", "several"):
            layout.paragraph(t(f"import.tip.{tip}.title"), t(f"import.tip.{tip}.body"))


def reading_options(key: str) -> ReadOptions:
    """Encoding, delimiter, sheet and header, all found out unless chosen."""
    t = texts()
    first, second, third = st.columns(3, vertical_alignment="bottom")
    encoding = first.selectbox(
        t("import.options.encoding"),
        ENCODINGS,
        format_func=lambda code: code or t("import.options.auto"),
        key=f"{key}_encoding",
        help=t("import.options.encoding_help"),
    )
    delimiter = second.selectbox(
        t("import.options.delimiter"),
        DELIMITERS,
        format_func=lambda mark: _mark(mark),
        key=f"{key}_delimiter",
        help=t("import.options.delimiter_help"),
    )
    sheet = third.text_input(
        t("import.options.sheet"),
        key=f"{key}_sheet",
        placeholder=t("import.options.sheet_first"),
        help=t("import.options.sheet_help"),
    )
    header = st.toggle(
        t("import.options.header"),
        value=True,
        key=f"{key}_header",
        help=t("import.options.header_help"),
    )
    return ReadOptions(
        encoding=encoding,
        delimiter=delimiter,
        sheet=(sheet or "").strip() or None,
        header=header,
        language=language(),
    )


def _mark(mark: str | None) -> str:
    t = texts()
    names = {None: "auto", "\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
    return t(f"import.options.{names[mark]}")
