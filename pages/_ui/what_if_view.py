"""What a change makes of a forecast: the answer, the levers, the picture, the series, scenarios.
A fragment: moving a slider redraws only this."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import scenarios, what_if
from core.base.runs import Run
from core.demand.figures import what_if as figures
from pages._ui import (
    cached,
    charts,
    layout,
    run_words,
    what_if_answers,
    what_if_form,
    what_if_scenarios,
)
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.layout import Tile
from pages._ui.session import desk, formats, link, texts, theme
from pages._ui.tables import downloads, file_name, rounded, show_table
from pages._ui.what_if_words import after, all_told, between, flag_name, more, untold

if TYPE_CHECKING:
    from core.actions.what_if import Answer
    from pages._ui.what_if_form import Asked

_MOST = 100
"""Series that the table shows; the download has all."""
_NOTHING = 0.05
"""Units that are called no difference."""


@st.fragment
def show(run: Run) -> None:
    """The answer above, what is asked below it, and what stands behind."""
    with guard():
        levers = what_if.levers_of(cached.forecast(run))
        head = st.container()
        asked = what_if_form.ask(run, levers)
        made = answer(run, asked)
        with head:
            _answer(run, made, asked)
        _picture(run, made, asked)
        if asked.changes:
            _series(run, made)
        what_if_scenarios.show(run, asked, made)


def answer(run: Run, asked: "Asked") -> "Answer":
    """What the changes make of the series in the scope, and of those that the table names."""
    chosen = asked.form.values
    return what_if_answers.answer(run, asked.changes, chosen, asked.rows if chosen else ())


def _answer(run: Run, made: "Answer", asked: "Asked") -> None:
    """The sentence, the figures, and what to beware of."""
    t, f = texts(), formats()
    found = made.difference
    if not asked.changes:
        layout.verdict("info", t("what_if.answer.none"), t("what_if.answer.none_note"))
    elif not found.units.known:
        layout.verdict("beware", t("what_if.unknown.answer"), untold(made.together))
    else:
        layout.verdict("info", _sentence(made), all_told(asked.changes))
    bundle = cached.forecast(run)
    span = run_words.span(bundle.report.horizon, bundle.report.freq, t, f)
    units = found.units
    tiles = [
        Tile(t("what_if.tile.before", span=span), f.short(round(units.before)),
             t("what_if.tile.series", n=f.count(made.series))),
        Tile(t("what_if.tile.after"), after(units), _share(units)),
        Tile(t("what_if.tile.more"), more(units), between(units), "accent"),
    ]  # fmt: skip
    if found.money is not None:
        money = found.money
        levers = asked.levers
        at_price = f"what_if.tile.{'at_last' if levers.price in levers.flat else 'at_price'}"
        tiles.append(Tile(t("what_if.tile.money"), f.short(round(money.before)), t(at_price)))
        tiles.append(Tile(t("what_if.tile.more_money"), more(money), between(money), "accent"))
    layout.tiles(tiles)
    if found.money is None:
        st.caption(md_escape(t("what_if.lacking.money")))
    _orders(run, asked)
    _beware(made, asked)


def _orders(run: Run, asked: "Asked") -> None:
    """The way to the orders by the changed forecast; changes that are too many for an address have
    to be kept under a name first."""
    t = texts()
    told = scenarios.written(asked.changes) if asked.changes else None
    if told is None or len(told) <= what_if_form.LONGEST:
        key = "what_if.orders" if told else "what_if.orders_plain"
        link("orders", t(key), ":material/local_shipping:", run=run.id, what=told)
        return
    kept = {one.changes: one.name for one in scenarios.scenarios_of(desk(), run.id)}
    if asked.changes in kept:
        where = {"run": run.id, "scenario": kept[asked.changes]}
        link("orders", t("what_if.orders"), ":material/local_shipping:", **where)
    else:
        st.caption(md_escape(t("what_if.orders_keep")))


def _sentence(made: "Answer") -> str:
    """The difference in units and, where prices are known, in money."""
    t = texts()
    units, money = made.difference.units, made.difference.money
    if abs(units.more) < _NOTHING and (money is None or abs(money.more) < _NOTHING):
        return t("what_if.answer.same")
    f = formats()
    facts = {"units": f.short(round(abs(units.more))), "share": _share(units)}
    told = t(f"what_if.answer.{'more' if units.more > 0 else 'fewer'}", **facts)
    if money is None:
        return told
    way = "gain" if money.more > 0 else "lose"
    also = t(f"what_if.answer.{way}", money=f.short(round(abs(money.more))))
    return f.sentences(told, also)


def _share(units: Any) -> str:
    f = formats()
    if units.before <= 0 or not units.known:
        return ""
    share = units.after / units.before - 1
    return f"{'+' if share >= 0 else '−'}{f.percent(abs(share))}"


def _beware(made: "Answer", asked: "Asked") -> None:
    """What is further than sales tell of, and what is only assumed of the future."""
    t, f = texts(), formats()
    for one in made.beyond:
        facts = {"name": flag_name(one.column)}
        if one.price:
            ends = {"low": f.percent(one.low, 0), "high": f.percent(one.high, 0)}
            callout(t("what_if.beyond.price", **facts, **ends), "warning")
        else:
            ends = {"low": f.number(one.low), "high": f.number(one.high)}
            callout(t("what_if.beyond.other", **facts, **ends), "warning")
    if asked.levers.flat:
        names = f.series([flag_name(name) for name in asked.levers.flat])
        st.caption(md_escape(t("what_if.flat", names=names)))


def _picture(run: Run, made: "Answer", asked: "Asked") -> None:
    t, f = texts(), formats()
    found = made.difference
    one = len(made.bands) == 2
    known = found.units.known
    drawn = figures.Both(
        days=made.days,
        before=found.before,
        after=found.after if known else None,
        band=made.bands[1] if one else found.band,
        band_before=made.bands[0] if one else None,
    )
    with layout.card("what_if_chart"):
        n = f.count(made.series)
        key = "now" if not asked.changes else "title" if known else "unknown"
        finding = t(f"what_if.chart.{key}", n=n, share=_share(found.units))
        chart = figures.both(drawn, finding, t, theme())
        charts.show(chart.figure, "what_if_both", chart.finding, file_name(run.name, "what-if"))
        if one or known:
            st.caption(md_escape(t("what_if.chart.one" if one else "what_if.chart.many")))
        if asked.changes:
            downloads(
                lambda: what_if.changed_rows(cached.forecast(run), asked.changes),
                "what_if_rows", file_name(run.name, "what-if-forecast"),
            )  # fmt: skip


def _series(run: Run, made: "Answer") -> None:
    """The series that change most."""
    t, f = texts(), formats()
    bundle = cached.forecast(run)
    frame = what_if.most_changed(bundle, made)
    if frame.empty:
        return
    layout.section(t("what_if.series.title"), t("what_if.series.note"), key="what_if_series")
    config = st.column_config
    heads: dict[str, Any] = {
        name: config.NumberColumn(t(f"what_if.series.{name}"), format="localized", step=0.1)
        for name in ("before", "after")
    }
    heads |= {
        name: config.NumberColumn(t(f"what_if.series.{name}"), format="%+.1f")
        for name in ("more", "low", "high")
    }
    heads["more_money"] = config.NumberColumn(t("what_if.series.more_money"), format="%+.0f")
    heads["share"] = config.NumberColumn(t("what_if.series.share"), format="percent")
    heads["series_id"] = config.TextColumn(t("what_if.series.series_id"), pinned=True)
    shown = rounded(frame.head(_MOST))
    name = file_name(run.name, "what-if-series")
    show_table(shown, "what_if_series", name, heads, whole=lambda: rounded(frame))
    if len(frame) > _MOST:
        st.caption(md_escape(t("what_if.series.most", n=f.count(_MOST), all=f.count(len(frame)))))
