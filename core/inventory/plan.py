"""The order plan: what to order, how much, when, from whom, why, and at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from core.base.forecast import Forecast
from core.base.protocols import Problem
from core.inventory.curve import Floats
from core.inventory.expect import Expectation
from core.inventory.fit import Case, case_of
from core.inventory.given import Given
from core.inventory.limits import Wish, limited
from core.inventory.lines import Steps, order_rows
from core.inventory.lost_sales import LostService
from core.inventory.margins import best_service_level
from core.inventory.packs import rounded
from core.inventory.policies.choice import POLICIES
from core.inventory.policies.policy import Levels, Policy
from core.inventory.remarks import remarks
from core.inventory.risk import stockout_risks
from core.inventory.state import item_states
from core.inventory.terms import Terms


@dataclass(frozen=True)
class Plan:
    """`rows` has a row for each item that was planned, the most urgent first, also those without
    an order; `states` says how each stands. `risk` (s, h) is how likely each has run out by each
    period if the orders are made, `risk_without` if not, both in the order of `states`.

    `problems` that are errors name the items that were left out, and why; `assumed` counts the
    items that a default was taken for, by column. `currency` is that of all money,
    where it is named.
    """

    rows: pd.DataFrame
    states: pd.DataFrame
    risk: Floats
    risk_without: Floats
    problems: tuple[Problem, ...]
    assumed: dict[str, int]
    expected_fill_rate: float | None
    currency: str | None = None

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The orders, the most urgent first."""
        return self.rows[self.rows["quantity"] > 0].reset_index(drop=True)

    @property
    def units(self) -> float:
        """All units of the orders."""
        return float(self.lines["quantity"].sum())

    @property
    def cost(self) -> float | None:
        """What the orders of known cost come to; None where no cost is known. `uncosted` counts
        the others."""
        known = self.lines["cost"].dropna()
        return float(known.sum()) if len(known) or not len(self.lines) else None

    @property
    def uncosted(self) -> int:
        """The lines whose cost is not known."""
        return int(self.lines["cost"].isna().sum())

    @property
    def by_supplier(self) -> pd.DataFrame:
        """Lines, units and known cost by supplier, the dearest first; NaN: none given, or no cost
        known."""
        found = self.lines.groupby("supplier", dropna=False).agg(
            lines=("quantity", "size"), units=("quantity", "sum"), cost=("cost", _known_sum)
        )
        return found.sort_values("cost", ascending=False, kind="stable")

    @property
    def skipped(self) -> tuple[Problem, ...]:
        """Why items were left out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def plan(forecast: Forecast, given: Given, terms: Terms) -> Plan:
    """What the policy of `terms` orders now at its service level, in packs, within budget and
    capacity.

    Raises AppError `currencies_mixed`; `beyond_horizon`, or the first problem, where no item can be
    planned.
    """
    return plan_case(case_of(forecast, given, terms))


def plan_case(case: Case, own: Mapping[str, float] | None = None) -> Plan:
    """The same for a case that is ready; `case.under(terms)` answers a what-if at once. `own` are
    quantities by item that stand in the place of what is proposed."""
    level = service_levels(case)
    return plan_by(case, POLICIES[case.terms.policy](level), level, own)


def plan_by(
    case: Case, policy: Policy, level: Floats, own: Mapping[str, float] | None = None
) -> Plan:
    """The plan of any policy, aimed at the service `level` (s,)."""
    items = case.items
    levels = policy.levels(case.outlook, items)
    position = levels.protects(case.outlook, items).counted(items)
    expectation = _expectation(case, levels, position)
    wanted = np.where(case.idle, 0.0, levels.wanted(position))
    wish = Wish(rounded(wanted, position, items), position, level)
    proposed = limited(wish, expectation, items, case.terms)
    order = _with_own(proposed, items.ids, own or {})
    expected = expectation.of(position + order)
    without, risk = stockout_risks(case.outlook, items, order)
    states = item_states(case, levels, level, expected, without)
    rows = order_rows(case, states, Steps(wanted, wish.order, proposed, order))
    problems = (*items.problems, *remarks(case, wish, levels, proposed))
    fill_rate = expected.overall_fill_rate
    return Plan(rows, states, risk, without, problems, items.assumed, fill_rate, case.currency)


def _with_own(proposed: Floats, ids: list[str], own: Mapping[str, float]) -> Floats:
    return np.array([own.get(item, each) for item, each in zip(ids, proposed, strict=True)])


def _expectation(case: Case, levels: Levels, position: Floats) -> Expectation | LostService:
    """What orders are expected to bring, where shortages are lost, or owed."""
    if levels.lost is not None:
        return LostService(levels.lost[0], position)
    return case.expectation(_cycle(case, levels))


def _cycle(case: Case, levels: Levels) -> Floats:
    """The days (s,) from review to review, or until something sells, as far as the forecast
    reaches."""
    days = np.maximum(levels.review, levels.protects(case.outlook, case.items).cover)
    return np.minimum(days, case.forecast.edges[-1] - case.outlook.longest)


def _known_sum(cost: pd.Series) -> float:
    return float(cost.sum(min_count=1))


def service_levels(case: Case) -> Floats:
    """The cycle service level aimed at (s,): the one asked for, or the best of each item."""
    if case.terms.service_level is not None:
        return np.full(len(case.items.ids), case.terms.service_level)
    best = best_service_level(case.items)
    return np.where(np.isnan(best), case.terms.usual_level, best)
