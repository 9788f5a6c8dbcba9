"""How a file is to be read, and the limits a read may not pass."""

from pydantic import Field

from core.base.model import Value

MB = 1024 * 1024


class Limits(Value):
    """What one read may use; a file that needs more is refused with a sentence.

    `memory_mb` bounds the child's address space, `seconds` its wall time,
    `file_mb` the file, `inflated_mb` a workbook's unpacked parts, `cells` the
    bounding box of a sheet, `columns` the width of any table.
    """

    memory_mb: int = Field(2048, ge=256)
    seconds: float = Field(600.0, gt=0)
    file_mb: int = Field(2048, ge=1)
    inflated_mb: int = Field(1024, ge=1)
    cells: int = Field(20_000_000, ge=1)
    columns: int = Field(5_000, ge=1)


class ReadOptions(Value):
    """What the user knows better than the reader; None means: find out.

    `header=False` says that the first line is data (names become col_0, col_1, ...).
    `language` is the reader's language; it settles encodings that fit both.
    """

    encoding: str | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    sheet: str | None = None
    header: bool = True
    language: str | None = None
    limits: Limits = Limits()


class Progress(Value):
    """How far a read is: `fraction` 0 to 1 (None when unknown), rows so far, and the stage.

    Stages: start, check, read, save, done.
    """

    fraction: float | None = None
    rows: int = 0
    stage: str = "start"
