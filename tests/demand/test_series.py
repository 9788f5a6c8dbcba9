"""From sales by day to series: which periods are whole, and where series begin."""

import numpy as np
import pandas as pd
import pytest

from core.demand.panel import Freq
from core.demand.series import Made, make_panel, usual_freq


def made(days: pd.DatetimeIndex, freq: Freq | None = None, items: int = 1) -> Made:
    """Ten a day of each item."""
    names = [f"i{number}" for number in range(items)]
    sold = pd.DataFrame(
        [(name, day, 10.0) for name in names for day in days], columns=["item_id", "day", "units"]
    )
    return make_panel(sold, ["item_id"], freq or usual_freq(sold["day"]), "zero")


@pytest.mark.parametrize("rule", ["MS", "ME", "BME"])
def test_a_stamp_a_month_is_a_whole_month(rule: str) -> None:
    found = made(pd.date_range("2022-01-01", periods=24, freq=rule), items=3)
    assert found.panel.y.shape == (3, 24)
    assert found.partial == ()
    assert str(found.panel.days(1)[-1].date()) == "2024-01-01"


@pytest.mark.parametrize("day", ["MON", "WED", "FRI", "SAT", "SUN"])
def test_a_stamp_a_week_is_a_whole_week_whichever_day_it_has(day: str) -> None:
    days = pd.date_range("2022-01-07", periods=60, freq=f"W-{day}")
    holiday = pd.Timedelta(days=1 if day == "MON" else -1)
    found = made(days.where(days != days[30], days[30] + holiday))
    assert found.panel.y.shape == (1, 60)
    assert (found.panel.y == 10).all()
    assert found.partial == ()


def test_weeks_and_months_of_daily_sales_that_are_cut_are_left_out_and_told() -> None:
    days = pd.date_range("2023-01-25", "2023-07-20")
    found = made(days, "M")
    assert found.partial == ("first", "last")
    assert found.panel.y.tolist() == [[280.0, 310, 300, 310, 300]]
    assert str(found.panel.dates[0]) == "2023-02-01"
    weeks = made(days, "W")
    assert weeks.partial == ("first", "last")
    assert (weeks.panel.y == 70).all()
    whole = made(pd.date_range("2023-02-01", "2023-06-30"), "M")
    assert whole.partial == ()


def test_a_weekday_that_is_always_closed_is_not_lacking() -> None:
    days = pd.date_range("2023-01-02", "2023-09-30")
    found = made(days[days.dayofweek < 6], "W")
    assert found.partial == ()
    assert found.panel.y.shape == (1, 39)


def test_where_sales_begin_by_nature_the_first_period_stays() -> None:
    days = pd.date_range("2023-01-25", "2023-12-31")
    starts = [0, *range(10, 100, 10)]
    sold = pd.DataFrame(
        [(f"i{n}", day, 1.0) for n, start in enumerate(starts) for day in days[start:]],
        columns=["item_id", "day", "units"],
    )
    found = make_panel(sold, ["item_id"], "M", "zero")
    assert found.partial == ()
    assert found.panel.y.shape[1] == 12


def test_what_sold_in_the_period_left_out_is_a_series_that_had_begun() -> None:
    days = pd.date_range("2023-01-25", "2023-12-31")
    sold = pd.DataFrame({"item_id": "a", "day": days, "units": 1.0})
    once = pd.DataFrame({"item_id": "b", "day": days[:2], "units": 1.0})
    found = make_panel(pd.concat([sold, once]), ["item_id"], "M", "zero")
    assert found.skipped == ()
    assert found.panel.y[1].tolist() == [0.0] * 11
    assert not np.isnan(found.panel.y).any()
