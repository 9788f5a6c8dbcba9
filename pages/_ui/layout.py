"""The parts pages are made of: header, section, card, figures, verdict, chips, empty state.

Text given here is plain: it is escaped, so that names from files are harmless.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.escape import html_escape, md_escape

SPARK = "#3f8fca"
"""The colour of small lines, which no stylesheet reaches: readable on light and on dark paper."""
Tone = Literal["plain", "good", "warn", "bad", "accent"]
_VERDICTS: dict[str, tuple[Tone, str]] = {
    "better": ("good", "check_circle"),
    "no_better": ("warn", "balance"),
    "worse": ("bad", "trending_down"),
    "ask": ("warn", "help"),
    "beware": ("warn", "warning"),
    "info": ("plain", "info"),
    "error": ("bad", "error"),
}


@dataclass(frozen=True)
class Tile:
    """One figure: its label, the figure as shown, a note under it (interval, baseline); `help` says
    what it means when the label is touched; `spark` is its course, drawn small beneath."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"
    help: str = ""
    spark: Sequence[float] = ()


def page_header(title: str, question: str, key: str = "page") -> None:
    """The page's title and, in one line, the question it answers."""
    with st.container(key=f"mlhead-{key}"):
        st.title(md_escape(title), anchor=False)
        st.markdown(md_escape(question))


def section(title: str, note: str = "", key: str | None = None) -> DeltaGenerator:
    """A heading within a page, with one sentence of explanation. Returns its container."""
    box = st.container(key=f"mlsection-{key or _slug(title)}")
    box.subheader(md_escape(title), anchor=False)
    if note:
        box.caption(md_escape(note))
    return box


@contextmanager
def card(key: str, height: Literal["content", "stretch"] = "content") -> Iterator[DeltaGenerator]:
    """A bordered card; `key` is unique on the page."""
    with st.container(border=True, key=f"mlcard-{key}", height=height) as box:
        yield box


@contextmanager
def rows(key: str) -> Iterator[DeltaGenerator]:
    """A list of rows in one box; fill it with `row`."""
    with st.container(key=f"mllist-{key}", gap=None) as box:
        yield box


@contextmanager
def row(key: str) -> Iterator[DeltaGenerator]:
    """A row of `rows`. A `session.link` inside makes the whole row the link."""
    with st.container(
        key=f"mlrow-{key}", horizontal=True, vertical_alignment="center", gap="small"
    ) as box:
        yield box


def meta(parts: Sequence[str]) -> None:
    """Small grey facts in one line, set apart by dots."""
    st.html(meta_html(parts), width="content")


def meta_html(parts: Sequence[str]) -> str:
    """The HTML of `meta`."""
    told = "".join(f"<span>{html_escape(part)}</span>" for part in parts if part)
    return f'<div class="ml-meta">{told}</div>'


def tiles(figures: Sequence[Tile], compact: bool = False) -> None:
    """Figures side by side; they wrap on small screens."""
    cells = "".join(
        f'<dl class="ml-tile {tile.tone}"><dt{_title(tile.help)}>{html_escape(tile.label)}</dt>'
        f"<dd>{html_escape(tile.value)}</dd>"
        + (f"<small>{html_escape(tile.note)}</small>" if tile.note else "")
        + spark(tile.spark)
        + "</dl>"
        for tile in figures
    )
    st.html(f'<div class="ml-tiles{" compact" if compact else ""}">{cells}</div>')


def spark(values: Sequence[float]) -> str:
    """The HTML of a line without axes; nothing for fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(*values, 0.0), max(values)
    tall = (high - low) or 1.0
    wide = 100 / (len(values) - 1)
    at = " ".join(f"{n * wide:.1f},{26 - 24 * (v - low) / tall:.1f}" for n, v in enumerate(values))
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 28" preserveAspectRatio="none">'
        f'<polyline points="{at}" fill="none" stroke="{SPARK}" stroke-width="1.5" '
        'vector-effect="non-scaling-stroke"/></svg>'
    )
    inside = b64encode(drawn.encode()).decode()
    return f'<img class="ml-spark" alt="" src="data:image/svg+xml;base64,{inside}">'


def _title(told: str) -> str:
    return f' title="{html_escape(told)}"' if told else ""


def verdict(kind: str, sentence: str, note: str = "") -> None:
    """The answer in words. `kind`: better, no_better, worse, ask, beware, info or error."""
    tone, icon = _VERDICTS[kind]
    more = f"<p>{html_escape(note)}</p>" if note else ""
    st.html(
        f'<div class="ml-verdict {tone}" role="status">{icon_html(icon)}'
        f"<div><strong>{html_escape(sentence)}</strong>{more}</div></div>"
    )


def chips(labels: Sequence[str], tone: Tone = "plain") -> None:
    """Short labels as pills."""
    pills = "".join(f'<span class="ml-chip {tone}">{html_escape(label)}</span>' for label in labels)
    st.html(f'<div class="ml-chips">{pills}</div>')


def facts(pairs: Mapping[str, str]) -> None:
    """A list of names and values."""
    inner = "".join(
        f"<dt>{html_escape(name)}</dt><dd>{html_escape(value)}</dd>"
        for name, value in pairs.items()
    )
    st.html(f'<dl class="ml-facts">{inner}</dl>')


@dataclass(frozen=True)
class Cell:
    """A cell of `table`: its text, and a note under it in small print."""

    text: str
    note: str = ""


def table(header: Sequence[str], body: Sequence[Sequence[Cell]], alt: str) -> None:
    """A small table whose words wrap; the first column names the row, figures stand right."""
    head = "".join(f"<th scope=col>{html_escape(name)}</th>" for name in header)
    lines = []
    for cells in body:
        first, *others = (
            html_escape(cell.text)
            + (f"<small>{html_escape(cell.note)}</small>" if cell.note else "")
            for cell in cells
        )
        told = "".join(f"<td>{other}</td>" for other in others)
        lines.append(f"<tr><th scope=row>{first}</th>{told}</tr>")
    st.html(
        f'<div class="ml-scroll" role="region" tabindex="0" aria-label="{html_escape(alt)}">'
        f'<table class="ml-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def steps(labels: Sequence[str], current: int) -> None:
    """Where the reader stands in a sequence; `current` counts from 0."""
    items = "".join(
        f'<li class="{"now" if i == current else "past" if i < current else ""}"'
        f"{' aria-current=step' if i == current else ''}><i>{i + 1}</i>{html_escape(label)}</li>"
        for i, label in enumerate(labels)
    )
    st.html(f'<ol class="ml-steps">{items}</ol>')


@contextmanager
def empty_state(key: str, icon: str, title: str, body: str) -> Iterator[DeltaGenerator]:
    """What stands where there is nothing yet; its one action goes into it. `icon` is Material."""
    with st.container(key=f"mlempty-{key}", horizontal_alignment="center") as box:
        st.html(
            f'<div class="ml-empty">{icon_html(icon)}<strong>{html_escape(title)}</strong>'
            f"<p>{html_escape(body)}</p></div>"
        )
        yield box


def lead(icon: str, title: str, body: str, points: Sequence[str] = ()) -> None:
    """The head of a large card: icon, title, a paragraph, and points."""
    listed = "".join(f"<li>{html_escape(point)}</li>" for point in points)
    st.html(
        f'<div class="ml-lead">{icon_html(icon)}<strong>{html_escape(title)}</strong>'
        f"<p>{html_escape(body)}</p>{f'<ul>{listed}</ul>' if listed else ''}</div>"
    )


def paragraph(title: str, body: str) -> None:
    """A short paragraph under a small bold title."""
    st.html(
        f'<div class="ml-paragraph"><strong>{html_escape(title)}</strong>'
        f"<p>{html_escape(body)}</p></div>"
    )


def icon_html(name: str) -> str:
    """A Material symbol; the stylesheet draws it, so that it is no text to read or copy."""
    return f'<span class="ml-icon" aria-hidden="true" data-icon="{html_escape(name)}"></span>'


def tabs(options: Mapping[str, str], key: str = "tab") -> str:
    """Tabs whose choice is in the URL under `key`. Returns the code of the open one.

    `options`: code -> label. Draw only the returned tab, below: the others cost nothing. A code of
    the address that is none of them is said, and the first is opened.
    """
    from pages._ui.errors import callout
    from pages._ui.session import language, param, set_param, texts

    codes = list(options)
    asked = param(key)
    if asked is not None and asked not in options:
        callout(texts()("app.word.no_such_view", view=asked), "warning")
    current = asked if asked in options else codes[0]
    state = f"_tabs_{key}_{language()}"
    if st.session_state.get(f"{state}_seen") != asked:
        st.session_state[state] = current
    chosen = st.segmented_control(
        key,
        codes,
        default=None if state in st.session_state else current,
        format_func=lambda code: options[code],
        key=state,
        required=True,
        label_visibility="collapsed",
    )
    set_param(key, None if chosen == codes[0] else chosen)
    st.session_state[f"{state}_seen"] = None if chosen == codes[0] else chosen
    return chosen


def _slug(text: str) -> str:
    return "-".join(str(ord(c)) if not c.isascii() else c for c in text if c.isalnum())[:60]
