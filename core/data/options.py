"""How a file is to be read, and the limits a read may not pass."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from core.base.model import Value
from core.base.recipe import PersonalColumn

MB = 1024 * 1024
MOST_HEADER_ROWS = 20
ALL_SHEETS = "*"
"""No sheet can be called so in Excel or LibreOffice."""


class Limits(Value):
    """What one read may use; a file that needs more is refused with a sentence.

    `memory_mb` bounds the child's address space, `seconds` its wall time,
    `file_mb` the file and what an archive unpacks to, `inflated_mb` a workbook's
    unpacked parts, `ratio` how many times its size a large archive may unpack
    to, `members` the files in it, `cells` the bounding box of a sheet, `columns`
    the width of any table.
    """

    memory_mb: int = Field(2048, ge=256)
    seconds: float = Field(600.0, gt=0)
    file_mb: int = Field(2048, ge=1)
    inflated_mb: int = Field(1024, ge=1)
    ratio: int = Field(250, ge=1)
    members: int = Field(200, ge=1)
    cells: int = Field(20_000_000, ge=1)
    columns: int = Field(5_000, ge=1)


class People(Value):
    """What the user wants of personal data, by column: `keep` as it is (`*`: all of it, e-mail
    addresses and phone numbers in text too), `replace` though it was not found to be personal.

    `before` are the columns kept in earlier files, by the shape of their table;
    they are kept again unless the user `settled` what is kept. `replaced` are the columns
    replaced in them: in tables like theirs they are again. `later` are columns
    that only rows far down showed to be personal, by the names of their table: the
    file is then read once more. `above` are those of the records whose lines are read.
    """

    keep: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    before: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    replaced: tuple[tuple[tuple[str, ...], tuple[PersonalColumn, ...]], ...] = ()
    settled: bool = False
    later: tuple[tuple[tuple[str, ...], tuple[PersonalColumn, ...]], ...] = ()
    above: tuple[PersonalColumn, ...] = ()

    def later_in(self, names: Sequence[str]) -> Iterator[PersonalColumn]:
        """The columns that rows far down showed to be personal in the table with these names."""
        for table, columns in self.later:
            yield from columns if table == tuple(names) else ()

    @property
    def keep_all(self) -> bool:
        """Whether nothing is to be replaced."""
        return EVERY in self.keep


EVERY = "*"


class ReadOptions(Value):
    r"""What the user knows better than the reader; None means: find out.

    `delimiter` may have several characters (`::`), is `\s+` for columns that
    blanks keep apart, and empty for one column. `quote` and `escape` are empty
    for none. `header=False` says that the first line is data (names become
    col_0, col_1, ...); `header_rows` says how many rows the header has, and
    `first_line` (from 1) on which line the header, or without one the data,
    begins. `sheet` is the name of a sheet, or `ALL_SHEETS`: each its own table.
    `part` is the one table to read of a file that holds several, as its shown
    name has it behind the file's (`2024/orders.csv`). `totals` are left out of
    the rows, or kept among them. `language` is the reader's language; it settles
    encodings that fit both. `people` says which personal data stays as it is.
    """

    encoding: str | None = None
    delimiter: str | None = Field(None, max_length=4)
    quote: str | None = Field(None, max_length=1)
    escape: str | None = Field(None, max_length=1)
    sheet: str | None = None
    part: str | None = None
    header: bool = True
    header_rows: int | None = Field(None, ge=0, le=MOST_HEADER_ROWS)
    first_line: int | None = Field(None, ge=1)
    totals: Literal["out", "keep"] = "out"
    language: str | None = None
    people: People = People()
    limits: Limits = Limits()

    @property
    def rows_of_header(self) -> int | None:
        """How many rows the user says the header has, or None."""
        return self.header_rows if self.header else 0


class Progress(Value):
    """How far a read is: `fraction` 0 to 1 (None when unknown), rows so far, and the stage.

    Stages: start, check, read, save, done.
    """

    fraction: float | None = None
    rows: int = 0
    stage: str = "start"
