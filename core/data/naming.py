"""Names: of files as they are shown, and of columns made unique and readable."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\s]+")


def shown_name(name: str) -> str:
    """The base name of a file as it may be shown and kept: no folder, no control characters.

    >>> shown_name("../../etc/pass\\x00wd.csv")
    'pass wd.csv'
    """
    base = re.split(r"[/\\]", name)[-1]
    clean = _tidy(base).strip(". ") or "file"
    if len(clean) <= 120:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) < 12 else clean[:120]


def slug(name: str) -> str:
    """A table's name: lower-case ASCII letters, digits and underscores, or `table`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:40] or "table"


def repair_header(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Unique, non-blank names for the header's cells, and the original cells that had to change.

    A blank name becomes `column_3` (its place, from 1); the second of two equal
    names becomes `name_2`. White space at the ends is trimmed without mention.

    >>> repair_header(["a", " ", "a"])
    (('a', 'column_2', 'a_2'), ('', 'a'))
    """
    taken = {_tidy(cell)[:LONGEST] for cell in header}
    names: list[str] = []
    seen: set[str] = set()
    changed: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = _tidy(cell)[:LONGEST]
        if name and name not in seen:
            seen.add(name)
            names.append(name)
            continue
        changed.append(name)
        fresh = _fresh(name or "column", 2 if name else place, taken | seen)
        seen.add(fresh)
        names.append(fresh)
    return tuple(names), tuple(changed)


def _fresh(stem: str, number: int, taken: set[str]) -> str:
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _tidy(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
