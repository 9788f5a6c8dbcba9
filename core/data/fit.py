"""How a header and records of other lengths fit one table."""

from collections import Counter
from collections.abc import Sequence

from core.data.kinds import look_of
from core.data.looks import Record, column_looks

_MOST = 0.9
_NEAR = 50


def fit_header(
    header: tuple[str, ...], body: Sequence[Record], width: int
) -> tuple[tuple[str, ...], bool, int]:
    """The header as wide as the body; whether its first name lacked, and how many others."""
    body = body[:_NEAR]
    width = Counter(len(record) for record in body).most_common(1)[0][0] if body else width
    longer = [record for record in body if len(record) == width]
    usual = len(body) >= 1 and len(longer) >= _MOST * len(body)
    ends = sum(1 for record in longer if not record[-1].strip())
    held = any(cell.strip() for record in longer for cell in record[len(header) :])
    if len(header) < width and usual and (held or len(body) > 1 or len(header) == width - 1):
        whole = len(header) == width - 1 and all(cell.strip() for cell in header)
        labels = {record[0] for record in longer if _is_label(record[0])}
        if whole and len(labels) == len(longer) and ends < _MOST * len(longer):
            return ("", *header), True, 0
        lacking = width - len(header)
        return (*header, *[""] * lacking), False, lacking
    if len(header) > width and usual:
        named = len(header) - next(
            (place for place, cell in enumerate(reversed(header)) if cell.strip()), len(header)
        )
        return header[: max(width, named)], False, 0
    return header, False, 0


def _is_label(cell: str) -> bool:
    """Whether a cell can be the name of a row: a word or a whole number."""
    return cell.strip().isdigit() or look_of(cell) != "number"


def leaves_out(body: Sequence[Record], width: int) -> bool:
    """Whether the file leaves out empty cells at the end of its records.

    At least one in twenty is shorter than the header and none longer, none of them ends in an
    empty cell, and what they hold is of its columns' looks. Or nearly all are equally short.
    """
    short = [record for record in body if len(record) < width]
    full = [record for record in body if len(record) == width]
    usual = Counter(len(record) for record in short).most_common(1)
    if usual and usual[0][1] >= _MOST * len(body):
        return usual[0][0] > 1
    if len(short) < 2 or len(short) < 0.05 * len(body) or len(short) + len(full) < len(body):
        return False
    if not full or (len(short) < 3 and len({len(record) for record in short}) < 2):
        return False
    if any(not record[-1].strip() for record in body if record):
        return False
    looks = column_looks(full, width)
    typed = [
        look_of(cell) in (look, "empty")
        for record in short
        for cell, look in zip(record, looks, strict=False)
        if look is not None
    ]
    return sum(typed) >= _MOST * len(typed) and (len(typed) > 0 or min(map(len, short)) > 1)
