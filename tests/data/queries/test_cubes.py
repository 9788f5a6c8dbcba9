"""Cubes: pandas is the oracle, and their sums are those of the table."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.frames import read_frame, write_typed
from core.base.values import Column
from core.data.queries.cubes import cubes_for, write_cubes
from core.data.totals import frames_of, sums_of, totals_of

COLUMNS = (
    Column(name="no", type="id", role="order_id"),
    Column(name="when", type="datetime", role="timestamp"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="who", type="id", role="user_id"),
    Column(name="n", type="integer", role="quantity"),
    Column(name="p", type="number", role="price"),
    Column(name="cur", type="category", role="currency"),
    Column(name="goods", type="boolean", role="is_product"),
)


@pytest.fixture
def lines() -> pd.DataFrame:
    draw = np.random.default_rng(3)
    rows = 2_000
    minutes = pd.to_timedelta(draw.integers(0, 9_000, rows), "m")
    return pd.DataFrame(
        {
            "no": [f"o{n // 3}" for n in range(rows)],
            "when": pd.Timestamp("2024-02-28") + minutes,
            "shop": draw.choice(["A", "B"], rows),
            "sku": draw.choice(["x", "y", "z", None], rows),
            "who": draw.choice(["u", "v", None], rows),
            "n": draw.integers(-2, 6, rows),
            "p": np.round(draw.gamma(2, 5, rows), 2),
            "cur": draw.choice(["EUR", "USD"], rows),
            "goods": draw.random(rows) < 0.9,
        }
    )


@pytest.fixture
def cubes(lines: pd.DataFrame, tmp_path: Path) -> dict[str, pd.DataFrame]:
    path = tmp_path / "lines.parquet"
    write_typed(lines, COLUMNS, path)
    names = write_cubes(path, COLUMNS, tmp_path / "cubes")
    return {name: read_frame(tmp_path / "cubes" / f"{name}.parquet") for name in names}


def test_a_cube_is_what_pandas_sums(lines: pd.DataFrame, cubes: dict[str, pd.DataFrame]) -> None:
    goods = lines[lines["goods"]].assign(day=lines["when"].dt.date, money=lines["n"] * lines["p"])
    keys = ["day", "shop", "sku", "cur"]
    goods["sku"] = goods["sku"].fillna("?")
    goods["sold"] = goods["money"].clip(lower=0)
    oracle = goods.groupby(keys)[["n", "sold", "money"]].sum()
    cube = cubes["day_store_item"].fillna({"item_id": "?"})
    cube = cube.set_index(["day", "store_id", "item_id", "currency"])
    cube = cube.reindex(oracle.index)
    np.testing.assert_array_equal(cube["units"], oracle["n"])
    np.testing.assert_allclose(cube["sold"].astype(float), oracle["sold"], atol=1e-4)
    net = (cube["sold"] + cube["returned"]).astype(float)
    np.testing.assert_allclose(net, oracle["money"], atol=1e-4)


def test_an_order_is_of_a_store_and_a_day(
    lines: pd.DataFrame, cubes: dict[str, pd.DataFrame]
) -> None:
    goods = lines[lines["goods"]].assign(day=lines["when"].dt.date, money=lines["n"] * lines["p"])
    goods = goods.assign(bought=goods["n"].clip(lower=0), hour=goods["when"].dt.hour)
    found = goods.groupby(["day", "shop", "no", "cur"]).agg(
        lines=("n", "size"), items=("sku", "nunique"), units=("n", "sum"), money=("money", "sum"),
        bought=("bought", "sum"), hour=("hour", "min"),
    )  # fmt: skip
    cube = cubes["orders"]
    assert len(cube) == len(found)
    net = (cube["sold"] + cube["returned"]).astype(float)
    made = cube.assign(money=net.round(2), shop=cube["store_id"])
    keys = ["day", "shop", "lines", "items", "units", "bought", "hour", "money"]
    oracle = found.assign(money=found["money"].round(2)).reset_index()
    assert sorted(made[keys].itertuples(index=False, name=None)) == sorted(
        oracle[keys].itertuples(index=False, name=None)
    )
    assert cube["is_order"].sum() == (found["bought"] > 0).sum()


def test_what_has_no_order_is_of_none(lines: pd.DataFrame, tmp_path: Path) -> None:
    lines.loc[lines.index % 5 == 0, "no"] = None
    write_typed(lines, COLUMNS, tmp_path / "lines.parquet")
    write_cubes(tmp_path / "lines.parquet", COLUMNS, tmp_path / "cubes")
    cube = read_frame(tmp_path / "cubes" / "orders.parquet")
    goods = lines[lines["goods"]]
    assert cube["units"].sum() == goods["n"].sum()
    known = goods[goods["no"].notna()]
    bought = (
        known.assign(n=known["n"].clip(lower=0))
        .groupby([known["when"].dt.date, "shop", "no", "cur"])["n"]
        .sum()
    )
    assert cube["is_order"].sum() == (bought > 0).sum()


def test_without_numbers_an_order_is_what_a_customer_bought_on_a_day(
    lines: pd.DataFrame, tmp_path: Path
) -> None:
    columns = COLUMNS[1:]
    write_typed(lines[[c.name for c in columns]], columns, tmp_path / "lines.parquet")
    write_cubes(tmp_path / "lines.parquet", columns, tmp_path / "cubes")
    cube = read_frame(tmp_path / "cubes" / "orders.parquet")
    goods = lines[lines["goods"] & lines["who"].notna()]
    days = goods.groupby([goods["when"].dt.date, "shop", "who", "cur"])["n"]
    bought = days.agg(lambda n: n.clip(lower=0).sum()) > 0
    assert cube["is_order"].sum() == bought.sum()


def test_the_sums_of_a_cube_are_those_of_the_table(lines: pd.DataFrame, tmp_path: Path) -> None:
    columns = COLUMNS[:-1]
    path = tmp_path / "lines.parquet"
    write_typed(lines[[column.name for column in columns]], columns, path)
    write_cubes(path, columns, tmp_path / "cubes")
    cube = read_frame(tmp_path / "cubes" / "day_store_item.parquet")
    totals = totals_of({"t": sums_of(frames_of(path, columns), columns)}, {"t": columns})
    for currency, rows in cube.groupby("currency"):
        assert float(rows["sold"].sum()) == pytest.approx(totals[f"gross.{currency}"], abs=1e-6)
        assert float(rows["returned"].sum()) == pytest.approx(totals[f"returns.{currency}"])


def test_a_table_without_time_has_no_cube() -> None:
    assert cubes_for(COLUMNS[2:]) == ()
    assert cubes_for(COLUMNS[:3]) == ()
    assert cubes_for(COLUMNS) == ("day_store_item", "orders")
    nobody = [c for c in COLUMNS if c.role not in ("user_id", "order_id")]
    assert cubes_for(nobody) == ("day_store_item",)
