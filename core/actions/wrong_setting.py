"""What is wrong with a setting given on the command line or in a spec file, as an error of ours."""

import csv
import json
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from core.base.bounds import Bounds, bare, bounds
from core.base.errors import AppError

_LIMITS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal", "finite_number")
_OUTSIDE = {
    "closed": "setting_outside",
    "open": "setting_outside_open",
    "low_closed": "setting_outside_below",
    "high_closed": "setting_outside_above",
    "from": "setting_too_low",
    "above": "setting_not_above",
    "to": "setting_too_high",
    "below": "setting_not_below",
}
_EXAMPLES = {int: "64,32"}
_SHARES = ("service_level",)
"""Settings that people give in percent."""


def listed(settings: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with lists written as text taken apart: 64,32 (or JSON: [64, 32]) for a field that
    holds several.

    Nothing is an empty list; one item is a list of one.
    """
    return {
        name: _items(value) if name in settings.model_fields and _several(settings, name) else value
        for name, value in values.items()
    }


def _several(settings: type[BaseModel], name: str) -> bool:
    kind, _, _ = bare(settings.model_fields[name].annotation, [])
    return get_origin(kind) in (tuple, list)


def _items(value: Any) -> Any:
    if isinstance(value, str):
        found = _of_json(value)
        return apart(value) if found is None else found
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else value


def apart(text: str) -> list[str]:
    """The words of a line of CSV: what holds a comma stands in quotes, which are doubled in it.

    >>> apart('85123A, "Mug, red" ,')
    ['85123A', 'Mug, red']
    """
    row = next(csv.reader([text], skipinitialspace=True), [])
    return [word for word in (each.strip() for each in row) if word]


def _of_json(text: str) -> list[Any] | None:
    """The list that a text is in JSON; None where it is none."""
    if not text.lstrip().startswith("["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def wrong_setting(error: ValidationError, settings: type[BaseModel], prefix: str = "") -> AppError:
    """The first of pydantic's errors about `settings` in facts: the field, what was given, and
    what could be. `prefix` is the part of the spec that the field stands in: `prep.`."""
    first = error.errors()[0]
    sort, place, given = first["type"], [str(part) for part in first["loc"]], str(first["input"])
    setting = prefix + ".".join(place)
    field = settings.model_fields.get(place[0]) if place else None
    if sort == "extra_forbidden":
        return AppError("setting_unknown", setting=setting, known=sorted(settings.model_fields))
    if field is None:
        return AppError("setting_wrong", setting=setting, given=given, reason=first["msg"])
    facts = {"setting": prefix + place[0], "given": given}
    if sort in _LIMITS:
        return _outside(bounds(field), facts)
    kind, _, _ = bare(field.annotation, [])
    if get_origin(kind) in (tuple, list):
        return _no_list(field, facts, first)
    if sort == "literal_error":
        return AppError("setting_no_option", **facts, options=[str(o) for o in get_args(kind)])
    if kind in _KINDS:
        return AppError(_KINDS[kind], **facts)
    return AppError("setting_wrong", **facts, reason=first["msg"])


_KINDS: dict[Any, str] = {
    int: "setting_no_whole_number",
    float: "setting_no_number",
    bool: "setting_no_switch",
}


def _outside(limits: Bounds, facts: dict[str, str]) -> AppError:
    ends = {"low": limits.low, "high": limits.high}
    told = {name: f"{end:.12g}" for name, end in ends.items() if end is not None}
    if limits.sort == "none":  # infinite or no number at all
        return AppError("setting_no_number", **facts)
    share = _share(limits, facts["given"]) if facts["setting"] in _SHARES else None
    if share is not None:
        return AppError("setting_percent", **facts, **told, share=share)
    return AppError(_OUTSIDE[limits.sort], **facts, **told)


def _share(limits: Bounds, given: str) -> str | None:
    """What was given in percent as the share that a field of shares takes; None of other fields."""
    low, high = limits.low, limits.high
    if limits.sort != "closed" or low is None or high is None or not 0 <= low < high <= 1:
        return None
    value = float(given) / 100
    return f"{value:.12g}" if high < float(given) and low <= value <= high else None


def _no_list(field: FieldInfo, facts: dict[str, str], first: Any) -> AppError:
    kind, _, _ = bare(field.annotation, [])
    inner, _, _ = bare(get_args(kind)[0], [])
    if first["type"] == "literal_error":
        return AppError("setting_no_option", **facts, options=[str(o) for o in get_args(inner)])
    if first["type"] == "too_long":
        return AppError("setting_too_many", **facts, most=first["ctx"]["max_length"])
    example = f"{facts['setting']}={_EXAMPLES.get(inner, 'a,b')}"
    return AppError("setting_no_list", **facts, example=example)
