"""Policies side by side on the weeks that a run held out, and service against stock money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.actions.order_plan import given_of
from core.base.errors import AppError
from core.base.model import Value
from core.base.protocols import Problem
from core.inventory.attained import attained
from core.inventory.fit import Case, case_of
from core.inventory.frontier import Point, replayed_point
from core.inventory.given import Given, nothing_given
from core.inventory.plan import service_levels
from core.inventory.policies.choice import POLICIES
from core.inventory.policies.classic import Classic, recent
from core.inventory.policies.fixed import Fixed
from core.inventory.results import Result, result
from core.inventory.terms import PolicyName, Terms
from core.inventory.weeks import Choose, Played, Rules, Weeks, play
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.held_out import HeldOut, load
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
    given.

    `first` to `last` are the days (ISO) that were counted; `series` of the `of` in the run were
    played; `problems` name the items that were left out, and why.
    """

    results: tuple[Result, ...]
    frontier: tuple[Point, ...]
    present: Point | None
    first: str
    last: str
    series: int
    of: int
    problems: tuple[Problem, ...]


def replay_weeks(desk: Desk, run_id: str, asked: Asked, step: Step = _untold) -> WeeksReplayed:
    """Replays the held-out weeks of a finished run.

    Raises the AppErrors of `forecast_of`, weeks_not_kept, beyond_horizon, and the first problem
    where no item can be played.
    """
    bundle = forecast_of(desk, run_id)
    kept = load(bundle_folder(desk.workspace.root, run_id))
    if kept is None:
        raise AppError("weeks_not_kept", run=run_id)
    return replay_bundle(bundle, kept, asked, step)


def given_by(desk: Desk, run_id: str, items: Path | None) -> Given:
    """What the file `items` says of the items of a run; AppErrors of reading a file."""
    return nothing_given() if items is None else given_of(items, forecast_of(desk, run_id))


def replay_bundle(
    bundle: DemandBundle, kept: HeldOut, asked: Asked, step: Step = _untold
) -> WeeksReplayed:
    """The same where the run is at hand."""
    stage = _stage(bundle, kept, asked)
    how, terms, items = asked.how, asked.terms, stage.case.items
    turns = _turns(len(how.policies) + len(how.levels) + 1, step)
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
    return WeeksReplayed(
        tuple(results), tuple(frontier), _present(stage), *stage.days, len(items.ids),
        len(bundle.forecast.ids), items.problems,
    )  # fmt: skip


def aimed_level(bundle: DemandBundle, kept: HeldOut, asked: Asked) -> float | None:
    """The service level to plan at, by the policy of the terms, so that the one asked for is what
    comes of it: corrected by what the held-out weeks came to. None where the terms ask for the best
    level of each item."""
    level = asked.terms.service_level
    if level is None:
        return None
    stage = _stage(bundle, kept, asked)
    policy, rules = POLICIES[asked.terms.policy], Rules(asked.how.backorders)
    return attained(stage.weeks, stage.case.items, policy, level, rules)


def _turns(of: int, step: Step) -> Iterator[None]:
    for done in range(of):
        step(done, of)
        yield


@dataclass(frozen=True)
class _Stage:
    """The items that can be played, their weeks, and the recent past (mean, sd) at each origin."""

    case: Case
    weeks: Weeks
    past: tuple[tuple[np.ndarray, np.ndarray], ...]
    how: How

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

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day that is counted."""
        first = self.weeks.forecasts[0].dates[0]
        lead = np.rint(self.case.items.of("lead_time") / self.weeks.each).max()
        periods = self.weeks.sold.shape[1]
        length = np.timedelta64(round(self.weeks.each), "D")
        warm_up = min(int(lead), periods // 3)
        return str(first + warm_up * length), str(first + periods * length - np.timedelta64(1, "D"))


def _stage(bundle: DemandBundle, kept: HeldOut, asked: Asked) -> _Stage:
    panel = bundle.panel
    forecasts = [kept.forecast(panel, number) for number in range(len(kept.origins))]
    case = case_of(forecasts[0], asked.given, asked.terms)
    place = {item: number for number, item in enumerate(forecasts[0].ids)}
    places = np.array([place[item] for item in case.items.ids], dtype=np.int64)
    weeks = Weeks(kept.sold(panel), forecasts, kept.every).only(places)
    past = panel.only(kept.places).only(places).y
    periods = max(1, round(PAST_DAYS / weeks.each))
    known = tuple(recent(past[:, :origin], weeks.each, periods) for origin in kept.origins)
    return _Stage(case, weeks, known, asked.how)


def _present(stage: _Stage) -> Point | None:
    items = stage.case.items
    if items.assumed.get("on_hand", 0) >= len(items.ids):
        return None
    played = stage.played(lambda _number: Fixed(items.position))
    return None if played is None else stage.point(None, played)
