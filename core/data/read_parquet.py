"""Parquet, block by block, each cell as text; the types are proposed anew from the text."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from core.base.atomic import sha256
from core.base.errors import AppError
from core.base.values import Finding, Source
from core.data.layout import SAMPLE
from core.data.naming import repair_header
from core.data.notes import note, people_notes
from core.data.options import ReadOptions
from core.data.people.replacement import masked, replacement_for
from core.data.raw import RawTable
from core.data.raw_writer import BLOCK_CELLS, RawWriter
from core.data.stage import Stage


def read_parquet(
    path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage
) -> RawTable:
    """Reads a Parquet file to `folder`. Raises AppError: parquet_damaged, no_rows, ..."""
    stage.enter("check")
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as source:
            header = tuple(source.schema_arrow.names)
            if len(header) > options.limits.columns or not header:
                raise AppError(
                    "too_many_columns" if header else "file_empty",
                    file=file,
                    columns=len(header),
                    limit=options.limits.columns,
                )
            header = masked(header, options.people)
            names, changed = repair_header(header)
            people = replacement_for(names, _sample(source), file, options.people)
            with RawWriter(folder, file, header, people) as writer:
                rows = _copy(source, writer, stage)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno):
            raise
        raise AppError("parquet_damaged", file=file, detail=str(error)[:120]) from error
    if rows == 0:
        raise AppError("no_rows", file=file, columns=list(header[:20]))
    return RawTable(
        folder=folder,
        source=Source(name=file, bytes=path.stat().st_size, sha256=sha256(path)),
        header=header,
        names=names,
        rows=rows,
        rows_set_aside=0,
        lines={"row": rows},
        notes=(
            *_notes(names, changed, rows),
            *people_notes(people.people, len(names)),
            *writer.lost.notes(names, rows),
        ),
        people=people.people,
        key=people.key,
    )


def _notes(names: tuple[str, ...], changed: tuple[str, ...], rows: int) -> tuple[Finding, ...]:
    found = []
    if changed:
        found.append(note("names_repaired", "warning", len(changed), 0, changed))
    if len(names) == 1:
        found.append(note("one_column", "info", 1, rows))
    return tuple(found)


def _sample(source: pq.ParquetFile) -> list[list[str]]:
    """The text of the first rows."""
    first = next(source.iter_batches(batch_size=SAMPLE), None)
    if first is None:
        return []
    columns = [as_text(column).fill_null("").to_pylist() for column in first.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _copy(source: pq.ParquetFile, writer: RawWriter, stage: Stage) -> int:
    total = source.metadata.num_rows
    stage.enter("read")
    for batch in source.iter_batches(batch_size=max(100, BLOCK_CELLS // writer.width)):
        if batch.num_rows:
            first = writer.rows + 1
            lines = pa.array(range(first, first + batch.num_rows), pa.int64())
            writer.table([as_text(column) for column in batch.columns], lines)
        stage.at(writer.rows / max(1, total), writer.rows)
    return writer.rows


def as_text(column: pa.Array) -> pa.Array:
    """The cells as text, (n,): nested values as JSON, bytes in hexadecimal where they are no text.

    Nulls stay null.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if isinstance(kind, pa.ExtensionType | pa.BaseExtensionType):
        return as_text(column.storage)
    if pa.types.is_null(kind) or pa.types.is_boolean(kind) or pa.types.is_decimal(kind):
        return pc.cast(column, pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.cast(column, pa.string())
    if pa.types.is_timestamp(kind):
        return _instants(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind):
        return pc.cast(column, pa.string())
    return pa.array([_plain(cell) for cell in column.to_pylist()], pa.string())


def _instants(column: pa.Array) -> pa.Array:
    """Instants in ISO form, those with a zone in UTC with a Z."""
    zone = column.type.tz is not None
    instants = pc.cast(column, pa.timestamp("us", "UTC" if zone else None), safe=False)
    return pc.cast(instants, pa.string())


def _plain(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, bytes):
        try:
            return cell.decode()
        except UnicodeDecodeError:
            return cell.hex()
    if isinstance(cell, list | dict | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
