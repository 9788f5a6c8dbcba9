"""What must hold in every sample shop, checked with plain pandas."""

import numpy as np
import pandas as pd

from core.data.sample.columns import TABLES
from core.data.sample.shop import SampleShop
from core.data.sample.size import Size

KEY = ["date", "store_id", "item_id"]


def fingerprint(shop: SampleShop) -> str:
    """A hash over every cell of every frame."""
    frames = {**shop.tables, **{f"truth.{name}": frame for name, frame in shop.truth.items()}}
    hashes = [
        pd.util.hash_pandas_object(frame.astype(object), index=True).sum()
        for _, frame in sorted(frames.items())
    ]
    return " ".join(str(value) for value in hashes)


def check_stock(shop: SampleShop) -> None:
    stock = shop.tables["stock"].sort_values(["store_id", "item_id", "date"])
    left = stock.opening + stock.received + stock.returned - stock.sold
    assert (left == stock.on_hand).all()
    assert (stock[["opening", "received", "returned", "sold", "on_hand", "on_order"]] >= 0).all(
        axis=None
    )
    series = stock.groupby(["store_id", "item_id"], observed=True)
    before = series.on_hand.shift()
    assert (stock.opening == before)[before.notna()].all()
    assert (stock.groupby(["store_id", "item_id"]).date.diff().dropna().dt.days == 1).all()
    arrived = shop.truth["deliveries"].rename(columns={"arrives": "date"})
    arrived = arrived.groupby(KEY).units.sum().reindex(pd.MultiIndex.from_frame(stock[KEY]))
    first = ~stock.duplicated(["store_id", "item_id"]).to_numpy()
    assert (arrived.fillna(0).to_numpy() == stock.received.to_numpy())[~first].all()


def check_sales(shop: SampleShop) -> None:
    """Order lines say the same as the stock book, and prices the same as both."""
    lines = shop.tables["order_lines"].assign(date=lambda f: f.timestamp.dt.normalize())
    stock = shop.tables["stock"].set_index(KEY)
    assert (lines.quantity != 0).all()
    for sign, book in ((1, stock.sold), (-1, stock.returned)):
        units = (sign * lines[sign * lines.quantity > 0].set_index(KEY).quantity).groupby(KEY).sum()
        assert units.index.isin(stock.index).all()
        assert (units.reindex(stock.index).fillna(0) == book).all()
    sales = lines[lines.quantity > 0]
    assert np.array_equal(stock.price.reindex(pd.MultiIndex.from_frame(sales[KEY])), sales.price)
    assert (lines.amount - lines.price * lines.quantity).abs().max() < 0.0051
    returns = lines[lines.quantity < 0]
    assert returns.order_id.str.startswith("R").all()
    bought = sales.set_index(["order_id", "item_id"])
    came_from = pd.MultiIndex.from_arrays(
        [returns.order_id.str.replace("R", "O", n=1), returns.item_id]
    )
    original = bought.loc[came_from]
    assert (original.quantity.to_numpy() >= -returns.quantity.to_numpy()).all()
    assert (original.user_id.to_numpy() == returns.user_id.to_numpy()).all()
    assert (original.price.to_numpy() == returns.price.to_numpy()).all()
    assert (original.timestamp.to_numpy() < returns.timestamp.to_numpy()).all()


def check_keys(shop: SampleShop) -> None:
    """Ids are unique where they name a row, and known where they point to one."""
    own = {
        "stores": "store_id", "products": "item_id", "customers": "user_id", "visits": "visit_id",
        "events": "event_id", "suppliers": "supplier_id", "reviews": "review_id",
    }  # fmt: skip
    for table, key in own.items():
        assert shop.tables[table][key].is_unique, table
    known = {key: set(shop.tables[table][key].unique()) for table, key in own.items()}
    known["promotion_id"] = set(shop.tables["promotions"].promotion_id.unique())
    known["order_id"] = set(shop.tables["order_lines"].order_id.unique())
    for name, frame in shop.tables.items():
        for column in known.keys() & set(frame.columns):
            assert set(frame[column].dropna().unique()) <= known[column], (name, column)
    sales = shop.tables["order_lines"].query("quantity > 0")
    heads = sales[["order_id", "user_id", "store_id", "timestamp"]].drop_duplicates()
    assert heads.order_id.is_unique
    assert not sales.duplicated(["order_id", "item_id"]).any()


def check_promotions(shop: SampleShop) -> None:
    """A promotion on a line is one that ran there and then, at its discount; no two overlap."""
    lines = shop.tables["order_lines"].query("quantity > 0")
    lines = lines.assign(date=lines.timestamp.dt.normalize())
    joined = lines.merge(shop.tables["promotions"], on=["item_id", "store_id"], how="left")
    running = (joined.date >= joined.start_date) & (joined.date <= joined.end_date)
    found = joined[running]
    assert not found.duplicated(["order_id", "item_id"]).any()
    assert len(found) == lines.promotion_id.notna().sum()
    assert (found.promotion_id_x == found.promotion_id_y).all()
    assert (found.discount_x == found.discount_y).all()
    assert (lines[lines.promotion_id.isna()].discount == 0).all()


def check_web(shop: SampleShop) -> None:
    """Events, visits and online orders tell one story."""
    visits, events = shop.tables["visits"].set_index("visit_id"), shop.tables["events"]
    begun = visits.timestamp.reindex(events.visit_id).to_numpy()
    assert (visits.user_id.reindex(events.visit_id).to_numpy() == events.user_id.to_numpy()).all()
    seconds = (events.timestamp.to_numpy() - begun) / np.timedelta64(1, "s")
    assert (seconds >= 0).all()
    for kind, feature in (("view", "early_views"), ("cart", "early_carts")):
        early = events[(events.event == kind) & (seconds < 180)].groupby("visit_id").size()
        assert (early.reindex(visits.index).fillna(0) == visits[feature]).all()
    buys = events[events.event == "purchase"]
    assert set(buys.visit_id) == set(visits.index[visits.purchased])
    assert (seconds[events.event == "purchase"] >= 180).all()
    assert (events.order_id.notna() == (events.event == "purchase")).all()
    sales = shop.tables["order_lines"].query("quantity > 0 and store_id == 'S4'")
    story = ["order_id", "item_id", "user_id", "timestamp"]
    online, bought = (frame[story].sort_values(story[:2]) for frame in (sales, buys))
    assert np.array_equal(online.to_numpy(), bought.to_numpy())
    assert buys.groupby("visit_id").order_id.nunique().eq(1).all()
    before = events[events.event == "cart"].groupby(["visit_id", "item_id"]).timestamp.min()
    carted = before.reindex(pd.MultiIndex.from_frame(buys[["visit_id", "item_id"]]))
    assert (carted.to_numpy() <= buys.timestamp.to_numpy()).all()


def check_visit_features(shop: SampleShop) -> None:
    """The history of a visit is that of the visits before it."""
    visits = shop.tables["visits"]
    assert visits.timestamp.is_monotonic_increasing
    mine = visits.groupby("user_id")
    assert (mine.cumcount() == visits.visits_before).all()
    pause = mine.timestamp.diff().dt.total_seconds() / 86_400
    assert (pause.isna() == visits.days_since_last_visit.isna()).all()
    assert ((pause - visits.days_since_last_visit).abs().dropna() < 0.0051).all()
    joined = shop.tables["customers"].set_index("user_id").joined
    days = (visits.timestamp.dt.normalize() - joined.reindex(visits.user_id).to_numpy()).dt.days
    assert (days == visits.member_days).all()
    assert (days >= 0).all()


def check_customers(shop: SampleShop, size: Size) -> None:
    """Features use nothing after the cutoff, the label nothing before it."""
    customers = shop.tables["customers"].set_index("user_id")
    cutoff = customers.as_of.iloc[0]
    assert customers.as_of.eq(cutoff).all()
    assert (pd.Timestamp(size.first_day) + pd.Timedelta(days=size.cutoff)) == cutoff
    sales = shop.tables["order_lines"].query("quantity > 0")
    day = sales.timestamp.dt.normalize()
    again = set(sales.user_id[day > cutoff])
    assert (customers.churned == ~customers.index.isin(list(again))).all()
    orders = sales.assign(day=day)[day <= cutoff].drop_duplicates("order_id")
    last = orders.groupby("user_id").day.max().reindex(customers.index)
    recency = (cutoff - last).dt.days
    assert np.array_equal(recency, customers.recency_days, equal_nan=True)
    for window in (30, 90, 365):
        recent = orders[orders.day > cutoff - pd.Timedelta(days=window)].groupby("user_id").size()
        counted = recent.reindex(customers.index).fillna(0)
        assert (counted == customers[f"orders_{window}d"]).all()
    assert (customers.joined <= cutoff).all()
    begun = customers.joined.reindex(sales.user_id).to_numpy()
    assert (day.to_numpy() >= begun).all()


def check_truth(shop: SampleShop) -> None:
    demand = shop.truth["demand"]
    stock = shop.tables["stock"]
    assert all(np.array_equal(demand[name], stock[name]) for name in KEY)
    assert (demand.demand.to_numpy() - demand.lost.to_numpy() == stock.sold.to_numpy()).all()
    assert (demand.lost >= 0).all()
    assert (stock.on_hand[(demand.lost > 0).to_numpy()] == 0).all()
    for name in ("visits", "churn"):
        assert shop.truth[name].probability.between(0, 1).all()
    assert np.array_equal(shop.truth["visits"].visit_id, shop.tables["visits"].visit_id)
    assert np.array_equal(shop.truth["churn"].user_id, shop.tables["customers"].user_id)
    tastes = shop.truth["tastes"].groupby("user_id").weight.sum()
    assert np.allclose(tastes, 1, atol=1e-5)


def check_columns(shop: SampleShop) -> None:
    """Frames are as their columns say, in the stored dtypes."""
    dtypes = {
        "integer": "Int64", "number": "float64", "boolean": "boolean", "category": "string",
        "text": "string", "id": "string", "datetime": "datetime64[us]",
    }  # fmt: skip
    assert tuple(shop.tables) == tuple(shop.columns) == TABLES
    for table, columns in shop.columns.items():
        frame = shop.tables[table]
        assert [column.name for column in columns] == list(frame.columns)
        for column in columns:
            assert frame[column.name].dtype == dtypes[column.type], (table, column.name)
            assert column.missing == frame[column.name].isna().sum()
            assert column.distinct == frame[column.name].nunique()


def check_everything(shop: SampleShop, size: Size) -> None:
    check_columns(shop)
    check_keys(shop)
    check_stock(shop)
    check_sales(shop)
    check_promotions(shop)
    check_web(shop)
    check_visit_features(shop)
    check_customers(shop, size)
    check_truth(shop)
