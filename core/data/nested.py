"""Cells that hold whole lists or records, as JSON documents nest them: they stay text."""

import json
from collections.abc import Iterable

from core.base.values import Finding
from core.data.cells import Cells
from core.data.notes import note

_SEEN = 200
_MOST = 0.5


def nested_note(cells: Cells) -> Finding | None:
    """The finding that cells are JSON lists or records, where half of those that hold something
    are (told from the first 200 different ones)."""
    known = cells.known()
    filled = [place for place, keep in enumerate(known) if keep][:_SEEN]
    nested = [place for place in filled if _is_nested(cells.values[place])]
    if not nested or len(nested) < _MOST * len(filled):
        return None
    count, rows = cells.count(known), cells.rows
    share = sum(int(cells.counts[p]) for p in nested) / sum(int(cells.counts[p]) for p in filled)
    return note("nested_cells", "warning", round(share * count), rows, _shown(cells, nested))


def _is_nested(text: str) -> bool:
    if text[:1] + text[-1:] not in ("[]", "{}"):
        return False
    try:
        return isinstance(json.loads(text), list | dict)
    except ValueError:
        return False


def _shown(cells: Cells, places: Iterable[int]) -> list[str]:
    return [cells.values[place] for place in places]
