"""Records that could not be split into the columns of a table: a person may stand anywhere."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from core.data.kinds import look_of
from core.data.people.patterns import is_phone
from core.data.people.tokens import Tokens
from core.data.total_rows import is_label

_PARTS = re.compile(r'([,;\t|"]+)')
_PLAIN = ("number", "date", "time", "empty")


def careful(cell: str, known: Collection[str], tokens: Tokens) -> str:
    """The cell with a stand-in for every part of it but numbers, dates, short codes and `known`
    words."""
    return "".join(
        part if _is_harmless(part.strip(), known) else tokens.of(part, phone=is_phone(part))
        for part in _PARTS.split(cell)
    )


def in_parts(cells: Sequence[str]) -> bool:
    """Whether a record has several parts, so that one may be an account or a number to call."""
    return len(cells) > 1 or any(_PARTS.search(cell) for cell in cells)


def usual_words(
    names: Sequence[str], rows: Sequence[Sequence[str]], personal: Collection[int]
) -> frozenset[str]:
    """Words of the header, and in lower case what columns of a sample hold more than once that are
    not `personal` (their places): a note may be among its rows."""
    own = {row[place].strip().casefold() for row in rows for place in personal}
    other = Counter(
        cell.strip().casefold()
        for row in rows
        for place, cell in enumerate(row)
        if place not in personal
    )
    often = {word for word, count in other.items() if count > 1}
    return frozenset({name.strip().casefold() for name in names} | (often - own))


def _is_harmless(text: str, known: Collection[str]) -> bool:
    if not any(map(str.isalnum, text)) or text.casefold() in known or is_label(text):
        return True
    look = look_of(text)
    digits = sum(letter.isdigit() for letter in text)
    letters = sum(letter.isalpha() for letter in text)
    if look in _PLAIN:
        return digits < 7 or look != "number" or "." in text
    return look == "code" and letters < 4 and digits < 10
