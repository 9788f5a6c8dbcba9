"""Findings about days, stock, money and repeated lines: each on data made to have just that."""

import numpy as np
import pandas as pd
import pytest

from core.base.values import Column, ColumnType, Finding, Role
from core.data.calendars.festive import is_festive
from core.data.quality import check
from core.data.quality_columns import is_code
from core.data.sample.shop import generate
from core.data.sample.size import TINY

TYPES: dict[str, tuple[ColumnType, Role | None]] = {
    "order": ("id", "order_id"),
    "sku": ("id", "item_id"),
    "shop": ("id", "store_id"),
    "day": ("datetime", "timestamp"),
    "sold": ("integer", "quantity"),
    "price": ("number", "price"),
    "currency": ("category", "currency"),
    "on_hand": ("integer", None),
}
NEW = {
    "equal_lines", "festival_peaks", "day_gaps", "store_gaps", "hidden_stockouts", "mixed_units",
    "currencies_apart", "leak_name",
}  # fmt: skip


def panel(days: int = 120, items: int = 12, shops: int = 2, seed: int = 0) -> pd.DataFrame:
    """Sales of each item in each shop on each day from 2024-02-26: Poisson, three a day."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [
            pd.date_range("2024-02-26", periods=days, unit="us"),
            [f"S{n}" for n in range(shops)],
            [f"P{n}" for n in range(items)],
        ],
        names=["day", "shop", "sku"],
    )
    frame = index.to_frame(index=False)
    usual = frame["sku"].str[1:].astype(int) * 0.75 + 2
    return frame.assign(
        sold=pd.array(rng.poisson(3.0, len(frame)), dtype="Int64"),
        price=np.round(usual * rng.choice([1.0, 0.9, 0.8], len(frame)), 2),
    )


def found(frame: pd.DataFrame) -> dict[str, Finding]:
    frame = frame.reset_index(drop=True)
    columns = [
        Column(
            name=name,
            type=TYPES[name][0],
            role=TYPES[name][1],
            missing=int(frame[name].isna().sum()),
            distinct=int(frame[name].nunique()),
        )
        for name in frame.columns
    ]
    return {finding.code: finding for finding in check("sales", frame, columns)}


def test_clean_sales_have_none_of_these_findings() -> None:
    for seed in range(3):
        assert not NEW & set(found(panel(seed=seed)))


def test_the_sample_shop_has_none_but_the_empty_shelves_it_has() -> None:
    shop = generate(0, TINY)
    for name, frame in shop.tables.items():
        notes = {f.code: f for f in check(name, frame, shop.columns[name])}
        out = notes.pop("hidden_stockouts", None)
        assert not set(notes) & (NEW - {"festival_peaks"}), name
        if name == "stock":
            empty = (frame["sold"] == 0) & (frame["on_hand"] == 0)
            assert out is not None and out.count == empty.sum() > 0
        else:
            assert out is None


def test_days_without_rows() -> None:
    frame = panel()
    gone = pd.to_datetime(["2024-03-20", "2024-04-09"])
    finding = found(frame[~frame["day"].isin(gone)])["day_gaps"]
    assert (finding.severity, finding.count, finding.rows) == ("warning", 2, 120)
    assert finding.examples == ("2024-03-20", "2024-04-09")
    labour_day = frame[~frame["day"].isin(pd.to_datetime(["2024-05-01"]))]
    assert found(labour_day)["day_gaps"].severity == "info"


def test_shut_weekdays_and_rare_rows_are_no_gaps() -> None:
    frame = panel()
    assert "day_gaps" not in found(frame[frame["day"].dt.weekday != 6])
    rare = frame[frame["day"].dt.day.isin([1, 9, 20])]
    assert "day_gaps" not in found(rare)


def test_a_store_that_misses_days() -> None:
    frame = panel()
    shut = frame["day"].between("2024-04-01", "2024-04-05") & (frame["shop"] == "S1")
    finding = found(frame[~shut])["store_gaps"]
    assert (finding.column, finding.count, finding.rows) == ("shop", 5, 240)
    assert finding.examples == ("S1 2024-04-05",)


def test_zeros_with_an_empty_shelf() -> None:
    frame = panel()
    frame["on_hand"] = pd.array([5] * len(frame), dtype="Int64")
    out = frame.index[(frame["sku"] == "P3") & (frame["shop"] == "S0")][50:60]
    frame.loc[out, ["sold", "on_hand"]] = 0
    finding = found(frame)["hidden_stockouts"]
    assert (finding.severity, finding.count, finding.examples) == ("warning", 10, ("P3",))
    frame.loc[out, "on_hand"] = 5
    assert "hidden_stockouts" not in found(frame)


def test_a_run_of_zeros_that_is_no_chance() -> None:
    frame = panel()
    mine = frame.index[(frame["sku"] == "P3") & (frame["shop"] == "S0")]
    frame.loc[mine[50:60], "sold"] = 0
    finding = found(frame)["hidden_stockouts"]
    # Days next to the ten that are zero by chance would belong to the run.
    around = frame.loc[mine[[49, 60]], "sold"].eq(0).sum()
    assert (finding.count, finding.examples) == (10 + around, ("P3",))
    frame["sold"] = frame["sold"].where(
        frame["sku"] != "P5", (frame.index // 24 % 20 == 0).astype(int)
    )
    assert found(frame)["hidden_stockouts"].examples == ("P3",)  # P5 sells once in twenty days


def test_a_festival_peak_is_no_error() -> None:
    frame = panel()
    peak = frame["day"] == pd.Timestamp("2024-04-17")
    frame.loc[peak, "sold"] = frame.loc[peak, "sold"] * 10 + 30
    notes = found(frame)
    assert "outliers" not in notes
    finding = notes["festival_peaks"]
    assert (finding.severity, finding.count) == ("info", 24)
    assert finding.examples == ("2024-04-17",)
    lone = panel()
    lone.loc[lone.index[::211], "sold"] = 60
    assert found(lone)["outliers"].count == len(lone.index[::211])
    assert "festival_peaks" not in found(lone)


def test_one_item_on_double_eleven_is_a_peak_too() -> None:
    frame = panel()
    frame["day"] += pd.Timedelta(days=200)  # from 2024-09-13
    one = (frame["day"] == pd.Timestamp("2024-11-11")) & (frame["sku"] == "P1")
    frame.loc[one, "sold"] = 90
    assert found(frame)["festival_peaks"].examples == ("2024-11-11",)


@pytest.mark.parametrize("factor", [100.0, 0.01, 1000.0])
def test_prices_in_two_units(factor: float) -> None:
    frame = panel()
    some = frame.index[frame["sku"] == "P4"][::5]
    frame.loc[some, "price"] = 5.0 * factor
    finding = found(frame)["mixed_units"]
    assert (finding.severity, finding.count) == ("warning", len(some))
    assert finding.examples[0].startswith("P4: ") and finding.examples[0].endswith(
        f"{5 * factor:g}"
    )


def test_wide_prices_are_no_mixed_units() -> None:
    frame = panel()
    frame["price"] = np.exp(np.random.default_rng(1).normal(2, 1.5, len(frame)))
    assert "mixed_units" not in found(frame)


def test_several_currencies_are_kept_apart() -> None:
    frame = panel()
    frame["currency"] = np.where(np.arange(len(frame)) % 3 == 0, "USD", "EUR")
    finding = found(frame)["currencies_apart"]
    assert (finding.severity, finding.examples) == ("warning", ("EUR", "USD"))
    assert "currencies_apart" not in found(frame.assign(currency="EUR"))


def orders(copies: int) -> pd.DataFrame:
    """Sixty orders of two different lines each, the whole table `copies` times."""
    lines = pd.DataFrame(
        {
            "order": [f"O{n // 2}" for n in range(120)],
            "sku": [f"P{n % 2}" for n in range(120)],
            "sold": pd.array([1] * 120, dtype="Int64"),
        }
    )
    return pd.concat([lines] * copies, ignore_index=True)


def test_equal_lines_of_one_order_are_no_copies() -> None:
    frame = pd.concat([orders(1), orders(1).iloc[[0, 4, 8]]], ignore_index=True)
    notes = found(frame)
    assert "duplicate_rows" not in notes
    finding = notes["equal_lines"]
    assert (finding.severity, finding.count) == ("info", 3)
    assert finding.examples == ("121", "122", "123")


def test_orders_repeated_as_a_whole_are_copies() -> None:
    finding = found(orders(2))["duplicate_rows"]
    assert (finding.severity, finding.count) == ("warning", 120)


def test_names_of_forecasts_are_suspected() -> None:
    def codes(name: str, reason: str = "") -> list[str]:
        column = Column(name=name, type="number", distinct=60, reason=reason)
        frame = pd.DataFrame({name: np.random.default_rng(0).normal(size=60)})
        return [f.code for f in check("t", frame, [column])]

    assert codes("Demand Forecast") == ["leak_name"]
    assert codes("预测销量") == ["leak_name"]
    assert codes("futures_price") == codes("demand") == []
    assert codes("Demand Forecast", "data.reason.known_export") == []


def test_codes_are_not_reported_as_skewed() -> None:
    values = pd.array(np.r_[np.ones(400), np.arange(1, 21)].astype(int), dtype="Int64")

    def codes(name: str) -> set[str]:
        column = Column(name=name, type="integer", distinct=20)
        frame = pd.DataFrame({name: values, "n": np.arange(420) % 83})
        columns = [column, Column(name="n", type="integer", distinct=83)]
        return {f.code for f in check("t", frame, columns) if f.column == name}

    assert "skewed" in codes("pages")
    assert codes("Browser") == codes("TrafficType") == set()
    assert not is_code(Column(name="region_population", type="number", distinct=9))


def test_the_calendar_knows_movable_days() -> None:
    days = pd.Series(pd.to_datetime(
        ["2023-11-24", "2024-11-29", "2024-03-31", "2025-04-20", "2024-02-10", "2024-06-18",
         "2024-03-12", "2024-07-20", "2025-08-12"]
    ))  # fmt: skip
    assert is_festive(days).tolist() == [True] * 6 + [False] * 3
