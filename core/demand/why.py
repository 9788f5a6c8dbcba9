"""Why a forecast says what it says: the way from what sold lately to what is forecast.

The forecast itself is taken apart, whatever family made it. Lately, demand was

    level x (week x year) of the shared season x what each known column did

and what is ahead has the same parts, of which all but the level are known. Replacing them one by
one, from what they were on average lately to what they are ahead, changes the units step by step;
what is left between the last step and the forecast is the series' own course. The steps add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.base.forecast import Forecast
from core.demand.drivers import WINDOW, Drivers
from core.demand.panel import Floats, Panel
from core.demand.season import Seasons

Part = Literal["empty", "opening", "promotion", "price", "other", "year", "week", "course"]
Flat = Literal["few_sales", "young", "no_pattern", "not_used"]
_LEAST = 1e-9
_OPEN = 0.02
"""Effects below it are taken for closed days."""
_FLAT = 0.05
"""A forecast whose periods differ by less than this share of their mean is called flat."""
_RARE = 0.25
"""Share of periods with a sale below which days say little of a pattern."""
_CHANCE = 0.01
_CYCLES = 26
"""Cycles of the past in which a pattern is looked for."""


@dataclass(frozen=True)
class Step:
    """One part of the way: it multiplies by `factor` and adds `units`; `column` names the known
    column of a promotion or another."""

    part: Part
    factor: float
    units: float
    column: str = ""


@dataclass(frozen=True)
class Flatness:
    """Why a forecast says the same for every period: the share of periods with a sale, how many
    periods the series is old, and how likely a pattern as seen is by chance (None: not tested)."""

    reason: Flat
    selling: float
    periods: int
    chance: float | None


@dataclass(frozen=True)
class Why:
    """From `lately` units a period over the last `window` periods to `ahead` units a period, in
    `steps` of the units of the whole horizon; `own` (h,) is how each period differs from the shared
    season, 1 where it does not; `flat` says why, where it is so."""

    lately: float
    ahead: float
    window: int
    steps: tuple[Step, ...]
    own: Floats
    flat: Flatness | None


@dataclass(frozen=True)
class _Part:
    """A part in the last periods (w,) and ahead (h,)."""

    part: Part
    lately: Floats
    ahead: Floats
    column: str = ""


def why(
    forecast: Forecast, panel: Panel, drivers: Drivers | None, seasons: Seasons, at: int
) -> Why:
    """What moved the forecast of the series `at`; `seasons` are those of the panel, as far ahead as
    the forecast."""
    mean, periods = forecast.mean[at], panel.y.shape[1]
    window = min(WINDOW[panel.freq], int(periods - panel.first[at]))
    sold = panel.y[at, -window:]
    demand = _demand(panel, drivers, at)
    parts = list(_parts(drivers, seasons, at, (window, periods, len(mean))))
    shares = _products(parts, demand[-window:])
    level, before, after = shares
    units = [float(np.nanmean(sold)) * len(mean), float(np.nanmean(demand[-window:])) * len(mean)]
    steps = [_step("empty", units[0], units[1])] if units[1] - units[0] > _LEAST else []
    reached = units[1]
    for place, part in enumerate(parts):
        said = level * len(mean) * after[place] * before[place]
        steps.append(_step(part.part, reached, said, part.column))
        reached = said
    steps.append(_step("course", reached, float(mean.sum())))
    known = np.prod([part.ahead for part in parts], axis=0)
    return Why(
        lately=units[0] / len(mean),
        ahead=float(mean.mean()),
        window=window,
        steps=tuple(steps),
        own=_own(mean, known),
        flat=_flat(mean, demand, panel),
    )


def _demand(panel: Panel, drivers: Drivers | None, at: int) -> Floats:
    """What was sold, or wanted where shelves were empty (t,)."""
    found = panel.y[at].copy()
    if drivers is not None and len(drivers.empty):
        mine = drivers.empty[:, 0] == at
        found[drivers.empty[mine, 1]] = drivers.wanted[mine]
    return found


def _parts(
    drivers: Drivers | None, seasons: Seasons, at: int, spans: tuple[int, int, int]
) -> Sequence[_Part]:
    """The parts that are known; `spans` are the window, the periods of the past, and those ahead.
    What stays as it was lately for certain (1 throughout) is left out."""
    window, periods, horizon = spans
    found = [] if drivers is None else _of_columns(drivers, at, window)
    for name, index in (("year", seasons.year), ("week", seasons.week)):
        ahead = index[periods : periods + horizon]
        found.append(_Part(name, index[periods - window : periods], ahead))  # type: ignore[arg-type]
    kept = [one for one in found if not _idle(one)]
    return kept or [_Part("week", np.ones(window), np.ones(horizon))]


def _of_columns(drivers: Drivers, at: int, window: int) -> list[_Part]:
    from core.demand.difference import price_column

    scale, price = drivers.response.scale, price_column(drivers)
    width = next(iter(drivers.ahead.values())).shape[1] if drivers.ahead else 0
    ahead = drivers.response.factors(drivers.ahead, width)[:, at] if drivers.ahead else None
    found = []
    for place, name in enumerate(scale.names):
        assert ahead is not None
        shuts = bool(np.isfinite(scale.shut[at, place]))
        flag = "promotion" if scale.kinds[place] == "plain" else "other"
        part: Part = "price" if name == price else "opening" if shuts else flag  # type: ignore[assignment]
        found.append(_Part(part, drivers.past[place, at, -window:], ahead[place], name))
    return found


def _idle(part: _Part) -> bool:
    both = np.concatenate([part.lately, part.ahead])
    return bool(np.abs(both - both[0]).max() < _LEAST)


def _products(parts: Sequence[_Part], demand: Floats) -> tuple[float, list[float], list[float]]:
    """The level, and for each part the means of the product of those after it, lately, and of
    those up to it, ahead: with them replaced one by one."""
    there = ~np.isnan(demand)
    lately = [np.where(there, part.lately, np.nan) for part in parts]
    whole = np.prod(lately, axis=0)
    level = float(np.nansum(demand)) / max(float(np.nansum(whole)), _LEAST)
    before, after = [], []
    for place in range(len(parts)):
        rest = np.prod(lately[place + 1 :], axis=0) if place + 1 < len(parts) else np.ones(1)
        before.append(float(np.nanmean(rest)))
        after.append(float(np.prod([part.ahead for part in parts[: place + 1]], axis=0).mean()))
    return level, before, after


def _step(part: Part, reached: float, units: float, column: str = "") -> Step:
    factor = units / reached if reached > _LEAST else 1.0
    return Step(part, factor, units - reached, column)


def _own(mean: Floats, known: Floats) -> Floats:
    """How each period differs from what the known parts say (h,), 1 on average."""
    base = np.where(known > _OPEN, mean / np.maximum(known, _OPEN), np.nan)
    middle = np.nanmean(base) if np.isfinite(base).any() else 0.0
    return np.asarray(
        np.where(np.isfinite(base) & (middle > _LEAST), base / max(middle, _LEAST), 1)
    )


def _flat(mean: Floats, demand: Floats, panel: Panel) -> Flatness | None:
    if len(mean) < 2 or np.ptp(mean) > _FLAT * mean.mean():
        return None
    known = demand[~np.isnan(demand)]
    cycle = panel.rhythm.cycle
    selling = float((known[-_CYCLES * cycle :] > 0).mean())
    chance = _chance(demand, cycle) if panel.freq == "D" else None
    reason: Flat = "no_pattern"
    if selling < _RARE:
        reason = "few_sales"
    elif len(known) < 2 * cycle:
        reason = "young"
    elif chance is not None and chance < _CHANCE:
        reason = "not_used"
    return Flatness(reason, selling, len(known), chance)


def _chance(demand: Floats, cycle: int) -> float | None:
    """How likely places in the cycle that differ as much are by chance: Kruskal and Wallis 1952."""
    from scipy import stats

    recent = demand[-_CYCLES * cycle :]
    place = np.arange(len(recent)) % cycle
    groups = [recent[(place == one) & ~np.isnan(recent)] for one in range(cycle)]
    groups = [group for group in groups if len(group) > 1]
    if len(groups) < 2 or np.ptp(np.concatenate(groups)) == 0:
        return None
    return float(stats.kruskal(*groups).pvalue)
