"""What a field of a Settings class is: its kind, bounds and options, read from pydantic."""

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from core.base.bounds import Bounds, bare, bounds, most

Kind = Literal["choice", "toggle", "integer", "number", "many", "integers", "names", "text"]


@dataclass(frozen=True)
class FieldView:
    """How one field is drawn. `bounds` are those of its number, or of each number of its list,
    which has at most `most` items."""

    name: str
    kind: Kind
    default: Any
    options: tuple[Any, ...] = ()
    bounds: Bounds = Bounds()
    most: int | None = None
    optional: bool = False
    short: bool = False
    when: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    of: str | None = None


def view(name: str, field: FieldInfo) -> FieldView:
    """The view of a pydantic field.

    `json_schema_extra` may say `short` (stands in the short form) and `when`
    ({other field: [values]}: only shown while the others have such values), and `of` (the field
    that this one says more of).
    """
    kind, optional, _ = bare(field.annotation, [])
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    name_of, options = _kind(kind)
    when = extra.get("when") or {}
    return FieldView(
        name=name,
        kind=name_of,
        default=default,
        options=options,
        bounds=bounds(field),
        most=most(field),
        optional=optional,
        short=bool(extra.get("short")),
        when=tuple((other, tuple(values)) for other, values in when.items()),
        of=extra.get("of"),
    )


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
        inner, _, _ = bare(get_args(kind)[0], [])
        if get_origin(inner) is Literal:
            return "many", get_args(inner)
        return ("integers", ()) if inner is int else ("names", ())
    return "text", ()
