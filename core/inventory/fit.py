"""Which items can be planned on this forecast, and what is to be known of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.forecast import Forecast
from core.base.protocols import Problem
from core.inventory.currency import one_currency
from core.inventory.curve import Floats
from core.inventory.expect import Expectation
from core.inventory.given import Given, problem
from core.inventory.inputs import Items, items_of
from core.inventory.margins import earns_nothing
from core.inventory.outlook import Outlook
from core.inventory.terms import Terms

LIGHT = ("policy", "service_level", "usual_level", "budget", "capacity")
"""The terms that nothing heavy depends on."""
NAMED = 5
"""So many items are named in a remark."""


@dataclass(frozen=True)
class Case:
    """Items that can be planned, what is known of them, and their outlook, all in one order. What
    is expected of them, once worked out, is kept for other terms too. `currency` is that of all
    money, None where none is named."""

    forecast: Forecast
    items: Items
    outlook: Outlook
    terms: Terms
    currency: str | None = None
    _known: dict[bytes, Expectation] = field(default_factory=dict, repr=False, compare=False)

    def expectation(self, review: Floats) -> Expectation:
        """What levels are expected to bring with reviews every `review` days (s,)."""
        key = review.tobytes()
        if key not in self._known:
            self._known[key] = Expectation(self.outlook, review)
        return self._known[key]

    @property
    def idle(self) -> NDArray[np.bool_]:
        """Where (s,) nothing is ordered because the terms ask for the best level of each item, and
        that is none."""
        asked = self.terms.service_level is None
        return earns_nothing(self.items) if asked else np.zeros(len(self.items.ids), dtype=bool)

    def under(self, terms: Terms) -> "Case":
        """The same case under other `terms`, as fast as a slider needs it.

        Raises ValueError where more than what `LIGHT` names is different: that is another case.
        """
        if self.terms.model_copy(update={name: getattr(terms, name) for name in LIGHT}) != terms:
            raise ValueError(f"only {', '.join(LIGHT)} can be changed in a case")
        return replace(self, terms=terms)

    def only(self, keep: np.ndarray) -> "Case":
        """The items at `keep` (s,) bool."""
        items, forecast = self.items.only(keep), self.forecast.only(np.flatnonzero(keep))
        return Case(forecast, items, _outlook(items, forecast), self.terms, self.currency)


def case_of(forecast: Forecast, given: Given, terms: Terms) -> Case:
    """Puts a forecast and what was given of its items together; what cannot be planned is left out
    and stands among the problems of the items.

    Raises AppError `beyond_horizon` where no lead time and review period end within the forecast,
    `currencies_mixed`, and the first problem where no item is left for other reasons.
    """
    items = items_of(forecast.ids, terms, given)
    currency = one_currency(items.table)
    places = {item: place for place, item in enumerate(forecast.ids)}
    forecast = forecast.only(np.array([places[item] for item in items.ids], dtype=np.int64))
    late = _late(items, forecast)
    bulky = _bulky(items, forecast)
    keep = ~(late.mask | bulky.mask)
    if not keep.any():
        if late.mask.any():
            raise AppError("beyond_horizon", days=late.days, horizon=late.horizon)
        first = next(p for p in (*items.problems, *bulky.problems) if p.severity == "error")
        raise AppError(first.code, **first.facts)
    kept = items.only(keep, [*late.problems, *bulky.problems, *_unknown(items, keep)])
    forecast = forecast.only(np.flatnonzero(keep))
    return Case(forecast, kept, _outlook(kept, forecast), terms, currency)


@dataclass(frozen=True)
class _Left:
    """Items left out: where (s,), and why."""

    mask: np.ndarray
    problems: Sequence[Problem]
    days: str = ""
    horizon: str = ""


def _outlook(items: Items, forecast: Forecast) -> Outlook:
    return Outlook(forecast, items.of("lead_time"), items.of("lead_time_sd"))


def _late(items: Items, forecast: Forecast) -> _Left:
    """Items whose lead time, at its longest, and review period end after the forecast."""
    days: Floats = _outlook(items, forecast).longest + items.of("review_period")
    horizon = float(forecast.edges[-1])
    mask = days > horizon + 1e-9
    problems = [
        problem("item_beyond_horizon", item=item, days=f"{far:.4g}", horizon=f"{horizon:.4g}")
        for item, far in zip(items.table.index[mask], days[mask], strict=True)
    ]
    longest = f"{days.min():.4g}" if mask.any() else ""
    return _Left(mask, problems, longest, f"{horizon:.4g}")


def _bulky(items: Items, forecast: Forecast) -> _Left:
    """Items of which one pack is more than a year is expected to sell."""
    year = forecast.daily * 365
    pack = items.of("pack_size")
    mask = (pack > 1) & (year > 0) & (pack > year)
    problems = [
        problem("item_pack_over_year", item=item, pack=f"{units:,.6g}", year=_few(sold))
        for item, units, sold in zip(items.table.index[mask], pack[mask], year[mask], strict=True)
    ]
    return _Left(mask, problems)


def _unknown(items: Items, keep: np.ndarray) -> list[Problem]:
    """Remarks on what was assumed, on costs that nobody knows, and on what spoils too soon."""
    found = []
    unknown = int((keep & items.taken["on_hand"]).sum())
    if unknown:
        found.append(problem("stock_taken_as_none", "warning", count=unknown))
    remarks = {
        "cost_unknown": np.isnan(items.of("unit_cost")),
        "unit_cost_zero": items.of("unit_cost") == 0,
        "spoils_before_review": items.of("shelf_life") < items.of("review_period"),
    }
    for code, mask in remarks.items():
        names = [str(item) for item in items.table.index[keep & mask]]
        if names:
            found.append(problem(code, "warning", count=len(names), items=names[:NAMED]))
    return found


def _few(units: float) -> str:
    return f"{units:,.0f}" if units >= 100 else f"{units:.3g}"
