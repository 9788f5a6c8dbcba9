"""A table as read, written again with its personal cells replaced as in the table learned from."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core.base.recipe import PersonalColumn, Recipe
from core.data.exports.names import plain
from core.data.options import People
from core.data.people.file_names import masked_name
from core.data.people.replacement import Replacement
from core.data.raw import ASIDE, CELLS, RawTable, header_metadata

_SAMPLE = 200


def replaced_copy(raw: RawTable, into: Path, before: Recipe) -> RawTable:
    """The table in the new folder `into`, its columns replaced or kept as `before` says.

    Columns that it does not have are replaced where they are personal.
    """
    into.mkdir(parents=True)
    sample = raw.frame(_SAMPLE).fillna("").to_numpy().tolist()
    people = Replacement(raw.names, sample, people_as_before(raw, before))
    with pq.ParquetFile(raw.cells_path) as file:
        told = [people.text(cell) for cell in raw.header]
        schema = file.schema_arrow.with_metadata(header_metadata(told))
        with pq.ParquetWriter(into / CELLS, schema, compression="zstd") as writer:
            for batch in file.iter_batches():
                *cells, lines = batch.columns
                told = [*people.columns(cells), lines]
                writer.write_table(pa.Table.from_arrays(told, schema=schema))
    aside = pq.read_table(raw.folder / ASIDE)
    pairs = zip(aside["cells"].to_pylist(), aside["reason"].to_pylist(), strict=True)
    cells = [json.dumps(people.record(json.loads(cells), reason)) for cells, reason in pairs]
    place = aside.schema.get_field_index("cells")
    aside = aside.set_column(place, aside.schema.field(place), pa.array(cells, pa.string()))
    pq.write_table(aside, into / ASIDE, compression="zstd")
    header = tuple(people.text(cell) for cell in raw.header)
    notes = tuple(
        note.model_copy(update={"examples": tuple(people.text(one) for one in note.examples)})
        for note in raw.notes
    )
    source = raw.source.model_copy(update={"name": masked_name(raw.source.name, People())})
    update = {"folder": into, "header": header, "notes": notes, "source": source,
              "key": people.key}  # fmt: skip
    copy = raw.model_copy(update=update)
    copy.save()
    return copy


def people_as_before(raw: RawTable, before: Recipe) -> tuple[PersonalColumn, ...]:
    """The personal columns of a file, each replaced or kept as in an earlier file."""
    known = {plain(one.column): one for one in before.people}
    there = {plain(name) for name in before.names}
    mine = {plain(one.column): one for one in raw.people if plain(one.column) not in there}
    found = [(name, (known | mine).get(plain(name))) for name in raw.names]
    return tuple(
        one.model_copy(update={"column": name, "kept": one.kept and plain(name) in known})
        for name, one in found
        if one is not None
    )
