"""The levers of what-if: a scope, sliders, and a table with a row a plan; kept in the URL."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.actions import scenarios, what_if_form
from core.actions.what_if_form import Form
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import layout, what_if_table
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, link, param, set_param, texts
from pages._ui.what_if_words import flag_name

if TYPE_CHECKING:
    from core.actions.what_if import Change, Levers

LONGEST = 1500
"""Characters of changes that an address can carry."""


@dataclass(frozen=True)
class Asked:
    """What the reader asks for: the `levers` there are, the `form`, and the changes of the table
    (`rows`)."""

    levers: "Levers"
    form: Form
    rows: tuple["Change", ...]

    @property
    def changes(self) -> tuple["Change", ...]:
        """All changes, those of the sliders first."""
        return (*what_if_form.changes_of(self.form, self.levers), *self.rows)


def ask(run: Run, levers: "Levers") -> Asked:
    """Draws the levers and the table."""
    start(run, levers)
    t = texts()
    with layout.card("levers"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("what_if.levers.title"), anchor=False)
            st.button(
                t("what_if.levers.reset"), type="tertiary", icon=":material/restart_alt:",
                on_click=put, args=(run, levers, ()), key="what_if_reset",
            )  # fmt: skip
        _scope(run, levers)
        _sliders(run, levers)
        with st.expander(t("what_if.table.title"), expanded=what_if_table.filled(run)):
            rows = what_if_table.edit(run, levers)
    asked = Asked(levers, _read(run, levers), rows)
    _tell(asked.changes)
    return asked


def start(run: Run, levers: "Levers") -> None:
    """Gives the levers their first values: the changes in the URL, or the scenario it names."""
    if _key(run, "price") in st.session_state:
        return
    changes: tuple[Change, ...] = ()
    told, named = param("what"), param("scenario")
    if named is not None:
        known = {one.name: one.changes for one in scenarios.scenarios_of(desk(), run.id)}
        if named in known:
            changes = known[named]
        else:
            error = AppError("scenario_unknown", name=named, known=list(known))
            callout(texts().of(error), "warning")
    elif told is not None:
        read = scenarios.read(told)
        if read is None:
            callout(texts()("what_if.link_damaged"), "warning")
        changes = read or ()
    put(run, levers, changes)


def put(run: Run, levers: "Levers", changes: tuple["Change", ...]) -> None:
    """Puts changes into the levers and the table, for a callback."""
    form, rows = what_if_form.form_of(changes, levers)
    state = st.session_state
    state[_key(run, "price")] = round(form.price)
    state[_key(run, "demand")] = round(form.demand)
    state[_key(run, "flags")] = [flag for flag in form.flags if flag in levers.flags]
    state[_key(run, "closed")] = form.closed
    state[_key(run, "days")] = (form.first or levers.first, form.last or levers.last)
    for name in levers.keys:
        wanted = form.values.get(name, ())
        state[_key(run, f"key_{name}")] = [one for one in wanted if one in levers.keys[name]]
    what_if_table.put(run, levers, rows)


def _scope(run: Run, levers: "Levers") -> None:
    """Of which series and days."""
    t = texts()
    columns = st.columns(len(levers.keys) + 1, gap="medium", vertical_alignment="bottom")
    for column, (name, values) in zip(columns, levers.keys.items(), strict=False):
        with column:
            st.multiselect(
                what_if_table.key_name(name), values, key=_key(run, f"key_{name}"),
                placeholder=t("what_if.scope.all"), persist_state="session",
            )  # fmt: skip
    with columns[-1]:
        if levers.first < levers.last:
            st.slider(
                t("what_if.scope.days"), levers.first, levers.last, key=_key(run, "days"),
                format=formats().day_pattern, persist_state="session",
            )  # fmt: skip


def _sliders(run: Run, levers: "Levers") -> None:
    t = texts()
    left, middle, right = st.columns(3, gap="medium")
    with left:
        if levers.price:
            _percent(run, "price", int(what_if_form.LOWEST), 50)
        else:
            _lacking("price")
    with middle:
        if levers.flags:
            st.pills(
                t("what_if.levers.flags"), levers.flags, selection_mode="multi",
                format_func=flag_name, key=_key(run, "flags"),
                help=t("what_if.levers.flags_help"), persist_state="session",
            )  # fmt: skip
        else:
            _lacking("flags")
    with right:
        _percent(run, "demand", int(what_if_form.LOWEST), int(what_if_form.HIGHEST))
        st.toggle(
            t("what_if.levers.closed"), key=_key(run, "closed"),
            help=t("what_if.levers.closed_help"), persist_state="session",
        )  # fmt: skip


def _percent(run: Run, name: str, low: int, high: int) -> None:
    t = texts()
    st.slider(
        t(f"what_if.levers.{name}"), low, high, step=1, format="%+d%%", key=_key(run, name),
        help=t(f"what_if.levers.{name}_help"), persist_state="session",
    )  # fmt: skip


def _lacking(name: str) -> None:
    """What the data cannot answer, and how it could."""
    t = texts()
    st.caption(md_escape(t(f"what_if.lacking.{name}")))
    link("train", t("what_if.lacking.train"), ":material/model_training:", task="demand")


def _read(run: Run, levers: "Levers") -> Form:
    state = st.session_state
    first, last = state.get(_key(run, "days"), (levers.first, levers.last))
    chosen = {name: tuple(state[_key(run, f"key_{name}")]) for name in levers.keys}
    return Form(
        price=float(state.get(_key(run, "price"), 0)),
        demand=float(state[_key(run, "demand")]),
        flags=tuple(flag for flag in levers.flags if flag in state.get(_key(run, "flags"), ())),
        closed=state[_key(run, "closed")],
        first=None if first <= levers.first else first,
        last=None if last >= levers.last else last,
        values={name: values for name, values in chosen.items() if values},
    )


def _tell(changes: tuple["Change", ...]) -> None:
    """Tells the changes in the URL, so that a reload and a link find them; too many for that are
    found again by the name they are kept under."""
    told = scenarios.written(changes) if changes else None
    set_param("scenario", None)
    set_param("what", told if told is None or len(told) <= LONGEST else None)


def _key(run: Run, name: str) -> str:
    return f"what_if_{run.id}_{name}"
