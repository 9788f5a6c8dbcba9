"""Which columns tie the tables of a dataset together: keys, told from roles, names and counts."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from core.base.model import Value
from core.base.values import Column, ColumnType, Role, Table

KEY_ROLES: tuple[Role, ...] = ("user_id", "item_id", "store_id", "order_id")
_KEY_TYPES: frozenset[ColumnType] = frozenset({"id", "category", "integer"})
_LEAST = 5


class Key(Value):
    """Two columns that may hold the same key. The `one` side has each value once, but for
    `many_to_many`, where neither has. `by` is what speaks for it."""

    one: str
    one_column: str
    many: str
    many_column: str
    kind: Literal["one_to_one", "one_to_many", "many_to_many"]
    by: Literal["role", "name"]


def keys(tables: Sequence[Table]) -> tuple[Key, ...]:
    """The keys between tables: columns of the same role first, then of the same name.

    Columns of the same name count only where one of them has each value once.
    Where a role is a key of no table, each is tied many to many to the one with most values.
    """
    found: dict[frozenset[tuple[str, str]], Key] = {}
    for left, right in combinations(tables, 2):
        for first, second, by in _candidates(left, right):
            key = _key((left, first), (right, second), by)
            if key is not None:
                ends = frozenset({(left.name, first.name), (right.name, second.name)})
                found.setdefault(ends, key)
    homes: dict[Role | None, str | None] = {role: _home(tables, role) for role in KEY_ROLES}
    roles = {(t.name, c.name): c.role for t in tables for c in t.columns}
    return tuple(
        key
        for key in found.values()
        if key.kind != "many_to_many"
        or homes[roles[key.one, key.one_column]] in {key.one, key.many}
    )


def _home(tables: Sequence[Table], role: Role) -> str | None:
    """The table with the most values of a key that is nowhere unique; None for one that is."""
    held = [(t, c) for t in tables for c in t.columns if c.role == role]
    if not held or any(unique(*end) for end in held):
        return None
    return max(held, key=lambda end: end[1].distinct)[0].name


def _candidates(
    left: Table, right: Table
) -> Iterator[tuple[Column, Column, Literal["role", "name"]]]:
    for role in KEY_ROLES:
        ends = [next((c for c in t.columns if c.role == role), None) for t in (left, right)]
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1], "role"
    for column in left.columns:
        other = right.column(column.name)
        if other and column.type in _KEY_TYPES and other.type in _KEY_TYPES:
            yield column, other, "name"


def _key(
    left: tuple[Table, Column], right: tuple[Table, Column], by: Literal["role", "name"]
) -> Key | None:
    ones = [unique(*end) for end in (left, right)]
    if by == "name" and (not any(ones) or min(left[1].distinct, right[1].distinct) < _LEAST):
        return None
    if all(ones):
        one, many = (left, right) if left[0].rows >= right[0].rows else (right, left)
    else:
        one, many = (right, left) if ones[1] else (left, right)
    kind: Literal["one_to_one", "one_to_many", "many_to_many"] = (
        "one_to_one" if all(ones) else "one_to_many" if any(ones) else "many_to_many"
    )
    return Key(
        one=one[0].name,
        one_column=one[1].name,
        many=many[0].name,
        many_column=many[1].name,
        kind=kind,
        by=by,
    )


def unique(table: Table, column: Column) -> bool:
    """Whether each row has a value of its own."""
    return table.rows > 1 and column.distinct == table.rows - column.missing > 0
