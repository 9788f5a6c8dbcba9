"""Draws any settings that a class takes, from its declared fields."""

from typing import Any, Literal, get_args, get_origin

from annotated_types import MinLen
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from core.base.bounds import Bounds, bare, bounds, most
from core.base.specs import Settings


def any_settings(settings: type[Settings]) -> st.SearchStrategy[Settings]:
    """Settings with every field somewhere within its bounds, ends included."""
    fields = {name: _values(field) for name, field in settings.model_fields.items()}
    return st.fixed_dictionaries(fields).map(settings.model_validate)


def _values(field: FieldInfo) -> st.SearchStrategy[Any]:
    kind, optional, _ = bare(field.annotation, [])
    limits = bounds(field)
    if get_origin(kind) in (tuple, list):
        inner, _, _ = bare(get_args(kind)[0], [])
        fewest = max(
            (part.min_length for part in field.metadata if isinstance(part, MinLen)), default=0
        )
        found = st.lists(_one(inner, limits), min_size=fewest, max_size=most(field) or 5)
    else:
        found = _one(kind, limits)
    return st.none() | found if optional else found


def _one(kind: Any, limits: Bounds) -> st.SearchStrategy[Any]:
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(int(limits.low or 0), int(limits.high or 10**9))
    if kind is float:
        return st.floats(
            limits.low,
            limits.high,
            exclude_min=limits.low_open,
            exclude_max=limits.high_open,
            allow_nan=False,
        )
    return st.text(max_size=20)
