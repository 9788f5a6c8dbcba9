"""The sample shop's reviews: ratings that follow quality, words that follow the rating."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.data.sample.customers import Customers
from core.data.sample.frames import Array, ids, instants, take
from core.data.sample.orders import Orders
from core.data.sample.products import Products
from core.data.sample.review_words import ASPECTS, CHINESE, ENGLISH
from core.data.sample.size import Size, stream

_SHARE = 0.035
_CUTS = (-1.6, -0.95, -0.3, 0.6)
_SPARE_ASPECTS = np.array([0.4, 0.2, 0.16, 0.12, 0.12])


class Reviews(NamedTuple):
    """The table `reviews`, and the truth: each review's aspects and their moods (-1, 0, 1)."""

    table: pd.DataFrame
    truth: pd.DataFrame


def make_reviews(
    size: Size, seed: int, world: tuple[Products, Customers], orders: Orders
) -> Reviews:
    """Some buyers rate a product days after they bought it, and say why."""
    rng = stream(seed, "reviews")
    products, customers = world
    chosen = np.flatnonzero(rng.random(len(orders.order)) < _SHARE)
    order, item = orders.order[chosen], orders.item[chosen]
    day = orders.day[order] + rng.integers(2, 25, len(chosen))
    user = orders.user[order]
    liking = 0.35 + products.quality[item] - 0.9 * (orders.returned[chosen] > 0)
    liking = liking + rng.normal(0, 0.35, customers.count)[user] + rng.normal(0, 0.7, len(chosen))
    second = rng.integers(7 * 3600, 86_399, len(chosen))
    sequence = np.lexsort((second, day))
    sequence = sequence[day[sequence] < size.days]
    rating = 1 + np.digitize(liking, _CUTS)[sequence]
    chinese = customers.chinese[user[sequence]]
    aspects, moods = _opinions(rng, rating)
    shelf = products.sub[item[sequence]]
    texts = _texts(rng, (aspects, moods, chinese, shelf), products)
    names = ids("RV", 6, len(sequence))
    table = pd.DataFrame(
        {
            "review_id": names,
            "timestamp": instants(size.first_day, day[sequence], second[sequence]),
            "user_id": take(customers.names, user[sequence]),
            "item_id": take(products.names, item[sequence]),
            "order_id": take(orders.names, order[sequence]),
            "rating": rating,
            "language": np.where(chinese, "zh", "en").astype(object),
            "text": texts,
        }
    )
    truth = pd.DataFrame(
        {
            "review_id": np.repeat(names, 2),
            "aspect": np.array(ASPECTS, object)[aspects.ravel()],
            "mood": moods.ravel() - 1,
        }
    )
    return Reviews(table, truth)


def _opinions(rng: np.random.Generator, rating: Array) -> tuple[Array, Array]:
    """Two different aspects a review (n, 2) and a mood 0, 1, 2 for each, around the rating."""
    keys = rng.random((len(rating), len(ASPECTS))) ** (1 / _SPARE_ASPECTS)
    aspects = np.argsort(-keys, axis=1)[:, :2]
    mean = (rating[:, None] - 1) / 2
    moods = np.clip(np.round(mean + rng.normal(0, 0.35, aspects.shape)), 0, 2)
    return aspects, moods.astype(np.int64)


def _texts(
    rng: np.random.Generator, said: tuple[Array, Array, Array, Array], products: Products
) -> list[str]:
    """One or two sentences a review, in the customer's language."""
    aspects, moods, chinese, shelf = said
    luck = rng.random((len(aspects), 3))
    texts = []
    for row in range(len(aspects)):
        book = CHINESE if chinese[row] else ENGLISH
        item = products.subs[shelf[row]].zh if chinese[row] else products.subs[shelf[row]].en
        said_here = []
        for k in range(2):
            choices = book[ASPECTS[aspects[row, k]]][moods[row, k]]
            said_here.append(choices[int(luck[row, k] * len(choices))].format(item=item))
        texts.append(("" if chinese[row] else " ").join(said_here))
    return texts
