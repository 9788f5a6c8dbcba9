"""What a reader sees of an order plan: its headline, what it assumes, one item, the frontier."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.forecast import Forecast
from core.inventory.fit import Case
from core.inventory.frontier import Point, expected_frontier
from core.inventory.inputs import DEFAULTS
from core.inventory.lines import LIKELY
from core.inventory.margins import best_service_level
from core.inventory.outlook import period_days
from core.inventory.plan import Plan
from core.inventory.terms import Terms
from core.lab.demand.bundle import DemandBundle


@dataclass(frozen=True)
class Headline:
    """A plan in a few figures. `cost` is that of the orders of known cost (None: no cost known),
    `uncosted` counts the others; `cycle_service` is the mean of the items' expected shares of
    cycles without a stock-out, `fill_rate` the expected share of all demand that is met; `urgent`
    items likely run out before an order made now comes, as far as the stock of any is known."""

    cost: float | None
    uncosted: int
    units: float
    lines: int
    items: int
    cycle_service: float
    fill_rate: float | None
    urgent: int
    stock_known: bool
    tied_up: float | None
    """Money in stock beyond the order-up-to levels; None where no cost is known."""


def headline(made: Plan) -> Headline:
    """The figures of a plan."""
    states = made.states
    money = states["excess_money"].dropna()
    return Headline(
        cost=made.cost,
        uncosted=made.uncosted,
        units=made.units,
        lines=len(made.lines),
        items=len(states),
        cycle_service=float(states["expected_cycle_service"].mean()),
        fill_rate=made.expected_fill_rate,
        urgent=int((states["risk_before"] >= LIKELY).sum()),
        stock_known=made.assumed.get("on_hand", 0) < len(states),
        tied_up=float(money.sum()) if len(money) else None,
    )


@dataclass(frozen=True)
class Assumed:
    """A default that was taken for `count` items: what (a column), and its value."""

    column: str
    value: float
    count: int


def assumed(made: Plan, terms: Terms) -> list[Assumed]:
    """The defaults that the plan rests on, those of most items first; the room of a unit plays a
    part within a capacity only."""
    values = {**DEFAULTS, **terms.model_dump()}
    plays = {name: n for name, n in made.assumed.items() if name != "volume" or terms.capacity}
    found = [Assumed(name, float(values[name]), n) for name, n in plays.items()]
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
    middle and the highest of these."""

    known: int
    low: float
    middle: float
    high: float


def best_levels(case: Case) -> BestLevels | None:
    """The critical ratios of the items; None where no margin is known."""
    best = best_service_level(case.items)
    best = best[~np.isnan(best)]
    if not len(best):
        return None
    return BestLevels(len(best), float(best.min()), float(np.median(best)), float(best.max()))


def frontier(case: Case, terms: Terms) -> tuple[Point, ...]:
    """Service against stock, over service levels; the last point is the present state."""
    return expected_frontier(case.under(terms))


def reach(bundle: DemandBundle) -> float:
    """How many days the forecast reaches."""
    return len(bundle.forecast.dates) * period_days(bundle.forecast)
