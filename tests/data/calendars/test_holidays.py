"""Holidays, make-up workdays and festivals: as they were published."""

from datetime import date, timedelta

import pytest

from core.data.calendars.holidays import day_of, published
from core.data.calendars.lunar import spring_festival
from core.data.calendars.shopping import festivals

MAKE_UP = {  # notices of the General Office of the State Council for 2024, 2025 and 2026
    2024: ("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"),
    2025: ("01-26", "02-08", "04-27", "09-28", "10-11"),
    2026: ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
}


@pytest.mark.parametrize("year", MAKE_UP)
def test_make_up_workdays_are_the_published_ones(year: int) -> None:
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    found = [day for day in every if day_of(day, "cn").kind == "make_up_workday"]
    assert [f"{day:%m-%d}" for day in found if day.year == year] == list(MAKE_UP[year])
    assert all(day.weekday() >= 5 for day in found)
    assert published(year)


def test_a_year_without_a_notice_is_told() -> None:
    assert not published(2100)


@pytest.mark.parametrize(
    ("day", "country", "kind", "name"),
    [
        (date(2025, 10, 1), "cn", "holiday", "国庆节"),
        (date(2025, 9, 27), "cn", "weekend", ""),
        (date(2025, 9, 29), "cn", "workday", ""),
        (date(2025, 7, 4), "us", "holiday", "Independence Day"),
        (date(2025, 10, 1), "us", "workday", ""),
    ],
)
def test_days_of_both_countries(day: date, country: str, kind: str, name: str) -> None:
    found = day_of(day, country, "zh" if country == "cn" else "en")  # type: ignore[arg-type]
    assert found.kind == kind
    assert found.name == name


def test_festivals_of_a_year() -> None:
    found = {one.code: (f"{one.period.first:%m-%d}", f"{one.period.last:%m-%d}")
             for one in festivals(2025)}  # fmt: skip
    assert found == {
        "new_year_goods": ("01-07", "01-27"), "mid_year": ("06-01", "06-20"),
        "prime_day": ("07-08", "07-11"), "double_11": ("11-01", "11-11"),
        "black_friday": ("11-28", "11-30"), "cyber_monday": ("12-01", "12-01"),
        "double_12": ("12-10", "12-12"),
    }  # fmt: skip
    days = [one.period.first for one in festivals(2025)]
    assert days == sorted(days)
    assert "prime_day" not in {one.code for one in festivals(2014)}
    assert "new_year_goods" not in {one.code for one in festivals(2040)}


def test_the_chinese_year_begins_as_the_holidays_say() -> None:
    """The library works the lunar year out; the table is written down."""
    for year in range(2008, 2031):
        first = spring_festival(year)
        assert first is not None
        assert day_of(first, "cn").kind == "holiday"
        assert "Spring Festival" in day_of(first, "cn").name
