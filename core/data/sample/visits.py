"""The sample shop's website visits, and how likely each of them ends in an order.

The features are known three minutes into a visit, before anything is bought.
The chance of an order depends on nothing but these features:

    p = 1 / (1 + exp(-(intercept + effects)))

so that p is the best possible score, and its AUC the Bayes-optimal AUC. What
is missing (no earlier visit, no campaign, a blocked tracker, no membership)
is missing for the chance too.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.calendar import Calendar
from core.data.sample.customers import DEVICES, TIERS, Customers
from core.data.sample.demand import Expected
from core.data.sample.frames import Array, draw, ids, instants, take
from core.data.sample.size import ONLINE, Size, stream

SOURCES = ("search", "ads", "social", "email", "direct", "app_push")
LANDINGS = ("home", "category", "product", "promotion")
CAMPAIGNS = ("new_arrivals", "member_day", "seasonal", "clearance")
BANNERS = ("A", "B", "C")
BASE_RATE = 0.14
_ORDERS_PER_LINE = 0.25
_HOURS = np.array(
    [8, 4, 2, 1, 1, 2, 6, 14, 24, 32, 36, 38, 44, 40, 34, 33, 34, 36, 40, 52, 66, 72, 52, 20],
    dtype=float,
)


@dataclass(frozen=True)
class Visits:
    """Visits in order of time (n,). `probability` is the truth, `purchased` the coin tossed."""

    day: NDArray[np.int64]
    second: NDArray[np.int64]
    user: NDArray[np.int64]
    features: pd.DataFrame
    probability: NDArray[np.float64]
    purchased: NDArray[np.bool_]
    intercept: float

    @property
    def names(self) -> NDArray[np.object_]:
        """Their ids."""
        return ids("V", 7, len(self.day))


def make_visits(
    size: Size, seed: int, customers: Customers, calendar: Calendar, expected: Expected
) -> Visits:
    """Draws the visits of all days; traffic follows what the online store should sell."""
    rng = stream(seed, "visits")
    lines = expected.own[:, ONLINE].sum(axis=1)
    counts = rng.poisson(lines * _ORDERS_PER_LINE / BASE_RATE)
    there = customers.there(size.days) * customers.visit_rate
    user = np.concatenate([draw(there[day], rng.random(n)) for day, n in enumerate(counts)]).astype(
        np.int64
    )
    day = np.repeat(np.arange(size.days), counts)
    hour = draw(_HOURS, rng.random(len(day)))
    second = np.minimum(hour * 3600 + rng.integers(0, 3600, len(day)), 23 * 3600 + 1800)
    order = np.lexsort((second, day))
    day, second, user = day[order], second[order], user[order]
    features = _features(rng, customers, calendar, (day, second, user))
    effects = _effects(features)
    intercept = _intercept(effects)
    probability = 1 / (1 + np.exp(-(effects + intercept)))
    purchased = rng.random(len(day)) < probability
    return Visits(day, second, user, features, probability, purchased, intercept)


def _features(
    rng: np.random.Generator,
    customers: Customers,
    calendar: Calendar,
    when: tuple[Array, Array, Array],
) -> pd.DataFrame:
    """What the shop knows three minutes into each visit, as codes and numbers; NaN, -1: missing."""
    day, second, user = when
    count = len(day)
    before, pause = _history(user, day + second / 86_400)
    source = rng.choice(6, count, p=[0.26, 0.17, 0.17, 0.11, 0.21, 0.08])
    source = np.where((source == 3) & ~customers.consent[user], 4, source)
    device = np.where(rng.random(count) < 0.8, customers.device[user], rng.integers(0, 3, count))
    mood = rng.normal(0, 1, count) + 0.25 * (source >= 3)
    views = rng.poisson(np.exp(0.55 + 0.45 * mood))
    carts = rng.binomial(np.minimum(views, 4), 1 / (1 + np.exp(2.0 - 0.9 * mood)))
    active = np.clip(95 + 28 * mood + rng.normal(0, 32, count), 4, 180).round()
    scroll = np.clip(rng.beta(2, 2, count) + 0.08 * mood, 0, 1).round(3)
    return pd.DataFrame(
        {
            "device": device,
            "source": source,
            "campaign": np.where(np.isin(source, [1, 3, 5]), rng.integers(0, 4, count), -1),
            "landing_page": rng.choice(4, count, p=[0.3, 0.25, 0.33, 0.12]),
            "member_tier": customers.tier[user],
            "customer_age": customers.age[user],
            "member_days": day - customers.joined[user],
            "visits_before": before,
            "days_since_last_visit": np.round(pause, 2),
            "early_views": views,
            "early_carts": carts,
            "early_searches": rng.poisson(0.4, count),
            "active_seconds": active,
            "scroll_depth": np.where(rng.random(count) < 0.07, np.nan, scroll),
            "coupon_shown": rng.random(count) < 0.3,
            "is_sale_day": calendar.sale[day],
            "weekday": calendar.weekday[day],
            "hour": second // 3600,
            "page_load_ms": rng.gamma(4, 220, count).round(),
            "banner_version": rng.integers(0, 3, count),
        }
    )


def _history(user: Array, moment: Array) -> tuple[Array, Array]:
    """For each visit the user's visits before, and the days since the last one (NaN: none)."""
    order = np.lexsort((moment, user))
    sorted_user, sorted_moment = user[order], moment[order]
    first = np.concatenate([[True], sorted_user[1:] != sorted_user[:-1]])
    place = np.arange(len(user))
    start = np.maximum.accumulate(np.where(first, place, 0))
    pause = np.where(first, np.nan, np.diff(sorted_moment, prepend=np.nan))
    before, since = np.empty(len(user), np.int64), np.empty(len(user))
    before[order], since[order] = place - start, pause
    return before, since


def _effects(f: pd.DataFrame) -> NDArray[np.float64]:
    """The log-odds without the intercept: bends, thresholds and interactions included."""
    v = {name: f[name].to_numpy() for name in f}
    views, carts, mobile = v["early_views"], v["early_carts"], v["device"] == 0
    pause = np.nan_to_num(v["days_since_last_visit"], nan=-1)
    scroll = np.nan_to_num(v["scroll_depth"], nan=0.45)
    age = np.nan_to_num(v["customer_age"], nan=37)
    score = np.array([0.1, -0.45, -0.6, 0.5, 0.35, 0.25])[v["source"]]
    score = score + np.array([-0.15, 0.0, 0.25, 0.35])[v["landing_page"]]
    score += np.array([-0.3, 0.0, 0.25, 0.75])[v["member_tier"] + 1]
    score += np.array([0.0, 0.25, 0.1, -0.2, 0.15])[v["campaign"] + 1]
    score += 0.55 * np.log1p(views) - 0.35 * np.maximum(views - 5, 0)
    score += 1.45 * np.minimum(carts, 2) + 0.4 * (carts > 2) - 0.5 * mobile * (carts > 0)
    score += 0.012 * np.minimum(v["active_seconds"] - 60, 80) + 0.9 * (scroll - 0.45)
    score += 0.5 * np.tanh(v["visits_before"] / 6) - 0.25 * (pause < 0)
    score += 0.6 * np.exp(-((pause - 2.5) ** 2) / 4) - 0.5 * (pause > 30)
    score += 0.35 * (v["early_searches"] > 0) * (v["landing_page"] != 2)
    coupon = 0.2 + 0.5 * (v["source"] == 1) + 0.3 * (v["member_tier"] < 1)
    score += coupon * v["coupon_shown"] + 0.3 * v["is_sale_day"] * (v["landing_page"] == 3)
    score += 0.25 * np.cos(2 * np.pi * (v["hour"] - 21) / 24) + 0.12 * (v["weekday"] >= 5)
    score += -0.35 * np.tanh((v["page_load_ms"] - 900) / 500) - 0.15 * ((age - 40) / 15) ** 2
    return np.asarray(score, np.float64)


def _intercept(effects: Array) -> float:
    """The intercept that makes the mean chance `BASE_RATE`, by bisection."""
    low, high = -15.0, 15.0
    for _ in range(60):
        middle = (low + high) / 2
        if np.mean(1 / (1 + np.exp(-(effects + middle)))) < BASE_RATE:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def visits_table(visits: Visits, customers: Customers, size: Size) -> pd.DataFrame:
    """The table `visits`: one row a visit in order of time, target `purchased`."""
    named = {
        "device": DEVICES,
        "source": SOURCES,
        "campaign": CAMPAIGNS,
        "landing_page": LANDINGS,
        "member_tier": TIERS,
        "banner_version": BANNERS,
    }
    columns = {
        name: take(np.array(named[name], object), values.to_numpy()) if name in named else values
        for name, values in visits.features.items()
        if name not in ("weekday", "hour")
    }
    return pd.DataFrame(
        {
            "visit_id": take(visits.names, np.arange(len(visits.day))),
            "user_id": take(customers.names, visits.user),
            "timestamp": instants(size.first_day, visits.day, visits.second),
            **columns,
            "purchased": visits.purchased,
        }
    )
