"""Where no column is the quantity, rows are counted: told, or refused where it cannot be meant."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.base.values import Column
from core.lab.demand.read import Sales
from tests.lab.demand.test_noticed import asked, codes

DAY = Column(name="day", type="datetime", role="timestamp")
ITEM = Column(name="sku", type="id", role="item_id")
KILOS = Column(name="kilos", type="number")
BILL = Column(name="bill", type="id", role="order_id")
DAYS = pd.date_range("2024-01-01", periods=60)


def rows(times: int = 1) -> pd.DataFrame:
    """A row for each of three items and most days, `times` over, of so many kilos."""
    made = [(day, sku, 2.5, f"{day:%j}{sku}{n}") for day in DAYS for sku in "abc"
            for n in range(times) if (day.day + ord(sku)) % 4]  # fmt: skip
    frame = pd.DataFrame(made, columns=["day", "sku", "kilos", "bill"])
    return frame.astype({"sku": "string", "bill": "string"})


def read(root: Path, frame: pd.DataFrame, *columns: Column) -> Sales:
    return asked(root, frame, columns, horizon=7, freq="D")


def test_rows_that_are_counted_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, rows(), DAY, ITEM)
    assert codes(found) == {"rows_counted": {}}
    assert np.nanmax(found.made.panel.y) == 1


def test_a_row_an_item_and_day_with_numbers_beside_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        read(tmp_path, rows(), DAY, ITEM, KILOS)
    assert refused.value.code == "quantity_unmarked"
    assert refused.value.facts == {"table": "sales_panel", "columns": ["kilos"]}
    for lang in LANGUAGES:
        assert "kilos" in Texts(lang).of(refused.value)


@pytest.mark.parametrize(
    "column",
    [KILOS.model_copy(update={"role": "price"}), KILOS.model_copy(update={"role": "rating"})],
)
def test_a_price_or_a_rating_is_no_quantity(tmp_path: Path, column: Column) -> None:
    assert "rows_counted" in codes(read(tmp_path, rows(), DAY, ITEM, column))


def test_several_rows_a_day_and_lines_of_orders_are_counted(tmp_path: Path) -> None:
    assert "rows_counted" in codes(read(tmp_path, rows(times=2), DAY, ITEM, KILOS))
    assert "rows_counted" in codes(read(tmp_path / "o", rows(), DAY, ITEM, KILOS, BILL))


def test_things_sold_once_in_a_while_are_counted(tmp_path: Path) -> None:
    seldom = rows().iloc[[0, 1, 2, 60, 61, 100, 101, 102, -3, -2, -1]]
    assert "rows_counted" in codes(read(tmp_path, seldom, DAY, ITEM, KILOS))


def test_a_column_that_is_the_quantity_is_summed(tmp_path: Path) -> None:
    kilos = KILOS.model_copy(update={"role": "quantity"})
    found = read(tmp_path, rows(), DAY, ITEM, kilos)
    assert not found.noted
    assert np.nanmax(found.made.panel.y) == 2.5
