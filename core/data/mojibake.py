"""Letters of Windows-1252 that came through Latin-1: invisible marks where quotes and dashes were.

Text of control characters U+0080 to U+009F is no language's; the same reading is
prescribed for web pages (WHATWG Encoding Standard, windows-1252).
"""

import re
from collections.abc import Iterator

_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_BYTES = re.compile(b"\xc2[\x80-\x84\x86-\x9f]")
_LETTERS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}


class Mended:
    """Lines with such marks read as the letters they were; `mended` counts the lines changed,
    `examples` are the first of them (from 1)."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.mended = 0
        self.examples: list[int] = []
        self._lines = lines
        self._place = 0

    def __iter__(self) -> "Mended":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._place += 1
        if line.isascii() or not _CONTROLS.search(line):
            return line
        self.mended += 1
        if len(self.examples) < 5:
            self.examples.append(self._place)
        return line.translate(_LETTERS)

    def skip(self, lines: int) -> None:
        """So many lines were read elsewhere."""
        self._place += lines


def is_mangled(block: bytes) -> bool:
    """Whether a block of UTF-8 bytes has such marks."""
    return b"\xc2" in block and _BYTES.search(block) is not None
