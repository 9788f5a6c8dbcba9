"""How the tables of a dataset belong together: keys, and on each side what has no partner."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from core.actions.desk import Desk
from core.base.model import Value
from core.base.values import Column, Finding, Table
from core.data.keys import Key, keys
from core.data.notes import found
from core.data.queries.engine import connect, table
from core.data.queries.orphans import key_counts, orphans

if TYPE_CHECKING:
    import ibis
    from ibis.backends.duckdb import Backend

ORPHANS = "orphans"
"""The code of the finding that rows have no partner in another table."""
_GRAVE = 0.01
_SHARED = 0.5


class Orphans(Value):
    """Keys without a partner: how many `values`, in how many `rows`, the most frequent ones."""

    values: int
    rows: int
    examples: tuple[str, ...]


class Relation(Value):
    """A key between two tables with its orphans: of the `many` side in `without_one`, of the `one`
    side in `without_many`."""

    key: Key
    without_one: Orphans
    without_many: Orphans


def relations(desk: Desk, dataset: str) -> tuple[Relation, ...]:
    """The relations between the tables of a dataset (id). Raises `dataset_unknown`."""
    held = desk.workspace.dataset(dataset)
    paths = {t.name: desk.workspace.frame_path(held.id, f"{t.name}.parquet") for t in held.tables}
    backend = connect(*paths.values())
    try:
        rows = {name: table(backend, path) for name, path in paths.items()}
        return _relations(backend, held.tables, rows)
    finally:
        backend.disconnect()


def orphan_findings(
    paths: Mapping[str, Path], columns: Mapping[str, tuple[Column, ...]]
) -> tuple[Finding, ...]:
    """A finding for each key whose rows have no partner in the table that should hold it.

    `paths` are the typed files of the tables.
    """
    if len(paths) < 2:
        return ()
    sizes = {name: pq.read_metadata(path).num_rows for name, path in paths.items()}
    tables = [Table(name=name, rows=rows, columns=columns[name]) for name, rows in sizes.items()]
    backend = connect(*paths.values())
    try:
        rows = {name: table(backend, path) for name, path in paths.items()}
        related = _relations(backend, tables, rows)
    finally:
        backend.disconnect()
    return tuple(
        _finding(relation, sizes[relation.key.many])
        for relation in related
        if relation.key.kind != "many_to_many" and relation.without_one.rows
    )


def _finding(relation: Relation, rows: int) -> Finding:
    key, alone = relation.key, relation.without_one
    first, *others = alone.examples
    return found(
        ORPHANS,
        "warning" if alone.rows >= _GRAVE * rows else "info",
        (key.many, key.many_column),
        (alone.rows, rows),
        [f"{key.one}.{key.one_column}: {first}", *others],
    )


def _relations(
    backend: "Backend", tables: Sequence[Table], rows: Mapping[str, "ibis.Table"]
) -> tuple[Relation, ...]:
    counted = []
    for key in keys(tables):
        one = key_counts(rows[key.one], key.one_column)
        many = key_counts(rows[key.many], key.many_column)
        relation = Relation(
            key=key,
            without_one=_orphans(backend, many, one),
            without_many=_orphans(backend, one, many),
        )
        if key.by == "role" or _shared(relation, tables):
            counted.append(relation)
    return tuple(counted)


def _shared(relation: Relation, tables: Sequence[Table]) -> bool:
    """Whether columns of the same name hold the same things: half of the values, at least."""
    key = relation.key
    held = next(t for t in tables if t.name == key.many).column(key.many_column)
    assert held is not None
    return relation.without_one.values <= _SHARED * held.distinct


def _orphans(backend: "Backend", keys_: "ibis.Table", others: "ibis.Table") -> Orphans:
    row = backend.execute(orphans(keys_, others)).iloc[0]
    examples = () if row["examples"] is None else tuple(row["examples"])
    return Orphans(values=int(row["values"]), rows=int(row["rows"]), examples=examples)
