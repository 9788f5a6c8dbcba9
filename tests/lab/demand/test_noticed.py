"""Rows that are not read as they stand are told, and the rest is served."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.base.values import Column
from core.demand.mixed import mixed
from core.lab.demand.plan import plan
from core.lab.demand.read import Sales, read
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

PANEL = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="shop", type="id", role="store_id"),
    Column(name="pieces", type="integer", role="quantity"),
)
ORDERS = (*PANEL, Column(name="order", type="id", role="order_id"))


def rows_of(days: pd.DatetimeIndex, sku: str = "a", pieces: int | None = 3) -> pd.DataFrame:
    frame = pd.DataFrame({"day": days, "sku": sku, "shop": "s", "pieces": pieces, "order": "o"})
    return frame.astype({"sku": "string", "shop": "string", "pieces": "Int64", "order": "string"})


DAILY = rows_of(pd.date_range("2024-01-01", "2024-06-30"))


def asked(root: Path, frame: pd.DataFrame, columns=PANEL, **question) -> Sales:  # type: ignore[no-untyped-def]
    workspace = Workspace(root)
    draft = DatasetDraft(
        name="Shop", kind="sales_panel", tables={"sales_panel": frame[[c.name for c in columns]]},
        columns={"sales_panel": columns}, rows_read=len(frame),
    )  # fmt: skip
    dataset = workspace.save_dataset(draft)
    spec = RunSpec(
        dataset=dataset.id, task="demand", question={"horizon": 7} | question, family="tsb"
    )
    assert plan(workspace.reader, spec).noted == read(workspace.reader, spec).noted
    return read(workspace.reader, spec)


def codes(sales: Sales) -> dict[str, dict[str, object]]:
    for lang in LANGUAGES:
        for one in sales.noted:
            assert Texts(lang).problem(one.code, one.facts)
    return {one.code: one.facts for one in sales.noted}


def test_nothing_is_noticed_in_plain_sales(tmp_path: Path) -> None:
    assert not asked(tmp_path, DAILY).noted


def test_a_day_that_comes_twice_is_summed_and_told(tmp_path: Path) -> None:
    sales = asked(tmp_path, pd.concat([DAILY, DAILY.iloc[[4, 5, 5]]]))
    assert codes(sales)["rows_repeated"] == {"n": 5, "groups": 2}
    assert sales.made.panel.y[0, 3:7].tolist() == [3, 6, 9, 3]


def test_days_without_a_row_are_told_where_nearly_all_have_one(tmp_path: Path) -> None:
    lacking = DAILY.drop(index=[9, 30, 31])
    both = pd.concat([lacking, rows_of(DAILY["day"], "b")])
    sales = asked(tmp_path / "zero", both)
    assert codes(sales) == {
        "days_without_rows": {"days": 3, "series": 1, "most": 3, "example": "a"}
    }  # fmt: skip
    assert sales.made.panel.y[0, 9] == 0
    back = DAILY.assign(pieces=DAILY["pieces"].where(DAILY.index != 9, -1).astype("Int64"))
    assert "days_without_rows" not in codes(asked(tmp_path / "returned", back))
    slow = DAILY.assign(pieces=DAILY["pieces"].where(DAILY.index != 50, 1)).drop(index=[9])
    assert not asked(tmp_path / "slow", slow).noted
    zeros = slow.assign(pieces=slow["pieces"].where(slow.index != 60, 0))
    assert codes(asked(tmp_path / "zeros", zeros))["days_without_rows"]["days"] == 1
    assert not asked(tmp_path / "unknown", both, missing="unknown").noted
    assert not asked(tmp_path / "orders", both, ORDERS).noted
    assert not asked(tmp_path / "seldom", DAILY.iloc[::2]).noted


def test_lines_of_orders_come_several_a_day(tmp_path: Path) -> None:
    assert not asked(tmp_path, pd.concat([DAILY, DAILY]), ORDERS).noted


def test_the_same_item_in_two_shops_is_no_repeated_row(tmp_path: Path) -> None:
    sales = asked(tmp_path, pd.concat([DAILY, DAILY.assign(shop="t")]))
    assert not sales.noted
    assert sales.made.panel.y[0, 0] == 6


def test_days_to_come_are_set_aside_and_told(tmp_path: Path) -> None:
    ahead = rows_of(pd.date_range("2124-01-01", periods=4))
    plans = rows_of(pd.date_range("2124-02-01", periods=2), pieces=None)
    sales = asked(tmp_path, pd.concat([DAILY, ahead, plans]))
    assert codes(sales) == {
        "rows_ahead": {"n": 4, "last": "2124-01-04"}, "rows_plans": {"n": 2},
    }  # fmt: skip
    assert sales.made.panel.y.shape[1] == len(DAILY)


@pytest.mark.parametrize(("returns", "third"), [("out", 3.0), ("net", 1.0)])
def test_sales_below_zero_are_told_and_read_as_chosen(
    tmp_path: Path, returns: str, third: float
) -> None:
    back = rows_of(DAILY["day"].iloc[[2]], pieces=-2)
    sales = asked(tmp_path, pd.concat([DAILY, back]), returns=returns)
    assert codes(sales)[f"rows_below_zero_{returns}"] == {"n": 1, "units": "2"}
    assert sales.made.panel.y[0, 2] == third


def test_rows_without_an_item_or_a_day_are_told(tmp_path: Path) -> None:
    whose = rows_of(DAILY["day"], "b").assign(sku=["b", None] * (len(DAILY) // 2))
    undated = rows_of(DAILY["day"].iloc[:5]).assign(day=pd.NaT)
    sales = asked(tmp_path, pd.concat([DAILY, whose, undated]))
    every = 2 * len(DAILY) + 5
    assert codes(sales) == {
        "rows_keyless": {"n": len(DAILY) // 2, "every": every, "columns": ["sku"]},
        "rows_undated": {"n": 5, "every": every},
    }  # fmt: skip
    assert "rows_keyless" not in codes(asked(tmp_path / "all", whose, by=[]))


def test_a_day_whose_quantities_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    days = DAILY["day"]
    lacking = rows_of(days.iloc[[3, 5, 6]], pieces=None)
    frame = pd.concat([DAILY.drop(index=[3, 4, 5]), lacking, rows_of(days, "b")])
    for returns in ("out", "net"):
        sales = asked(tmp_path / returns, frame, returns=returns)
        assert codes(sales)["rows_unknown"] == {"n": 3, "every": 2 * len(DAILY)}
        np.testing.assert_array_equal(
            sales.made.panel.y[0, 2:8], [3, np.nan, 0, np.nan, 3, 3], strict=False
        )
        assert (sales.made.panel.y[1] == 3).all()


def test_rows_without_a_quantity_after_the_last_sale_make_no_days(tmp_path: Path) -> None:
    plans = rows_of(DAILY["day"].iloc[-9:] + pd.Timedelta(days=9), pieces=None)
    sales = asked(tmp_path, pd.concat([DAILY, plans]))
    assert codes(sales) == {"rows_plans": {"n": 9}}
    assert sales.made.panel.y.shape[1] == len(DAILY)


def test_months_between_days_are_told_with_the_period_to_choose(tmp_path: Path) -> None:
    months = rows_of(pd.date_range("2024-01-01", periods=6, freq="MS"), "m", 90)
    sales = asked(tmp_path, pd.concat([DAILY, months]))
    facts = codes(sales)["mixed_months"]
    assert facts == {"n": 1, "example": "m", "first": "2024-01-01", "last": "2024-06-01"}
    assert len(sales.made.panel.y) == 2
    assert not asked(tmp_path / "m", pd.concat([DAILY, months]), freq="M", horizon=2).noted


def test_a_series_that_turns_from_months_to_days_is_mixed() -> None:
    before = pd.date_range("2023-01-31", periods=12, freq="ME")
    days = before.append(pd.date_range("2024-01-01", periods=60))
    found = mixed(pd.DataFrame({"day": days}), (), "D")
    assert found is not None
    assert (found.first, found.last, found.freq) == ("2023-01-31", "2023-12-31", "M")


def test_weeks_between_days_are_told_where_days_are_forecast() -> None:
    days = pd.date_range("2024-01-01", periods=90)
    weeks = pd.DataFrame({"sku": "w", "day": days[::7].append(pd.DatetimeIndex([]))})
    rows = pd.concat([pd.DataFrame({"sku": "a", "day": days}), weeks], ignore_index=True)
    found = mixed(rows, ("sku",), "D")
    assert found is not None
    assert (found.series, found.example, found.freq) == (1, "w", "W")
    assert mixed(rows, ("sku",), "W") is None
    assert mixed(rows[rows["sku"] == "a"], ("sku",), "D") is None
