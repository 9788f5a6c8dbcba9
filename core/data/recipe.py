"""An import recipe proposed for a known export, and done: text in, text out, block by block."""

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
from core.data.exports.catalog import form_of
from core.data.exports.describe import Form
from core.data.exports.names import plain, shape_of
from core.data.exports.recognise import Match
from core.data.raw import ASIDE, CELLS, LINE, RawTable, cells_writer, load_raw
from core.data.raw_writer import BLOCK_CELLS
from core.data.steps.block import Block, Left, Run
from core.data.steps.catalog import STEPS
from core.data.steps.look_up import with_tables

_COUNTS = "counts.json"
_ADDED = {"into", "key", "mark_into", "quantity"}
"""Facts of a step that name the columns it adds."""
_KEEPS = ("unwrap_ids", "whole_ids", "blank_dates")


@dataclass(frozen=True)
class Stepped:
    """Tables after their recipe: `raws` one a file, `counts` what each step touched in all."""

    raws: tuple[RawTable, ...]
    counts: tuple[int, ...]


def propose_recipe(names: Sequence[str], match: Match | None) -> Recipe:
    """The recipe of a table with these columns: all steps that its form names, switched on.

    A step whose columns are not all there is left out.
    """
    shape = shape_of(names)
    form = form_of(match.export, match.form) if match else None
    if match is None or form is None:
        return Recipe(names=tuple(names), shape=shape)
    known = _known(names, form)
    steps = [found for step in form.steps if (found := _resolved(step, known, names)) is not None]
    opening = [step for step in steps if step.code in _OPENING]
    rest = [step for step in steps if step.code not in _OPENING]
    return Recipe(
        export=match.export,
        form=match.form,
        names=tuple(names),
        shape=shape,
        steps=(*opening, *_general(form, known), *rest),
    )


_OPENING = ("name_columns",)


def _known(names: Sequence[str], form: Form) -> dict[str, str]:
    """The name in this file by each spelling of a described column."""
    there = {plain(name): name for name in names}
    if form.headerless is not None:
        there |= {plain(hint.name): hint.name for hint in form.in_file}
    for hint in form.hints:
        held = next((there[s] for s in map(plain, hint.spellings) if s in there), None)
        if held is not None:
            there |= dict.fromkeys(map(plain, hint.spellings), held)
    return there


def _general(form: Form, known: Mapping[str, str]) -> list[RecipeStep]:
    """What any known export may need: ids unwrapped, 17850.0 made whole, 0000-00-00 blank."""
    ids, dates = (
        tuple(dict.fromkeys(known[plain(h.name)] for h in form.in_file
                            if h.type == kind and plain(h.name) in known))
        for kind in ("id", "datetime")
    )  # fmt: skip
    pairs = zip(_KEEPS, (ids, ids, dates), strict=True)
    return [RecipeStep(code=code, columns=columns) for code, columns in pairs if columns]


def _resolved(step: RecipeStep, known: dict[str, str], names: Sequence[str]) -> RecipeStep | None:
    """The step in this file's names; what it adds is known to the steps after it."""
    columns = []
    for column in step.columns:
        held = known.get(plain(column.removesuffix("?")))
        if held is not None:
            columns.append(held)
        elif not column.endswith("?"):
            return None
    if step.columns and not columns:
        return None
    facts = dict(step.facts)
    for fact in _ADDED & set(facts):
        name = facts[fact]
        facts[fact] = f"{name}_2" if name in names else name
        known[plain(name)] = facts[fact]
    return step.model_copy(update={"columns": tuple(columns), "facts": facts})


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
    runs = [STEPS[step.code](with_tables(step, beside)) if step.on else None for step in steps]
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
