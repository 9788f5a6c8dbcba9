"""Scenarios: changes kept under a name with the run, compared, opened, shared, removed."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import scenarios, what_if
from core.actions.scenarios import Scenario
from core.base.errors import AppError
from core.base.runs import Run
from core.demand.figures import what_if as figures
from pages._ui import charts, layout, what_if_answers, what_if_form
from pages._ui.errors import show_error
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import desk, formats, notify, query, texts, theme
from pages._ui.tables import file_name
from pages._ui.what_if_words import all_told, between, signed

if TYPE_CHECKING:
    from core.actions.what_if import Answer
    from pages._ui.what_if_form import Asked

_NAME = "what_if_name"
_GONE = "what_if_gone"


def show(run: Run, asked: "Asked", made: "Answer") -> None:
    """What is chosen now can be kept under a name; kept ones are compared."""
    t = texts()
    layout.section(t("what_if.scenarios.title"), t("what_if.scenarios.note"), key="what_if_kept")
    _keep(run, asked)
    kept = scenarios.scenarios_of(desk(), run.id)
    if kept:
        _compare(run, asked, made, kept)
    else:
        st.caption(md_escape(t("what_if.scenarios.none")))
    for place, scenario in enumerate(kept):
        _row(run, asked, scenario, place)
    _undo(run)


def _keep(run: Run, asked: "Asked") -> None:
    t = texts()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("what_if.scenarios.name"), key=_NAME, max_chars=120, width=320)
        st.button(
            t("what_if.scenarios.keep"),
            icon=":material/bookmark_add:",
            on_click=_kept,
            args=(run, asked.changes),
            disabled=not asked.changes,
            key="what_if_keep",
        )


def _kept(run: Run, changes: tuple[what_if.Change, ...]) -> None:
    """Keeps the changes, for a callback; without a name they are called by what they say."""
    wanted = st.session_state.get(_NAME, "").strip() or all_told(changes)[:100]
    name = scenarios.keep(desk(), run.id, wanted, changes).name
    st.session_state[_NAME] = ""
    notify(md_escape(texts()("what_if.scenarios.kept", name=name)))


def _compare(
    run: Run, asked: "Asked", now: "Answer", kept: tuple[Scenario, ...]
) -> None:  # fmt: skip
    """All of them over the series that are looked at now, and in a picture."""
    t = texts()
    found: list[tuple[str, str, Answer]] = []
    if asked.changes and all(asked.changes != one.changes for one in kept):
        found.append((t("what_if.scenarios.now"), all_told(asked.changes), now))
    for one in kept:
        try:
            made = what_if_answers.answer(run, one.changes, asked.form.values)
        except AppError as error:
            show_error(error)
            continue
        found.append((one.name, all_told(one.changes), made))
    money = now.difference.money is not None
    heads = [t("what_if.scenarios.head"), t("what_if.tile.after"), t("what_if.tile.more")]
    heads += [t("what_if.scenarios.money"), t("what_if.tile.more_money")] if money else []
    rows = [_cells(*one) for one in found]
    layout.table(heads, rows, t("what_if.scenarios.title"))
    if found:
        _picture(run, found, money)


def _cells(name: str, told: str, made: "Answer") -> list[Cell]:
    f = formats()
    units, money = made.difference.units, made.difference.money
    cells = [
        Cell(name, told if told != name else ""),
        Cell(f.short(round(units.after))),
        Cell(signed(units.more), between(units)),
    ]
    if money is not None:
        cells += [Cell(f.short(round(money.after))), Cell(signed(money.more), between(money))]
    return cells


def _picture(run: Run, found: list[tuple[str, str, "Answer"]], money: bool) -> None:
    """The difference that each makes: in money where prices are known."""
    t = texts()
    told = []
    for name, _, made in found:
        amount = made.difference.money if money else made.difference.units
        if amount is not None:
            told.append((name, amount.more, amount.low, amount.high))
    best = max(told, key=lambda one: one[1])
    title = t(f"what_if.scenarios.axis_{'money' if money else 'units'}")
    finding = t(
        "what_if.scenarios.finding", name=best[0], more=signed(best[1]), of=title
    )  # fmt: skip
    chart = figures.scenarios(told, title, finding, theme())
    charts.show(chart.figure, "what_if_scenarios", finding, file_name(run.name, "scenarios"))


def _row(run: Run, asked: "Asked", scenario: Scenario, place: int) -> None:
    t = texts()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            t("what_if.scenarios.open", name=md_escape(scenario.name)),
            icon=":material/tune:",
            type="tertiary",
            on_click=what_if_form.put,
            args=(run, asked.levers, scenario.changes),
            key=f"what_if_open_{place}",
        )
        _rename(run, scenario, place)
        with st.popover(
            t("what_if.scenarios.share"), icon=":material/link:", type="tertiary",
            key=f"what_if_share_{place}",
        ):  # fmt: skip
            st.caption(md_escape(t("what_if.scenarios.share_note")))
            st.code(address(run, scenario), language=None, wrap_lines=True)
        st.button(
            t("what_if.scenarios.drop"),
            icon=":material/delete:",
            type="tertiary",
            on_click=_drop,
            args=(run, scenario),
            key=f"what_if_drop_{place}",
        )


def _rename(run: Run, scenario: Scenario, place: int) -> None:
    t = texts()
    key = f"what_if_rename_{place}_{scenario.name}"
    with st.popover(
        t("what_if.scenarios.rename"), icon=":material/edit:", type="tertiary",
        key=f"what_if_renaming_{place}",
    ):  # fmt: skip
        st.text_input(
            t("what_if.scenarios.name"), scenario.name, key=key, max_chars=120,
            on_change=_renamed, args=(run, scenario, key),
        )  # fmt: skip


def _renamed(run: Run, scenario: Scenario, key: str) -> None:
    wanted = st.session_state[key].strip()
    if wanted and wanted != scenario.name:
        scenarios.rename(desk(), run.id, scenario.name, wanted)


def address(run: Run, scenario: Scenario) -> str:
    """Where a browser finds the scenario."""
    from urllib.parse import urlencode

    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(query(run=run.id, scenario=scenario.name))}"


def _drop(run: Run, scenario: Scenario) -> None:
    scenarios.drop(desk(), run.id, scenario.name)
    st.session_state[_GONE] = (run.id, scenario)


def _undo(run: Run) -> None:
    """The way back for the scenario that was removed last."""
    t = texts()
    gone = st.session_state.get(_GONE)
    if gone and gone[0] == run.id:
        st.button(
            t("what_if.scenarios.undo", name=md_escape(gone[1].name)),
            icon=":material/undo:",
            type="tertiary",
            on_click=_back,
            args=(run, gone[1]),
            key="what_if_undo",
        )


def _back(run: Run, scenario: Scenario) -> None:
    scenarios.put_back(desk(), run.id, scenario)
    del st.session_state[_GONE]
