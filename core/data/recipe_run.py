"""An import recipe done: text in, text out, block by block; where a block ends changes nothing."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core.base.recipe import Recipe, RecipeStep
from core.data.alone import alone
from core.data.raw import ASIDE, CELLS, LINE, RawTable, cells_writer, load_raw
from core.data.raw_writer import BLOCK_CELLS
from core.data.steps.block import Block, Left, Run
from core.data.steps.catalog import STEPS
from core.data.steps.look_up import with_tables
from core.data.steps.times import with_order

_COUNTS = "counts.json"


@dataclass(frozen=True)
class Stepped:
    """Tables after their recipe: `raws` one a file, `counts` what each step touched in all."""

    raws: tuple[RawTable, ...]
    counts: tuple[int, ...]


def run_recipe(
    raws: Sequence[RawTable], recipe: Recipe, beside: Mapping[str, RawTable] | None = None
) -> Stepped:
    """The tables with every step that is on done; what was done before is found again.

    `beside` are tables, by export, that steps may look something up in.
    """
    none = (0,) * len(recipe.steps)
    if not any(step.on for step in recipe.steps):
        return Stepped(tuple(raws), none)
    done = [_one(raw, recipe, beside or {}) for raw in raws]
    counts = [sum(column) for column in zip(*(counts for _, counts in done), strict=True)]
    return Stepped(tuple(raw for raw, _ in done), tuple(counts) or none)


def _folder(raw: RawTable, recipe: Recipe, beside: Mapping[str, RawTable]) -> Path:
    told = recipe.model_dump_json() + json.dumps({k: str(v.folder) for k, v in beside.items()})
    return raw.folder / f"steps-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _one(
    raw: RawTable, recipe: Recipe, beside: Mapping[str, RawTable]
) -> tuple[RawTable, list[int]]:
    folder = _folder(raw, recipe, beside)
    with alone(folder):
        if not (folder / _COUNTS).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            counts = _write(raw, recipe.steps, beside, folder)
            (folder / _COUNTS).write_text(json.dumps(counts), "utf-8")
    return load_raw(folder), json.loads((folder / _COUNTS).read_text("utf-8"))


def _write(
    raw: RawTable,
    steps: Sequence[RecipeStep],
    beside: Mapping[str, RawTable],
    folder: Path,
) -> list[int]:
    told = [with_order(with_tables(step, beside), raw) for step in steps]
    runs = [STEPS[step.code](step) if step.on else None for step in told]
    counts = [0] * len(steps)
    writer: pq.ParquetWriter | None = None
    left: list[Left] = []
    names: tuple[str, ...] = ()
    rows = 0
    try:
        for block in _blocks(raw):
            after = _done(block, steps, runs, counts)
            if writer is None:
                names = tuple(after.cells)
                writer = cells_writer(folder / CELLS, names)
            if after.rows:
                writer.write_table(_table(after, names, writer.schema))
            left += after.left
            rows += after.rows
    finally:
        if writer is not None:
            writer.close()
    _describe(raw, folder, names, rows, left)
    return counts


def _done(
    block: Block, steps: Sequence[RecipeStep], runs: Sequence[Run | None], counts: list[int]
) -> Block:
    for place, (step, run) in enumerate(zip(steps, runs, strict=True)):
        if run is not None and all(name in block.cells for name in step.columns):
            block, count = run(block)
            counts[place] += count
    return block


def _blocks(raw: RawTable) -> Iterator[Block]:
    """The rows of a table in their order."""
    size = max(100, BLOCK_CELLS // max(1, len(raw.names)))
    with pq.ParquetFile(raw.cells_path) as file:
        for batch in file.iter_batches(batch_size=size):
            cells = {name: batch.column(f"c{i}") for i, name in enumerate(raw.names)}
            yield Block(cells, batch.column(LINE))


def _table(block: Block, names: Sequence[str], schema: pa.Schema) -> pa.Table:
    columns = [block.cells[name] for name in names]
    return pa.Table.from_arrays([*columns, block.lines], schema=schema)


def _describe(
    raw: RawTable, folder: Path, names: tuple[str, ...], rows: int, left: Sequence[Left]
) -> None:
    """Set-aside rows and the description beside the cells."""
    aside = raw.set_aside()
    blocks = [
        {"file": raw.source.name, "line": line, "reason": one.reason, "column": None,
         "cells": json.dumps(cells, ensure_ascii=False)}
        for one in left for line, cells in zip(one.lines, one.cells, strict=True)
    ]  # fmt: skip
    schema = pq.read_schema(raw.folder / ASIDE)
    tables = [pa.Table.from_pandas(aside, schema=schema, preserve_index=False)]
    tables.append(pa.Table.from_pylist(blocks, schema=schema))
    pq.write_table(pa.concat_tables(tables), folder / ASIDE, compression="zstd")
    lines = dict(raw.lines)
    if blocks:
        lines["row"] -= len(blocks)
        lines["set_aside"] = lines.get("set_aside", 0) + len(blocks)
    update = {
        "folder": folder, "header": names, "names": names, "rows": rows,
        "rows_set_aside": raw.rows_set_aside + len(blocks), "lines": lines,
    }  # fmt: skip
    raw.model_copy(update=update).save()
