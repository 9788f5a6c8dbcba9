"""Whole periods as the unit of time: a replay knows no part of a day, a week or a month.

Policies must see the times that are played: levels for the 14 days until the next order comes are
no levels for the two months that a monthly replay makes of them.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import Forecast, Freq
from core.base.protocols import Problem
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.outlook import Outlook

LENGTH: dict[Freq, float] = {"D": 1.0, "W": 7.0, "M": 365.25 / 12}
"""The days of a period, on average."""
_TIMES = ("lead_time", "review_period")
_NEAR = 0.1
"""The part of a period by which a time may be off and still count as whole: months differ."""
_NAMED = 5
_ROUNDED: dict[Freq, str] = {
    "D": "replay_in_whole_days", "W": "replay_in_whole_weeks", "M": "replay_in_whole_months",
}  # fmt: skip
_BEYOND: dict[Freq, str] = {
    "D": "replay_beyond_days", "W": "replay_beyond_weeks", "M": "replay_beyond_months",
}  # fmt: skip


def in_periods(items: Items, freq: Freq) -> Items:
    """The same items with times in periods: lead time, review period and shelf life are whole ones,
    at least one; what lasts for a part of a period more does not last for it."""
    each = LENGTH[freq]
    times = {name: np.maximum(np.rint(items.of(name) / each), 1.0) for name in _TIMES}
    times["lead_time_sd"] = items.of("lead_time_sd") / each
    times["due_in"] = items.of("due_in") / each
    times["shelf_life"] = np.maximum(np.floor(items.of("shelf_life") / each), 1.0)
    times["holding_rate"] = items.of("holding_rate") * each
    return replace(items, table=items.table.assign(**times))


def played_outlook(forecast: Forecast, counted: Items) -> Outlook:
    """The outlook of items whose times are in periods: each period is one unit of time, and lead
    times that are uncertain are whole ones, as they are drawn."""
    passed = np.arange(len(forecast.dates)) * np.timedelta64(1, "D")
    units = replace(forecast, dates=forecast.dates[0] + passed, freq="D")
    return Outlook(units, counted.of("lead_time"), counted.of("lead_time_sd"), whole=True)


def reaching(items: Items, forecast: Forecast) -> tuple[NDArray[np.bool_], list[Problem]]:
    """The items (s,) that can be played in whole periods before the forecast ends; the problems
    are that others cannot (an error), and that times were not whole (a warning)."""
    counted, horizon = in_periods(items, forecast.freq), len(forecast.dates)
    need: Floats = played_outlook(forecast, counted).longest + counted.of("review_period")
    beyond = need > horizon + 1e-9
    problems = []
    if beyond.any():
        named = [str(item) for item in items.table.index[beyond][:_NAMED]]
        facts = {
            "count": int(beyond.sum()), "items": named, "horizon": horizon,
            "periods": f"{need[beyond].min():.4g}",
        }  # fmt: skip
        problems.append(Problem(code=_BEYOND[forecast.freq], facts=facts))
    rounded = int((_moved(items, counted, forecast.freq) & ~beyond).sum())
    if rounded:
        code, facts = _ROUNDED[forecast.freq], {"count": rounded}
        problems.append(Problem(code=code, severity="warning", facts=facts))
    return ~beyond, problems


def _moved(items: Items, counted: Items, freq: Freq) -> NDArray[np.bool_]:
    """The items (s,) whose times are played otherwise than they are."""
    off = [np.abs(items.of(name) / LENGTH[freq] - counted.of(name)) for name in _TIMES]
    return np.asarray(np.max(off, axis=0) > _NEAR)
