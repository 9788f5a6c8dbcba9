"""What a field of a Settings class is: its kind, bounds and options, read from pydantic."""

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

Kind = Literal["choice", "toggle", "integer", "number", "many", "integers", "names", "text"]


@dataclass(frozen=True)
class FieldView:
    """How one field is drawn. `low` and `high` are inclusive bounds."""

    name: str
    kind: Kind
    default: Any
    options: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None
    optional: bool = False
    short: bool = False
    when: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def view(name: str, field: FieldInfo) -> FieldView:
    """The view of a pydantic field.

    `json_schema_extra` may say `short` (stands in the short form) and `when`
    ({other field: [values]}: only shown while the others have such values).
    """
    kind, optional, metadata = _bare(field.annotation, list(field.metadata))
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    name_of, options = _kind(kind)
    low, high = _bounds(metadata, name_of)
    when = extra.get("when") or {}
    return FieldView(
        name=name,
        kind=name_of,
        default=default,
        options=options,
        low=low,
        high=high,
        optional=optional,
        short=bool(extra.get("short")),
        when=tuple((other, tuple(values)) for other, values in when.items()),
    )


def _bare(kind: Any, metadata: list[Any]) -> tuple[Any, bool, list[Any]]:
    """The type without Annotated and None, whether None is allowed, all metadata."""
    optional = False
    while True:
        origin = get_origin(kind)
        if origin is Annotated:
            kind, *more = get_args(kind)
            metadata += more
            metadata += [m for info in more if isinstance(info, FieldInfo) for m in info.metadata]
        elif origin in (Union, UnionType):
            kinds = [k for k in get_args(kind) if k is not NoneType]
            optional = optional or len(kinds) < len(get_args(kind))
            kind = kinds[0]
        else:
            return kind, optional, metadata


def _kind(kind: Any) -> tuple[Kind, tuple[Any, ...]]:
    if get_origin(kind) is Literal:
        return "choice", get_args(kind)
    if kind is bool:
        return "toggle", ()
    if kind is int:
        return "integer", ()
    if kind is float:
        return "number", ()
    if get_origin(kind) in (tuple, list):
        inner, _, _ = _bare(get_args(kind)[0], [])
        if get_origin(inner) is Literal:
            return "many", get_args(inner)
        return ("integers", ()) if inner is int else ("names", ())
    return "text", ()


def _bounds(metadata: list[Any], kind: Kind) -> tuple[float | None, float | None]:
    """Inclusive bounds; an exclusive one moves by one (integers) or a millionth."""
    step = 1 if kind == "integer" else 1e-6
    low = high = None
    for mark in metadata:
        if getattr(mark, "ge", None) is not None:
            low = mark.ge
        if getattr(mark, "gt", None) is not None:
            low = mark.gt + step
        if getattr(mark, "le", None) is not None:
            high = mark.le
        if getattr(mark, "lt", None) is not None:
            high = mark.lt - step
    return low, high
