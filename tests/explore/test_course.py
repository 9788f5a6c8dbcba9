"""The course of a figure by week and month: summed by hand; festivals and holidays within."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.base.view import Period
from core.data.calendars.weeks import part_of
from core.explore.course import course, marked, usual_grain
from core.explore.kpis import kpis
from tests.explore.shops import days, drawn, found, saved


@pytest.mark.parametrize("calendar", ["iso", "us", "retail"])
@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_parts_add_up_and_rates_are_of_sums(tmp_path: Path, grain: str, calendar: str) -> None:
    lines, period = drawn(3, rows=900, days=300), days(150, 250)
    told = found(kpis, tmp_path, saved(tmp_path, lines), period=period)
    units = course(told, "units", grain, calendar)  # type: ignore[arg-type]
    inside = lines[lines["when"].dt.date.between(period.first, period.last)]
    expected: dict[date, float] = {}
    for offset in range(period.days):
        day = period.first + timedelta(days=offset)
        first = day if grain == "day" else part_of(day, grain, calendar).first  # type: ignore[arg-type]
        sold = inside.loc[inside["when"].dt.date == day, "n"].sum()
        expected[first] = expected.get(first, 0.0) + float(sold)
    assert list(units.values["now"]) == list(expected.values())
    assert units.first[0] == str(period.first) and len(units.first) == len(units.cut)
    assert units.cut[1:-1] == (False,) * (len(units.cut) - 2)
    rate = course(told, "return_rate", grain, calendar).values["now"]  # type: ignore[arg-type]
    gross = course(told, "gross", grain, calendar).values["now"]  # type: ignore[arg-type]
    sales = course(told, "sales", grain, calendar).values["now"]  # type: ignore[arg-type]
    for share, all_, net in zip(rate, gross, sales, strict=True):
        assert share == (pytest.approx((all_ - net) / all_) if all_ else None)  # type: ignore[operator]


def test_long_periods_are_shown_by_longer_parts() -> None:
    assert [usual_grain(n) for n in (28, 92, 93, 400, 401)] == [
        "day", "day", "week", "week", "month",
    ]  # fmt: skip


def test_festivals_and_holidays_within_a_period() -> None:
    autumn = Period(first=date(2025, 9, 25), last=date(2025, 11, 11))
    found_ = marked(autumn, "cn", "zh")
    assert [(one.code or one.name) for one in found_][-1] == "double_11"
    golden = [one for one in found_ if one.name]
    # 1 to 8 October 2025, as published
    assert [(one.name, one.period) for one in golden] == [
        ("国庆节", Period(first=date(2025, 10, 1), last=date(2025, 10, 8)))
    ]
    cut = marked(Period(first=date(2025, 11, 5), last=date(2025, 11, 29)), "us", "en")
    ours = marked(Period(first=date(2025, 11, 5), last=date(2025, 11, 29)), "cn", "en")
    assert ours[0].code == "double_11" and ours[0].period.first == date(2025, 11, 5)
    assert [one.name for one in cut if one.name] == ["Veterans Day", "Thanksgiving Day"]
    assert cut[-1].code == "black_friday" and cut[-1].period.last == date(2025, 11, 29)
