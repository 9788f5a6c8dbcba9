"""The lines of a delimited file, one by one or as whole blocks of bytes."""

import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from core.data.encoding import Encoding
from core.data.mojibake import Mended

_BACK = 1_000
_SPLIT = re.compile(r"(?<=\r)(?!\n)")
_BLOCKWISE = {"utf-8", "utf-8-sig", "ascii", "gb18030", "gbk", "gb2312", "cp1252", "iso8859-1"}
"""Encodings in which the byte of a line feed is never a part of another character."""


class LineSource:
    """Lines of text (ends kept) with the physical line the next one stands on, from 1.

    `mended` is what was put right in them. `offset` are the bytes handed out.
    """

    def __init__(self, binary: BinaryIO, encoding: Encoding) -> None:
        self._binary = binary
        self.blockwise = encoding.name in _BLOCKWISE and not encoding.broken
        self.encoding = "utf-8" if encoding.name == "utf-8-sig" else encoding.name
        self.line = 1
        self.offset = 0
        self._ahead: deque[str] = deque()
        if self.blockwise:
            lines = self._decoded(encoding.name)
        else:
            lines = iter(io.TextIOWrapper(binary, encoding.name, encoding.errors, newline=""))
        self.mended = Mended(lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self.mended)
        self.line += 1
        return line

    @property
    def read(self) -> int:
        """How many bytes of the file were read."""
        return self._binary.tell()

    def peek(self, lines: int, characters: int) -> list[str]:
        """The next lines, up to so many lines and characters, without handing them out."""
        seen = sum(map(len, self._ahead))
        while len(self._ahead) < lines and seen <= characters:
            line = next(self.mended, None)
            if line is None:
                break
            self._ahead.append(line)
            seen += len(line)
        return list(self._ahead)

    def block(self, size: int) -> bytes:
        """About `size` bytes of whole lines from here on, likely whole records too.

        Empty at the end of the file, where no line ends, and while lines were looked at ahead.
        """
        if self._ahead or not self.blockwise:
            return b""
        data = self._binary.read(size)
        if len(data) == size:
            data = data[: _cut(data)]
            self._binary.seek(self.offset + len(data))
        self.offset += len(data)
        return data

    def skip(self, lines: int) -> None:
        """A block of so many lines was used."""
        self.line += lines
        self.mended.skip(lines)

    def back(self, block: bytes) -> None:
        """A block was not used: its lines come one by one."""
        self.offset -= len(block)
        self._binary.seek(self.offset)

    def _decoded(self, encoding: str) -> Iterator[str]:
        """The lines of the file; a lone carriage return ends one too, as everywhere in text."""
        for data in iter(self._binary.readline, b""):
            first = self.offset == 0
            self.offset += len(data)
            text = data.decode(encoding if first else self.encoding)
            pieces = [one for one in _SPLIT.split(text) if one] if "\r" in text else [text]
            self.blockwise = self.blockwise and len(pieces) == 1
            yield from pieces


def _cut(data: bytes) -> int:
    """Where to end a block: after the last line before which quotes are even, if one is near."""
    last = end = data.rfind(b"\n") + 1
    odd = data.count(b'"', 0, end) % 2
    for _ in range(_BACK):
        if not odd or not end:
            break
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end = before
    return end if end and not odd else last
