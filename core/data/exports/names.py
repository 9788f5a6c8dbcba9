"""Headers in one spelling, so that they can be compared."""

import re
import unicodedata
from collections.abc import Sequence

_EDGES = " \t\r\n\"'\u2018\u2019\ufeff\u200b\u200e\u200f\u2060"
_SPACE = re.compile(r"\s+")


def plain(name: str) -> str:
    """A column's name in one spelling: NFKC, no marks or quotes around it, case folded.

    >>> plain('\\ufeff"Sessions \u2013 Total"')
    'sessions - total'
    """
    text = unicodedata.normalize("NFKC", name).strip(_EDGES)
    if text.startswith('="') or text.startswith("=\u201d"):
        text = text[2:].strip(_EDGES)
    text = text.replace("\u2013", "-").replace("\u2014", "-").replace("\u2212", "-")
    return _SPACE.sub(" ", text).casefold()


def shape_of(names: Sequence[str]) -> tuple[str, ...]:
    """The shape of a table: its header in one spelling."""
    return tuple(plain(name) for name in names)
