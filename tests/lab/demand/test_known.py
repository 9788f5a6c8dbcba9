"""Columns known ahead: found in the sales or in other tables, by day or by span; gaps are named."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Column
from core.lab.demand.read import Sales, read
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

DAYS, H = 60, 7
START = pd.Timestamp("2024-01-01")
SALES = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="pieces", type="integer", role="quantity"),
    Column(name="price", type="number", role="price"),
)
PLANS = (
    Column(name="sku", type="id", role="item_id"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="start_date", type="datetime", role="timestamp"),
    Column(name="end_date", type="datetime"),
    Column(name="sort", type="category"),
)
CALENDAR = (
    Column(name="date", type="datetime", role="timestamp"),
    Column(name="open", type="boolean"),
)
STOCK = (
    Column(name="date", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="on_hand", type="integer", role="quantity"),
)


def days(count: int) -> pd.DatetimeIndex:
    return pd.date_range(START, periods=count)


def tables() -> dict[str, tuple[pd.DataFrame, tuple[Column, ...]]]:
    sales = pd.DataFrame(
        [(day, sku, "s1", 2, 5.0 if sku == "a" else 8.0) for day in days(DAYS) for sku in "ab"],
        columns=[column.name for column in SALES],
    ).astype({"sku": "string", "shop": "string", "pieces": "Int64"})
    plans = pd.DataFrame(
        [
            ("a", "s1", days(90)[9], days(90)[12], "flyer"),
            ("a", "s2", *days(90)[[58, 63]], "flyer"),
        ],
        columns=[column.name for column in PLANS],
    ).astype({"sku": "string", "shop": "string", "sort": "string"})
    calendar = pd.DataFrame({"date": days(DAYS + H), "open": days(DAYS + H).dayofweek < 6})
    stock = pd.DataFrame(
        {
            "date": [*days(3), *days(3)],
            "sku": ["a"] * 6,
            "shop": ["s1"] * 3 + ["s2"] * 3,
            "on_hand": [4, 0, 0, 5, 0, 2],
        }
    ).astype({"sku": "string", "shop": "string", "on_hand": "Int64"})
    return {
        "order_lines": (sales, SALES), "plans": (plans, PLANS),
        "calendar": (calendar.astype({"open": "boolean"}), CALENDAR), "stock": (stock, STOCK),
    }  # fmt: skip


def asked(
    folder: Path, future: tuple[str, ...], changes: dict | None = None, **more: object
) -> Sales:
    made = tables() | (changes or {})
    workspace = Workspace(folder)
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={name: frame for name, (frame, _) in made.items()},
        columns={name: columns for name, (_, columns) in made.items()},
        rows_read=sum(len(frame) for frame, _ in made.values()),
    )
    question = {"horizon": H, "future": future, "table": "order_lines"} | more
    spec = RunSpec(dataset=workspace.save_dataset(draft).id, task="demand", question=question)
    return read(workspace, spec)


def test_a_price_holds_and_a_plan_covers_its_days(tmp_path: Path) -> None:
    found = asked(tmp_path, ("price", "plans.sort", "open"))
    known = found.made.panel.known
    assert set(known) == {"price", "sort = flyer", "open"}
    assert known["price"].shape == (2, DAYS + H)
    assert (known["price"][0] == 5.0).all()
    assert (known["price"][1] == 8.0).all()
    plan = known["sort = flyer"]
    assert np.flatnonzero(plan[0]).tolist() == [9, 10, 11, 12, *range(58, 64)]
    assert set(plan[0]) == {0.0, 0.5}
    assert not plan[1].any()
    assert known["open"][0, :7].tolist() == [1, 1, 1, 1, 1, 1, 0]
    assert found.assumed == ("price",)


def test_what_was_given_away_tells_of_no_price(tmp_path: Path) -> None:
    """Of the first item one piece a day is a gift in the second week, and all are in the third."""
    frame, columns = tables()["order_lines"]
    second = frame["day"].between(days(8)[7], days(14)[-1]) & (frame["sku"] == "a")
    third = frame["day"].between(days(15)[14], days(21)[-1]) & (frame["sku"] == "a")
    frame.loc[third, "price"] = 0.0
    frame = pd.concat([frame, frame[second].assign(pieces=1, price=0.0)], ignore_index=True)
    found = asked(tmp_path, ("price",), {"order_lines": (frame, columns)})
    assert (found.made.panel.known["price"][0] == 5.0).all()


def test_a_shelf_is_empty_when_it_is_in_every_shop(tmp_path: Path) -> None:
    panel = asked(tmp_path, ()).made.panel
    assert panel.empty is not None
    assert np.argwhere(panel.empty).tolist() == [[0, 1]]
    assert asked(tmp_path / "2", (), empty_shelves="ignored").made.panel.empty is None


def test_values_that_stop_early_are_named_with_series_and_dates(tmp_path: Path) -> None:
    frame, columns = tables()["calendar"]
    with pytest.raises(AppError) as refused:
        asked(tmp_path, ("open",), {"calendar": (frame.head(DAYS + 3), columns)})
    assert refused.value.code == "future_missing"
    facts = refused.value.facts
    assert (facts["first"], facts["last"]) == ("2024-03-04", "2024-03-07")
    assert facts["series"] == ["a", "b"]
    assert facts["missing"] == 8


def test_rows_ahead_without_a_sale_tell_prices_and_are_no_sales(tmp_path: Path) -> None:
    sales, columns = tables()["order_lines"]
    ahead = pd.DataFrame(
        [(day, sku, "s1", pd.NA, 4.0) for day in days(DAYS + H)[-H:] for sku in "ab"],
        columns=sales.columns,
    ).astype(sales.dtypes.to_dict())
    found = asked(tmp_path, ("price",), {"order_lines": (pd.concat([sales, ahead]), columns)})
    assert found.made.panel.y.shape == (2, DAYS)
    assert (found.made.panel.known["price"][:, DAYS:] == 4.0).all()
    assert found.assumed == ()


def test_a_flag_that_only_lines_of_sales_tell_is_refused_and_a_calendars_is_taken(
    tmp_path: Path,
) -> None:
    sales, columns = tables()["order_lines"]
    draw = np.random.default_rng(0)
    told = sales.assign(promo=pd.array(draw.random(len(sales)) < 0.2, dtype="boolean"))
    flag = Column(name="promo", type="boolean")
    sold = told[draw.random(len(told)) < 0.4]
    with pytest.raises(AppError) as refused:
        asked(tmp_path / "1", ("promo",), {"order_lines": (sold, (*columns, flag))})
    assert refused.value.code == "future_of_sales"
    assert refused.value.facts["column"] == "promo"
    assert 30 < int(str(refused.value.facts["percent"])) < 60
    calendar = told[["day", "sku", "shop", "promo"]]
    plan = (calendar, (*columns[:3], flag))
    found = asked(tmp_path / "2", ("promos.promo",), {"promos": plan})
    flags = told.pivot(index="sku", columns="day", values="promo").to_numpy(float)
    assert np.array_equal(found.made.panel.known["promo"][:, :DAYS], flags)


def test_days_of_a_week_that_is_left_out_are_not_ahead(tmp_path: Path) -> None:
    found = asked(tmp_path, ("price",), freq="W", horizon=2)
    assert found.made.partial == ("last",)
    assert found.made.panel.known["price"][0].tolist() == [5.0] * 10
    assert found.assumed == ("price",)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        asked(tmp_path, ("weather",))
    assert refused.value.code == "future_unknown"
    assert "calendar.open" in refused.value.facts["known"]
