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
    """How the nested values are built, each different form once: their content is none of a
    finding's business."""
    return [*dict.fromkeys(_form(json.loads(cells.values[place])) for place in places)]


def _form(value: object) -> str:
    """The keys of a record, or of the first in a list: `[{id, price}]`, `[…]` without any."""
    if isinstance(value, dict):
        return f"{{{', '.join(value)}}}"
    assert isinstance(value, list)
    first = next((one for one in value if isinstance(one, dict | list)), None)
    return "[…]" if first is None else f"[{_form(first)}]"
