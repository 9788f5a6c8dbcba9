"""What stands for a person in the workspace: a keyed hash of how the value reads."""

import hmac
import re
import unicodedata
from collections.abc import Callable

from core.data.cells import NULLS_IN_NUMBERS

TOKEN = re.compile(r"p_[0-9a-f]{20}")
_EDGES = " \t\r\n'\"\u2018\u2019`\u200b\u2060\ufeff\u200e\u200f\xa0"
_PHONE = re.compile(r"\+?[\d\s()./\-\u2010-\u2015]+")
_STARTS = frozenset("+(0123456789")
_NOT_DIGIT = re.compile(r"\D")
_KEPT = 500_000


class Tokens:
    """Makes `p_` and 20 hexadecimal digits (80 bits of HMAC-SHA256) of a value.

    Values that read alike have the same one in every file. `key` is called once
    one is needed.
    """

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._load = key
        self._key: bytes | None = None
        self._known: dict[tuple[str, bool], str] = {}

    @property
    def key(self) -> bytes | None:
        """The key, None as long as none was needed."""
        return self._key

    def of(self, cell: str, phone: bool = False) -> str:
        """The cell's stand-in; a blank, a word for nothing and a stand-in stay as they are.

        With `phone` it is known to be a phone number, however it is spelled.
        """
        found = self._known.get((cell, phone))
        if found is None:
            found = self._made(cell, phone)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[cell, phone] = found
        return found

    def _made(self, cell: str, phone: bool) -> str:
        text = normalised(cell, phone)
        if text in NULLS_IN_NUMBERS or (text.startswith("p_") and TOKEN.fullmatch(text)):
            return cell
        if self._key is None:
            self._key = self._load()
        return "p_" + hmac.digest(self._key, text.encode("utf-8", "replace"), "sha256").hex()[:20]


def normalised(cell: str, phone: bool = False) -> str:
    """How a value reads: case folded, blanks single; a phone number by its digits alone.

    >>> phones = ("+86 138-1234-5678", "0049 151 1234567")
    >>> normalised(' ="Ann  LEE"'), *(normalised(cell, True) for cell in phones)
    ('ann lee', '13812345678', '491511234567')
    """
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    text = text.strip(_EDGES)
    if text.startswith('="'):
        text = text[2:].strip(_EDGES)
    text = " ".join(text.split()).strip(_EDGES).casefold()
    bare = text.removesuffix(".0")
    if phone and text[:1] in _STARTS and _PHONE.fullmatch(bare):
        digits = _NOT_DIGIT.sub("", bare)
        if len(digits) >= 7:
            return _national(digits.removeprefix("00"))
    return text


def _national(digits: str) -> str:
    """A Chinese mobile number without the country's 86; any other as it is."""
    inner = digits.removeprefix("86")
    return inner if len(digits) == 13 and len(inner) == 11 and inner[0] == "1" else digits
