"""The tables of a JSON object: arrays of records in it, its columns, or itself as one record."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from core.data.json_cells import Json, as_json

_DEEP = 3
KEY, INDEX = "key", "index"


@dataclass(frozen=True)
class Held:
    """A table in a document: its path (empty: the document itself) and its records."""

    path: str
    records: list[Json]


def tables_of(document: dict[str, Json]) -> list[Held]:
    """The tables in a document, [] when it holds none.

    Arrays of records come first; without one, an object of equally long lists
    is read by columns, an object of objects as records that are named by their
    key (or by columns where the inner keys count the rows), and an object of
    plain values as one record.
    """
    arrays = list(_arrays(document, "", _DEEP))
    if arrays:
        return arrays
    values = list(document.values())
    if values and all(isinstance(value, list) for value in values):
        return _by_columns(document)
    if len(values) > 1 and all(isinstance(value, dict) and value for value in values):
        return [Held("", _by_rows(document))]
    return [Held("", [document])] if document else []


def beside(document: dict[str, Json], tables: list[Held]) -> list[str]:
    """What stands beside the tables at the top of a document, each as `key: value`."""
    inside = {table.path.split(".")[0] for table in tables if table.path}
    if not inside:
        return []
    return [f"{key}: {as_json(value)}"[:80] for key, value in document.items() if key not in inside]


def _arrays(document: dict[str, Json], above: str, deep: int) -> Iterator[Held]:
    """Arrays that hold records, down to `deep` objects."""
    for key, value in document.items():
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield Held(f"{above}{key}", value)
        elif isinstance(value, dict) and deep > 1:
            yield from _arrays(value, f"{above}{key}.", deep - 1)


def _by_columns(document: dict[str, Json]) -> list[Held]:
    columns = [value for value in document.values() if isinstance(value, list)]
    if len({len(column) for column in columns}) != 1 or not columns[0]:
        return []
    rows = zip(*columns, strict=True)
    return [Held("", [dict(zip(document, row, strict=True)) for row in rows])]


def _by_rows(document: dict[str, Json]) -> list[Json]:
    """An object of objects as records: by their key, or by the row that the inner keys count."""
    inner = {key: value for key, value in document.items() if isinstance(value, dict)}
    rows = list(dict.fromkeys(key for value in inner.values() for key in value))
    if not all(row.isdigit() for row in rows):
        return [{_free(KEY, value): key, **value} for key, value in inner.items()]
    counted = rows == [str(place) for place in range(len(rows))]
    head = {} if counted else {_free(INDEX, inner): ""}
    return [
        {**dict.fromkeys(head, row), **{k: v[row] for k, v in inner.items() if row in v}}
        for row in rows
    ]


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "_"
    return name
