"""How rows are divided: exactly, by the method that was asked for, and with warnings."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.specs import SplitSpec
from core.base.values import Column
from core.prep.lines import Lines, identical
from core.prep.splits import Parts, folds, split
from tests.prep.tables import FEATURES, columns_of, frames

TABLE = (
    Column(name="customer", type="id", role="user_id"),
    Column(name="amount", type="number"),
    Column(name="day", type="datetime", role="timestamp"),
)
UNDATED = TABLE[:2]


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, np.ndarray]:
    """Visits of few customers on few days, some of them unknown, some rows repeated."""
    rows = draw(st.integers(12, 150))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    customers = draw(st.integers(3, 60))
    days = draw(st.integers(3, 60))
    names = pd.Series(rng.integers(0, customers, rows)).map("c{}".format).astype("string")
    day = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, days, rows), "D"))
    lost = rng.random(rows) < draw(st.sampled_from([0.0, 0.2]))
    frame = pd.DataFrame(
        {
            "customer": names.mask(lost),
            "amount": rng.integers(0, draw(st.sampled_from([3, 1000])), rows).astype(float),
            "day": day.astype("datetime64[us]").mask(rng.permutation(lost)),
        }
    )
    return frame, (rng.random(rows) < draw(st.floats(0.2, 0.8))).astype(np.int8)


SPECS = st.builds(
    SplitSpec,
    method=st.sampled_from(["auto", "stratified", "group", "time"]),
    validation=st.floats(0.1, 0.4),
    test=st.floats(0.1, 0.4),
)
TELLS = {
    "split_one_class_train",
    "split_one_class_validation",
    "split_one_class_test",
    "split_too_few_times",
    "split_too_few_groups",
    "folds_one_class",
}


def sides(parts: Parts) -> tuple[np.ndarray, ...]:
    return parts.train, parts.validation, parts.test


@given(table=tables(), spec=SPECS, seed=st.integers(0, 99))
def test_every_row_stands_in_exactly_one_part(
    table: tuple[pd.DataFrame, np.ndarray], spec: SplitSpec, seed: int
) -> None:
    frame, y = table
    try:
        parts = split(spec, frame, y, TABLE, seed)
    except AppError as error:
        assert error.code in TELLS
        return
    together = np.concatenate(sides(parts))
    np.testing.assert_array_equal(np.sort(together), np.arange(len(frame)))
    for side in sides(parts):
        assert side.dtype == np.int64
        assert set(y[side]) == {0, 1}
        assert (np.diff(side) > 0).all()
    check_method(parts, frame)
    again = split(spec, frame, y, TABLE, seed)
    for one, two in zip(sides(parts), sides(again), strict=True):
        np.testing.assert_array_equal(one, two)


def check_method(parts: Parts, frame: pd.DataFrame) -> None:
    if parts.method == "time":
        times = [frame["day"].iloc[side].dropna() for side in sides(parts)]
        assert times[0].max() < times[1].min()
        assert times[1].max() < times[2].min()
        undated = set(np.flatnonzero(frame["day"].isna()))
        assert undated <= set(parts.train)
        return
    key = (
        frame["customer"]
        if parts.method == "group"
        else pd.Series(identical(Lines(frame, np.zeros(len(frame), np.int8), TABLE)))
    )
    seen = [set(key.iloc[side].dropna()) for side in sides(parts)]
    assert not seen[0] & seen[1]
    assert not seen[0] & seen[2]
    assert not seen[1] & seen[2]


@given(table=tables(), spec=SPECS, k=st.integers(2, 5), seed=st.integers(0, 99))
def test_folds_keep_the_method(
    table: tuple[pd.DataFrame, np.ndarray], spec: SplitSpec, k: int, seed: int
) -> None:
    frame, y = table
    lines = Lines(frame, y, TABLE)
    try:
        parts = split(spec, frame, y, TABLE, seed)
        dev = np.sort(np.concatenate([parts.train, parts.validation]))
        pairs = folds(spec, lines, dev, k, seed)
    except AppError as error:
        assert error.code in TELLS
        return
    assert len(pairs) == k
    validated = np.concatenate([validation for _, validation in pairs])
    assert len(set(validated)) == len(validated)
    for train, validation in pairs:
        assert set(train) | set(validation) <= set(dev)
        assert set(y[train]) == set(y[validation]) == {0, 1}
        if parts.method == "time":
            days = frame["day"]
            assert days.iloc[train].max() < days.iloc[validation].min()
        else:
            assert set(train) == set(dev) - set(validation)
            key = frame["customer"] if parts.method == "group" else pd.Series(identical(lines))
            assert not set(key.iloc[train].dropna()) & set(key.iloc[validation].dropna())
    if parts.method != "time":
        assert set(validated) == set(dev)


def test_folds_in_time_expand() -> None:
    frame, y = visits(600)
    lines = Lines(frame, y, TABLE)
    pairs = folds(SplitSpec(), lines, np.arange(480), 3, 0)
    assert [(len(train), len(validation)) for train, validation in pairs] == [
        (120, 120),
        (240, 120),
        (360, 120),
    ]
    assert set(pairs[0][0]) < set(pairs[1][0]) < set(pairs[2][0])


def visits(rows: int, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "customer": pd.Series(rng.integers(0, rows // 3, rows)).map("c{}".format),
            "amount": rng.normal(size=rows),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), "h"),
        }
    )
    return frame, (rng.random(rows) < 0.2).astype(np.int8)


@pytest.mark.parametrize("method", ["stratified", "group", "time"])
def test_shares_are_kept(method: str) -> None:
    frame, y = visits(3000)
    spec = SplitSpec.model_validate({"method": method, "validation": 0.25, "test": 0.15})
    parts = split(spec, frame, y, TABLE, 0)
    shares = [len(side) / len(frame) for side in sides(parts)]
    np.testing.assert_allclose(shares, [0.6, 0.25, 0.15], atol=0.01)
    if method == "stratified":
        rates = [y[side].mean() for side in sides(parts)]
        np.testing.assert_allclose(rates, y.mean(), atol=0.002)


def test_seeds_divide_differently() -> None:
    frame, y = visits(300)
    spec = SplitSpec(method="stratified")
    one, two = (split(spec, frame, y, TABLE, seed) for seed in (0, 1))
    assert not np.array_equal(one.test, two.test)


def test_one_huge_group_does_not_starve_the_other_parts() -> None:
    customers = ["big"] * 900 + [f"c{i}" for i in range(100)]
    frame = pd.DataFrame({"customer": customers, "amount": np.arange(1000.0)})
    y = (np.arange(1000) % 3 == 0).astype(np.int8)
    parts = split(SplitSpec(method="group"), frame, y, UNDATED, 0)
    assert [len(side) for side in sides(parts)] == [900, 50, 50]
    assert [problem.code for problem in parts.warnings] == ["shares_off"]


def test_three_rows_of_the_rare_answer_are_enough() -> None:
    frame = pd.DataFrame({"amount": np.arange(60.0)})
    y = np.zeros(60, np.int8)
    y[[3, 30, 40]] = 1
    for seed in range(20):
        parts = split(SplitSpec(), frame, y, columns_of({"amount": "number"}), seed)
        assert [y[side].sum() for side in sides(parts)] == [1, 1, 1]


@given(frames(1, 20))
def test_identical_rows_are_found_exactly(frame: pd.DataFrame) -> None:
    twice = pd.concat([frame, frame], ignore_index=True)
    groups = identical(Lines(twice, np.zeros(len(twice), np.int8), columns_of(FEATURES)))
    np.testing.assert_array_equal(groups[: len(frame)], groups[len(frame) :])
    first = ~frame.duplicated()
    assert len(np.unique(groups)) <= first.sum()


def test_rows_that_differ_in_an_id_alone_are_identical() -> None:
    frame = pd.DataFrame({"customer": ["a", "b", "c"], "amount": [1.0, 1.0, 2.0]})
    assert identical(Lines(frame, np.zeros(3, np.int8), UNDATED)).tolist() == [0, 0, 1]


def codes(parts: Parts) -> list[str]:
    return [problem.code for problem in parts.warnings]


def test_automatic_goes_by_time_where_there_is_one() -> None:
    frame, y = visits(300)
    parts = split(SplitSpec(), frame, y, TABLE, 0)
    assert (parts.method, parts.column, codes(parts)) == ("time", "day", [])
    assert split(SplitSpec(), frame, y, UNDATED, 0).method == "stratified"
    grouped = split(SplitSpec(group="customer"), frame, y, UNDATED, 0)
    assert (grouped.method, grouped.column) == ("group", "customer")
    both = split(SplitSpec(group="customer"), frame, y, TABLE, 0)
    assert (both.method, codes(both)) == ("time", ["group_unused"])
    still = frame.assign(day=pd.Timestamp("2024-01-01"))
    assert split(SplitSpec(), still, y, TABLE, 0).method == "stratified"


def test_rows_seen_at_one_instant_are_in_no_order() -> None:
    """A table as of one day: the days its customers joined do not date its rows."""
    frame, y = visits(300)
    frame["as_of"] = pd.Timestamp("2025-10-01")
    columns = (
        *UNDATED,
        Column(name="day", type="datetime"),
        Column(name="as_of", type="datetime", role="timestamp"),
    )
    parts = split(SplitSpec(), frame, y, columns, 0)
    assert (parts.method, parts.column) == ("stratified", None)
    assert "random_on_dated" not in codes(parts)
    assert split(SplitSpec(time="day"), frame, y, columns, 0).column == "day"


def test_a_role_comes_before_other_dates() -> None:
    frame, y = visits(300)
    frame["born"] = frame["day"].iloc[::-1].to_numpy()
    columns = (Column(name="born", type="datetime"), *TABLE)
    assert split(SplitSpec(), frame, y, columns, 0).column == "day"
    assert split(SplitSpec(time="born"), frame, y, columns, 0).column == "born"


def test_a_random_split_of_dated_rows_is_warned_of() -> None:
    frame, y = visits(300)
    parts = split(SplitSpec(method="stratified"), frame, y, TABLE, 0)
    assert codes(parts) == ["random_on_dated", "repeated_customers"]
    assert parts.warnings[0].severity == "warning"
    assert parts.warnings[0].facts == {"column": "day"}
    assert codes(split(SplitSpec(method="group"), frame, y, TABLE, 0)) == ["random_on_dated"]


def test_rows_without_time_or_customer_are_told_of() -> None:
    frame, y = visits(300)
    frame.loc[:9, ["day", "customer"]] = None
    timed = split(SplitSpec(), frame, y, TABLE, 0)
    assert timed.warnings[0].code == "undated_rows"
    assert timed.warnings[0].facts["rows"] == 10
    grouped = split(SplitSpec(method="group"), frame, y, UNDATED, 0)
    assert grouped.warnings[0].code == "rows_without_group"


def test_a_number_can_stand_for_time() -> None:
    frame, y = visits(300)
    frame["week"] = pd.array(np.arange(300) // 10, dtype="Int64")
    parts = split(SplitSpec(time="week"), frame, y, UNDATED, 0)
    assert parts.train.max() < parts.validation.min()
    assert parts.validation.max() < parts.test.min()


def told(spec: dict[str, Any], frame: pd.DataFrame, y: np.ndarray) -> str:
    with pytest.raises(AppError) as caught:
        split(SplitSpec.model_validate(spec), frame, y, UNDATED, 0)
    return caught.value.code


def test_mistakes_are_told_by_a_code() -> None:
    frame, y = visits(300)
    nobody = frame.assign(customer="c1")
    assert told({"validation": 0.5, "test": 0.5}, frame, y) == "split_shares"
    assert told({"time": "nowhere"}, frame, y) == "split_column_unknown"
    assert told({"method": "time"}, frame, y) == "split_time_missing"
    assert told({"method": "time", "time": "customer"}, frame, y) == "split_time_not_time"
    still = frame.assign(day=pd.Timestamp("2024-01-01"))
    assert told({"time": "day"}, still, y) == "split_too_few_times"
    assert told({"method": "group"}, nobody, y) == "split_too_few_groups"
    assert told({}, frame, np.zeros(300, np.int8)) == "split_one_class_train"
    late = np.zeros(300, np.int8)
    late[:100] = 1
    assert told({"time": "day"}, frame, late) == "split_one_class_validation"
    with pytest.raises(AppError) as caught:
        split(SplitSpec(method="group"), frame, y, UNDATED[1:], 0)
    assert caught.value.code == "split_group_missing"


def test_a_fold_without_both_answers_is_told_of() -> None:
    frame, y = visits(300)
    y[:] = 0
    y[:4] = 1
    with pytest.raises(AppError) as caught:
        folds(SplitSpec(method="stratified"), Lines(frame, y, UNDATED), np.arange(300), 5, 0)
    assert caught.value.code == "folds_one_class"
    assert caught.value.facts["folds"] == 5
