"""Made-up customers with tastes, for tests of recommenders."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.recommend.family import Known
from core.recommend.histories import Histories, histories_of
from core.recommend.interactions import Interactions

WORDS = ("kettle tea mug", "lamp bulb shade", "rope tent boots", "brush paint frame", "soap towel")
GROUPS = len(WORDS)


def meetings(
    users: int = 150, items: int = 60, seed: int = 0, timed: bool = True, repeats: float = 0.1
) -> Interactions:
    """Customers of `GROUPS` tastes: item i is of taste i % GROUPS, customer u of u % GROUPS.

    Nine of ten meetings are within the taste; half of those are the item that follows the one
    before (i + GROUPS), so the order tells something too; `repeats` of them are met again.
    Baskets hold one to three items, of the same time.
    """
    draw = np.random.default_rng(seed)
    rows: list[tuple[int, int, float, int]] = []
    for user in range(users):
        day, last, had, basket = 18_000 + draw.uniform(0, 60), -1, set[int](), 0
        for step in range(int(draw.integers(6, 16))):
            if step == 0 or draw.random() < 0.6:
                day, basket = day + draw.exponential(8.0), user * 100 + step
            last = _next(draw, (user, last, items), had, repeats)
            had.add(last)
            rows.append((user, last, day, basket))
    user_, item, days, baskets = (np.array(column) for column in zip(*rows, strict=True))
    order = np.argsort(days, kind="stable")
    found = Interactions(
        user_[order].astype(np.int32),
        item[order].astype(np.int32),
        np.ones(len(order), np.float32),
        days[order].astype(float),
        np.unique(baskets[order], return_inverse=True)[1].astype(np.int32),
        np.array([f"c{place:04}" for place in range(users)], object),
        np.array([f"p{place:04}" for place in range(items)], object),
    )
    return found if timed else untimed(found)


def _next(
    draw: np.random.Generator, of: tuple[int, int, int], had: set[int], repeats: float
) -> int:
    """The next item of a customer `of` (user, last item, items)."""
    user, last, items = of
    if had and draw.random() < repeats:
        return int(draw.choice(sorted(had)))
    for _ in range(50):
        if draw.random() < 0.1:
            item = int(draw.integers(items))
        elif last >= 0 and draw.random() < 0.5:
            item = (last + GROUPS) % items
        else:
            place = int(items // GROUPS * draw.random() ** 2)
            item = min(user % GROUPS + GROUPS * place, items - 1)
        if item not in had:
            break
    return item


def untimed(found: Interactions) -> Interactions:
    """The same, where no times are known; every row is a basket of its own."""
    places = np.arange(len(found), dtype=np.int32)
    return replace(found, day=np.full(len(found), np.nan), basket=places)


def known(found: Interactions, seed: int = 0) -> Known:
    """With attributes that tell the taste of an item, and some cells missing."""
    draw = np.random.default_rng(seed)
    taste = np.arange(len(found.items)) % GROUPS
    items = pd.DataFrame(
        {
            "text": [f"{WORDS[one]} no {place}" for place, one in enumerate(taste)],
            "category": [f"category {one}" for one in taste],
            "brand": [f"brand {one}" for one in draw.integers(0, 4, len(taste))],
            "price": np.round(draw.uniform(1, 50, len(taste)), 2),
            "margin": np.round(draw.uniform(0, 0.6, len(taste)), 2),
        }
    )
    missing = draw.random(len(taste)) < 0.05
    items.loc[missing, ["text", "category", "price"]] = np.nan
    users = pd.DataFrame({"region": [f"r{place % 3}" for place in range(len(found.users))]})
    return Known(found, items, users)


def asked(found: Interactions, users: list[int] | None = None) -> Histories:
    """The histories of those customers, or of all, at the end of what is known."""
    places = np.arange(len(found.users)) if users is None else np.array(users, int)
    return histories_of(found, places, found.end)


class Listener:
    """A reporter that keeps what it hears, and asks to stop after some looks."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.epochs: list[tuple[int, int, float]] = []
        self.looks, self.stop_after = 0, stop_after

    def epoch(self, epoch: int, epochs: int, loss: float, **_rest: float | None) -> None:
        self.epochs.append((epoch, epochs, loss))

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        assert 0 < done <= total and epoch > 0 and np.isfinite(loss)

    def log(self, code: str, **_facts: object) -> None:
        assert code

    def stopping(self) -> bool:
        self.looks += 1
        return self.stop_after is not None and self.looks > self.stop_after
