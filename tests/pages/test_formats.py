"""Numbers, dates and sizes in both languages; expected texts are written by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._ui.formats import ABSENT, Formats

EN, ZH = Formats("en"), Formats("zh", "Asia/Shanghai")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (950, "950", "950"),
        (12330, "12,330", "12,330"),
        (99_999, "99,999", "99,999"),
        (1_234_567, "1.23M", "123 万"),
        (123_456_789, "123M", "1.23 亿"),
        (999_999, "1M", "100 万"),
        (99_999_999, "100M", "1 亿"),
        (-250_000, "-250K", "-25 万"),
        (2_500_000_000, "2.5B", "25 亿"),
    ],
)
def test_large_numbers_are_short(value: int, english: str, chinese: str) -> None:
    assert EN.short(value) == english
    assert ZH.short(value) == chinese


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0123456, "0.0123"),
        (4.5678, "4.57"),
        (1234.5, "1,234"),
        (2.0, "2"),
        (-0.5, "-0.5"),
        (0, "0"),
    ],
)
def test_numbers_have_three_digits(value: float, shown: str) -> None:
    assert EN.number(value) == shown


def test_scores_keep_their_places() -> None:
    assert EN.fixed(0.93) == "0.930"
    assert EN.interval(0.9213, 0.9427) == "0.921 to 0.943"
    assert ZH.interval(0.9213, 0.9427) == "0.921 至 0.943"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.155, "15.5%"),
        (0.57, "57.0%"),
        (0.00001, "<0.1%"),
        (0, "0%"),
        (1, "100%"),
        (0.9996, "100%"),
        (0.9994, "99.9%"),
    ],  # fmt: skip
)
def test_shares_are_percent(share: float, shown: str) -> None:
    assert EN.percent(share) == shown


def test_whole_percents_have_no_places() -> None:
    assert [EN.percent(share, 0) for share in (0.5, 0.375, 0.001)] == ["50%", "38%", "<1%"]


def test_things_in_a_row_are_parted_as_in_the_language() -> None:
    assert EN.series(["one", "two"]) == "one, two"
    assert ZH.series(iter(["一", "二"])) == "一、二"


@pytest.mark.parametrize("absent", [None, float("nan"), float("inf")])
def test_a_missing_figure_is_a_dash(absent: float | None) -> None:
    shown = [EN.count(absent), EN.short(absent), EN.number(absent), EN.fixed(absent)]
    shown += [EN.percent(absent), EN.money(absent), EN.duration(absent), EN.bytes(absent)]
    assert shown == [ABSENT] * 8
    assert EN.interval(0.1, absent) == ABSENT


def test_money_says_its_currency_once() -> None:
    assert EN.money(1234.5, "USD") == "$1,234.50"
    assert ZH.money(1234.5, "CNY") == "¥1,234.50"
    assert EN.money(1234.5) == "1,234.50"


@pytest.mark.parametrize(
    ("size", "shown"),
    [(512, "512 B"), (1_072_060, "1.07 MB"), (999_999, "1 MB"), (900_017, "900 kB"), (3e9, "3 GB")],
)
def test_sizes_are_decimal(size: float, shown: str) -> None:
    assert EN.bytes(size) == shown


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.42, "0.4 s", "0.4 秒"),
        (9.96, "10 s", "10 秒"),
        (59.6, "1 min", "1 分"),
        (200, "3 min 20 s", "3 分 20 秒"),
        (7500, "2 h 5 min", "2 小时 5 分"),
    ],
)
def test_durations_are_told_in_two_units(seconds: float, english: str, chinese: str) -> None:
    assert EN.duration(seconds) == english
    assert ZH.duration(seconds) == chinese


def test_times_stand_in_the_readers_zone() -> None:
    assert ZH.moment(NOON) == "2026年11月22日 20:00"
    assert EN.moment(NOON) == "Nov 22, 2026 12:00"
    assert Formats("en", "Not/AZone").moment(NOON) == EN.moment(NOON)


@pytest.mark.parametrize(
    ("passed", "english", "chinese"),
    [
        (timedelta(seconds=5), "just now", "刚刚"),
        (timedelta(minutes=5), "5 minutes ago", "5分钟前"),
        (timedelta(hours=3), "3 hours ago", "3小时前"),
        (timedelta(days=30), "Oct 23, 2026", "2026年10月23日"),
    ],
)
def test_ages_are_told_as_people_do(passed: timedelta, english: str, chinese: str) -> None:
    assert EN.ago(NOON - passed, NOON) == english
    assert ZH.ago(NOON - passed, NOON) == chinese


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_three_digits_are_true_to_a_twohundredth(value: float) -> None:
    shown = float(EN.number(value).replace(",", ""))
    assert abs(shown - value) <= value * 0.005 + 1e-12


@given(st.integers(min_value=0, max_value=10**12))
def test_counts_are_exact(value: int) -> None:
    assert int(EN.count(value).replace(",", "")) == value


def test_an_exact_sum_of_money_has_at_least_two_decimals() -> None:
    f = Formats("en")
    assert f.exact(Decimal("308381.5"), money=True) == "308,381.50"
    assert f.exact(Decimal("0.1234"), money=True) == "0.1234"
    assert (f.exact(Decimal("308381.5")), f.exact(Decimal("12"))) == ("308,381.5", "12")
    assert f.exact(None, money=True) == ABSENT


@pytest.mark.parametrize(
    ("low", "high", "en", "zh"),
    [
        (0.4, 0.8, "1 to 5 s", "1 到 5 秒"),
        (22, 44, "20 to 45 s", "20 到 45 秒"),
        (50, 100, "50 s to 2 min", "50 秒 到 2 分钟"),
        (92, 184, "1 to 4 min", "1 到 4 分钟"),
        (3000, 6000, "50 min to 2 h", "50 分钟 到 2 小时"),
        (4000, 4001, "1 to 2 h", "1 到 2 小时"),
    ],
)
def test_how_long_it_takes_is_told_between_two_rounded_ends(
    low: float, high: float, en: str, zh: str
) -> None:
    assert Formats("en").within(low, high) == en
    assert Formats("zh").within(low, high) == zh


@given(low=st.floats(0.1, 1e5), times=st.floats(1, 5))
def test_the_ends_are_never_turned_round(low: float, times: float) -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    first, _, last = Formats("en").within(low, low * times).partition(" to ")
    end, unit = last.split()
    begun = first.split()
    start = int(begun[0]) * units[begun[1] if len(begun) > 1 else unit]
    assert start < int(end) * units[unit]
    assert start <= max(low, 1) and int(end) * units[unit] >= low * times - 1e-6
