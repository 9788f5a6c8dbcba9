"""What the sample shop's customers would buy if every shelf were full.

Order lines that item j draws on day d in store s, before complements:

    own[d, s, j] = base_j share_s factor[d, s, c(j)] drift_j(d) life_j(d)
                   (price[d, s, j] / first price_j) ^ elasticity_j promotion[d, s, j]

A buyer of a leader takes its follower along with the chance `attach` times
the follower's price and promotion effects, so the follower's elasticity holds
for all of its demand. A line holds 1 + Geometric units.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.sample.calendar import Calendar
from core.data.sample.frames import Array
from core.data.sample.products import Products
from core.data.sample.promotions import Promotions
from core.data.sample.size import ONLINE, Size, stream
from core.data.sample.stores import STORE_LIST

_UNEVEN = 5.0
"""Shape of the gamma noise on each day, store and item (variance 1 / 5)."""


@dataclass(frozen=True)
class Expected:
    """Means: `own` lines (D, S, J), `linked` chance (D, S, P), `units` in all (D, S, J)."""

    own: NDArray[np.float64]
    linked: NDArray[np.float64]
    units: NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """What was wanted: `lines` and `units` (D, S, J), lines `linked` to a leader's (D, S, P)."""

    lines: NDArray[np.int64]
    units: NDArray[np.int64]
    linked: NDArray[np.int64]


def expect(
    size: Size, seed: int, products: Products, calendar: Calendar, promotions: Promotions
) -> Expected:
    """The mean demand of every day, store and item."""
    rng = stream(seed, "drift")
    share = np.array([store.share for store in STORE_LIST])
    response = (promotions.price / products.list_price[0]) ** products.elasticity
    response *= promotions.effect
    alive = _life(size, products)
    own = share[:, None] * calendar.factor[:, :, products.category]
    own *= (products.base * _drift(size, products.count, rng) * alive)[:, None, :] * response
    follower = response[:, :, products.follower] * (alive[:, None, products.follower] > 0)
    linked = np.clip(products.attach * follower, 0, 0.95)
    lines = own.copy()
    lines[:, :, products.follower] += own[:, :, products.leader] * linked
    return Expected(own, linked, lines * (1 + products.extra))


def _life(size: Size, products: Products) -> NDArray[np.float64]:
    """From launch demand ramps up within weeks; after its end it fades (D, J)."""
    day = np.arange(size.days)[:, None]
    age = day - products.launch
    grown = 1 - 0.7 * np.exp(-np.maximum(age, 0) / 20)
    ramp = np.where(products.launch == 0, 1.0, np.where(age < 0, 0.0, grown))
    fade = np.exp(-np.maximum(day - products.end, 0) / 20)
    return np.asarray(ramp * fade, np.float64)


def _drift(size: Size, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A slow random walk around 1 and a yearly trend for each item (D, J)."""
    steps = rng.normal(0, 0.02, (size.days, count))
    walk = np.empty_like(steps)
    level = rng.normal(0, 0.12, count)
    for day in range(size.days):
        level = 0.985 * level + steps[day]
        walk[day] = level
    trend = rng.normal(0, 0.12, count) * np.arange(size.days)[:, None] / 365.25
    return np.exp(walk + trend)


def realise(
    seed: int, products: Products, expected: Expected, orders: Array, sure: Array
) -> Demand:
    """Draws the demand. Online it makes room for the `orders` of each day (D,), whose mean
    given the visits is `sure` (D,): every order holds at least one line, and the mean
    stays `expected`.
    """
    rng = stream(seed, "demand")
    mean = expected.own * rng.gamma(_UNEVEN, 1 / _UNEVEN, expected.own.shape)
    lines = rng.poisson(mean)
    total = expected.own[:, ONLINE].sum(axis=1)
    wanted = orders + rng.poisson(np.maximum(total - sure, 0))
    shares = mean[:, ONLINE] / mean[:, ONLINE].sum(axis=1, keepdims=True)
    lines[:, ONLINE] = rng.multinomial(np.where(orders > 0, wanted, 0), shares)
    linked = rng.binomial(lines[:, :, products.leader], expected.linked)
    lines[:, :, products.follower] += linked
    extra = np.broadcast_to(products.extra, lines.shape)
    some = (lines > 0) & (extra > 0)
    units = lines.copy()
    units[some] += rng.negative_binomial(lines[some], 1 / (1 + extra[some]))
    return Demand(lines, units, linked)
