"""Which known export a table is, told from its columns; `unknown` is an answer too."""

import re
from collections.abc import Sequence
from fnmatch import fnmatch

import pandas as pd

from core.base.model import Value
from core.data.exports.catalog import EXPORTS
from core.data.exports.describe import Export, Form
from core.data.exports.names import plain

LEAST = 0.35
"""The least share of columns in common for a match."""
MARGIN = 0.05
"""Two matches that differ by less are both returned: the user is asked."""


class Match(Value):
    """A known export that a table may be: `score` 0 to 1, `reasons` as (code, fact) pairs."""

    export: str
    form: int
    score: float
    reasons: tuple[tuple[str, str], ...]
    named: bool = False


def recognise(names: Sequence[str], sample: pd.DataFrame, file_name: str) -> tuple[Match, ...]:
    """The exports that a table may be, best first; () for an unknown one.

    `names` are its columns, `sample` some of its rows as text. All anchors of
    a form must be there; the score is the share of columns in common. More
    than one is returned only when they are too close to tell apart by columns
    and file name.
    """
    header = [plain(name) for name in names]
    rows = [list(names), *sample.astype("object").fillna("").astype(str).values.tolist()]
    found = [
        match
        for export in EXPORTS
        for place, form in enumerate(export.forms)
        if (match := _match(export, place, header, rows)) is not None
    ]
    named = [_with_name(match, file_name) for match in found]
    return _close(sorted(named, key=lambda match: (-match.score, not match.named, match.export)))


def _match(
    export: Export, place: int, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Match | None:
    form = export.forms[place]
    if form.headerless is not None:
        if not form.headerless(rows):
            return None
        return Match(export=export.id, form=place, score=1.0, reasons=(("values", ""),))
    spellings = [{plain(name) for name in hint.spellings} for hint in form.in_file]
    if not all(_there(name, form, header) for name in form.anchors):
        return None
    if not form.anchors or any(plain(name) in header for name in form.without):
        return None
    known = [name for name in header if any(name in names for names in spellings)]
    counted = [name for name in header if not _repeats(form, name)]
    there = sum(bool(names & set(header)) for names in spellings)
    if form.exact and (len(known) < len(counted) or there < len(spellings)):
        return None
    score = (len(known) / max(1, len(counted)) + there / max(1, len(spellings))) / 2
    if score < LEAST or (form.pattern and len(counted) == len(header)):
        return None
    reasons = (("anchors", ", ".join(form.anchors)), ("columns", f"{len(known)}/{len(header)}"))
    return Match(export=export.id, form=place, score=round(score, 4), reasons=reasons)


def _there(anchor: str, form: Form, header: Sequence[str]) -> bool:
    """Whether an anchor is in the header, in any of its spellings."""
    hint = form.hint(anchor)
    return any(plain(name) in header for name in (hint.spellings if hint else (anchor,)))


def _repeats(form: Form, name: str) -> bool:
    """Whether a column is one of a numbered series (d_1, d_2, ...) of the form."""
    return bool(form.pattern) and re.fullmatch(form.pattern, name) is not None


def _with_name(match: Match, file_name: str) -> Match:
    export = next(known for known in EXPORTS if known.id == match.export)
    low = file_name.casefold()
    if not any(fnmatch(low, pattern.casefold()) for pattern in export.files):
        return match
    return match.model_copy(
        update={"named": True, "reasons": (*match.reasons, ("file", file_name))}
    )


def _close(matches: Sequence[Match]) -> tuple[Match, ...]:
    """The best match, with those that come too near; the file's name decides if it can."""
    if not matches:
        return ()
    near = [match for match in matches if match.score > matches[0].score - MARGIN]
    named = [match for match in near if match.named]
    return (named[0],) if len(named) == 1 else tuple(near)
