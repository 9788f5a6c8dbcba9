"""What part a column plays, told from its name and type, with the reason."""

import re
from collections.abc import Sequence

from core.base.values import Column, ColumnType, Kind, Role
from core.data.raw import Tie
from core.data.role_names import MOMENTS, NAMES, NOT_MOMENTS, STOCK
from core.data.words import joined

_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in NAMES)

FITTING: dict[Role, tuple[ColumnType, ...]] = {
    "user_id": ("id", "category", "text"),
    "item_id": ("id", "category", "text"),
    "store_id": ("id", "category", "text"),
    "order_id": ("id", "text", "category"),
    "timestamp": ("datetime",),
    "quantity": ("integer", "number"),
    "price": ("number", "integer"),
    "rating": ("number", "integer"),
    "event": ("category", "text"),
    "text": ("text", "category"),
    "category": ("category", "text", "id"),
    "amount": ("number", "integer"),
    "currency": ("category", "text"),
    "refund": ("number", "integer"),
    "is_return": ("boolean",),
    "is_product": ("boolean",),
    "is_unpaid": ("boolean",),
    "is_adjustment": ("boolean",),
    "business_date": ("datetime",),
}
"""The types a role can have; the first is taken when a user gives a column the role.
A target may have any type."""
_MANY: frozenset[Role] = frozenset({"category", "text"})
_MOMENTS = re.compile(MOMENTS)
_NOT_MOMENTS = re.compile(NOT_MOMENTS)
_STOCK = re.compile(STOCK)


def role_fits(role: Role | None, type_: ColumnType) -> bool:
    """Whether a column of a type can have a role; no role and a target go with any type."""
    return role is None or role not in FITTING or type_ in FITTING[role]


def is_stock(name: str) -> bool:
    """Whether a column of this name says what lies on the shelf."""
    return _STOCK.fullmatch(joined(name)) is not None


def is_moment(name: str) -> bool:
    """Whether a column of this name says when something was sold or done."""
    return _MOMENTS.fullmatch(joined(name)) is not None


def meant_by(name: str) -> Role | None:
    """The role that a column's name means, whatever its cells are."""
    found = (role for role, pattern in _PATTERNS if pattern.fullmatch(joined(name)))
    return next(found, None)


def propose_roles(columns: Sequence[Column], tie: Tie | None = None) -> tuple[Column, ...]:
    """The columns with roles proposed; each role but category and text is given once.

    The key that ties orders and their lines tells the order in both.
    """
    when = _timestamp(columns)
    meant = ["timestamp" if column.name == when else _named(column, tie) for column in columns]
    if "quantity" not in meant:
        meant = [
            _stock(c) if role is None else role for c, role in zip(columns, meant, strict=True)
        ]
    chosen = {role: _best(columns, meant, role) for role in meant if role not in (*_MANY, None)}
    found = [
        column.model_copy(update={"role": role})
        if role in _MANY or (role is not None and chosen[role] == place)
        else column
        for place, (column, role) in enumerate(zip(columns, meant, strict=True))
    ]
    if "target" not in meant and len(found) > 2 and found[-1].type == "boolean":
        found[-1] = found[-1].model_copy(update={"role": "target"})
    return tuple(found)


def _best(columns: Sequence[Column], meant: Sequence[Role | None], role: Role | None) -> int:
    """The column that a role is given to: an identifier before a name, else the first."""
    places = [place for place, other in enumerate(meant) if other == role]
    return next((place for place in places if columns[place].type == "id"), places[0])


def _stock(column: Column) -> Role | None:
    """The quantity of a table that tells no other: what lies on the shelf."""
    fits = role_fits("quantity", column.type) and is_stock(column.name)
    return "quantity" if fits else None


def kind_of(columns: Sequence[Column], tie: Tie | None = None) -> Kind:
    """What a table is about, told from the roles in it; `plain` unless it is plain to see."""
    roles = {column.role for column in columns}
    if tie is not None and not tie.prefix:
        return "orders"
    if "item_id" in roles and any(c.role == "quantity" and is_stock(c.name) for c in columns):
        return "stock"
    if {"item_id", "quantity"} <= roles and roles & {"order_id", "timestamp"}:
        return "order_lines"
    if {"rating"} <= roles and roles & {"item_id", "user_id"}:
        return "reviews"
    if {"event", "timestamp"} <= roles and roles & {"user_id", "item_id"}:
        return "events"
    return "plain"


def _named(column: Column, tie: Tie | None) -> Role | None:
    if tie is not None and column.name == tie.key and role_fits("order_id", column.type):
        return "order_id"
    name = joined(column.name.removeprefix(tie.prefix) if tie else column.name)
    for role, pattern in _PATTERNS:
        if not pattern.fullmatch(name):
            continue
        if role == "order_id" and tie is not None:
            return None
        if role == "target":
            return role if column.type == "boolean" or column.distinct == 2 else None
        if role_fits(role, column.type):
            return role
    return None


def _timestamp(columns: Sequence[Column]) -> str | None:
    """The moment of the row: a date column by name, else the first that is no other date."""
    dates = [column.name for column in columns if column.type == "datetime"]
    by_name = [name for name in dates if _MOMENTS.fullmatch(joined(name))]
    others = [name for name in dates if not _NOT_MOMENTS.fullmatch(joined(name))]
    return next(iter([*by_name, *others]), None)
