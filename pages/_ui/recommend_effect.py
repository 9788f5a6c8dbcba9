"""What rules do: to how right lists are and to the margin they bring, and what each rule took."""

import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core.actions.recommending import Rules, check
from core.base.runs import Run
from pages._ui import layout, measures, recommend_cached, recommend_rules, recommend_words
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.layout import Cell, Tile
from pages._ui.session import formats, texts

if TYPE_CHECKING:
    from core.actions.recommending import ListsAnswer, Measure, Removed, RuleEffect

MONEY = ("expected_margin", "margin_taken")
LISTED = (
    "ndcg", "expected_margin", "hr", "coverage", "diversity", "recall", "popularity_bias",
    "margin_taken", "margin_known",
)  # fmt: skip
OF_RULE = ("ndcg", "recall", "expected_margin")
"""What is told of each rule alone."""
_TILES = 4
_WHOLE = 100
"""Money from here on is told without a fraction."""
_SHARES = frozenset({"hr", "recall", "coverage", "margin_known"})


def show(run: Run, rules: Rules, n: int, answer: "ListsAnswer | None") -> None:
    """What the rules did to these lists (None: not asked for yet), and to all that were judged."""
    t, f = texts(), formats()
    remarks(rules, answer, recommend_cached.shop(run).categories)
    if rules == Rules(bought=rules.bought, hide_in_cart=rules.hide_in_cart):
        st.caption(md_escape(t("lists.effect.none")))
        return
    with guard():
        with st.spinner(t("lists.effect.working")):
            found = recommend_cached.effect(run, rules, n)
        note = t("lists.effect.note", n=f.count(found.customers))
        layout.section(t("lists.effect.title"), note, key="effect")
        known = {one.measure: one for one in found.measures if math.isfinite(one.difference)}
        listed = [known[name] for name in LISTED if name in known]
        layout.tiles([_tile(run, one, n) for one in listed[:_TILES]], compact=True)
        if found.short:
            facts = {"n": f.count(found.short), "all": f.count(found.lists)}
            callout(t("lists.effect.short", **facts), "warning")
        _alone(run, rules, found.each, n)
        with st.expander(t("lists.effect.more"), icon=":material/table:"):
            _table(run, listed, n)
            _taken(found.removed)


def remarks(rules: Rules, answer: "ListsAnswer | None", categories: Collection[str]) -> None:
    """What cannot be followed, and why."""
    t = texts()
    told = []
    if answer is not None and answer.unknown:
        told.append(t("lists.rules.unknown", items=formats().series(answer.unknown)))
    for problem in check(rules, () if answer is None else answer.idle, categories):
        facts = problem.facts
        if "context" in facts:
            facts = facts | {"context": t(f"{Rules.texts}.context.option.{facts['context']}")}
        told.append(t.problem(problem.code, facts))
    if told:
        callout(formats().sentences(*told), "warning")


def _taken(removed: Sequence["Removed"]) -> None:
    """How much each rule took away."""
    t, f = texts(), formats()
    rows = [one for one in removed if one.candidates]
    if not rows:
        return
    header = [t(f"lists.removed.{name}") for name in ("rule", "candidates", "of_top")]
    cells = [
        (recommend_rules.label(one.rule), f.short(one.candidates), f.short(one.of_top))
        for one in rows
    ]
    layout.section(t("lists.removed.title"), t("lists.removed.note"), key="removed")
    layout.table(header, [[Cell(text) for text in row] for row in cells], t("lists.removed.title"))


def _tile(run: Run, one: "Measure", n: int) -> Tile:
    """A measure without and with the rules, and the difference with its interval."""
    told = f"{word(one, one.without)} → {word(one, one.with_rules)}"
    ends = between(one)
    change = signed(one, one.difference)
    note = texts()("lists.effect.change", change=change, between=ends) if ends else change
    return Tile(metric(run, one.measure, n), told, note, tone(one))


def _table(run: Run, listed: Sequence["Measure"], n: int) -> None:
    t = texts()
    header = [t(f"lists.effect.column.{name}") for name in ("measure", "without", "with", "more")]
    body = [
        [
            Cell(metric(run, one.measure, n)),
            Cell(word(one, one.without)),
            Cell(word(one, one.with_rules)),
            Cell(signed(one, one.difference), between(one)),
        ]
        for one in listed
    ]
    layout.table(header, body, t("lists.effect.title"))


def _alone(run: Run, rules: Rules, each: Sequence["RuleEffect"], n: int) -> None:
    """What each rule does while the others hold; of a single one that is told already."""
    if len(each) < 2:
        return
    t = texts()
    known = [
        {one.measure: one for one in rule.measures if math.isfinite(one.difference)}
        for rule in each
    ]
    names = [name for name in OF_RULE if all(name in found for found in known)]
    if not names:
        return
    header = [t("lists.removed.rule"), *(metric(run, name, n) for name in names)]
    body = [
        [Cell(recommend_rules.named(rule.rule, rules)), *(_without(found[name]) for name in names)]
        for rule, found in zip(each, known, strict=True)
    ]
    layout.section(t("lists.effect.each"), t("lists.effect.each_note"), key="effect-each")
    layout.table(header, body, t("lists.effect.each"))


def _without(one: "Measure") -> Cell:
    """What a rule does to a measure; in small print the interval, and the measure without it."""
    told = texts()("lists.effect.without", value=word(one, one.without))
    return Cell(signed(one, one.difference), " · ".join(filter(None, (between(one), told))))


def metric(run: Run, name: str, n: int) -> str:
    """What a measure is called; of money with its currency."""
    t = texts()
    if name in MONEY:
        currency = recommend_cached.currency(run)
        told = t(f"lists.measure.{name}")
        return f"{told} ({currency})" if currency else told
    if name == "margin_known":
        return t(f"lists.measure.{name}")
    return recommend_words.metric_name(name, n, t)


def word(one: "Measure", value: float) -> str:
    """A value of a measure."""
    f = formats()
    if one.measure in MONEY:
        return f.short(round(value)) if abs(value) >= _WHOLE else f.number(value)
    if one.measure == "margin_known":
        return f.percent(value)
    return measures.word(value, one.measure, f)


def signed(one: "Measure", value: float) -> str:
    """A difference with its sign, of shares in percentage points; one that rounds to nothing has
    none."""
    size = _size(one, abs(value))
    if size == _size(one, 0.0):
        return size
    return f"{'+' if value > 0 else '−'}{size}"


def _size(one: "Measure", size: float) -> str:
    if one.measure in _SHARES:
        return texts()("lists.effect.points", n=formats().fixed(100 * size, 1))
    return word(one, size)


def between(one: "Measure") -> str:
    """The 95 % interval of the difference; empty where there is none."""
    if one.low is None or one.high is None:
        return ""
    low, high = (signed(one, end) for end in (one.low, one.high))
    return texts()("run.tile.interval", low=low, high=high)


def tone(one: "Measure") -> layout.Tone:
    """Good or bad where the interval leaves out nothing at all, else plain."""
    if one.low is None or one.high is None or one.low <= 0 <= one.high:
        return "plain"
    return "good" if one.low > 0 else "bad"
