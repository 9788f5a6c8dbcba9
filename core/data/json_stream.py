"""The elements of a long JSON array one by one, so that the document is never held."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from core.base.errors import AppError
from core.data.json_cells import DECODER, RepeatedKeyError, too_deep
from core.data.json_table import Item

_BLOCK = 1 << 18
_MOST = 1 << 26
_NEAR = 64
_WHITE = re.compile(r"[ \t\r\n\ufeff]*")


def is_array(text: TextIO) -> bool:
    """Whether the document is an array; the text is read on."""
    return text.read(_BLOCK).lstrip("\ufeff \t\r\n").startswith("[")


def elements(text: TextIO, file: str) -> Iterator[Item]:
    """Every element of the array that `text` is, numbered from 1.

    Raises AppError json_damaged where it is no JSON (any more).
    """
    feed = _Feed(text, file)
    feed.expect("[")
    number, more = 0, not feed.take("]")
    while more:
        number += 1
        yield feed.value(number)
        more = feed.take(",")
        if not more:
            feed.expect("]")
    feed.expect("")


class _Feed:
    """The unread part of a text."""

    def __init__(self, text: TextIO, file: str) -> None:
        self._text, self._file = text, file
        self._rest, self._at, self._lines, self._dry = "", 0, 1, False

    def take(self, mark: str) -> bool:
        """Whether `mark` comes next, which is then behind us; "" for the end of the text."""
        self._skip()
        if self._rest[self._at : self._at + 1] != mark:
            return False
        self._at += len(mark)
        return True

    def expect(self, mark: str) -> None:
        """Goes behind `mark`. Raises AppError json_damaged."""
        if not self.take(mark):
            raise self._damaged(self._at)

    def value(self, number: int) -> Item:
        """The value that comes next, as the element of that number."""
        self._skip()
        while True:
            try:
                value, end = DECODER.raw_decode(self._rest, self._at)
            except RepeatedKeyError:
                return self._twice(number)
            except RecursionError as error:
                raise AppError("json_damaged", file=self._file, line=self._lines) from error
            except json.JSONDecodeError as error:
                if self._dry or not self._cut(error):
                    raise self._damaged(error.pos) from None
                self._more()
            else:
                if end == len(self._rest) and not self._dry:  # a number may go on
                    self._more()
                    continue
                found = self._rest[self._at : end]
                self._at = end
                if too_deep(value, found):
                    return Item(number, None, "json_too_deep", found)
                return Item(number, value)

    def _twice(self, number: int) -> Item:
        """An element whose keys repeat: it is gone over once more, for its text alone."""
        plain = json.JSONDecoder(strict=False)
        while True:
            try:
                _, end = plain.raw_decode(self._rest, self._at)
            except json.JSONDecodeError as error:
                if self._dry or not self._cut(error):
                    raise self._damaged(error.pos) from None
                self._more()
            else:
                found = self._rest[self._at : end]
                self._at = end
                return Item(number, None, "json_repeated_key", found)

    def _cut(self, error: json.JSONDecodeError) -> bool:
        """Whether more text may mend it: it broke off at the end of what was read so far."""
        near = error.pos >= len(self._rest) - _NEAR or error.msg.startswith("Unterminated")
        return near and len(self._rest) - self._at < _MOST

    def _skip(self) -> None:
        """Goes to the next character that is no white space, with enough text behind it."""
        while True:
            found = _WHITE.match(self._rest, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._rest) or self._dry:
                return
            self._more()

    def _more(self) -> None:
        """Reads on; what is behind us is let go of."""
        self._lines += self._rest.count("\n", 0, self._at)
        self._rest = self._rest[self._at :]
        self._at = 0
        block = self._text.read(max(_BLOCK, len(self._rest)))
        self._dry = not block
        self._rest += block

    def _damaged(self, place: int) -> AppError:
        line = self._lines + self._rest.count("\n", 0, place)
        return AppError("json_damaged", file=self._file, line=line)
