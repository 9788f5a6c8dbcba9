"""The interpreter of PrepSpec: what it learns, from which rows, and what it never does."""

import io

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.specs import PrepSpec, SplitSpec
from core.base.values import Column
from core.prep.pipeline import fit
from core.prep.splits import split
from tests.prep.tables import FEATURES, SPECS, answers, columns_of, frames, one, plain, typed


@given(train=frames(2), other=frames(0), spec=SPECS, seed=st.integers(0, 99))
def test_every_line_keeps_its_place_and_is_finite(
    train: pd.DataFrame, other: pd.DataFrame, spec: PrepSpec, seed: int
) -> None:
    prep, matrix = fit(spec, columns_of(FEATURES), train, answers(len(train)), seed)
    assert matrix.x.dtype == np.float32
    assert np.isfinite(matrix.x).all()
    assert matrix.x.shape == (len(matrix.y), len(prep.names))
    assert len(set(prep.names)) == len(prep.names) == len(prep.sources)
    assert set(prep.sources) <= set(FEATURES)
    rows = prep.transform(other)
    assert rows.x.dtype == np.float32
    assert rows.x.shape == (len(other), len(prep.names))
    assert np.isfinite(rows.x).all()
    assert rows.unscorable.shape == (len(other),)
    backwards = prep.transform(other.iloc[::-1])
    np.testing.assert_array_equal(backwards.x[::-1], rows.x)


@given(train=frames(2), spec=SPECS, seed=st.integers(0, 99))
def test_training_rows_come_out_as_they_were_fitted(
    train: pd.DataFrame, spec: PrepSpec, seed: int
) -> None:
    """But for target encoding, which is out of fold for training rows only."""
    changed = {"duplicates": "keep"} | (
        {"categories": "onehot"} if spec.categories == "target" else {}
    )
    spec = spec.model_copy(update=changed)
    prep, matrix = fit(spec, columns_of(FEATURES), train, answers(len(train)), seed)
    rows = prep.transform(train)
    np.testing.assert_array_equal(rows.x, matrix.x)
    # A column without any value has no mode that could be put in their place.
    assert all(train[name].isna().all() for name in rows.unseen)


def shop(rows: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    channel = rng.choice(["web", "shop", "phone", None], rows, p=[0.5, 0.3, 0.1, 0.1])
    amount = np.where(rng.random(rows) < 0.1, np.nan, rng.lognormal(3, 1, rows))
    cells = {
        "amount": list(amount),
        "visits": [None if v > 8 else int(v) for v in rng.integers(0, 10, rows)],
        "member": list(rng.random(rows) < 0.3),
        "channel": list(channel),
        "day": list(pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), unit="h")),
    }
    return typed(cells, FEATURES), (rng.random(rows) < 0.3).astype(np.int8)


@pytest.mark.parametrize("categories", ["onehot", "ordinal", "target"])
@pytest.mark.parametrize("scaling", ["quantile", "zscore", "minmax", "robust", "none"])
def test_rows_outside_training_change_nothing_that_is_learned(
    categories: str, scaling: str
) -> None:
    frame, y = shop(300, 1)
    spec = PrepSpec.model_validate(
        {"categories": categories, "scaling": scaling, "outliers": "iqr", "duplicates": "drop",
         "class_weights": "balanced", "integers_as_categories": 20}
    )  # fmt: skip
    columns = columns_of(FEATURES)
    parts = split(SplitSpec(), frame, y, columns, 0)
    assert parts.method == "time"
    others = np.concatenate([parts.validation, parts.test])
    wild = frame.copy()
    wild.loc[others, "amount"] = 1e9
    wild.loc[others, "visits"] = 999
    wild.loc[others, "channel"] = "unheard of"
    other_y = y.copy()
    other_y[others] = 1 - other_y[others]
    again = split(SplitSpec(), wild, other_y, columns, 0)
    one_, matrix_one = fit(spec, columns, frame.iloc[parts.train], y[parts.train], 7)
    two, matrix_two = fit(spec, columns, wild.iloc[again.train], other_y[again.train], 7)
    assert joblib.hash(one_) == joblib.hash(two)
    np.testing.assert_array_equal(matrix_one.x, matrix_two.x)
    np.testing.assert_array_equal(matrix_one.weight, matrix_two.weight)
    changed, _ = fit(spec, columns, wild, other_y, 7)
    assert joblib.hash(one_) != joblib.hash(changed)


def test_statistics_are_those_of_the_training_rows() -> None:
    columns, train = one([1.0, 2.0, None, 9.0], "number")
    prep, matrix = fit(plain(missing_numbers="median"), columns, train, answers(4), 0)
    assert matrix.x[:, 0].tolist() == [1, 2, 2, 9]
    _, valid = one([None, 100.0], "number")
    assert prep.transform(valid).x[:, 0].tolist() == [2, 100]


def test_only_training_rows_are_dropped() -> None:
    columns, train = one([1.0, None, 3.0, 1.0, 500.0, 2.0, 1.0, 2.0, 3.0], "number")
    y = np.array([0, 1, 0, 0, 1, 1, 1, 1, 1], np.int8)
    spec = plain(
        duplicates="drop", missing_numbers="drop_rows", outliers="iqr", outlier_action="drop"
    )
    prep, matrix = fit(spec, columns, train, y, 0)
    assert prep.dropped == {"duplicates": 2, "missing": 1, "outliers": 1}
    assert matrix.x[:, 0].tolist() == [1, 3, 2, 1, 3]
    assert matrix.y.tolist() == [0, 0, 1, 1, 1]
    rows = prep.transform(train)
    assert rows.unscorable.tolist() == [False, True] + [False] * 7
    assert rows.x[:, 0].tolist() == [1, 2.5, 3, 1, 500, 2, 1, 2, 3]


def test_infinities_are_missing_and_counted() -> None:
    columns, train = one([1.0, np.inf, 3.0, -np.inf], "number")
    prep, matrix = fit(plain(missing_numbers="mean"), columns, train, answers(4), 0)
    assert matrix.x[:, 0].tolist() == [1, 2, 3, 2]
    assert prep.transform(train).infinite == {"x": 2}


def test_a_column_of_fifty_thousand_values_stays_narrow() -> None:
    values = [f"item {i}" for i in range(50_000)] + ["hit"] * 100 + ["classic"] * 50
    columns, train = one(values, "category")
    prep, matrix = fit(plain(max_categories=10), columns, train, answers(len(values)), 0)
    assert matrix.x.shape == (len(values), 10)
    assert {"x=hit", "x=classic", "x:rare"} <= set(prep.names)
    assert (matrix.x.sum(axis=1) == 1).all()


def test_unseen_values_are_counted() -> None:
    columns, train = one(["a", "b", "a", "b"], "category")
    prep, _ = fit(plain(), columns, train, answers(4), 0)
    _, new = one(["a", "z", "y", None], "category")
    rows = prep.transform(new)
    assert rows.unseen == {"x": 3}
    assert rows.x.tolist() == [[1, 0], [0, 0], [0, 0], [0, 0]]


def test_few_integers_become_categories_however_they_are_stored() -> None:
    columns, train = one([1, 2, 2, 10, 1, 2], "integer")
    prep, _ = fit(plain(integers_as_categories=3), columns, train, answers(6), 0)
    assert prep.names == ("x=2", "x=1", "x=10")
    for dtype in ("Int64", "float64", "int32", "string"):
        rows = prep.transform(pd.DataFrame({"x": pd.Series([10, 1]).astype(dtype)}))
        assert rows.x.tolist() == [[0, 0, 1], [0, 1, 0]], dtype
    wide, _ = fit(plain(integers_as_categories=2), columns, train, answers(6), 0)
    assert wide.names == ("x",)


def test_booleans_are_zero_and_one_and_a_missing_one_is_marked() -> None:
    columns, train = one([True, False, None, True], "boolean")
    prep, matrix = fit(plain(scaling="zscore"), columns, train, answers(4), 0)
    assert prep.names == ("x", "x:missing")
    assert matrix.x.tolist() == [[1, 0], [0, 0], [1, 1], [1, 0]]


def test_flags_and_onehot_columns_are_not_scaled() -> None:
    frame, y = shop(200, 3)
    spec = PrepSpec(scaling="minmax", missing_indicator=True)
    prep, matrix = fit(spec, columns_of(FEATURES), frame, y, 0)
    by_name = dict(zip(prep.names, matrix.x.T, strict=True))
    for name in ("member", "amount:missing", "channel=web", "channel:missing"):
        assert set(np.unique(by_name[name])) == {0, 1}
    assert by_name["amount"].min() == 0
    assert by_name["amount"].max() == 1


def test_values_that_look_like_names_of_ours_keep_their_own_column() -> None:
    types = {"a": "category", "a=b": "number"}
    frame = typed({"a": ["b", "missing", None, "rare"], "a=b": [1.0, 2.0, 3.0, 5.0]}, types)
    prep, matrix = fit(plain(), columns_of(types), frame, answers(4), 0)
    assert len(set(prep.names)) == len(prep.names) == 5
    assert (matrix.x[:, 1:].sum(axis=0) == 1).all()


def test_a_fitted_prep_is_pickled_whole() -> None:
    frame, y = shop(120, 5)
    for categories in ("onehot", "ordinal", "target"):
        spec = PrepSpec.model_validate({"categories": categories})
        prep, _ = fit(spec, columns_of(FEATURES), frame, y, 0)
        store = io.BytesIO()
        joblib.dump(prep, store)
        store.seek(0)
        again = joblib.load(store)
        np.testing.assert_array_equal(again.transform(frame).x, prep.transform(frame).x)
        assert again.names == prep.names


def test_the_same_seed_gives_the_same_bits() -> None:
    frame, y = shop(200, 9)
    spec = PrepSpec(categories="target")
    first, one_ = fit(spec, columns_of(FEATURES), frame, y, 4)
    second, two = fit(spec, columns_of(FEATURES), frame, y, 4)
    _, three = fit(spec, columns_of(FEATURES), frame, y, 5)
    np.testing.assert_array_equal(one_.x, two.x)
    assert joblib.hash(first) == joblib.hash(second)
    assert not np.array_equal(one_.x, three.x)


def code_of(spec: PrepSpec, columns: tuple[Column, ...], frame: pd.DataFrame) -> str:
    with pytest.raises(AppError) as caught:
        fit(spec, columns, frame, answers(len(frame)), 0)
    return caught.value.code


def test_mistakes_are_told_by_a_code() -> None:
    columns, frame = one([1.0, 2.0], "number")
    assert code_of(PrepSpec(exclude=("x",)), columns, frame) == "prep_no_columns"
    assert code_of(PrepSpec(), columns_of({"y": "number"}), frame) == "prep_columns_missing"
    assert code_of(PrepSpec(), columns_of({"x": "id"}), frame) == "prep_column_refused"
    assert code_of(PrepSpec(), columns_of({"x": "text"}), frame) == "prep_column_refused"
    assert code_of(PrepSpec(), columns_of({"x": "datetime"}), frame) == "prep_not_dates"
    assert code_of(PrepSpec(), columns, frame.iloc[:0]) == "prep_no_training_rows"
    words = frame.astype("string").replace("2.0", "two")
    assert code_of(PrepSpec(), columns, words) == "prep_not_numbers"
    _, gone = one([None, None], "number")
    assert code_of(PrepSpec(missing_numbers="drop_rows"), columns, gone) == "prep_no_rows_left"
    _, half = one([None, 1.0], "number")
    assert code_of(PrepSpec(missing_numbers="drop_rows"), columns, half) == "prep_one_class_left"
    still = typed({"d": ["2024-01-01"] * 2}, {"d": "datetime"})
    assert code_of(PrepSpec(), columns_of({"d": "datetime"}), still) == "prep_nothing_varies"


def test_a_new_file_without_a_column_is_told_so() -> None:
    columns, frame = one([1.0, 2.0], "number")
    prep, _ = fit(PrepSpec(), columns, frame, answers(2), 0)
    with pytest.raises(AppError) as caught:
        prep.transform(pd.DataFrame({"z": [1.0]}))
    assert caught.value.facts == {"columns": ["x"]}
