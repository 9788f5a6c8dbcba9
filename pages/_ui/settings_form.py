"""Draws the form of any Settings class: label, help, bounds and options come from its fields.

Bounds are ours to check, not the widget's: a widget keeps what is out of them to
itself, and the page would go on with the value before.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.base.model import Value
from core.base.specs import Settings
from core.base.texts import Texts
from pages._ui.escape import md_escape
from pages._ui.faults import fault, range_words, read_numbers, whole
from pages._ui.fields import FieldView, view
from pages._ui.layout import chips
from pages._ui.session import formats, texts

_SEGMENTS = 3
_OPEN_WIDTH = 24
"""So many Latin letters (half as many Chinese ones) fit side by side in a third of the page."""
Choices = Mapping[str, Sequence[str] | Mapping[str, str]]
_COMMAS = re.compile(r"[,，、]")


def settings_form(
    cls: type[Settings],
    value: Mapping[str, Any] | Value | None,
    key: str,
    choices: Choices | None = None,
    skip: Collection[str] = (),
) -> dict[str, Any]:
    """Draws `cls` and returns what stands in the form: field -> value, ready for `cls(**...)`.

    What cannot be used is said under its field and returned as typed, which `cls` refuses.
    `value` is the starting point (a dict, an instance, or None for the
    defaults); `choices` gives the options of fields that name columns, words beside them or not;
    `skip` leaves fields out. Short fields come first, the others under "All
    settings"; what is typed survives page changes. `key` is the draft's name:
    another key is another draft, `fill_form` overwrites one.
    """
    fields = [view(n, f) for n, f in cls.model_fields.items() if n not in skip]
    start = _start(cls, value)
    draft: dict[str, Any] = st.session_state.setdefault(f"_form_{key}", {})
    drawer = _Drawer(cls, key, draft, start, choices or {})
    shown = [f for f in fields if drawer.applies(f)]
    drawer.grid([f for f in shown if f.short])
    rest = [f for f in shown if not f.short]
    if rest:
        with st.expander(texts()("app.form.all", n=len(rest)), icon=":material/tune:"):
            drawer.grid(rest)
    _differences(cls, fields, key, draft, choices or {})
    return {f.name: draft.get(f.name, start.get(f.name)) for f in fields}


def fill_form(key: str, values: Mapping[str, Any]) -> None:
    """Puts `values` into the draft `key`, before it is drawn: for Reset and for copying a run."""
    draft = st.session_state.setdefault(f"_form_{key}", {})
    for name, value in values.items():
        draft[name] = value
        st.session_state.pop(_widget(key, name), None)


def read_form(key: str) -> dict[str, Any]:
    """What was typed into the draft `key` so far (only fields that were drawn)."""
    return dict(st.session_state.get(f"_form_{key}", {}))


def _start(cls: type[Settings], value: Mapping[str, Any] | Value | None) -> dict[str, Any]:
    given = value.model_dump() if isinstance(value, Value) else dict(value or {})
    defaults = {n: view(n, f).default for n, f in cls.model_fields.items()}
    return {**defaults, **{n: v for n, v in given.items() if n in defaults}}


def _widget(key: str, name: str) -> str:
    return f"{key}__{name}"


class _Drawer:
    """Draws the fields of one form; holds what every field needs."""

    def __init__(
        self,
        cls: type[Settings],
        key: str,
        draft: dict[str, Any],
        start: Mapping[str, Any],
        choices: Choices,
    ) -> None:
        self.prefix, self.key, self.draft = cls.texts, key, draft
        self.start, self.choices = start, choices
        self.t = texts()

    def applies(self, field: FieldView) -> bool:
        """Whether the field matters beside the others' present values."""
        return all(self.now(other) in values for other, values in field.when)

    def now(self, name: str) -> Any:
        """The present value of a field, before it is drawn."""
        return st.session_state.get(
            _widget(self.key, name), self.draft.get(name, self.start.get(name))
        )

    def grid(self, fields: Sequence[FieldView]) -> None:
        """Draws fields side by side, as many as fit."""
        if not fields:
            return
        grid = st.grid(3, min_column_width=230, gap="medium")
        for field in fields:
            with grid.cell():
                self.draft[field.name] = self.draw(field)

    def draw(self, field: FieldView) -> Any:
        """Draws one field and returns its value."""
        key = _widget(self.key, field.name)
        if key not in st.session_state:
            kept = self.draft.get(field.name, self.start.get(field.name))
            st.session_state[key] = self.fit(field, kept)
        label = {
            "label": self.t(f"{self.prefix}.{field.name}.label"),
            "help": self.t(f"{self.prefix}.{field.name}.help"),
            "key": key,
        }
        if field.kind in ("integer", "number"):
            label["help"] = formats().sentences(label["help"], *self.range(field))
            value = st.number_input(**label, value=None, **_steps(field))
            value = whole(value) if field.kind == "integer" else value
            self.note(field, value)
            return value
        if field.kind == "toggle":
            return st.toggle(**label)
        if field.kind == "choice" or (field.kind == "text" and field.name in self.choices):
            return self.one_of(field, label)
        if field.kind in ("many", "names") and (field.options or field.name in self.choices):
            options = list(field.options or self.choices[field.name])
            words = {"format_func": self.namer(field), "placeholder": self.t("app.form.choose")}
            return tuple(st.multiselect(**label, options=options, **words))
        return self.typed(field, label)

    def range(self, field: FieldView) -> tuple[str, ...]:
        """The bounds, as a further sentence of the help where there are any."""
        if field.bounds.sort == "none":
            return ()
        told = range_words(field.bounds, self.t, formats())
        return (self.t("app.form.allowed", range=told),)

    def note(self, field: FieldView, value: Any) -> None:
        """Under the field: what is wrong with it, or what its zero stands for."""
        wrong = fault(field, value, self.t, formats())
        zero = f"{self.prefix}.{field.name}.zero"
        if wrong:
            st.caption(f":red[{md_escape(wrong)}]")
        elif value == 0 and self.t.has(zero):
            st.caption(md_escape(self.t(zero)))

    def one_of(self, field: FieldView, label: dict[str, Any]) -> Any:
        """One of several options; few short ones lie open."""
        options = self.options(field)
        if field.options and len(options) <= _SEGMENTS and self.fits(field, options):
            return st.segmented_control(
                **label, options=options, format_func=self.namer(field), required=True, wrap=True
            )
        words = {"format_func": self.namer(field), "placeholder": self.t("app.form.choose")}
        return st.selectbox(**label, options=options, **words)

    def fits(self, field: FieldView, options: Sequence[Any]) -> bool:
        """Whether the options are short enough to lie open, in English and so in both languages."""
        english = _Namer(Texts("en"), self.prefix, field, self.choices)
        return sum(len(english(option)) for option in options) <= _OPEN_WIDTH

    def options(self, field: FieldView) -> list[Any]:
        """The options of a choice; None first where nothing may be chosen."""
        known = self.choices.get(field.name, field.options)
        listed = [one for one in field.options if one in known] if field.options else list(known)
        return [None, *listed] if field.optional else listed

    def namer(self, field: FieldView) -> "_Namer":
        """How an option of the field is called."""
        return _Namer(self.t, self.prefix, field, self.choices)

    def typed(self, field: FieldView, label: dict[str, Any]) -> Any:
        """Free text; a list is typed with commas."""
        text = (st.text_input(**label) or "").strip()
        if field.kind == "text":
            return text or (None if field.optional else "")
        if field.kind == "names":
            return tuple(part for part in (each.strip() for each in _COMMAS.split(text)) if part)
        self.note(field, text)
        return read_numbers(text)

    def fit(self, field: FieldView, value: Any) -> Any:
        """`value` as the field's widget takes it."""
        if field.kind in ("integer", "number") and value is not None:
            return float(value)
        if field.kind == "choice" or (field.kind == "text" and field.name in self.choices):
            options = self.options(field)
            return value if value in options else (options[0] if options else None)
        if field.kind in ("many", "names") and (field.options or field.name in self.choices):
            options = list(field.options or self.choices[field.name])
            return [item for item in value or () if item in options]
        if field.kind in ("integers", "names") and not isinstance(value, str):
            return ", ".join(str(item) for item in value or ())
        return "" if field.kind == "text" and value is None else value


@dataclass(frozen=True)
class _Namer:
    """Names an option: by its text, or by its own name or words where it is a column."""

    t: Texts
    prefix: str
    field: FieldView
    choices: Choices

    def __call__(self, option: Any) -> str:
        if option is None:
            return self.t("app.form.none")
        if self.field.options:
            return self.t(f"{self.prefix}.{self.field.name}.option.{option}")
        words = self.choices.get(self.field.name)
        return str(words.get(option, option)) if isinstance(words, Mapping) else str(option)


def _steps(field: FieldView) -> dict[str, Any]:
    """Step and digits of a number input.

    Whole numbers are asked for as any others: the widget would keep very large ones to itself.
    """
    if field.kind == "integer":
        return {"step": 1.0 if abs(field.default or 1) < 100 else 10.0, "format": "%.12g"}
    high = field.bounds.high
    base = abs(field.default or 0) or min(abs(high or 1), 10) / 10
    step = 10.0 ** math.floor(math.log10(base)) / (2 if base < 1 else 1)
    return {"step": step, "format": "%.6g"}


def _differences(
    cls: type[Settings],
    fields: Sequence[FieldView],
    key: str,
    draft: Mapping[str, Any],
    choices: Choices,
) -> None:
    """What differs from the defaults, as chips, with a Reset."""
    changed = [f for f in fields if f.name in draft and not _same(draft[f.name], f.default)]
    changed = [f for f in changed if f.default is not None or draft[f.name] not in (None, (), "")]
    if not changed:
        return
    t = texts()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        labels = []
        for one in (f for f in changed if f.of is None):
            more = [f for f in fields if f.of == one.name and f.name in draft]
            told = [_told(cls, f, draft[f.name], choices) for f in (one, *more)]
            labels.append(f"{t(f'{cls.texts}.{one.name}.label')}: {' · '.join(told)}")
        with st.container(width="content"):
            chips(labels, "accent")
        st.button(
            t("app.form.reset"),
            key=f"{key}__reset",
            type="tertiary",
            icon=":material/undo:",
            on_click=fill_form,
            args=(key, {f.name: f.default for f in fields}),
        )


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=1e-9)
    return (
        (tuple(a) == tuple(b)) if isinstance(a, tuple) and isinstance(b, tuple | list) else a == b
    )


def _told(cls: type[Settings], field: FieldView, value: Any, choices: Choices) -> str:
    t = texts()
    if isinstance(value, bool):
        return t("app.word.on") if value else t("app.word.off")
    if isinstance(value, int | float):
        return formats().number(value, 6)
    if isinstance(value, tuple):
        told = [_told(cls, field, item, choices) for item in value]
        return ", ".join(told) or t("app.form.none")
    return _Namer(t, cls.texts, field, choices)(value)
