"""Small shops to look at: order lines made by hand or by chance, saved as datasets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.base.values import Column
from core.base.view import Period, View
from core.explore.shop import Shop, opened
from core.store.draft import DatasetDraft
from core.store.reader import DatasetReader
from core.store.workspace import Workspace

COLUMNS = (
    Column(name="no", type="id", role="order_id"),
    Column(name="when", type="datetime", role="timestamp"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="who", type="id", role="user_id"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="n", type="integer", role="quantity"),
    Column(name="p", type="number", role="price"),
)
PRODUCTS = (
    Column(name="sku", type="id", role="item_id"),
    Column(name="name", type="text"),
    Column(name="kind", type="category", role="category"),
)
FIRST = date(2024, 1, 1)


def drawn(seed: int, rows: int = 400, days: int = 90, items: int = 6) -> pd.DataFrame:
    """Order lines by chance: about three an order, some of nobody, some sent back."""
    draw = np.random.default_rng(seed)
    order = np.sort(draw.integers(0, max(rows // 3, 1), rows))
    of = {name: draw.integers(0, n, rows) for name, n in (("day", days), ("who", 25), ("shop", 3))}
    day, who, shop = (values[order] for values in of.values())
    back = draw.random(rows) < 0.08
    return pd.DataFrame(
        {
            "no": [f"o{n}" for n in order],
            "when": pd.Timestamp(FIRST) + pd.to_timedelta(day * 24 + 8 + order % 12, unit="h"),
            "shop": [f"S{n}" for n in shop],
            "who": [f"c{n:02d}" if n < 22 else None for n in who],
            "sku": [f"i{n}" for n in draw.integers(0, items, rows)],
            "n": pd.array(np.where(back, -1, draw.integers(1, 5, rows)), dtype="Int64"),
            "p": np.round(draw.gamma(2, 5, rows) + 0.5, 2),
        }
    )


def products(items: int = 6) -> pd.DataFrame:
    """Items i0, i1, ... of the kinds tea and cup in turn; the last has no kind."""
    kinds = [("tea", "cup")[n % 2] for n in range(items - 1)]
    names = [f"Item {n}" for n in range(items)]
    ids = [f"i{n}" for n in range(items)]
    return pd.DataFrame({"sku": ids, "name": names, "kind": [*kinds, None]})


def saved(root: Path, lines: pd.DataFrame, **more: Any) -> str:
    """A dataset of these lines, and of the products where they are given; its id."""
    columns = tuple(column for column in COLUMNS if column.name in lines)
    tables = {"order_lines": lines} | ({"products": more["about"]} if "about" in more else {})
    told = {"order_lines": columns} | ({"products": PRODUCTS} if "about" in more else {})
    kept = {name: typed(frame, told[name]) for name, frame in tables.items()}
    draft = DatasetDraft("Shop", "shop" if len(kept) > 1 else "order_lines", kept, told)
    return Workspace(root).save_dataset(draft).id


def typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """In the dtypes that are stored."""
    types = {"datetime": "datetime64[us]", "integer": "Int64", "number": "float64"}
    return frame.astype({c.name: types.get(c.type, "string[pyarrow]") for c in columns})


@contextmanager
def looked(root: Path, dataset: str, **view: Any) -> Iterator[Shop]:
    """The shop opened with a view."""
    with opened(DatasetReader(root), View(dataset=dataset, **view)) as shop:
        yield shop


def found(part: Callable[[Shop], Any], root: Path, dataset: str, **view: Any) -> Any:
    """What a part finds."""
    with looked(root, dataset, **view) as shop:
        return part(shop)


def days(first: int, last: int) -> Period:
    """Days counted from `FIRST`."""
    start = pd.Timestamp(FIRST)
    ends = [(start + pd.Timedelta(days=n)).date() for n in (first, last)]
    return Period(first=ends[0], last=ends[1])
