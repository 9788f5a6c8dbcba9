"""What was typed is read whole or not at all, and every bound is named in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.bounds import Bounds
from core.base.specs import PrepSpec, SplitSpec
from core.base.texts import Texts
from core.classify.families.network import NetworkSettings
from pages._ui.faults import faults, read_numbers, relevant
from pages._ui.formats import Formats


def told(field: str, value: object, lang: str = "en") -> str | None:
    return faults(NetworkSettings, {field: value}, Texts(lang), Formats(lang)).get(field)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("64, 32", (64, 32)),
        ("64 32", (64, 32)),
        ("64，32、16", (64, 32, 16)),
        (" 64,, ", (64,)),
        ("", ()),
        ("-3", (-3,)),
        ("64, abc", "64, abc"),
        ("1.5", "1.5"),
        ("６４", "６４"),
        ("--3", "--3"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_numbers_are_read_whole_or_not_at_all(typed: str, read: object) -> None:
    assert read_numbers(typed) == read


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    found = read_numbers(typed)
    assert (told("hidden", typed) is None) == (told("hidden", found) is None)
    if told("hidden", typed) is None:
        assert NetworkSettings.model_validate({"hidden": found}).hidden == found


@pytest.mark.parametrize(
    ("field", "value", "en", "zh"),
    [
        ("hidden", "64, abc", "“abc” is not a whole number", "“abc”不是整数"),
        ("hidden", (64, 100_000), "a number from 1 to 4,096", "从 1 到 4,096"),
        ("hidden", (1,) * 11, "at most 10", "最多填写 10 个"),
        ("learning_rate", 50.0, "a number from 0.000001 to 10", "从 0.000001 到 10"),
        ("learning_rate", None, "There is no number here", "这里没有数"),
        ("learning_rate", float("inf"), "from 0.000001 to 10", "从 0.000001 到 10"),
        ("step_factor", 1.0, "of at least 0.01 and below 1", "不小于 0.01 且小于 1"),
        ("epochs", 1.5, "1.5 is not a whole number", "1.5 不是整数"),
        ("batch_size", 1e20, "from 0 to 1,000,000", "从 0 到 1,000,000"),
    ],
)
def test_a_fault_names_the_bounds_once(field: str, value: object, en: str, zh: str) -> None:
    english, chinese = told(field, value) or "", told(field, value, "zh") or ""
    assert en in english
    assert zh in chinese
    assert english.count(" to ") <= 1


def test_an_open_end_is_said_to_be_outside() -> None:
    found = faults(SplitSpec, {"test": 0.9}, Texts("en"), Formats("en"))
    assert "above 0 and below 0.9" in found["test"]


def test_what_is_not_asked_for_is_left_out() -> None:
    typed = {"outliers": "none", "outlier_limit": 50.0, "max_categories": 5}
    assert relevant(PrepSpec, typed) == {"outliers": "none", "max_categories": 5}
    asked = typed | {"outliers": "iqr"}
    assert set(faults(PrepSpec, asked, Texts("en"), Formats("en"))) == {"outlier_limit"}


@pytest.mark.parametrize(
    ("bounds", "sort", "inside", "outside"),
    [
        (Bounds(), "none", (-1e9, 1e9), ()),
        (Bounds(0, 1), "closed", (0, 1), (-0.1, 1.1)),
        (Bounds(0, 1, True, True), "open", (0.5,), (0, 1)),
        (Bounds(0, 1, True), "high_closed", (1,), (0,)),
        (Bounds(0, 1, high_open=True), "low_closed", (0,), (1,)),
        (Bounds(0), "from", (0, 1e9), (-1,)),
        (Bounds(0, low_open=True), "above", (1,), (0,)),
        (Bounds(high=1), "to", (1,), (2,)),
        (Bounds(high=1, high_open=True), "below", (0,), (1,)),
    ],
)
def test_bounds_hold_what_their_words_say(
    bounds: Bounds, sort: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    assert bounds.sort == sort
    assert all(bounds.hold(value) for value in inside)
    assert not any(bounds.hold(value) for value in (*outside, float("nan")))
