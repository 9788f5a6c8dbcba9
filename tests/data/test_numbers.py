"""Numbers as shops write them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.numbers import number_style, parse_numbers


def read(text: str, style: str = "") -> float | None:
    numbers = parse_numbers([text], style)
    return float(numbers.values[0]) if numbers.ok[0] else None


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1,234.56", "", 1234.56),
        ("1.234,56", "comma", 1234.56),
        ("1 234,5", "comma", 1234.5),
        ("1\u202f234,5", "comma", 1234.5),
        ("1'234.5", "", 1234.5),
        ("12,34,567", "", 1234567.0),
        ("(5)", "", -5.0),
        ("5-", "", -5.0),
        ("\u22127", "", -7.0),
        ("$1,234", "", 1234.0),
        ("-$3", "", -3.0),
        ("¥12.5", "", 12.5),
        ("12.5元", "", 12.5),
        ("EUR 3,5", "comma", 3.5),
        ("12.5%", "percent", 0.125),
        ("１２", "", 12.0),
        ("1e-3", "", 0.001),
        (".5", "", 0.5),
    ],
)
def test_written_numbers(text: str, style: str, value: float) -> None:
    assert read(text, style) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("", ""), ("-", ""), (".", ""), ("1,23", ""), ("1,2,3", ""), ("1.2.3", ""), ("12%", ""),
        ("12", "percent"), ("--5", ""), ("(-5)", ""), ("5-3", ""), ("E5", ""), ("e", ""),
        ("1_000", ""), ("0x10", ""), ("12 apples", ""), ("1.234.56", "comma"), ("nan", ""),
        ("10:30", ""), ("2024-01-05", ""),
    ],
)  # fmt: skip
def test_what_is_no_number(text: str, style: str) -> None:
    assert read(text, style) is None


def test_infinities_are_told_apart() -> None:
    numbers = parse_numbers(["inf", "-Infinity", "∞", "1e308", "5"], "")
    assert numbers.infinite.tolist() == [True, True, True, False, False]
    assert numbers.values[1] == -math.inf


def test_integers_beyond_float_precision_are_exact() -> None:
    assert parse_numbers(["9007199254740993"], "").whole == [9007199254740993]
    assert parse_numbers(["99999999999999999999"], "").whole == [None]


@pytest.mark.parametrize(
    ("values", "style"),
    [
        (["1,5", "2,25"], "comma"),
        (["1.234,50", "3"], "comma"),
        (["1.5", "1,234.00"], ""),
        (["1,234", "5,678"], ""),
        (["0,123", "0,5"], "comma"),
        (["5%", "7.5%"], "percent"),
        (["5,5%", "7,25%"], "comma percent"),
        (["1", "2"], ""),
    ],
)
def test_the_column_decides_its_style(values: list[str], style: str) -> None:
    assert number_style(values, np.ones(len(values), dtype=np.int64)) == style


def test_currencies_are_seen_and_aliases_are_one() -> None:
    assert parse_numbers(["¥5", "5元", "RMB 3"], "").currencies == {"¥"}
    assert parse_numbers(["$5", "€3"], "").currencies == {"$", "€"}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_python_writes_is_read_back(value: float) -> None:
    assert read(repr(value)) == value


@given(st.integers(-(10**15), 10**15), st.integers(0, 99))
def test_both_styles_read_the_same_amount(whole: int, cents: int) -> None:
    point = f"{whole:,}.{cents:02d}"
    comma = point.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert read(point) == read(comma, "comma")


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for style in ("", "comma", "percent"):
        numbers = parse_numbers([text], style)
        assert numbers.ok[0] == (not math.isnan(numbers.values[0]))


def test_whole_hundreds_of_percent_are_whole_numbers() -> None:
    read = parse_numbers(["100%", "250 %", "-300%", "12.5%", "7%"], "percent")
    assert read.values.tolist() == [1.0, 2.5, -3.0, 0.125, 0.07]
    assert read.whole == [1, None, -3, None, None]
