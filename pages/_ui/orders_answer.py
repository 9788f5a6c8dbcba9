"""The answer of an order plan: a sentence, its figures, and what is lacking for a better one."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_view
from core.base.runs import Run
from core.base.texts import Texts
from pages._ui import forecast_verdict, layout, orders_beyond, orders_cached, orders_items
from pages._ui.errors import callout
from pages._ui.formats import ABSENT, Formats
from pages._ui.layout import Tile
from pages._ui.orders_words import amount
from pages._ui.session import formats, set_param, texts

if TYPE_CHECKING:
    from core.actions.order_plan import Plan, Terms
    from core.actions.order_view import Headline


def show(run: Run, made: "Plan", terms: "Terms") -> None:
    """The sentence, the figures, what is lacking, and the defaults that were taken."""
    t, f = texts(), formats()
    found = order_view.headline(made)
    over = order_view.over_budget(made, terms)
    layout.verdict(*(_over(found, terms, over) if over else _verdict(found, t, f)))
    beyond = orders_beyond.show(run, made)
    missed = forecast_verdict.missed_level(run, orders_cached.bundle(run).report)
    layout.tiles(_tiles(found, missed[0] if missed else ""))
    told = []
    if found.uncosted and found.cost is not None:
        told.append(t("orders.answer.uncosted", n=f.count(found.uncosted)))
    if len(made.skipped) > beyond:
        told.append(t("orders.answer.skipped", n=f.count(len(made.skipped) - beyond)))
    if told:
        layout.meta(told)
    _lacks_costs(run, found)
    orders_items.remarks(order_view.assumed(made, terms))


def _lacks_costs(run: Run, found: "Headline") -> None:
    """That items have no cost (within a limit they cannot be weighed), and the way to it."""
    t, f = texts(), formats()
    if found.cut.uncosted:
        callout(t("orders.answer.unweighed", n=f.count(found.cut.uncosted)), "warning")
    elif found.cost is None or not found.uncosted:
        return
    st.button(
        t("orders.answer.fill_costs"),
        icon=":material/edit:",
        on_click=set_param,
        args=("part", "items"),
        key=f"orders_fill_costs_{run.id}",
    )


def _verdict(found: "Headline", t: Texts, f: Formats) -> tuple[str, str, str]:
    """The tone, the sentence and the note of the answer."""
    facts = {
        "ordered": amount(found.units), "lines": f.count(found.lines),
        "cost": amount(found.cost), "items": f.count(found.items),
    }  # fmt: skip
    if found.cut.items:
        return "beware", *_cut(found, facts)
    if not found.lines:
        return "better", t("orders.answer.nothing"), t("orders.answer.nothing_note")
    key = "orders.answer.order" if found.cost is not None else "orders.answer.order_uncosted"
    if not found.stock_known:
        return "beware", t(key, **facts), t("orders.items.nothing")
    if found.urgent:
        return (
            "beware",
            t(key, **facts),
            t("orders.answer.urgent", n=f.count(found.urgent), **facts),
        )
    return "info", t(key, **facts), t("orders.answer.calm")


def _over(found: "Headline", terms: "Terms", over: float) -> tuple[str, str, str]:
    """That quantities of the user's own take the orders over the budget, and what is expected."""
    t, f = texts(), formats()
    facts = {"ordered": amount(found.units), "lines": f.count(found.lines)}
    money = {"cost": amount(found.cost), "over": amount(over), "budget": amount(terms.budget)}
    cut = found.cut
    told = [t("orders.answer.over_why")]
    if cut.items:
        told.append(t("orders.answer.over_cut", cut=amount(cut.units), money=amount(cut.money)))
    told.append(
        t("orders.answer.over_service", service=f.percent(found.cycle_service),
          wanted=f.percent(found.wanted_service))
    )  # fmt: skip
    told += _stock_notes(found)
    return "beware", t("orders.answer.over", **facts, **money), f.sentences(*told)


def _stock_notes(found: "Headline") -> list[str]:
    """That no stock is known, or that items likely run out before the order comes."""
    t, f = texts(), formats()
    if not found.stock_known:
        return [t("orders.items.nothing")]
    if found.urgent:
        return [t("orders.answer.urgent_short", n=f.count(found.urgent))]
    return []


def _cut(found: "Headline", facts: dict[str, str]) -> tuple[str, str]:
    """What is ordered within the budget or the room, and what that leaves of the service."""
    t, f = texts(), formats()
    cut = found.cut
    key = "cut" if found.cost is not None else "cut_uncosted"
    head = t(f"orders.answer.{key}", cut=amount(cut.units), money=amount(cut.money), **facts)
    told = [
        t("orders.answer.leaves", service=f.percent(found.cycle_service),
          wanted=f.percent(found.wanted_service)),
        t("orders.answer.cut_items", n=f.count(cut.items), dropped=f.count(cut.dropped)),
    ]  # fmt: skip
    return head, f.sentences(*told, *_stock_notes(found))


def _tiles(found: "Headline", missed: str) -> list[Tile]:
    """Money, the two services told apart, and the risk; `missed` says which way the
    intervals of the forecast are off (empty: they are not)."""
    t, f = texts(), formats()
    return [
        Tile(t("orders.tile.cost"), amount(found.cost), _money_note(found)),
        _urgent(found, t, f),
        _lacking(found),
        _cycle(found, missed),
        Tile(t("orders.tile.fill"), f.percent(found.fill_rate), t("orders.tile.fill_note")),
        Tile(t("orders.tile.tied"), amount(found.tied_up), t("orders.tile.tied_note")),
    ]


def _money_note(found: "Headline") -> str:
    t = texts()
    if found.currency is None:
        return t("orders.tile.cost_note")
    return t("orders.tile.cost_note_in", currency=found.currency)


def _lacking(found: "Headline") -> Tile:
    """The units that will be lacking before the order comes: no order can bring them."""
    t = texts()
    label, note = t("orders.tile.short_before"), t("orders.tile.short_before_note")
    if not found.stock_known:
        return Tile(label, ABSENT, t("orders.tile.urgent_unknown"))
    units = round(found.short_before)
    return Tile(label, amount(units), note, "warn" if units else "plain")


def _cycle(found: "Headline", missed: str) -> Tile:
    """The cycle service, with a caution where the intervals that it rests on are off."""
    t = texts()
    note = t(f"orders.tile.cycle_{missed or 'note'}")
    tone: layout.Tone = "warn" if missed else "plain"
    return Tile(t("orders.tile.cycle"), formats().percent(found.cycle_service), note, tone)


def _urgent(found: "Headline", t: Texts, f: Formats) -> Tile:
    """How many items run out before the order comes; not said where no stock is known."""
    if not found.stock_known:
        return Tile(t("orders.tile.urgent"), ABSENT, t("orders.tile.urgent_unknown"))
    note = t("orders.tile.urgent_note", n=f.count(found.items))
    return Tile(
        t("orders.tile.urgent"), f.count(found.urgent), note, "warn" if found.urgent else "plain"
    )
