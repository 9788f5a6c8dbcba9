"""Text from files made harmless: a column name is shown, never obeyed."""

import html
import re

_MARKS = re.compile(r"([\\`*_\[\]{}#|<>~$&@^])")
_LIST = re.compile(r"^([0-9]+)([.)])|^([-+=])")
_SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+\-:/])")
_JOINER = "\u2060"


def md_escape(text: object) -> str:
    """`text` for a place that reads Markdown: shown letter for letter, on one line.

    Marks that Markdown obeys get a backslash; an invisible joiner after a colon
    keeps `:material/x:`, `:tada:` and `http://` from turning into anything.
    """
    flat = " ".join(str(text).split())
    marked = _MARKS.sub(r"\\\1", _SHORTCODE.sub(":" + _JOINER, flat))
    return _LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", marked)


def html_escape(text: object) -> str:
    """`text` for a place that reads HTML, attributes included."""
    return html.escape(str(text), quote=True)
