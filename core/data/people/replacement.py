"""Personal cells replaced in rows, in the records beside them, and in text that is shown."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.base.frames import bytes_of
from core.base.recipe import PersonalColumn
from core.data.kinds import look_of
from core.data.looks import column_looks
from core.data.options import People
from core.data.people.find import find
from core.data.people.key import load_key
from core.data.people.patterns import (
    MAY_BE_PHONE,
    is_phone,
    masked_emails,
    masked_phones,
    may_hold_phones,
)
from core.data.people.tokens import Tokens
from core.data.steps.block import each
from core.data.total_rows import is_label

_AT = b"@"
_PARTS = re.compile(r'([,;\t|"]+)')
_PLAIN = ("number", "date", "time", "empty")
_LABEL = 24
_SHORTEST = 10
"""No phone number that stands in text is shorter."""


def replacement_for(
    names: Sequence[str], rows: Sequence[Sequence[str]], file: str, people: People
) -> "Replacement":
    """How personal cells of a table with these columns are replaced.

    `rows` is a sample of its records, `file` its shown name. AppErrors of
    `load_key` come with the first cell that is replaced.
    """
    return Replacement(names, rows, find(names, rows, file, people), people.keep_all)


class Replacement:
    """Puts keyed hashes for whole cells of personal columns, and for e-mail addresses and phone
    numbers in the text of all others; columns that are kept stay as they are."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[str]],
        people: tuple[PersonalColumn, ...],
        keep_all: bool = False,
        tokens: Tokens | None = None,
    ) -> None:
        self.people = people
        self._off = keep_all
        self._tokens = tokens or Tokens(load_key)
        kept = {one.column for one in people if one.kept}
        whole = {one.column for one in people if not one.kept}
        phones = {one.column for one in people if one.kind == "phone"}
        self._phones = frozenset(i for i, name in enumerate(names) if name in phones)
        self._whole = frozenset(i for i, name in enumerate(names) if name in whole)
        self._kept = frozenset(i for i, name in enumerate(names) if name in kept)
        self._width = len(names)
        fitting = [row for row in rows if len(row) == len(names)]
        looks = column_looks(fitting, self._width)
        self._quiet = frozenset(i for i, look in enumerate(looks) if look is not None)
        self._known = self._words(names, fitting)

    def columns(self, columns: Sequence[pa.Array]) -> list[pa.Array]:
        """A block of rows, the text (n,) of each column, with what is personal replaced."""
        return [self._column(place, texts) for place, texts in enumerate(columns)]

    def cells(self, cells: Sequence[str]) -> list[str]:
        """A record beside the rows. One of another length may have personal cells anywhere: all
        go but numbers, dates, short codes and words that other columns have."""
        if self._off:
            return list(cells)
        if len(cells) == self._width:
            return [self._cell(place, cell) for place, cell in enumerate(cells)]
        if not self._whole or (len(cells) == 1 and not _PARTS.search(cells[0])):
            return [self.text(cell) for cell in cells]
        return ["".join(map(self._careful, _PARTS.split(self.text(cell)))) for cell in cells]

    def text(self, text: str) -> str:
        """A text with its e-mail addresses and phone numbers replaced."""
        if self._off:
            return text
        return masked_phones(masked_emails(text, self._tokens.of), self._phone)

    def _phone(self, cell: str) -> str:
        return self._tokens.of(cell, phone=True)

    def _column(self, place: int, texts: pa.Array) -> pa.Array:
        if self._off or place in self._kept:
            return texts
        if place in self._whole:
            return each(texts, lambda cell: self._label_or_token(place, cell))[0]
        if _AT in bytes_of(texts):
            flags = pc.match_substring(texts, "@")
            texts = _where(texts, flags, lambda cell: masked_emails(cell, self._tokens.of))
        noisy = place not in self._quiet or _has_words(bytes_of(texts))
        if noisy and _long(texts) and may_hold_phones(bytes_of(texts)):
            flags = pc.match_substring_regex(texts, MAY_BE_PHONE)
            texts = _where(texts, flags, lambda cell: masked_phones(cell, self._phone))
        return texts

    def _cell(self, place: int, cell: str) -> str:
        if place in self._kept:
            return cell
        return self._label_or_token(place, cell) if place in self._whole else self.text(cell)

    def _label_or_token(self, place: int, cell: str) -> str:
        """A stand-in for the cell; the word `Total` in a total row stays."""
        if len(cell) < _LABEL and is_label(cell):
            return cell
        return self._tokens.of(cell, phone=place in self._phones)

    def _careful(self, cell: str) -> str:
        """A cell that may be of a personal column."""
        text = cell.strip()
        if not text or _PARTS.fullmatch(cell) or text.casefold() in self._known or is_label(text):
            return cell
        look = look_of(text)
        digits = sum(letter.isdigit() for letter in text)
        letters = sum(letter.isalpha() for letter in text)
        if (look in _PLAIN and (digits < 7 or look != "number" or "." in text)) or (
            look == "code" and letters < 4 and digits < 10
        ):
            return cell
        return self._tokens.of(cell, phone=is_phone(text))

    def _words(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> frozenset[str]:
        """Words of the header, and of the sample's other columns, in lower case."""
        own = {row[i].strip().casefold() for row in rows for i in self._whole}
        other = {
            cell.strip().casefold()
            for row in rows
            for place, cell in enumerate(row)
            if place not in self._whole
        }
        return frozenset({name.strip().casefold() for name in names} | (other - own))


def _where(texts: pa.Array, flags: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """The flagged cells changed; all others are not looked at."""
    flags = pc.fill_null(flags, False)
    after, count = each(texts.filter(flags), change)
    return pc.replace_with_mask(texts, flags, after) if count else texts


def _long(texts: pa.Array) -> bool:
    """Whether a cell is long enough for a phone number."""
    longest = pc.max(pc.binary_length(texts)).as_py()
    return longest is not None and longest >= _SHORTEST


def _has_words(data: bytes) -> bool:
    """Whether text holds letters or a plus: a column of plain numbers does not."""
    letters = np.frombuffer(data, np.uint8)
    return bool(((letters >= ord("A")) | (letters == ord("+"))).any())
