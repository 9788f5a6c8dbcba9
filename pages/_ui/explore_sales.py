"""What sold: the figures of the period, their course, and the products."""

from core.actions.explore import Figure, Kpis, Lacking
from core.base.values import Dataset
from core.base.view import Period, View
from pages._ui import (
    explore_cached,
    explore_lacking,
    explore_products,
    explore_rhythm,
    explore_trend,
    layout,
)
from pages._ui.layout import Tile
from pages._ui.session import formats, texts

_MONEY = frozenset({"sales", "gross", "aov"})


def show(shop: Dataset, view: View) -> None:
    """Figures, trend and products."""
    found = explore_cached.figures(view)
    if isinstance(found, Lacking):
        explore_lacking.show(found)
        return
    _compared(found)
    layout.tiles([_tile(one, view.currency) for one in found.figures])
    explore_trend.show(shop, found)
    explore_products.show(shop, view)
    explore_rhythm.show(shop, view)


def _compared(found: Kpis) -> None:
    """Which days stand beside which."""
    t, when = texts(), found.periods
    told = [t("explore.period.now", days=span(when.now))]
    if when.before is not None:
        told.append(t("explore.period.before", days=span(when.before)))
    if when.year is not None:
        told.append(t("explore.period.year", days=span(when.year)))
    layout.meta(told)


def span(period: Period) -> str:
    """The days of a period, as they stand in a sentence."""
    f = formats()
    return f"{f.day(period.first)} – {f.day(period.last)}"


def word(name: str, value: float | None, currency: str) -> str:
    """A figure as it is shown."""
    f = formats()
    if name == "return_rate":
        return f.percent(value)
    if name in _MONEY:
        return f.money(value, currency or None)
    return f.short(value)


def change(one: Figure, against: str) -> str:
    """By how much a figure is more or less than another period's, in words."""
    t, f = texts(), formats()
    share = one.change(against)
    if share is None:
        return ""
    if one.name == "return_rate":
        other = one.before if against == "before" else one.year
        points = 100 * ((one.now or 0.0) - (other or 0.0))
        told = t("explore.change.points", n=_signed(f.fixed(abs(points), 1), points))
    else:
        told = _signed(f.percent(abs(share)), share)
    return t(f"explore.change.{against}", change=told)


def _signed(told: str, value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{told}"


def _tile(one: Figure, currency: str) -> Tile:
    t = texts()
    notes = [change(one, "before"), change(one, "year")]
    note = " · ".join(told for told in notes if told)
    return Tile(
        t(f"explore.figure.{one.name}.label"),
        word(one.name, one.now, currency),
        note or t("explore.change.none"),
        help=t(f"explore.figure.{one.name}.help"),
        spark=one.by_day,
    )
