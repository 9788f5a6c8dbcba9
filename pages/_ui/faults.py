"""What is wrong with what was typed into a form, in a sentence that says what would be right.

What cannot be read stays in the draft as it was typed: nothing else is trained in its place.
"""

import re
from collections.abc import Mapping
from typing import Any

from core.base.bounds import Bounds
from core.base.specs import Settings
from core.base.texts import Texts
from pages._ui.fields import FieldView, view
from pages._ui.formats import Formats

_BETWEEN = re.compile(r"[,，、;；\s]+")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_LONGEST = 40


def read_numbers(text: str) -> tuple[int, ...] | str:
    """Whole numbers set apart by commas or blanks; the text itself where it is something else.

    Nothing is an empty list.
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if all(_WHOLE.fullmatch(part) for part in parts):
        return tuple(int(part) for part in parts)
    return text


def whole(value: float | None) -> float | None:
    """A whole number as int; what is none stays, so that it can be refused."""
    return int(value) if value is not None and float(value).is_integer() else value


def fault(field: FieldView, value: Any, t: Texts, f: Formats) -> str | None:
    """Why `value` cannot stand in the field and what could, or None."""
    if field.kind == "integers":
        return _list_fault(field, value, t, f)
    if field.kind not in ("integer", "number"):
        return None
    if value is None and field.optional:
        return None
    right = range_words(field.bounds, t, f)
    if value is None:
        return t("app.form.empty", range=right)
    if field.kind == "integer" and isinstance(whole(value), float):
        return t("app.form.not_one", value=f.number(value, 12), range=right)
    return _out_of_range(field.bounds, value, t, f)


def _list_fault(field: FieldView, value: Any, t: Texts, f: Formats) -> str | None:
    items = read_numbers(value) if isinstance(value, str) else value
    if isinstance(items, str):
        parts = [part for part in _BETWEEN.split(items) if part]
        wrong = next(p for p in parts if isinstance(read_numbers(p), str))
        return t("app.form.not_whole", value=wrong[:_LONGEST])
    if field.most is not None and len(items or ()) > field.most:
        return t("app.form.too_many", n=len(items), most=field.most)
    found = (_out_of_range(field.bounds, item, t, f) for item in items or ())
    return next((sentence for sentence in found if sentence), None)


def _out_of_range(bounds: Bounds, value: float, t: Texts, f: Formats) -> str | None:
    if bounds.hold(value):
        return None
    given = f.number(value, 12)[:_LONGEST]
    return t("app.form.out_of_range", value=given, range=range_words(bounds, t, f))


def range_words(bounds: Bounds, t: Texts, f: Formats) -> str:
    """The bounds in words: from 1 to 4,096."""
    low, high = (None if end is None else f.number(end, 12) for end in (bounds.low, bounds.high))
    return t(f"app.form.range.{bounds.sort}", low=low, high=high)


def faults(
    settings: type[Settings], values: Mapping[str, Any], t: Texts, f: Formats
) -> dict[str, str]:
    """The faults of a form's values by field."""
    kept = relevant(settings, values)
    found = {
        name: fault(view(name, settings.model_fields[name]), kept[name], t, f) for name in kept
    }
    return {name: sentence for name, sentence in found.items() if sentence is not None}


def relevant(settings: type[Settings], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those of fields that are only asked for beside other values of others."""
    fields = {name: view(name, field) for name, field in settings.model_fields.items()}

    def now(name: str) -> Any:
        return values.get(name, fields[name].default)

    return {
        name: value
        for name, value in values.items()
        if name in fields and all(now(other) in wanted for other, wanted in fields[name].when)
    }
