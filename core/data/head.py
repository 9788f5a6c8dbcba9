"""The first lines of a source as they stand, kept beside a raw table to be shown with their class.

Text: its first bytes, so that another encoding can be tried on them. A sheet:
its first rows. They hold what was not replaced yet, so they are outside the
workspace; they live as long as the draft and its process, at most a day.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core.base.atomic import TEMPORARY
from core.base.private import home
from core.data.raw import ASIDE, BESIDE, CELLS, LINE, RawTable

HEAD_BYTES = 1 << 16
HEAD_RECORDS = 60
_TEXT, _ROWS = "head.bin", "head.json"
_OWNED = re.compile(re.escape(TEMPORARY) + r"\d+-")
_LONGEST = 400
_FEW = 1_000


@dataclass(frozen=True)
class HeadLine:
    """A physical line, or a row of a sheet: its number, class, and cells (text: one, unsplit).

    Classes are those of `RawTable.lines`; None in a JSON document, whose lines are no records.
    """

    line: int
    kind: str | None
    cells: tuple[str, ...]


def keep_text(path: Path, folder: Path) -> None:
    """Keeps the first bytes of a text file."""
    with path.open("rb") as file:
        _place(folder, _TEXT).write_bytes(file.read(HEAD_BYTES))


def keep_cells(folder: Path, rows: list[list[str]]) -> None:
    """Keeps the first rows of a sheet."""
    short = [[cell[:_LONGEST] for cell in row] for row in rows]
    _place(folder, _ROWS).write_text(json.dumps(short, ensure_ascii=False), "utf-8")


def forget_head(folder: Path) -> None:
    """Deletes what was kept of a raw table."""
    for name in (_TEXT, _ROWS):
        _place(folder, name).unlink(missing_ok=True)


def forget_heads(folder: Path) -> None:
    """Deletes what was kept of all raw tables in a folder."""
    for path in (folder, *folder.rglob("*/")):
        forget_head(path)


def _place(folder: Path, name: str) -> Path:
    """Beside the table where that is outside every workspace, else in a place of its own: it goes
    with the process that the table's folder is named after."""
    outside = home()
    if folder.is_relative_to(outside):
        return folder / name
    owner = next((found[0] for part in folder.parts if (found := _OWNED.match(part))), "")
    mark = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:24]
    return outside / f"{owner}{mark}-{name}"


def layout_found(folder: Path) -> tuple[int, int]:
    """The line on which the header (or without one the first row) begins, and its rows."""
    beside = _first(folder / BESIDE, ["line", "reason"])
    header = [line for line, kind in zip(*beside, strict=True) if kind == "header"]
    if header:
        return min(header), len(header)
    rows = _first(folder / CELLS, [LINE])[0]
    return (min(rows) if rows else 1), 0


def head_lines(raw: RawTable, count: int = 8) -> list[HeadLine]:
    """The first lines with their class; further down where the table begins further down."""
    rows = list(_rows(raw))
    begin = raw.structure.first_line if raw.structure else 1
    skip = max(0, min(begin - 4, len(rows) - count)) if begin > count - 3 else 0
    kinds = {} if raw.form == "json" else _kinds(raw)
    shown = []
    for number, cells in enumerate(rows[skip : skip + count], start=skip + 1):
        kind = kinds.get(number)
        if kind is None and raw.form != "json":
            kind = "continuation" if any(cell.strip() for cell in cells) else "blank"
        shown.append(HeadLine(number, kind, cells))
    return shown


def decoded(raw: RawTable, encoding: str, count: int = 5) -> list[str] | None:
    """The first lines that are not blank, in another encoding; None when they do not fit it."""
    path = _place(raw.folder, _TEXT)
    if not path.exists():
        return None
    try:
        lines = _lines(path.read_bytes(), encoding, "strict")
    except (UnicodeError, LookupError):
        return None
    return [line[:_LONGEST] for line in lines if line.strip()][:count]


def _rows(raw: RawTable) -> Iterator[tuple[str, ...]]:
    cells, text = _place(raw.folder, _ROWS), _place(raw.folder, _TEXT)
    if cells.exists():
        for row in json.loads(cells.read_text("utf-8")):
            yield tuple(row)
    elif text.exists():
        data = text.read_bytes()
        for line in _lines(data, raw.source.encoding or "utf-8", "replace"):
            yield (line[:_LONGEST],)


def _lines(data: bytes, encoding: str, errors: str) -> list[str]:
    """The lines of the first bytes of a file, the last left out where it may be cut."""
    cut = len(data) >= HEAD_BYTES
    if cut and errors == "strict":
        data = _whole(data, encoding)
    text = io.TextIOWrapper(io.BytesIO(data), encoding, errors, newline="")
    lines = [line.rstrip("\r\n") for line in text]
    return lines[:-1] if cut and len(lines) > 1 else lines


def _whole(data: bytes, encoding: str) -> bytes:
    """The bytes without a character that was cut in two at their end."""
    for spare in range(4):
        part = data[: len(data) - spare]
        try:
            part.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(part) - 4:
                raise
        else:
            return part
    return data


def _kinds(raw: RawTable) -> dict[int, str]:
    """The class of lines near the top; lines that go on with a record are not among them."""
    kinds = dict.fromkeys(_first(raw.folder / CELLS, [LINE])[0], "row")
    kinds |= dict.fromkeys(_first(raw.folder / ASIDE, ["line"])[0], "set_aside")
    if (raw.folder / BESIDE).exists():
        lines, reasons = _first(raw.folder / BESIDE, ["line", "reason"])
        kinds |= dict(zip(lines, reasons, strict=True))
    return {line: "header" if kind == "header_again" else kind for line, kind in kinds.items()}


def _first(path: Path, columns: list[str]) -> list[list]:
    """The first values of some columns."""
    with pq.ParquetFile(path) as file:
        batch: pa.RecordBatch | None = next(
            file.iter_batches(batch_size=_FEW, columns=columns), None
        )
        return [batch.column(name).to_pylist() if batch else [] for name in columns]
