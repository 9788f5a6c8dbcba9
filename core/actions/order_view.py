"""What a reader sees of an order plan: its headline, what it assumes, one item, the frontier."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS, Forecast, Freq
from core.inventory.fit import Case
from core.inventory.frontier import Point, expected_frontier
from core.inventory.inputs import DEFAULTS
from core.inventory.lines import LIKELY
from core.inventory.margins import best_service_level, earns_nothing
from core.inventory.plan import Plan
from core.inventory.terms import Terms
from core.lab.demand.bundle import DemandBundle


@dataclass(frozen=True)
class Cut:
    """What budget and room take from the proposed orders: `units` of `items`, of which `dropped`
    are not ordered at all, and the money of those whose cost is known; `uncosted` of the dropped
    could not be weighed because their cost is not known."""

    items: int
    units: float
    money: float
    dropped: int
    uncosted: int


def _cut(made: Plan) -> Cut:
    rows = made.rows[made.rows["unlimited"] > made.rows["proposed"] + 1e-9]
    units = rows["unlimited"] - rows["proposed"]
    dropped = rows["proposed"] <= 0
    return Cut(
        items=len(rows),
        units=float(units.sum()),
        money=float((units * rows["unit_cost"]).sum()),
        dropped=int(dropped.sum()),
        uncosted=int((dropped & rows["unit_cost"].isna()).sum()),
    )


_CENT = 0.005
"""Money that is as good as none: sums of floats are off by less."""


def over_budget(made: Plan, terms: Terms) -> float:
    """By how much money quantities of the user's own take the orders over the budget; 0 where they
    do not."""
    if terms.budget is None or made.cost is None:
        return 0.0
    over = made.cost - terms.budget
    return over if over > _CENT else 0.0


@dataclass(frozen=True)
class Beyond:
    """How many `items` are left out since lead time and review period end after the forecast, and
    after how many `periods`, at most, they end."""

    items: int
    periods: int


def beyond(made: Plan, freq: Freq) -> Beyond:
    """What a longer forecast of periods of `freq` would let in, and how long it must be for all."""
    late = [one for one in made.skipped if one.code == "item_beyond_horizon"]
    days = max((float(one.facts["days"]) for one in late), default=0.0)
    return Beyond(len(late), math.ceil(days / _SHORTEST[freq]))


_SHORTEST: dict[Freq, int] = {"D": 1, "W": 7, "M": 28}
"""The days of the shortest period."""


@dataclass(frozen=True)
class Headline:
    """A plan in a few figures. `cost` is that of the orders of known cost (None: no cost known), in
    `currency` where it is named,
    `uncosted` counts the others; `cycle_service` is the mean of the items' expected shares of
    cycles without a stock-out, `fill_rate` the expected share of all demand that is met; `urgent`
    items likely run out before an order made now comes, as far as the stock of any is known, and
    `short_before` units will likely be lacking by then. `cut` is what budget and room take from the
    orders, `wanted_service` the cycle service that was asked for."""

    cost: float | None
    currency: str | None
    uncosted: int
    units: float
    lines: int
    items: int
    cycle_service: float
    fill_rate: float | None
    urgent: int
    short_before: float
    stock_known: bool
    cut: Cut
    wanted_service: float
    tied_up: float | None
    """Money in stock beyond the order-up-to levels; None where no cost is known."""


def headline(made: Plan) -> Headline:
    """The figures of a plan."""
    states = made.states
    money = states["excess_money"].dropna()
    return Headline(
        cost=made.cost,
        currency=made.currency,
        uncosted=made.uncosted,
        units=made.units,
        lines=len(made.lines),
        items=len(states),
        cycle_service=float(states["expected_cycle_service"].mean()),
        fill_rate=made.expected_fill_rate,
        urgent=int((states["risk_before"] >= LIKELY).sum()),
        short_before=float(states["short_before"].sum()),
        cut=_cut(made),
        wanted_service=float(states["service_level"].mean()),
        stock_known=made.assumed.get("on_hand", 0) < len(states),
        tied_up=float(money.sum()) if len(money) else None,
    )


@dataclass(frozen=True)
class Assumed:
    """A default that was taken for `count` items: what (a column), and its value; None for
    `due_in`, which is the lead time of each."""

    column: str
    value: float | None
    count: int


def assumed(made: Plan, terms: Terms) -> list[Assumed]:
    """The defaults that the plan rests on, those of most items first; the room of a unit plays a
    part within a capacity only."""
    values = {**DEFAULTS, **terms.model_dump(), "due_in": None}
    plays = {name: n for name, n in made.assumed.items() if name != "volume" or terms.capacity}
    found = [Assumed(name, values[name], n) for name, n in plays.items()]
    return sorted(found, key=lambda one: -one.count)


@dataclass(frozen=True)
class ItemView:
    """One item: its state (see `item_states`), its row of the plan, the days (h,) of the forecast
    and the risk (h,) of having run out by each, with the plan's orders and without; the order comes
    on the first of the two `marks`, the next one could on the second."""

    state: pd.Series
    row: pd.Series
    days: list[str]
    marks: tuple[str, str]
    risk: list[float]
    risk_without: list[float]


def item_view(made: Plan, case: Case, item: str) -> ItemView | None:
    """The item called so; None where it was not planned."""
    if item not in made.states.index:
        return None
    place = list(made.states.index).index(item)
    row = made.rows[made.rows["series_id"] == item].iloc[0]
    review = pd.Timedelta(days=float(case.items.of("review_period")[place]))
    marks = tuple(f"{day:%Y-%m-%d}" for day in (row["arrives"], row["arrives"] + review))
    return ItemView(
        made.states.iloc[place], row, _days(case.forecast), (marks[0], marks[1]),
        made.risk[place].tolist(), made.risk_without[place].tolist(),
    )  # fmt: skip


def _days(forecast: Forecast) -> list[str]:
    return [str(day) for day in forecast.dates.astype("datetime64[D]")]


@dataclass(frozen=True)
class BestLevels:
    """The best service levels from margins: of how many items they are `known`, the lowest, the
    middle and the highest of these (NaN where none is); of how many nothing is known (`unknown`),
    and how many earn nothing, so that they have none (`idle`)."""

    known: int
    low: float
    middle: float
    high: float
    unknown: int
    idle: int

    @property
    def capped(self) -> bool:
        """Whether all are the highest level that forecasts have."""
        return self.low >= LEVELS[-1]


def best_levels(case: Case) -> BestLevels:
    """The critical ratios of the items that earn anything."""
    best, idle = best_service_level(case.items), earns_nothing(case.items)
    known = best[~np.isnan(best) & ~idle]
    low, middle, high = np.quantile(known, (0, 0.5, 1)) if len(known) else (np.nan,) * 3
    return BestLevels(
        len(known), float(low), float(middle), float(high),
        unknown=int((np.isnan(best) & ~idle).sum()), idle=int(idle.sum()),
    )  # fmt: skip


def frontier(case: Case, terms: Terms) -> tuple[Point, ...]:
    """Service against stock, over service levels; the last point is the present state."""
    return expected_frontier(case.under(terms))


def reach(bundle: DemandBundle) -> float:
    """How many days the forecast reaches."""
    return float(bundle.forecast.edges[-1])
