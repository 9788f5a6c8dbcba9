"""Scenarios: changes kept under a name with the run, compared, opened, shared, removed."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.actions import scenarios
from core.actions.scenarios import Scenario
from core.base.errors import AppError
from core.base.runs import Run
from core.demand.figures import what_if as figures
from pages._ui import charts, layout, scenario_parts, what_if_answers, what_if_form
from pages._ui.errors import show_error
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import desk, texts, theme
from pages._ui.tables import file_name
from pages._ui.what_if_words import after, all_told, between, more, signed

if TYPE_CHECKING:
    from core.actions.what_if import Answer
    from pages._ui.what_if_form import Asked


def show(run: Run, asked: "Asked", made: "Answer") -> None:
    """What is chosen now can be kept under a name; kept ones are compared."""
    t = texts()
    layout.section(t("what_if.scenarios.title"), t("what_if.scenarios.note"), key="what_if_kept")
    add = partial(scenarios.keep, desk(), run.id, changes=asked.changes)
    scenario_parts.keep("what_if", all_told(asked.changes)[:100], add, bool(asked.changes))
    kept = scenarios.scenarios_of(desk(), run.id)
    if kept:
        _compare(run, asked, made, kept)
    else:
        st.caption(md_escape(t("what_if.scenarios.none")))
    for place, scenario in enumerate(kept):
        _row(run, asked, scenario, place)
    scenario_parts.undo("what_if", run, partial(scenarios.put_back, desk(), run.id))


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
    units, money = made.difference.units, made.difference.money
    cells = [
        Cell(name, told if told != name else ""),
        Cell(after(units)),
        Cell(more(units), between(units)),
    ]
    if money is not None:
        cells += [Cell(after(money)), Cell(more(money), between(money))]
    return cells


def _picture(run: Run, found: list[tuple[str, str, "Answer"]], money: bool) -> None:
    """The difference that each makes that is known: in money where prices are."""
    t = texts()
    told = []
    for name, _, made in found:
        amount = made.difference.money if money else made.difference.units
        if amount is not None and amount.known:
            told.append((name, amount.more, amount.low, amount.high))
    if not told:
        return
    best = max(told, key=lambda one: one[1])
    title = t(f"what_if.scenarios.axis_{'money' if money else 'units'}")
    finding = t(
        "what_if.scenarios.finding", name=best[0], more=signed(best[1]), of=title
    )  # fmt: skip
    chart = figures.scenarios(told, title, finding, theme())
    charts.show(chart.figure, "what_if_scenarios", finding, file_name(run.name, "scenarios"))


def _row(run: Run, asked: "Asked", scenario: Scenario, place: int) -> None:
    name, put = scenario.name, what_if_form.put
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        scenario_parts.opener(
            f"what_if_open_{place}", name, put, run, asked.levers, scenario.changes
        )
        _rename(run, scenario, place)
        scenario_parts.share(f"what_if_share_{place}", run=run.id, scenario=name)
        drop = partial(scenarios.drop, desk(), run.id)
        scenario_parts.remover("what_if", run, place, scenario, drop)


def _rename(run: Run, scenario: Scenario, place: int) -> None:
    t = texts()
    key = f"what_if_rename_{place}_{scenario.name}"
    with st.popover(
        t("what_if.scenarios.rename"), icon=":material/edit:", type="tertiary",
        key=f"what_if_renaming_{place}",
    ):  # fmt: skip
        st.text_input(
            t("app.scenario.name"), scenario.name, key=key, max_chars=120,
            on_change=_renamed, args=(run, scenario, key),
        )  # fmt: skip


def _renamed(run: Run, scenario: Scenario, key: str) -> None:
    wanted = st.session_state[key].strip()
    if wanted and wanted != scenario.name:
        scenarios.rename(desk(), run.id, scenario.name, wanted)
