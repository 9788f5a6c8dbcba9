"""Personal cells replaced in rows, in the records beside them, and in text that is shown."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.base.recipe import KeyMark, PersonalColumn
from core.data.arrow_text import bytes_of
from core.data.looks import column_looks
from core.data.options import People
from core.data.people.find import find
from core.data.people.key import load_key, mark_of
from core.data.people.loose import careful, in_parts, usual_words
from core.data.people.nested import MAY_BE_NESTED, masked_nested
from core.data.people.patterns import (
    MAY_BE_PHONE,
    masked_emails,
    masked_phones,
    may_hold_phones,
)
from core.data.people.tokens import Tokens
from core.data.people.watch import Watch
from core.data.steps.block import each
from core.data.total_rows import is_label

_AT = b"@"
_NAMED = ("name", "address", "account", "note")
"""Kinds of columns whose values are words that no pattern tells from others."""
_HEADERS = ("header", "header_again")
_PLACED = ("total", "bytes_not_text", "total_row", "outside_window")
"""Why a record is no row though its cells stand in the columns of the table."""
_LABEL = 24
_SHORTEST = 10
"""No phone number that stands in text is shorter."""


def replacement_for(
    names: Sequence[str], rows: Sequence[Sequence[str]], file: str, people: People
) -> "Replacement":
    """How personal cells of a table with these columns are replaced.

    `rows` is a sample of its records, `file` its shown name. Blocks of rows are looked
    at before they are replaced: LatePeopleError where they show more people. AppErrors
    of `load_key` come with the first cell that is replaced.
    """
    found = find(names, rows, file, people)
    watch = Watch((names, rows, file), people, [one.column for one in found])
    return Replacement(names, rows, found, people.keep_all, watch=watch)


def masked(texts: Sequence[str], people: People) -> tuple[str, ...]:
    """Texts that belong to no column, such as a header, with e-mail addresses and phone numbers
    replaced."""
    plain = Replacement((), (), (), people.keep_all)
    return tuple(plain.text(text) for text in texts)


class Replacement:
    """Puts keyed hashes for whole cells of personal columns, and for e-mail addresses and phone
    numbers in the text of all others, people in lists and records in their cells; columns that
    are kept stay as they are."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[str]],
        people: tuple[PersonalColumn, ...],
        keep_all: bool = False,
        tokens: Tokens | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.people = people
        self._watch = watch
        self._off = keep_all
        self._tokens = tokens or Tokens(load_key)
        kept = {one.column for one in people if one.kept}
        whole = {one.column for one in people if not one.kept}
        phones = {one.column for one in people if one.kind == "phone"}
        self._phones = frozenset(i for i, name in enumerate(names) if name in phones)
        self._whole = frozenset(i for i, name in enumerate(names) if name in whole)
        self._named = any(one.kind in _NAMED for one in people if not one.kept)
        self._kept = frozenset(i for i, name in enumerate(names) if name in kept)
        self._width = len(names)
        fitting = [row for row in rows if len(row) == len(names)]
        looks = column_looks(fitting, self._width)
        self._quiet = frozenset(i for i, look in enumerate(looks) if look is not None)
        self._known = usual_words(names, fitting, self._whole)

    @property
    def key(self) -> KeyMark | None:
        """What the stand-ins were made with, None where there are none so far."""
        key = self._tokens.key
        return None if key is None else mark_of(key)

    def columns(self, columns: Sequence[pa.Array]) -> list[pa.Array]:
        """A block of rows, the text (n,) of each column, with what is personal replaced."""
        if self._watch is not None:
            self._watch.look(columns)
        return [self.column(place, texts) for place, texts in enumerate(columns)]

    def record(self, cells: Sequence[str], reason: str) -> list[str]:
        """A record that is no row for this reason (raw.ASIDE_COLUMNS), or is beside them."""
        if reason in _HEADERS:
            return [self.text(cell) for cell in cells]
        return self.cells(cells, placed=reason in _PLACED)

    def cells(self, cells: Sequence[str], placed: bool = True) -> list[str]:
        """A record beside the rows; `placed`: its cells stand in the table's columns, if they are
        as many. Any other may have personal cells anywhere: all go but numbers, dates, short
        codes and words that other columns have, a line that could not be split too."""
        if self._off:
            return list(cells)
        if placed and len(cells) == self._width:
            return [self._cell(place, cell) for place, cell in enumerate(cells)]
        told = [self.text(cell) for cell in cells]
        if not self._whole or not (self._named or in_parts(cells)):
            return told
        return [careful(cell, self._known, self._tokens) for cell in told]

    def text(self, text: str) -> str:
        """A text with its e-mail addresses and phone numbers replaced, and people in a record."""
        if self._off:
            return text
        text = masked_emails(text, self._tokens.of)
        if text.lstrip()[:1] in ("{", "["):
            text = masked_nested(text, self._tokens.of)
        return masked_phones(text, self._phone)

    def _phone(self, cell: str) -> str:
        return self._tokens.of(cell, phone=True)

    def column(self, place: int, texts: pa.Array) -> pa.Array:
        """One column of a block, text (n,), with what is personal replaced."""
        if self._off or place in self._kept:
            return texts
        if place in self._whole:
            return each(texts, lambda cell: self._label_or_token(place, cell))[0]
        if _AT in bytes_of(texts):
            flags = pc.match_substring(texts, "@")
            texts = _where(texts, flags, lambda cell: masked_emails(cell, self._tokens.of))
        data = bytes_of(texts)
        if b"{" in data:
            flags = pc.match_substring_regex(texts, MAY_BE_NESTED)
            texts = _where(texts, flags, lambda cell: masked_nested(cell, self._tokens.of))
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
