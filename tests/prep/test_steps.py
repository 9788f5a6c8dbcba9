"""Each step against hand-worked values, scikit-learn or scipy."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm, rankdata
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler
from sklearn.utils.class_weight import compute_sample_weight

from core.base.specs import PrepSpec
from core.prep.pipeline import fit
from core.prep.steps.dates import fit_dates, part_of
from core.prep.steps.duplicates import first_of_each
from core.prep.steps.labels import Labels, read_labels
from core.prep.steps.missing import fit_fill
from core.prep.steps.normal_scores import KNOTS, fit_normal_scores
from core.prep.steps.outliers import fit_limits
from core.prep.steps.scaling import fit_scaler
from core.prep.steps.vocabulary import fit_vocabulary
from core.prep.steps.weights import balanced
from tests.prep.tables import answers, one, plain

CELLS = arrays(
    np.float64,
    st.tuples(st.integers(2, 30), st.integers(1, 3)),
    elements=st.one_of(st.just(np.nan), st.floats(-1e6, 1e6)),
)


@pytest.mark.parametrize("method", ["mean", "median", "mode"])
@given(cells=CELLS)
def test_fill_equals_scikit_learns_imputer(method: str, cells: np.ndarray) -> None:
    name = {"mode": "most_frequent"}.get(method, method)
    oracle = SimpleImputer(strategy=name, keep_empty_features=True).fit_transform(cells)
    ours = fit_fill(cells, method).transform(cells)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, oracle, rtol=1e-12, atol=1e-9)


def test_fill_with_a_constant_and_of_an_empty_column() -> None:
    cells = np.array([[np.nan, np.nan], [5.0, np.nan]])
    assert fit_fill(cells, "constant", -1.0).values.tolist() == [-1, -1]
    assert fit_fill(cells, "median", 0.0).values.tolist() == [5, 0]


def test_limits_by_quartiles_are_tukeys() -> None:
    cells = np.array([[1.0], [2.0], [3.0], [4.0], [100.0], [np.nan]])
    limits = fit_limits(cells, "iqr", 1.5, "clip")
    assert (limits.low[0], limits.high[0], limits.median[0]) == (-1, 7, 3)
    clipped = limits.transform(cells)[:, 0]
    assert clipped[:5].tolist() == [1, 2, 3, 4, 7]
    assert np.isnan(clipped[5])
    swapped = fit_limits(cells, "iqr", 1.5, "median").transform(cells)[:, 0]
    assert swapped[4] == 3
    assert fit_limits(cells, "iqr", 1.5, "drop").transform(cells)[4, 0] == 100


def test_limits_by_standard_deviations() -> None:
    cells = np.array([[0.0], [0.0], [0.0], [4.0]])
    limits = fit_limits(cells, "zscore", 1.0, "clip")
    np.testing.assert_allclose([limits.low[0], limits.high[0]], [1 - 3**0.5, 1 + 3**0.5])


def test_a_column_that_is_mostly_one_value_has_no_outliers_by_quartiles() -> None:
    cells = np.array([[0.0]] * 90 + [[5.0]] * 10)
    assert not fit_limits(cells, "iqr", 3.0, "drop").outside(cells).any()


def test_outliers_are_judged_by_present_cells_and_fillings_are_left_alone() -> None:
    columns, train = one([1.0, 2.0, 3.0, 4.0, 100.0, None], "number")
    spec = plain(
        missing_numbers="constant", missing_constant=-999, outliers="iqr", outlier_limit=1.5
    )
    _, matrix = fit(spec, columns, train, answers(6), 0)
    assert matrix.x[:, 0].tolist() == [1, 2, 3, 4, 7, -999]


def test_duplicates_repeat_features_and_answer() -> None:
    frame = pd.DataFrame({"a": [1.0, 1.0, 1.0, np.nan, np.nan], "b": ["x", "x", "x", None, None]})
    y = np.array([0, 0, 1, 0, 0], np.int8)
    assert first_of_each(frame, y).tolist() == [True, False, True, True, False]


@given(
    st.lists(
        st.datetimes(pd.Timestamp("1700-01-01"), pd.Timestamp("2200-01-01")),
        min_size=1,
        max_size=20,
    )
)
def test_parts_of_dates_equal_those_of_pandas(instants: list[pd.Timestamp]) -> None:
    series = pd.Series(instants, dtype="datetime64[us]")
    cells = series.to_numpy()
    origin = cells.min()
    oracle = {
        "year": series.dt.year,
        "month": series.dt.month,
        "day": series.dt.day,
        "weekday": series.dt.weekday,
        "hour": series.dt.hour,
        "weekend": series.dt.weekday >= 5,
        "days": (series.dt.normalize() - series.min().normalize()).dt.days,
    }
    for part, expected in oracle.items():
        made = part_of(cells, part, origin)  # type: ignore[arg-type]
        np.testing.assert_array_equal(made, expected.to_numpy(float), part)


def test_parts_that_do_not_vary_are_left_out_and_days_count_from_training() -> None:
    train = np.array([["2024-03-05"], ["2024-03-09"], ["NaT"]], "datetime64[us]")
    dates = fit_dates(("day",), train, ("year", "month", "hour", "weekend", "days"))
    assert dates.names == ("day:weekend", "day:days")
    later = np.array([["2024-03-03"], ["2024-04-05"]], "datetime64[us]")
    assert dates.transform(later).tolist() == [[1, -2], [0, 31]]
    assert np.isnan(dates.transform(train)[2]).all()


def labels(words: list[str | None]) -> Labels:
    return read_labels(pd.Series(words, dtype="string"))


def test_a_vocabulary_is_ordered_by_frequency_then_value() -> None:
    known = fit_vocabulary("c", labels(["b", "a", "c", "c", None]), "own_category")
    assert known.values.tolist() == ["c", "a", "b"]
    assert known.counts.tolist() == [2, 1, 1]
    assert known.encode(labels(["a", "new", None, "c"])).tolist() == [1, -1, 3, 0]
    mode = fit_vocabulary("c", labels(["b", "a", "c", "c", None]), "mode")
    assert mode.encode(labels([None, "new"])).tolist() == [0, -1]


def test_ordinal_by_frequency_and_in_order() -> None:
    columns, train = one(["38", "9", "38", "36", None, "38"], "category")
    _, new = one(["36", "44", None], "category")
    spec = plain(categories="ordinal")
    prep, matrix = fit(spec, columns, train, answers(6), 0)
    assert matrix.x[:, 0].tolist() == [0, 1, 0, 2, 3, 0]
    assert prep.transform(new).x[:, 0].tolist() == [2, -1, 3]
    prep, matrix = fit(plain(categories="ordinal", ordinal_order="sorted"), columns, train,
                       answers(6), 0)  # fmt: skip
    assert matrix.x[:, 0].tolist() == [2, 0, 2, 1, 3, 2]


def test_onehot_puts_the_rarest_and_the_unseen_together() -> None:
    columns, train = one(["a"] * 5 + ["b"] * 4 + ["c", "d"], "category")
    prep, matrix = fit(plain(max_categories=3), columns, train, answers(11), 0)
    assert prep.names == ("x=a", "x=b", "x:rare")
    assert matrix.x.sum(axis=0).tolist() == [5, 4, 2]
    rows = prep.transform(one(["c", "new"], "category")[1])
    assert rows.x.tolist() == [[0, 0, 1], [0, 0, 1]]
    assert rows.unseen == {"x": 1}


def test_target_encoding_is_out_of_fold_for_training_rows() -> None:
    """A column of distinct values says nothing; encoded in fold, it would tell every answer."""
    rows = 400
    columns, train = one([f"id {i}" for i in range(rows)], "category")
    y = (np.random.default_rng(0).random(rows) < 0.4).astype(np.int8)
    prep, matrix = fit(plain(categories="target"), columns, train, y, 0)
    within = [matrix.x[y == answer, 0].mean() for answer in (0, 1)]
    assert abs(within[0] - within[1]) < 0.02
    assert abs(prep.transform(one(["new"], "category")[1]).x[0, 0] - y.mean()) < 1e-6


def test_target_encoding_equals_the_smoothed_share() -> None:
    """Empirical Bayes shrinkage of Micci-Barreca (2001), worked by hand for other rows."""
    words = ["a"] * 40 + ["b"] * 60
    columns, train = one(words, "category")
    y = np.array([1] * 30 + [0] * 10 + [1] * 6 + [0] * 54, np.int8)
    prep, matrix = fit(plain(categories="target"), columns, train, y, 0)
    overall, variance = y.mean(), y.var()
    expected = []
    for own in (y[:40], y[40:]):
        strength = own.var() / variance
        share = len(own) / (len(own) + strength)
        expected.append(share * own.mean() + (1 - share) * overall)
    made = prep.transform(one(["a", "b"], "category")[1]).x[:, 0]
    np.testing.assert_allclose(made, expected, rtol=1e-6)
    assert len(np.unique(matrix.x[:40])) > 1


def test_target_encoding_with_a_single_positive() -> None:
    columns, train = one(["a", "b", "a", "b", "a"], "category")
    y = np.array([1, 0, 0, 0, 0], np.int8)
    _, matrix = fit(plain(categories="target"), columns, train, y, 0)
    assert np.isfinite(matrix.x).all()


@pytest.mark.parametrize(
    ("method", "oracle"),
    [("zscore", StandardScaler()), ("minmax", MinMaxScaler()), ("robust", RobustScaler())],
)
def test_scaling_equals_scikit_learn(method: str, oracle: StandardScaler) -> None:
    cells = np.random.default_rng(0).lognormal(size=(50, 3))
    made = fit_scaler(cells, method, 0).transform(cells)  # type: ignore[arg-type]
    np.testing.assert_allclose(made, oracle.fit_transform(cells))


@given(arrays(np.float64, st.integers(2, 200), elements=st.floats(-100, 100)))
def test_quantile_scaling_gives_the_normal_scores_of_mid_ranks(column: np.ndarray) -> None:
    made = fit_normal_scores(column[:, None], 0).transform(column[:, None])[:, 0]
    oracle = norm.ppf((rankdata(column) - 0.5) / len(column))
    np.testing.assert_allclose(made, oracle, atol=1e-9)


def test_quantile_scaling_of_many_values_stays_close_to_the_scores() -> None:
    column = np.random.default_rng(1).lognormal(size=20_000)
    scores = fit_normal_scores(column[:, None], 0)
    assert len(scores.knots[0][0]) <= KNOTS
    oracle = norm.ppf((rankdata(column) - 0.5) / len(column))
    made = scores.transform(column[:, None])[:, 0]
    assert np.abs(made - oracle).max() < 0.35
    assert np.abs(made - oracle).mean() < 0.001
    assert scores.transform(np.array([[-1e9], [1e9]]))[:, 0].tolist() == [
        oracle.min(),
        oracle.max(),
    ]


@given(st.integers(1, 40), st.integers(1, 40))
def test_balanced_weights_equal_scikit_learns(positives: int, negatives: int) -> None:
    y = np.array([1] * positives + [0] * negatives, np.int8)
    np.testing.assert_allclose(balanced(y), compute_sample_weight("balanced", y), rtol=1e-6)


def test_weights_stand_in_the_matrix_only_when_asked_for() -> None:
    columns, train = one([1.0, 2.0, 3.0, 4.0], "number")
    y = np.array([1, 0, 0, 0], np.int8)
    assert fit(PrepSpec(), columns, train, y, 0)[1].weight is None
    weight = fit(PrepSpec(class_weights="balanced"), columns, train, y, 0)[1].weight
    assert weight is not None
    np.testing.assert_allclose(weight, [2, 2 / 3, 2 / 3, 2 / 3], rtol=1e-6)
