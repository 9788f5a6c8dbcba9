"""Names: of files as they are shown, and of columns made unique and readable."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

LONGEST = 200
LONGEST_NAME, LONGEST_BYTES = 120, 200
_LONGEST_ENDING = 12
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\s]+")


def shown_name(name: str) -> str:
    """The base name of a file as it may be shown and kept: no folder, no control characters.

    At most LONGEST_NAME characters, and no more than LONGEST_BYTES bytes of UTF-8,
    so that disks take it; an ending stays.

    >>> shown_name("../../etc/pass\\x00wd.csv")
    'pass wd.csv'
    """
    base = re.split(r"[/\\]", name)[-1]
    clean = _tidy(base).strip(". ") or "file"
    clean = clean.encode(errors="replace").decode()  # bytes that are no text become "?"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending.encode()) > _LONGEST_ENDING:
        return _cut(clean, "").rstrip(". ")
    return _cut(stem, f".{ending}")


def _cut(stem: str, ending: str) -> str:
    """As much of the stem, in whole characters, as leaves room for the ending."""
    short = stem[: LONGEST_NAME - len(ending)].encode()[: LONGEST_BYTES - len(ending.encode())]
    return short.decode(errors="ignore") + ending


def stem_of(name: str) -> str:
    """The name of a file or table without folders and ending: `orders` of `a/orders.json.gz`."""
    last = name.rsplit("/", 1)[-1]
    return PurePosixPath(last.removesuffix(".gz")).stem or last


def slug(name: str) -> str:
    """A table's name: lower-case ASCII letters, digits and underscores, or `table`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:40] or "table"


def repair_header(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Unique, non-blank names for the header's cells, and the original cells that had to change.

    A blank name becomes `column_3` (its place, from 1); the second of two names that
    are equal but for their case becomes `name_2`, as queries know no case. White
    space at the ends is trimmed without mention.

    >>> repair_header(["a", " ", "A"])
    (('a', 'column_2', 'A_2'), ('', 'A'))
    """
    taken = {_tidy(cell)[:LONGEST].casefold() for cell in header}
    names: list[str] = []
    seen: set[str] = set()
    changed: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = _tidy(cell)[:LONGEST]
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            names.append(name)
            continue
        changed.append(name)
        fresh = _fresh(name or "column", 2 if name else place, taken | seen)
        seen.add(fresh.casefold())
        names.append(fresh)
    return tuple(names), tuple(changed)


def _fresh(stem: str, number: int, taken: set[str]) -> str:
    while f"{stem}_{number}".casefold() in taken:
        number += 1
    return f"{stem}_{number}"


def _tidy(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
