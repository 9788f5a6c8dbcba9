"""Orders by a changed forecast: the changes of a what-if in the address, told, and taken away."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import scenarios
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import layout, what_if_answers
from pages._ui.errors import callout
from pages._ui.session import desk, link, param, set_param, texts
from pages._ui.what_if_words import all_told, untold

if TYPE_CHECKING:
    from core.actions.what_if import Change

WHAT, SCENARIO = "what", "scenario"


def changes(run: Run) -> tuple["Change", ...]:
    """The changes that the address asks for; none where it names none, or what cannot be read.

    Raises AppError scenario_unknown.
    """
    told, named = param(WHAT), param(SCENARIO)
    if told is not None:
        return scenarios.read(told) or ()
    if named is None:
        return ()
    known = {one.name: one.changes for one in scenarios.scenarios_of(desk(), run.id)}
    if named not in known:
        raise AppError("scenario_unknown", name=named, known=list(known))
    return known[named]


def banner(run: Run) -> None:
    """Says by which changes the plan is made, with the ways to them and back."""
    t = texts()
    found = changes(run)
    if not found:
        if param(WHAT) is not None:
            callout(t("what_if.link_damaged"), "warning")
        return
    layout.verdict("info", t("orders.what_if.title"), all_told(found))
    made = what_if_answers.answer(run, found, {})
    if not made.difference.units.known:
        layout.verdict("beware", t("what_if.unknown.answer"), untold(made.together))
    with st.container(horizontal=True, key="mlways"):
        st.button(
            t("orders.what_if.off"), icon=":material/undo:", on_click=off, key="orders_what_if_off"
        )
        where = {name: param(name) for name in (WHAT, SCENARIO)}
        link("what_if", t("orders.what_if.open"), ":material/tune:", run=run.id, **where)


def off() -> None:
    """Plans by the forecast as it is again."""
    set_param(WHAT, None)
    set_param(SCENARIO, None)
