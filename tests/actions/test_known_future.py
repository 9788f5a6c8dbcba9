"""A file of the known future: honoured at every step, refused with series and days where it stops;
what a change makes of units and money."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions import known_future, what_if
from core.actions.desk import Desk
from core.actions.forecasts import DemandBundle, forecast_of, rows_of
from core.actions.what_if import Change
from core.base.errors import AppError
from core.base.texts import Texts
from tests.pages.conftest import workspace
from tests.pages.supposed import run_of, supposed, supposed_home

__all__ = ["supposed", "supposed_home", "workspace"]
PRICE = Change(kind="price", column="price", amount=0.8)


@pytest.fixture
def bundle(supposed: Desk) -> DemandBundle:
    return forecast_of(supposed, run_of(supposed).id)


def told(bundle: DemandBundle, times: float = 1.0, column: str = "price") -> pd.DataFrame:
    """The prices ahead as a file tells them, a row a day and item."""
    assert bundle.drivers is not None
    days = bundle.forecast.dates.astype(str)
    prices = bundle.drivers.ahead["price"] * times
    rows = [
        (name, day, f"{prices[at, step]:.4f}")
        for at, name in enumerate(bundle.panel.keys["sku"])
        for step, day in enumerate(days)
    ]
    return pd.DataFrame(rows, columns=["sku", "date", column], dtype=object)


def test_the_same_future_changes_nothing(bundle: DemandBundle) -> None:
    found = known_future.told_ahead(bundle, told(bundle))
    assert found.forecast.mean == pytest.approx(bundle.forecast.mean)
    assert found.told == ("price",)
    assert found.kept == ("promotion = flyer",)


def test_another_price_is_the_what_if_of_it(bundle: DemandBundle) -> None:
    found = known_future.told_ahead(bundle, told(bundle, 0.8))
    asked = what_if.changed_by(bundle, [PRICE])
    assert found.forecast.mean == pytest.approx(asked.forecast.mean, rel=1e-3)
    assert found.forecast.mean.sum() > 1.3 * bundle.forecast.mean.sum()


def test_one_day_is_honoured_on_that_day_only(bundle: DemandBundle) -> None:
    cells = told(bundle)
    day = str(bundle.forecast.dates[3].astype("datetime64[D]"))
    rows = cells["date"] == day
    cells.loc[rows, "price"] = [f"{float(cell) * 0.8:.4f}" for cell in cells.loc[rows, "price"]]
    ratio = known_future.told_ahead(bundle, cells).forecast.mean / bundle.forecast.mean
    assert (ratio[:, 3] > 1.2).all()
    assert np.delete(ratio, 3, axis=1) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("lang", "said"), [("en", "14 prices in price go"), ("zh", "14 个价格")])
def test_a_price_far_beyond_what_was_seen_is_held_as_in_a_what_if_and_told(
    bundle: DemandBundle, lang: str, said: str
) -> None:
    """A hundredth of the price, a slip of the unit, has no effect without bounds."""
    assert not known_future.told_ahead(bundle, told(bundle, 0.9)).beyond
    slip, plain = told(bundle, 0.01), told(bundle)
    rows = slip["sku"] == "s1"
    cells = plain.where(~rows, slip)
    found = known_future.told_ahead(bundle, cells)
    times = found.forecast.mean.sum(axis=1) / bundle.forecast.mean.sum(axis=1)
    at = bundle.panel.keys["sku"].tolist().index("s1")
    change = Change(kind="price", column="price", amount=0.01, values={"sku": ("s1",)})
    asked = what_if.changed_by(bundle, [change]).forecast.mean[at]
    assert found.forecast.mean[at] == pytest.approx(asked, rel=1e-6)
    assert 1 < times[at] < 20
    assert np.delete(times, at) == pytest.approx(1, abs=1e-3)
    (far,) = found.beyond
    assert (far.column, far.price, far.cells) == ("price", True, int(rows.sum()))
    (sentence,) = found.warnings(Texts(lang))
    assert said in sentence


def test_a_price_of_nothing_is_refused_with_its_row(bundle: DemandBundle) -> None:
    cells = told(bundle)
    cells.loc[4, "price"] = "0"
    with pytest.raises(AppError) as refused:
        known_future.told_ahead(bundle, cells)
    assert refused.value.code == "future_price_none"
    assert refused.value.facts == {"row": 5, "column": "price", "amount": "0"}


def test_words_and_columns_nobody_knows(bundle: DemandBundle) -> None:
    cells = told(bundle, column="promotion").assign(promotion="flyer", weather="sun")
    found = known_future.told_ahead(bundle, cells)
    assert found.told == ("promotion = flyer",)
    assert found.ignored == ("weather",)
    later = slice(7, None)
    assert (found.forecast.mean[:, later] > 1.2 * bundle.forecast.mean[:, later]).all()


def test_a_file_that_stops_early_names_series_and_days(bundle: DemandBundle) -> None:
    cells = told(bundle)
    last = str(bundle.forecast.dates[-1].astype("datetime64[D]"))
    early = cells[(cells["date"] < last) | (cells["sku"] != "s1")]
    with pytest.raises(AppError) as refused:
        known_future.told_ahead(bundle, early)
    facts = refused.value.facts
    assert refused.value.code == "future_missing"
    assert facts["series"] == ["s1"]
    assert facts["first"] == facts["last"] == last
    assert facts["missing"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"date": "soon"}, "future_cell"),
        ({"price": "cheap"}, "future_cell"),
    ],
)
def test_a_cell_that_is_none_is_named(
    bundle: DemandBundle, change: dict[str, str], code: str
) -> None:
    cells = told(bundle)
    for name, cell in change.items():
        cells.loc[2, name] = cell
    with pytest.raises(AppError, match=code) as refused:
        known_future.told_ahead(bundle, cells)
    assert refused.value.facts["row"] == 3


def test_a_file_of_nothing_known_is_refused(supposed: Desk, bundle: DemandBundle) -> None:
    cells = told(bundle, column="weather")
    with pytest.raises(AppError, match="future_not_known"):
        known_future.told_ahead(bundle, cells)
    with pytest.raises(AppError, match="future_without_days"):
        known_future.told_ahead(bundle, cells.rename(columns={"date": "when"}))
    plain = forecast_of(supposed, run_of(supposed, "plain").id)
    with pytest.raises(AppError, match="future_not_known"):
        known_future.told_ahead(plain, told(bundle))


def test_it_is_read_from_a_file(bundle: DemandBundle, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    told(bundle, 0.8).to_csv(path, index=False)
    assert known_future.with_future(bundle, path).told == ("price",)


def test_rows_have_six_digits_at_most(bundle: DemandBundle) -> None:
    rows = rows_of(bundle)
    figures = rows.drop(columns=["series_id", "ds"]).to_numpy(float)
    assert all(
        float(f"{figure:.6g}") == pytest.approx(figure, rel=1e-12) for figure in figures.flat
    )
    assert rows["mean"].to_numpy() == pytest.approx(bundle.forecast.mean.ravel(), rel=1e-5)
    assert len(rows) == bundle.forecast.mean.size


def test_money_goes_with_units_and_prices(bundle: DemandBundle) -> None:
    assert bundle.drivers is not None
    prices, mean = bundle.drivers.ahead["price"], bundle.forecast.mean
    made = what_if.answer(bundle, [PRICE], {"sku": ["s1"]})
    new = what_if.changed_by(bundle, [PRICE]).forecast.mean
    money = made.difference.money
    assert money is not None
    assert money.before == pytest.approx((mean * prices)[1].sum())
    assert money.after == pytest.approx((new * prices * 0.8)[1].sum())
    assert money.low < money.more < money.high
    assert made.series == 1
    assert len(made.bands) == 2


def test_errors_of_series_do_not_add_up_but_the_common_one_does(bundle: DemandBundle) -> None:
    each = what_if.answer(bundle, [PRICE], {})
    width = each.difference.units.high - each.difference.units.low
    own = each.difference.high - each.difference.low
    assert np.sqrt((own**2).sum()) * 0.99 < width <= own.sum() * 1.001


def test_a_price_beyond_all_that_was_seen_is_told(bundle: DemandBundle) -> None:
    assert what_if.answer(bundle, [PRICE], {}).beyond == ()
    far = Change(kind="price", column="price", amount=0.5)
    found = what_if.answer(bundle, [far], {}).beyond
    assert [one.column for one in found] == ["price"]
    assert found[0].low == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(kind="set", column="weather"), "change_unknown_column"),
        (Change(kind="closed", values={"town": ("x",)}), "change_unknown_key"),
    ],
)
def test_changes_of_another_forecast_are_refused(
    bundle: DemandBundle, change: Change, code: str
) -> None:
    with pytest.raises(AppError, match=code):
        what_if.answer(bundle, [change], {})


def test_the_series_most_changed_come_first(bundle: DemandBundle) -> None:
    shut = Change(kind="closed", values={"sku": ("s2", "s7")})
    made = what_if.answer(bundle, [shut], {})
    found = what_if.most_changed(bundle, made)
    assert list(found["series_id"]) == ["s7", "s2"]
    assert found["share"].tolist() == [-1.0, -1.0]
