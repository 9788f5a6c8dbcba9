"""Western text of DOS and of old Macs (cp437, cp850, MacRoman), told from Windows-1252.

The same bytes are letters in one and quotes or capitals in another: where they stand in words
decides. Chosen only where Windows-1252 puts signs inside words, and the other letters alone.
"""

from collections.abc import Iterator

CANDIDATES = ("cp437", "cp850", "mac_roman")
_LOWER = frozenset("äöüßàâçéèêëîïôùûœñáíóúåæøìòãõ")
_UPPER = frozenset("ÄÖÜÀÂÇÉÈÊËÎÏÔÙÛŒÑÁÍÓÚÅÆØÌÒÃÕ")
_SIGNS = frozenset("£¢¥°¿¡«»ªº§©®™–—‘’“”…½¼€\xa0")
_NEUTRAL = frozenset("’–—\xa0­")
"""Signs that may stand between two letters."""
_BAD_SHARE = 0.25
_LETTERS_SHARE = 0.5


def old_encoding(head: bytes) -> str | None:
    """The encoding that makes words of a text which is none in Windows-1252, or None."""
    if not _wrong_in_1252(head):
        return None
    return next((name for name in CANDIDATES if _makes_words(head.decode(name))), None)


def _wrong_in_1252(head: bytes) -> bool:
    """Whether a quarter of the bytes above ASCII are no characters, or such as no word holds."""
    places = [_fits(*place) for place in _odd(head.decode("cp1252", "replace"))]
    return bool(places) and places.count(False) >= _BAD_SHARE * len(places)


def _makes_words(text: str) -> bool:
    """Whether all characters above ASCII are such as Western words hold, where they stand, and
    most of them letters."""
    odd = list(_odd(text))
    letters = [mark for _, mark, _ in odd if mark in _LOWER or mark in _UPPER]
    known = all(mark in _LOWER or mark in _UPPER or mark in _SIGNS for _, mark, _ in odd)
    if not known or len(letters) < _LETTERS_SHARE * len(odd):
        return False
    within = any(m in _LOWER and b.isascii() and b.isalpha() for b, m, _ in odd)
    return within and all(_fits(*place) for place in odd)


def _odd(text: str) -> Iterator[tuple[str, str, str]]:
    """Each character above ASCII with its neighbours."""
    padded = f" {text} "
    for place, mark in enumerate(text, start=1):
        if mark > "\x7f":
            yield padded[place - 1], mark, padded[place + 1]


def _fits(before: str, mark: str, after: str) -> bool:
    """Whether a character may stand there: a capital begins a word or stands among capitals, a
    small letter follows no small and precedes no capital, signs stand outside words."""
    if mark == "\ufffd" or "\x80" <= mark < "\xa0":
        return False
    if not mark.isalpha():
        return mark in _NEUTRAL or not (before.isalpha() and after.isalpha())
    if mark.isupper():
        return not before.islower() and not (before.isupper() and after.islower())
    return not after.isupper()
