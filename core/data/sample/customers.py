"""The sample shop's customers: who they are, what they like, when they come and go.

A customer is there from `joined` until `died` (nobody sees that day). Each day
there, stores and website see them in proportion to `rate` and `visit_rate`.
The daily hazard of leaving depends on what the shop can see: channel, e-mail
consent, complaints, age.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.sample.frames import Array, ids
from core.data.sample.products import Products
from core.data.sample.size import ONLINE, Size, stream

CHANNELS = ("store", "search", "social", "referral", "ads")
TIERS = ("bronze", "silver", "gold")
CITIES = ("first_tier", "second_tier", "other")
DEVICES = ("mobile", "desktop", "tablet")
_LEAVE = np.array([-0.3, 0.0, 0.2, -0.4, 0.7])
_FAVOURITES = 3
_DEVOTION = 0.75


@dataclass(frozen=True)
class Customers:
    """Arrays over customers (N,); `taste` (N, K) sums to 1 over subcategories.

    `joined` may lie before day 0; `died` is the first day without them, D where
    they stay. `age` is NaN and `tier` -1 where the shop was not told.
    """

    joined: NDArray[np.int64]
    died: NDArray[np.int64]
    hazard: NDArray[np.float64]
    rate: NDArray[np.float64]
    visit_rate: NDArray[np.float64]
    home: NDArray[np.int64]
    taste: NDArray[np.float64]
    age: NDArray[np.float64]
    tier: NDArray[np.int64]
    city: NDArray[np.int64]
    channel: NDArray[np.int64]
    device: NDArray[np.int64]
    consent: NDArray[np.bool_]
    complaints: NDArray[np.int64]
    chinese: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many customers there are."""
        return len(self.joined)

    @property
    def names(self) -> NDArray[np.object_]:
        """Their ids."""
        return ids("C", 5, self.count)

    def there(self, days: int) -> NDArray[np.bool_]:
        """(D, N): who is a customer on which day."""
        day = np.arange(days)[:, None]
        return (day >= self.joined) & (day < self.died)


def make_customers(size: Size, seed: int, products: Products) -> Customers:
    """Draws the customers. All of them joined before the cutoff of the churn question."""
    rng = stream(seed, "customers")
    count = size.customers
    appetite = rng.normal(0, 0.65, count)
    rate = np.exp(appetite)
    channel = rng.choice(5, count, p=[0.38, 0.2, 0.18, 0.1, 0.14])
    consent = rng.random(count) < 0.55
    grief = rng.normal(0, 1, count)
    age = np.clip(rng.normal(37, 12, count), 18, 80).round()
    hazard = 0.00045 * np.exp(
        _LEAVE[channel] - 0.6 * consent + 0.45 * grief - 0.02 * (age - 37) - 0.2 * appetite
    )
    early = rng.random(count) < 0.58
    joined = np.where(early, -rng.integers(1, 800, count), rng.integers(0, size.cutoff - 13, count))
    joined[:20] = -rng.integers(1, 800, 20)
    died = np.minimum(np.maximum(joined, 0) + rng.geometric(hazard), size.days)
    died[:20] = size.days
    order = rng.permutation(np.arange(count))
    return Customers(
        joined=joined[order],
        died=died[order],
        hazard=np.where(np.arange(count) < 20, 0.0, hazard)[order],
        rate=rate[order],
        visit_rate=np.exp(0.7 * appetite + rng.normal(0, 0.6, count))[order],
        home=rng.choice(ONLINE, count, p=[0.42, 0.31, 0.27])[order],
        taste=_tastes(products, count, rng)[order],
        age=np.where(rng.random(count) < 0.12, np.nan, age)[order],
        tier=_tier(appetite, rng)[order],
        city=rng.choice(3, count, p=[0.55, 0.3, 0.15])[order],
        channel=channel[order],
        device=rng.choice(3, count, p=[0.68, 0.26, 0.06])[order],
        consent=consent[order],
        complaints=rng.poisson(np.exp(-1.2 + 0.8 * grief))[order],
        chinese=(rng.random(count) < 0.75)[order],
    )


def _tier(appetite: Array, rng: np.random.Generator) -> NDArray[np.int64]:
    """Member level: follows appetite; one customer in four is no member (-1)."""
    level = np.digitize(appetite + rng.normal(0, 0.8, len(appetite)), [0.4, 1.5])
    return np.where(rng.random(len(appetite)) < 0.25, -1, level)


def _tastes(products: Products, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Three favourite subcategories take most of a customer's liking, the rest is even."""
    shelves = len(products.subs)
    few = min(_FAVOURITES, shelves // 2)
    favourites = rng.random((count, shelves)).argpartition(few, axis=1)[:, :few]
    liking = np.full((count, shelves), (1 - _DEVOTION) / shelves)
    weight = rng.dirichlet(np.full(few, 4.0), count)
    np.put_along_axis(liking, favourites, _DEVOTION * weight, axis=1)
    return np.asarray(liking / liking.sum(axis=1, keepdims=True), np.float64)
