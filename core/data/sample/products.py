"""The sample shop's products and suppliers: prices over time, life cycles, complements."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.frames import Array, ids
from core.data.sample.size import Size, stream
from core.data.sample.words import BRANDS, CATEGORIES, COMPLEMENTS, SUBCATEGORIES, Subcategory

SUPPLIERS = 12
COLD = 22
"""A few products are younger than so many days at the end."""
_SWINGS = (0.85, 0.9, 0.94, 1.06, 1.1, 1.15)


@dataclass(frozen=True)
class Products:
    """Arrays over items (J,), and what is true of them.

    `base`: mean order lines a day, all stores, at the first list price;
    `list_price` (D, J); `launch` and `end` are days, `end` = D where a product
    stays. Buyers of `leader[p]` take `follower[p]` along with chance `attach[p]`.
    """

    subs: tuple[Subcategory, ...]
    sub: NDArray[np.int64]
    category: NDArray[np.int64]
    base: NDArray[np.float64]
    elasticity: NDArray[np.float64]
    quality: NDArray[np.float64]
    extra: NDArray[np.float64]
    returned: NDArray[np.float64]
    list_price: NDArray[np.float64]
    cost: NDArray[np.float64]
    launch: NDArray[np.int64]
    end: NDArray[np.int64]
    supplier: NDArray[np.int64]
    pack: NDArray[np.int64]
    leader: NDArray[np.int64]
    follower: NDArray[np.int64]
    attach: NDArray[np.float64]

    @property
    def count(self) -> int:
        """How many products there are."""
        return len(self.sub)

    @property
    def names(self) -> NDArray[np.object_]:
        """Their ids."""
        return ids("P", 4, self.count)


def make_products(size: Size, seed: int) -> Products:
    """Draws the products of a shop of this size."""
    rng = stream(seed, "products")
    count = size.products
    subs = SUBCATEGORIES[: 2 * min(len(SUBCATEGORIES) // 2, max(2, count // 12))]
    sub = np.sort(np.arange(count) % len(subs))
    keys = [category.key for category in CATEGORIES]
    category = np.array([keys.index(shelf.category) for shelf in subs])[sub]
    leader, follower = _pairs(subs, sub)
    base = np.exp(rng.normal(0, 1.1, count))
    base[leader] = np.maximum(base[leader], 1.5)
    base[follower] *= 0.7
    launch, end = _lives(size, sub, np.concatenate([leader, follower]), rng)
    base[launch > size.days - COLD] = np.maximum(base[launch > size.days - COLD], 1.5)
    first = _first_price(subs, sub, rng)
    return Products(
        subs=subs,
        sub=sub,
        category=category,
        base=base * size.lines_per_day / base.sum(),
        elasticity=_pick(subs, sub, "elasticity") * np.exp(rng.normal(0, 0.18, count)),
        quality=rng.normal(0, 0.5, count),
        extra=_pick(subs, sub, "extra"),
        returned=_pick(subs, sub, "returned"),
        list_price=_prices(size, first, rng),
        cost=np.round(first * rng.uniform(0.42, 0.66, count), 2),
        launch=launch,
        end=end,
        supplier=(category + SUPPLIERS // 2 * (rng.random(count) < 0.3)) % SUPPLIERS,
        pack=rng.choice([1, 2, 4, 6, 12], count, p=[0.2, 0.15, 0.2, 0.3, 0.15]),
        leader=leader,
        follower=follower,
        attach=rng.uniform(0.35, 0.6, len(leader)),
    )


def _pick(subs: tuple[Subcategory, ...], sub: Array, field: str) -> NDArray[np.float64]:
    return np.array([getattr(shelf, field) for shelf in subs], dtype=float)[sub]


def _pairs(subs: tuple[Subcategory, ...], sub: Array) -> tuple[Array, Array]:
    keys = [shelf.key for shelf in subs]
    leaders, followers = [], []
    for first, second in COMPLEMENTS:
        if first in keys and second in keys:
            a, b = (np.flatnonzero(sub == keys.index(key)) for key in (first, second))
            few = max(1, len(a) // 4)
            leaders.append(a[:few])
            followers.append(b[:few])
    return np.concatenate(leaders), np.concatenate(followers)


def _lives(size: Size, sub: Array, lasting: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Launch and end days: most products stay, some come, some of them very late, some go."""
    count = len(sub)
    launch, end = np.zeros(count, np.int64), np.full(count, size.days, np.int64)
    first_of_shelf = np.searchsorted(sub, np.arange(sub[-1] + 1))
    free = rng.permutation(
        np.setdiff1d(np.arange(count), np.concatenate([lasting, first_of_shelf]))
    )
    new, cold, dying = np.split(free, np.cumsum([count // 10, max(1, count // 50), count // 14]))[
        :3
    ]
    launch[new] = rng.integers(int(0.15 * size.days), int(0.9 * size.days), len(new))
    launch[cold] = size.days - rng.integers(14, COLD, len(cold))
    end[dying] = rng.integers(int(0.4 * size.days), int(0.9 * size.days), len(dying))
    return launch, end


def _first_price(
    subs: tuple[Subcategory, ...], sub: Array, rng: np.random.Generator
) -> NDArray[np.float64]:
    low, high = (np.log(_pick(subs, sub, field)) for field in ("low", "high"))
    return np.floor(np.exp(rng.uniform(low, high))) + 0.9


def _prices(size: Size, first: Array, rng: np.random.Generator) -> NDArray[np.float64]:
    """List prices (D, J): steps around the first price, every three to eight months."""
    prices = np.tile(first, (size.days, 1))
    for item in range(len(first)):
        day = int(rng.integers(30, 160))
        while day < size.days:
            prices[day:, item] = np.floor(first[item] * rng.choice(_SWINGS) * 10) / 10
            day += int(rng.integers(90, 240))
    return prices


def products_table(products: Products, size: Size) -> pd.DataFrame:
    """The table `products`: one row a product, its price on the last day."""
    shelf = [products.subs[k] for k in products.sub]
    place = np.arange(products.count) - np.searchsorted(products.sub, products.sub)
    words = [_words(*pair) for pair in zip(shelf, place.tolist(), strict=True)]
    day0 = np.datetime64(size.first_day, "us")
    launched = day0 + products.launch.astype("timedelta64[D]")
    gone = (day0 + products.end.astype("timedelta64[D]")).astype("datetime64[us]")
    return pd.DataFrame(
        {
            "item_id": products.names,
            "name_en": [f"{brand} {variant} {s.en}, {pack}" for s, (brand, _, variant, _, pack, _)
                        in zip(shelf, words, strict=True)],
            "name_zh": [f"{brand}{variant}{s.zh} {pack}" for s, (_, brand, _, variant, _, pack)
                        in zip(shelf, words, strict=True)],
            "category": [CATEGORIES[c].en for c in products.category],
            "category_zh": [CATEGORIES[c].zh for c in products.category],
            "subcategory": [s.en for s in shelf],
            "subcategory_zh": [s.zh for s in shelf],
            "brand": [brand for brand, *_ in words],
            "price": products.list_price[-1],
            "cost": products.cost,
            "supplier_id": ids("SUP", 2, SUPPLIERS)[products.supplier],
            "pack_size": products.pack,
            "shelf_life_days": pd.array([s.shelf_life for s in shelf], dtype="Int64"),
            "launched": np.where(products.launch > 0, launched, np.datetime64("NaT")),
            "discontinued": np.where(products.end < size.days, gone, np.datetime64("NaT")),
        }
    )  # fmt: skip


def _words(shelf: Subcategory, place: int) -> tuple[str, ...]:
    """Brand, variant and pack, each in English and Chinese, for a place on the shelf."""
    start = sum(map(ord, shelf.key))
    brand = BRANDS[(start + 5 * ((place + place // 10) % 3)) % len(BRANDS)]
    variant, pack = place % 5, place // 5 % 2
    return (
        *brand,
        shelf.variants.split("|")[variant],
        shelf.variants_zh.split("|")[variant],
        shelf.packs.split("|")[pack],
        shelf.packs_zh.split("|")[pack],
    )
