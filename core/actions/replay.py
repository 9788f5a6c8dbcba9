"""Policies side by side on the weeks that a run held out, and service against stock money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.actions.order_plan import given_of
from core.base.errors import AppError
from core.base.model import Value
from core.base.protocols import Problem
from core.demand.panel import Panel
from core.inventory.attained import attained
from core.inventory.fit import Case, case_of
from core.inventory.frontier import Point, replayed_point
from core.inventory.given import Given, nothing_given
from core.inventory.periods import in_periods, reaching
from core.inventory.plan import service_levels
from core.inventory.policies.choice import POLICIES
from core.inventory.policies.classic import Classic, recent
from core.inventory.policies.fixed import Fixed
from core.inventory.results import Result, result
from core.inventory.span import Span
from core.inventory.terms import PolicyName, Terms
from core.inventory.weeks import Choose, Played, Rules, Weeks, play
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.held_out import HeldOut, load
from core.lab.demand.origins import Lack, usual
from core.lab.folders import bundle_folder

Row = PolicyName | Literal["classic"]
PAST_DAYS = 91
"""Days that the classic looks back."""
Step = Callable[[int, int], None]
"""Told (done, of) before every replay; what it raises ends them."""


def _untold(_done: int, _of: int) -> None:
    """Nobody listens."""


class How(Value):
    """What is replayed: whether what cannot be met is owed, else lost; which policies; and at which
    service levels the policy of the terms is played for the frontier."""

    backorders: bool = False
    policies: tuple[Row, ...] = (
        "projected_stock", "order_up_to", "classic", "reorder_quantity", "reorder_up_to",
        "base_stock",
    )  # fmt: skip
    levels: tuple[float, ...] = Field((0.6, 0.8, 0.9, 0.95, 0.975, 0.99), min_length=1)


@dataclass(frozen=True)
class Asked:
    """What is known of the items, the terms, and what is replayed."""

    given: Given
    terms: Terms
    how: How


@dataclass(frozen=True)
class WeeksReplayed:
    """`results` has one row a policy, in the order asked for; one that no item could be played by
    is left out (EOQ without costs). `frontier` is of the policy of the terms, by service level;
    `present` is today's stock and orders as the level to order up to, None where no stock was
    given. `aimed` is `aimed_level`.

    `first` to `last` are the days (ISO) that were counted; `series` of the `of` in the run were
    played; `problems` name the items that were left out, and why; `remarks` are those of them that
    are of the replay alone, not of a plan too.
    """

    results: tuple[Result, ...]
    frontier: tuple[Point, ...]
    present: Point | None
    aimed: float | None
    first: str
    last: str
    series: int
    of: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


_LACKS: dict[Lack | None, str] = {
    "short": "weeks_short", "slow": "weeks_slow", None: "weeks_not_kept",
}  # fmt: skip
"""The error by why a run kept no weeks; one of an earlier version does not say."""


def replay_weeks(desk: Desk, run_id: str, asked: Asked, step: Step = _untold) -> WeeksReplayed:
    """Replays the held-out weeks of a finished run.

    Raises the AppErrors of `forecast_of`, weeks_not_kept, weeks_short, weeks_slow, beyond_horizon,
    and the first problem where no item can be played, in whole periods either.
    """
    bundle = forecast_of(desk, run_id)
    return replay_bundle(bundle, _kept(desk, run_id), asked, step)


def aimed_terms(desk: Desk, run_id: str, terms: Terms, items: Path | None = None) -> Terms:
    """The terms with the service level to plan at, so that the one in `terms` is what comes of it
    where shortages are lost; `items` is a file of what is known of the items.

    Raises what `replay_weeks` and `given_by` raise.
    """
    bundle, asked = forecast_of(desk, run_id), Asked(given_by(desk, run_id, items), terms, How())
    level = aimed_level(bundle, _kept(desk, run_id), asked)
    return terms if level is None else terms.model_copy(update={"service_level": level})


def given_by(desk: Desk, run_id: str, items: Path | None) -> Given:
    """What the file `items` says of the items of a run; AppErrors of reading a file."""
    return nothing_given() if items is None else given_of(items, forecast_of(desk, run_id))


def replay_bundle(
    bundle: DemandBundle, kept: HeldOut, asked: Asked, step: Step = _untold
) -> WeeksReplayed:
    """The same where the run is at hand."""
    stage = _stage(bundle, kept, asked)
    how, terms, items = asked.how, asked.terms, stage.case.items
    turns = _turns(len(how.policies) + len(how.levels) + 2, step)
    usual = service_levels(stage.case)
    results = []
    for name in how.policies:
        next(turns)
        played = stage.played(stage.chooses(name, usual))
        if played is not None:
            results.append(result(name, played, items, stage.weeks.each))
    frontier = []
    for level in sorted(how.levels):
        next(turns)
        each = np.full(len(usual), level)
        played = stage.played(stage.chooses(terms.policy, each))
        if played is not None:
            frontier.append(stage.point(level, played))
    next(turns)
    present = _present(stage)
    next(turns)
    return WeeksReplayed(
        tuple(results), tuple(frontier), present, _aimed(stage, terms), *stage.days,
        len(items.ids), len(bundle.forecast.ids), (*items.problems, *stage.remarks), stage.remarks,
    )  # fmt: skip


def aimed_level(bundle: DemandBundle, kept: HeldOut, asked: Asked) -> float | None:
    """The service level to plan at, by the policy of the terms, so that the one asked for is what
    comes of it: corrected by what the held-out weeks came to. None where the terms ask for the best
    level of each item."""
    return _aimed(_stage(bundle, kept, asked), asked.terms)


def _kept(desk: Desk, run_id: str) -> HeldOut:
    kept = load(bundle_folder(desk.workspace.root, run_id))
    if kept is None:
        lack = forecast_of(desk, run_id).about.without_weeks
        raise AppError(_LACKS[lack], run=run_id)
    return kept


def _turns(of: int, step: Step) -> Iterator[None]:
    for done in range(of):
        step(done, of)
        yield


@dataclass(frozen=True)
class _Stage:
    """The items that can be played, their weeks, and the recent past (mean, sd) of a period at each
    origin; the first and the last of the `days` that are counted; the `remarks` of the replay."""

    case: Case
    weeks: Weeks
    past: tuple[tuple[np.ndarray, np.ndarray], ...]
    how: How
    days: tuple[str, str]
    remarks: tuple[Problem, ...]

    def chooses(self, name: Row, level: np.ndarray) -> Choose:
        """The policy of that name at a service level (s,), at every origin."""
        if name == "classic":
            return lambda number: Classic(level, *self.past[number])
        policy = POLICIES[name](level)
        return lambda _number: policy

    def played(self, choose: Choose) -> Played | None:
        """The replay by a policy; None where no item can be played by it."""
        return play(self.weeks, self.case.items, choose, Rules(self.how.backorders))

    def point(self, level: float | None, played: Played) -> Point:
        """The replay as a point of the frontier."""
        cost = self.case.items.of("unit_cost")[played.places]
        return replayed_point(level, played.replayed, cost)


def _stage(bundle: DemandBundle, kept: HeldOut, asked: Asked) -> _Stage:
    panel = _wanted(bundle)
    forecasts = [kept.forecast(panel, number) for number in range(len(kept.origins))]
    case, remarks = _played(case_of(forecasts[0], asked.given, asked.terms))
    place = {item: number for number, item in enumerate(forecasts[0].ids)}
    places = np.array([place[item] for item in case.items.ids], dtype=np.int64)
    weeks = Weeks(kept.sold(panel), forecasts, kept.every).only(places)
    past = panel.only(kept.places).only(places).y
    periods = max(1, round(PAST_DAYS / weeks.each))
    known = tuple(recent(past[:, :origin], 1.0, periods) for origin in kept.origins)
    hidden = _hidden(kept.sold(bundle.panel)[places], weeks)
    days = _counted(panel, weeks, case)
    return _Stage(case, weeks, known, asked.how, days, (*remarks, *hidden, *_apart(panel, kept)))


def _wanted(bundle: DemandBundle) -> Panel:
    """The past as it would have been sold with full shelves: what sells nothing because there is
    nothing cannot be served, and would make every policy look better than it is."""
    panel, drivers = bundle.panel, bundle.drivers
    return panel if drivers is None else replace(panel, y=drivers.demand(panel.y))


def _apart(panel: Panel, kept: HeldOut) -> Iterator[Problem]:
    """Forecasts further apart than the weeks are: reviews between them see an older one."""
    if kept.every > usual(panel):
        facts = {"every": kept.every, "usual": usual(panel)}
        yield Problem(code="replay_apart", severity="warning", facts=facts)


def _hidden(sold: np.ndarray, weeks: Weeks) -> Iterator[Problem]:
    """What was wanted of empty shelves, of which `sold` (s, t) tells less."""
    there = weeks.sold > sold
    if there.any():
        units = {"sold": sold[there].sum(), "wanted": weeks.sold[there].sum()}
        facts = {name: f"{value:,.0f}" for name, value in units.items()}
        yield Problem(code="replay_hidden_demand", severity="warning", facts=facts)


def _played(case: Case) -> tuple[Case, tuple[Problem, ...]]:
    """The items that can be played in whole periods, and what is to be known of that."""
    keep, problems = reaching(case.items, case.forecast)
    if not keep.any():
        raise AppError(problems[0].code, **problems[0].facts)
    return case.only(keep), tuple(problems)


def _counted(panel: Panel, weeks: Weeks, case: Case) -> tuple[str, str]:
    """The first and the last day that is counted."""
    lead = in_periods(case.items, panel.freq).of("lead_time").max()
    periods = weeks.sold.shape[1]
    days = panel.days(1)[-periods - 1 :]
    first, end = days[min(int(lead), periods // 3)], days[-1] - pd.Timedelta(days=1)
    return f"{first:%Y-%m-%d}", f"{end:%Y-%m-%d}"


def _aimed(stage: _Stage, terms: Terms) -> float | None:
    if terms.service_level is None:
        return None
    policy, rules = POLICIES[terms.policy], Rules(stage.how.backorders)
    return attained(stage.weeks, stage.case.items, policy, terms.service_level, rules)


def _present(stage: _Stage) -> Point | None:
    items = stage.case.items
    if items.assumed.get("on_hand", 0) >= len(items.ids):
        return None
    present = Span(stage.case.outlook, items.cover).counted(items)
    played = stage.played(lambda _number: Fixed(present))
    return None if played is None else stage.point(None, played)
