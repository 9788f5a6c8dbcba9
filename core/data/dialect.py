"""How a text file separates its cells, found from its first lines.

Each way is scored after van den Burg, Nazabal and Sutton, "Wrangling messy CSV
files by detecting row and type patterns" (2019): the regularity of the records'
lengths times the share of cells that look like something known. Regularity is
taken within the table's body, so that titles above and notes below cost little.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

WHITE = r"\s+"
"""The delimiter of columns that runs of blanks or tabs keep apart."""
LONGEST_CELL = 1 << 20
"""A quoted cell longer than this is looked at twice: does it close at all?"""
_CUT = "\ue01f"
_QUOTED = r'"[^"\n]*"'
_WHITE_RUN = re.compile(rf"({_QUOTED})|[ \t]+")
_NULL = re.compile(r"(?<!\\)\\N")


@dataclass(frozen=True)
class Dialect:
    """`delimiter` is empty for a file of one column, may have several characters, or is `WHITE`.

    `quote` is empty where quotes mean nothing; `escape` is a backslash where
    one stands before quotes in cells; `skip_space` when quotes follow a blank.
    """

    delimiter: str
    skip_space: bool = False
    quote: str = '"'
    escape: str = ""

    @property
    def single(self) -> bool:
        """Whether the standard library can split it: one character, or none at all."""
        return len(self.delimiter) < 2

    def reader(self, lines: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """The cells of prepared lines. A lone column is split at a character no text has.

        `strict`: csv.Error where a closing quote is followed by more, or none comes.
        """
        return csv.reader(
            lines,
            delimiter=self.delimiter if self.single and self.delimiter else _CUT,
            skipinitialspace=self.skip_space,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            strict=strict,
        )

    def prepare(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines with one mark for a delimiter of several; MySQL's null stays as it stands."""
        if self.delimiter == WHITE:
            lines = (_WHITE_RUN.sub(_cut, _bare(line)) for line in lines)
        elif not self.single:
            lines = (line.replace(self.delimiter, _CUT) for line in lines)
        if self.escape:
            lines = (_NULL.sub(r"\\\\N", line) for line in lines)
        return iter(lines)

    def restore(self, cells: list[str]) -> list[str]:
        """The cells as they stood before `prepare`."""
        if self.single:
            return cells
        mark = " " if self.delimiter == WHITE else self.delimiter
        return [cell.replace(_CUT, mark) if _CUT in cell else cell for cell in cells]


def _bare(line: str) -> str:
    text = line.rstrip("\r\n")
    return text.strip(" \t") + line[len(text) :]


def _cut(found: re.Match[str]) -> str:
    return found[1] or _CUT


def records_of(lines: Sequence[str], dialect: Dialect, most: int) -> Iterator[list[str]]:
    """The first records that hold something, as `dialect` splits them; stops at what it cannot."""
    csv.field_size_limit(LONGEST_CELL)

    def filled() -> Iterator[list[str]]:
        try:
            for record in dialect.reader(dialect.prepare(lines)):
                if any(cell.strip() for cell in record):
                    yield record
        except csv.Error:
            return

    return islice(filled(), most)
