"""The first lines of a file as they stand, each with its class."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.actions.import_structure import HeadLine
from pages._ui import layout
from pages._ui.escape import html_escape
from pages._ui.session import formats, texts

CLASSES = (
    "preamble", "header", "row", "continuation", "blank", "total", "note", "set_aside",
)  # fmt: skip
_TONES: dict[str, layout.Tone] = {"header": "accent", "row": "good", "set_aside": "warn"}


def show(lines: Sequence[HeadLine], alt: str) -> None:
    """Lines with their numbers and classes; long ones are scrolled, not wrapped."""
    body = "".join(map(_line, lines))
    label = html_escape(alt)
    st.html(
        f'<div class="ml-scroll ml-lines" role="region" tabindex="0" aria-label="{label}">'
        f"<table><tbody>{body}</tbody></table></div>"
    )


def plain(lines: Sequence[str], alt: str) -> None:
    """Lines without a class."""
    show([HeadLine(0, None, (line,)) for line in lines], alt)


def counts(lines: Mapping[str, int], records: bool) -> str:
    """How many lines (or records) are of each class, and all together, in one sentence."""
    t, f = texts(), formats()
    told = [t(f"import.line.count.{kind}", n=f.count(lines[kind]))
            for kind in CLASSES if lines.get(kind)]  # fmt: skip
    every = f.count(sum(lines.values()))
    key = "import.structure.records" if records else "import.structure.lines"
    return t(key, n=every, classes=f.series(told))


def _line(line: HeadLine) -> str:
    t = texts()
    head = f"<th scope=row>{line.line}</th>" if line.line else ""
    if line.kind is not None:
        tone = _TONES.get(line.kind, "plain")
        word = html_escape(t(f"import.line.class.{line.kind}"))
        head += f'<td><span class="ml-chip {tone}">{word}</span></td>'
    cells = "".join(f"<span>{_shown(cell)}</span>" for cell in line.cells)
    tone = f"ml-{line.kind}" if line.kind else ""
    split = " cells" if len(line.cells) > 1 else ""
    return f'<tr class="{tone}">{head}<td class="text{split}">{cells}</td></tr>'


def _shown(text: str) -> str:
    """A text with its tabs made visible."""
    return html_escape(text).replace("\t", '<i aria-hidden="true">→</i>\t')
