"""Policies on held-out weeks: every review orders by a forecast of its own, made from the past."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from core.base.forecast import Forecast
from core.inventory.curve import Floats
from core.inventory.inputs import Items
from core.inventory.periods import LENGTH, in_periods, played_outlook
from core.inventory.policies.policy import Levels, Policy
from core.inventory.replayed import Replayed
from core.inventory.simulate import Ints, Scene, replay

Choose = Callable[[int], Policy]
"""The policy for the items at an origin, by its number."""


@dataclass(frozen=True)
class Weeks:
    """What was `sold` (s, t), or would have been with full shelves, NaN where it is not known, and
    the `forecasts` that were made before period 0, `every`, 2 x `every`, ...; all of the same
    series in one order."""

    sold: Floats
    forecasts: Sequence[Forecast]
    every: int

    def only(self, places: Ints) -> "Weeks":
        """Some of the series."""
        return Weeks(self.sold[places], [one.only(places) for one in self.forecasts], self.every)

    @property
    def each(self) -> float:
        """The days of a period, on average."""
        return LENGTH[self.forecasts[0].freq]


@dataclass(frozen=True)
class Rules:
    """`backorders`: what cannot be met is owed, else lost. Lead times that are uncertain are drawn
    with `seed`."""

    backorders: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Played:
    """The replay of the items at `places` (n,): all but those whose levels are not known."""

    replayed: Replayed
    places: Ints


def play(weeks: Weeks, items: Items, choose: Choose, rules: Rules) -> Played | None:
    """Replays the weeks by the policy that `choose` gives at each origin. Stock starts at the
    policy's own level, and the first lead time is not counted. None where no item has levels.

    Periods are the unit of time, for the policies too: see `in_periods`; `reaching` says which
    items can be played. Raises AppError `beyond_horizon` for others.
    """
    items = in_periods(items, weeks.forecasts[0].freq)
    every = [_levels(weeks, items, choose(number), number) for number in range(_origins(weeks))]
    known = ~np.any([np.isnan(one.reorder_point) for one in every], axis=0)
    if not known.any():
        return None
    review = _whole(every[0].review)
    parts, places = [], []
    for length in np.unique(review[known]):
        where = np.flatnonzero(known & (review == length))
        levels = _stacked([_some(one, where) for one in every], int(length), weeks)
        scene = _scene(weeks, items, where, rules)
        parts.append(replay(weeks.sold[where], levels, scene))
        places.append(where)
    return Played(_joined(parts), np.concatenate(places))


def _origins(weeks: Weeks) -> int:
    return min(len(weeks.forecasts), -(-weeks.sold.shape[1] // weeks.every))


def _levels(weeks: Weeks, items: Items, policy: Policy, number: int) -> Levels:
    return policy.levels(played_outlook(weeks.forecasts[number], items), items)


def _stacked(every: Sequence[Levels], length: int, weeks: Weeks) -> Levels:
    """The levels by review, `length` periods apart, each from the latest origin before it."""
    reviews = -(-weeks.sold.shape[1] // length)
    taken = [every[min(n * length // weeks.every, len(every) - 1)] for n in range(reviews)]
    lots = [one.quantity for one in taken if one.quantity is not None]
    lost = [lost for one in taken if one.lost is not None for lost in one.lost]
    return Levels(
        np.stack([one.reorder_point for one in taken], axis=1),
        np.stack([one.order_up_to for one in taken], axis=1),
        np.full(len(taken[0].review), float(length)),
        np.stack(lots, axis=1) if lots else None,
        lost or None,
    )


def _some(levels: Levels, where: Ints) -> Levels:
    lots, lost = levels.quantity, levels.lost
    return Levels(
        levels.reorder_point[where],
        levels.order_up_to[where],
        levels.review[where],
        None if lots is None else lots[where],
        None if lost is None else [one.only(where) for one in lost],
    )


def _scene(weeks: Weeks, items: Items, where: Ints, rules: Rules) -> Scene:
    """The items at `where`, their times in periods."""
    table = Items(items.table.iloc[where])
    longest = int(items.of("lead_time").max())
    return Scene(
        _lead_times(table, weeks, rules),
        pack_size=table.of("pack_size"),
        minimum_order=table.of("minimum_order"),
        shelf_life=table.of("shelf_life"),
        backorders=rules.backorders,
        warm_up=min(longest, weeks.sold.shape[1] // 3),
    )


def _lead_times(items: Items, weeks: Weeks, rules: Rules) -> Ints:
    """Periods (s,), or (s, t) drawn from gamma distributions where they are uncertain."""
    mean, sd = items.of("lead_time"), items.of("lead_time_sd")
    if not sd.any():
        return _whole(mean)
    shape = (mean / np.where(sd > 0, sd, 1.0))[:, None] ** 2
    many = weeks.sold.shape[1]
    draw = np.random.default_rng(rules.seed).gamma(shape, mean[:, None] / shape, (len(mean), many))
    return _whole(np.where((sd > 0)[:, None], draw, mean[:, None]))


def _whole(times: Floats) -> Ints:
    return np.maximum(np.rint(times), 1).astype(np.int64)


def _joined(parts: Sequence[Replayed]) -> Replayed:
    kept = [field.name for field in fields(Replayed) if field.name != "warm_up"]
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in kept}
    return Replayed(**whole, warm_up=parts[0].warm_up)
