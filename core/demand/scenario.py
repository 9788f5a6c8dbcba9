"""Changes that a scenario is made of: prices, promotions, demand, closed days; what cells they are
of, and what they make of the values that are known ahead."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from core.base.bounds import Bounds
from core.base.errors import AppError
from core.base.forecast import Forecast
from core.base.model import Value
from core.demand.drivers import Drivers
from core.demand.panel import Floats

BOUNDS: Mapping[str, Bounds] = {"price": Bounds(0.01, 100.0), "demand": Bounds(0.0, 1000.0)}
"""What prices and demand can be multiplied by: what lies outside is a slip of the pen."""


class Change(Value):
    """One change. `price` multiplies the price in `column` by `amount`; `set` gives a known column
    that value; `demand` multiplies what is wanted; `closed` sells nothing. It holds from `first` to
    `last` (both of them in it; None: from the first, to the last) for series whose keys have these
    `values` (none: all). Raises ValidationError for an amount outside of `BOUNDS`."""

    kind: Literal["price", "set", "demand", "closed"]
    column: str = ""
    amount: float = Field(1.0, allow_inf_nan=False)
    first: date | None = None
    last: date | None = None
    values: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _within(self) -> "Change":
        bounds = BOUNDS.get(self.kind)
        if bounds is not None and not bounds.hold(self.amount):
            raise ValueError(
                f"{self.kind} times {self.amount:g}: {bounds.low:g} to {bounds.high:g}"
            )
        return self


class Scenario(Value):
    """Changes under a name."""

    name: str
    changes: tuple[Change, ...]


def cells(
    forecast: Forecast, keys: Mapping[str, Sequence[str]], change: Change
) -> NDArray[np.bool_]:
    """The cells (s, h) that a change is of."""
    days = forecast.dates.astype("datetime64[D]")
    inside = np.ones(len(days), dtype=bool)
    if change.first is not None:
        inside &= days >= np.datetime64(change.first)
    if change.last is not None:
        inside &= days <= np.datetime64(change.last)
    rows = np.ones(len(forecast.mean), dtype=bool)
    for name, wanted in change.values.items():
        rows &= np.isin(np.asarray(keys[name], dtype=str), list(wanted))
    return rows[:, None] & inside


def planned(
    forecast: Forecast, keys: Mapping[str, Sequence[str]], drivers: Drivers | None,
    changes: Sequence[Change],
) -> tuple[Floats, dict[str, Floats]]:  # fmt: skip
    """By what `changes`, one after the other, multiply demand (s, h), and the values of what is
    known ahead under them; `keys` are the values of each key of the series.

    Raises ValueError for a column that the forecast has no effect of, AppError change_price_none
    for a price that is not above zero.
    """
    shock = np.ones(forecast.mean.shape)
    ahead = {} if drivers is None else {name: v.copy() for name, v in drivers.ahead.items()}
    for change in changes:
        where = cells(forecast, keys, change)
        if change.kind == "demand":
            shock[where] *= change.amount
        elif change.kind == "closed":
            shock[where] = 0.0
        elif change.column not in ahead:
            raise ValueError(f"no effect of {change.column!r} is known")
        elif change.kind == "price":
            ahead[change.column][where] *= change.amount
        else:
            _check_price(drivers, change)
            ahead[change.column][where] = change.amount
    return shock, ahead


def _check_price(drivers: Drivers | None, change: Change) -> None:
    scale = None if drivers is None else drivers.response.scale
    prices = () if scale is None else zip(scale.names, scale.kinds, strict=True)
    if (change.column, "price") in prices and change.amount <= 0:
        raise AppError("change_price_none", column=change.column, amount=f"{change.amount:g}")
