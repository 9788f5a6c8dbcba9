"""From where the held-out weeks are forecast: every week, or where that takes too long further
apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.demand.panel import Panel
from core.demand.rolling import FEWEST
from core.lab.demand.fitting import Candidate, asked_before, is_quick

Lack = Literal["short", "slow"]
"""Why no weeks are kept: too little was known before them, or forecasting them takes too long."""
TEACH, REFIT = 12, 4
"""Weeks before the held-out ones that quantiles are learned from, at least, and the weeks from fit
to fit among them."""
_SECONDS = 60.0
"""So long the forecasts of families that are fitted anew at every origin may take,"""
_SHARE = 0.5
"""or this share of what their backtest took, if that is more."""


@dataclass(frozen=True)
class Origins:
    """Periods known at each forecast, rising: models are fitted at `fits`, quantiles learned from
    the forecasts at `teach`, and those at `held`, `every` periods apart, are kept."""

    fits: tuple[int, ...]
    teach: tuple[int, ...]
    held: tuple[int, ...]
    every: int


def usual(panel: Panel) -> int:
    """Periods from origin to origin of weeks: a week of days, else one."""
    return 7 if panel.freq == "D" else 1


def weekly(panel: Panel, cutoffs: Sequence[int], horizon: int) -> Origins | None:
    """Origins from the first of the `cutoffs` on, a week apart; None where too little was known
    before it."""
    every = usual(panel)
    return _origins(panel, cutoffs, horizon, (every, TEACH * every))


def affordable(
    members: Sequence[Candidate], panel: Panel, cutoffs: Sequence[int], horizon: int
) -> Origins | Lack:
    """The closest origins that the families have time for: pooled ones forecast every week from a
    few fits, others are fitted anew at each origin that their backtest did not ask for."""
    found = weekly(panel, cutoffs, horizon)
    if found is None:
        return "short"
    alone = [one for one in members if not one.family.pooled]
    each = [one.family.estimate(one.settings, panel, horizon).each for one in alone]
    quick = [is_quick(one, panel, horizon) for one in alone]
    done = [_backtested(cutoffs, panel.y.shape[1], horizon, one) for one in quick]
    spent = sum(cost * len(asked) for cost, asked in zip(each, done, strict=True))
    for closer in _apart(panel, cutoffs, horizon):
        mixed = closer.fits if len(members) > 1 else ()
        needed = [_needed(closer, mixed, horizon, one) for one in quick]
        lacking = zip(each, needed, done, strict=True)
        seconds = sum(cost * len(asked - made) for cost, asked, made in lacking)
        if seconds <= max(_SECONDS, _SHARE * spent):
            return closer
    return "slow"


def _apart(panel: Panel, cutoffs: Sequence[int], horizon: int) -> Iterator[Origins]:
    """Ever fewer origins, as far apart as a horizon at last."""
    week = usual(panel)
    steps = [*range(week, max(horizon, week + 1), week), max(horizon, week)]
    for every, past in [(week, TEACH * week), *((step, FEWEST * step) for step in steps)]:
        found = _origins(panel, cutoffs, horizon, (every, past))
        if found is not None:
            yield found


def _origins(
    panel: Panel, cutoffs: Sequence[int], horizon: int, apart: tuple[int, int]
) -> Origins | None:
    """Origins `apart` = (periods from one to the next, periods to learn from before them). Models
    are fitted whole horizons before the first, as the intervals of a backtest need them too."""
    (every, past), begins = apart, cutoffs[0]
    step = horizon * max(1, -(-REFIT * usual(panel) // horizon))
    before = [begins - step * back for back in range(-(-past // step), 0, -1)]
    starts = [at for at in before if at >= max(2, begins // 3)]
    teach = [at for at in range(begins - every, 0, -every) if starts and at >= starts[0]][::-1]
    if len(teach) < FEWEST:
        return None
    held = tuple(range(begins, panel.y.shape[1], every))
    return Origins((*starts, *cutoffs), tuple(teach), held, every)


def _backtested(
    cutoffs: Sequence[int], periods: int, horizon: int, quick: bool
) -> set[tuple[int, int]]:
    """The forecasts, as (fitted at, asked at), that a backtest and what comes next took."""
    ends = [*cutoffs, periods]
    told = {pair for end in ends for pair in asked_before(end, horizon, quick)}
    return told | {(end, end) for end in ends}


def _needed(
    origins: Origins, mixed: Sequence[int], horizon: int, quick: bool
) -> set[tuple[int, int]]:
    """The forecasts that the weeks take; a blend looks back at each of its `mixed` fits for the
    weights of its members."""
    told = {pair for end in mixed for pair in asked_before(end, horizon, quick)}
    return told | {(at, at) for at in (*origins.fits, *origins.teach, *origins.held)}
