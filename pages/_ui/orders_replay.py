"""Policies replayed on the weeks that the run held out, and the frontier that they draw.

A replay takes seconds, so it is asked for by a button; what it gave is kept for the session.
"""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.actions import item_table
from core.actions.replay import Asked, How, replay_weeks
from core.base.runs import Run
from core.inventory.figures import frontier
from pages._ui import charts, layout, orders_cached, orders_terms, orders_what_if
from pages._ui.errors import callout
from pages._ui.layout import Cell
from pages._ui.session import begin, desk, formats, texts, theme
from pages._ui.tables import downloads, file_name, rounded

if TYPE_CHECKING:
    from core.actions.order_plan import Terms
    from core.actions.replay import Result, WeeksReplayed

_KEPT = "_orders_replayed"
_COLUMNS = (
    "cycle_service", "fill_rate", "stock_money", "stock_units", "days_of_stock", "orders",
    "short_units", "waste_units", "cost",
)  # fmt: skip
_MONEY = ("stock_money", "cost")
_SHARES = ("cycle_service", "fill_rate")
_SAME = 0.002
"""Levels nearer than that are called the same."""


def show(run: Run, terms: "Terms") -> None:
    """What is to be replayed, the button, and what the last replay of this run gave."""
    t = texts()
    layout.section(t("orders.replay.title"), t("orders.replay.note"), key="replay")
    if orders_what_if.changes(run):
        callout(t("orders.replay.as_it_was"), "info")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        short = st.segmented_control(
            t("orders.replay.short"),
            ["lost", "owed"],
            format_func=lambda code: t(f"orders.replay.{code}"),
            required=True,
            key=begin(f"orders_short_{run.id}", "lost"),
            help=t("orders.replay.short_help"),
        )
        wanted = st.button(
            t("orders.replay.button"), icon=":material/history:", type="primary",
            key="orders_replay",
        )  # fmt: skip
    key = (run.id, item_table.stamp(desk(), run.id), terms.model_dump_json(), short)
    if wanted:
        st.session_state[_KEPT] = (key, _replayed(run, terms, short == "owed"))
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0][0] != run.id:
        return
    if kept[0] != key:
        callout(t("orders.replay.stale"), "info")
    _result(run, kept[1], terms)


def _replayed(run: Run, terms: "Terms", backorders: bool) -> "WeeksReplayed":
    """Replays with a bar that moves. AppErrors of `replay_weeks`."""
    t = texts()
    bar = st.progress(0.0, t("orders.replay.working"))
    asked = Asked(orders_cached.given(run), terms, How(backorders=backorders))
    try:
        return replay_weeks(
            desk(), run.id, asked,
            lambda done, of: bar.progress(done / of, t("orders.replay.working")),
        )  # fmt: skip
    finally:
        bar.empty()


def _result(run: Run, found: "WeeksReplayed", terms: "Terms") -> None:
    """The finding, the policies side by side, and the frontier."""
    t, f = texts(), formats()
    layout.verdict("info", *_finding(found, terms))
    days = [f.day(pd.Timestamp(day).date()) for day in (found.first, found.last)]
    layout.meta(
        [
            t("orders.replay.days", first=days[0], last=days[1]),
            t("orders.replay.series", n=f.count(found.series), of=f.count(found.of)),
        ]
    )
    for remark in found.remarks:
        callout(t.problem(remark.code, remark.facts), "info")
    _aim(run, found, terms)
    _policies(run, found.results)
    if not found.frontier:
        return
    layout.section(t("orders.frontier.title"), t("orders.replay.frontier"), key="replayed_frontier")
    points = (*found.frontier, *([found.present] if found.present else []))
    drawn = frontier.frontier(points, terms.service_level, t, theme(), "replayed")
    charts.show(drawn.figure, "orders_replayed", drawn.finding, file_name(run.name, "replay"))
    if found.present is None:
        layout.meta([t("orders.replay.no_present")])


def _finding(found: "WeeksReplayed", terms: "Terms") -> tuple[str, str]:
    """What the policy of the terms would have reached, beside the classic formula."""
    t, f = texts(), formats()
    by = {one.policy: one for one in found.results}
    ours, classic = by.get(terms.policy), by.get("classic")
    if ours is None:
        return t("orders.replay.none"), ""
    told = {"cycle": f.percent(ours.cycle_service), "fill": f.percent(ours.fill_rate)}
    sentence = t("orders.replay.ours", policy=_name(terms.policy), **told)
    if classic is None:
        return sentence, ""
    other = {"cycle": f.percent(classic.cycle_service), "fill": f.percent(classic.fill_rate)}
    if not ours.costed or not classic.cost:
        return sentence, t("orders.replay.classic_services", **other)
    less = 1 - ours.cost / classic.cost
    key = "orders.replay.cheaper" if less >= 0 else "orders.replay.dearer"
    return sentence, t(key, share=f.percent(abs(less)), **other)


def _aim(run: Run, found: "WeeksReplayed", terms: "Terms") -> None:
    """The level that would have brought what was asked for, where it is another."""
    t, f = texts(), formats()
    ours = next((one for one in found.results if one.policy == terms.policy), None)
    if found.aimed is None or terms.service_level is None or ours is None:
        return
    aim = round(found.aimed, 3)
    if abs(aim - terms.service_level) < _SAME:
        return
    told = {"asked": f.percent(terms.service_level), "aim": f.percent(aim)}
    layout.meta([t("orders.replay.aim", came=f.percent(ours.cycle_service), **told)])
    st.button(
        t("orders.replay.aim_button", aim=told["aim"]), icon=":material/target:",
        on_click=orders_terms.put, args=(run, terms.model_copy(update={"service_level": aim})),
        key="orders_aim",
    )  # fmt: skip


def _name(policy: str) -> str:
    t = texts()
    return t(
        "orders.replay.classic" if policy == "classic" else f"orders.terms.policy.option.{policy}"
    )


def _policies(run: Run, results: "tuple[Result, ...]") -> None:
    """One row a policy; money only where unit costs are known."""
    t = texts()
    costed = any(one.costed for one in results)
    columns = [name for name in _COLUMNS if costed or name not in _MONEY]
    if not any(one.waste_units for one in results):
        columns.remove("waste_units")
    heads = [t("orders.terms.policy.label"), *(t(f"orders.replay.column.{n}") for n in columns)]
    layout.table(
        heads,
        [[Cell(_name(one.policy)), *(_cell(one, name) for name in columns)] for one in results],
        t("orders.replay.title"),
    )
    held = pd.DataFrame(
        [[_name(one.policy), *(getattr(one, name) for name in columns)] for one in results],
        columns=heads,
    )
    downloads(rounded(held), "orders_policies", file_name(run.name, "policies"))


def _cell(one: "Result", name: str) -> Cell:
    f = formats()
    value = getattr(one, name)
    return Cell(f.percent(value) if name in _SHARES else f.short(value))
