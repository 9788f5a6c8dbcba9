"""A typed table on disk, with all that was noticed while it was typed."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from pydantic import Field

from core.base.frames import read_frame, read_head
from core.base.model import Value
from core.base.values import Column, Finding
from core.data.file_totals import FileTotal
from core.data.totals import Sums

TYPED = "typed.parquet"
ASIDE = "typed_aside.parquet"
ABOUT = "typed.json"


class Typed(Value):
    """In `folder`: `typed.parquet` (`rows` kept rows in the files' order, columns in their stored
    types) and `typed_aside.parquet` (`rows_set_aside` records, raw.ASIDE_COLUMNS).

    `columns` have missing and distinct counted on the kept rows. `sums` are exact,
    `file_totals` what the files' own total rows say, by column.
    `repeated` tells of rows equal to an earlier one, as counted while they were typed.
    `unread` are, by column, different cells that its type could not read, would
    rob of zeros in front, or that are money in several currencies, at most a thousand.
    """

    folder: Path
    columns: tuple[Column, ...]
    rows: int
    rows_set_aside: int
    findings: tuple[Finding, ...] = ()
    repeated: tuple[Finding, ...] = ()
    sums: Sums = Field(default_factory=dict)
    file_totals: dict[str, FileTotal] = Field(default_factory=dict)
    unread: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The Parquet file of the typed rows."""
        return self.folder / TYPED

    @property
    def aside_path(self) -> Path:
        """The Parquet file of the records set aside."""
        return self.folder / ASIDE

    def frame(self) -> pd.DataFrame:
        """The typed rows, (n, k)."""
        return read_frame(self.path)

    def head(self, limit: int) -> pd.DataFrame:
        """The first `limit` typed rows."""
        return read_head(self.path, limit)

    def set_aside(self) -> pd.DataFrame:
        """The records set aside, by file and line."""
        frame: pd.DataFrame = pq.read_table(self.aside_path).to_pandas()
        return frame

    def save(self) -> None:
        """Writes the description beside the rows, last."""
        (self.folder / ABOUT).write_text(self.model_dump_json(exclude={"folder"}), "utf-8")


def load_typed(folder: Path) -> Typed | None:
    """What was typed to `folder`, or None where nothing was, or not to the end."""
    if not (folder / ABOUT).exists():
        return None
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    return Typed.model_validate(about | {"folder": str(folder)})
