"""How sure means over customers are: as often right as they say, paired where it matters."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.base.runs import Score
from core.recommend import certain
from core.recommend.certain import differences, intervals, verdict


def one(values: np.ndarray, seed: int = 0) -> Score:
    return intervals(pd.DataFrame({"x": values}), seed)["x"]


def test_an_interval_is_that_of_scipy() -> None:
    values = np.random.default_rng(0).beta(0.4, 2, 400)
    oracle = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="percentile",
                             rng=np.random.default_rng(1)).confidence_interval  # fmt: skip
    found = one(values)
    error = values.std() / np.sqrt(400)
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(oracle.low, abs=0.15 * error)
    assert found.high == pytest.approx(oracle.high, abs=0.15 * error)


def test_an_interval_of_hits_is_that_of_the_binomial() -> None:
    """A resample of 0 and 1 is a draw of the binomial distribution."""
    found = one(np.repeat([0.0, 1.0], [1800, 200]))
    low, high = stats.binom.ppf([0.025, 0.975], 2000, 0.1) / 2000
    step = 0.1 * np.sqrt(0.09 / 2000)
    assert (found.low, found.high) == (pytest.approx(low, abs=step), pytest.approx(high, abs=step))


@pytest.mark.parametrize("customers", [8, 40, 300])
def test_intervals_hold_the_truth_as_often_as_they_say(customers: int) -> None:
    """Of 400 samples 95 % do, give or take three standard errors."""
    rng = np.random.default_rng(customers)
    inside = 0
    for seed in range(400):
        found = one(rng.gamma(4, 0.25, customers), seed)
        inside += found.low <= 1 <= found.high  # type: ignore[operator]
    assert 0.95 - 3 * np.sqrt(0.95 * 0.05 / 400) - 0.01 <= inside / 400 <= 0.985


def test_the_difference_of_two_models_is_that_of_the_same_customers() -> None:
    """What customers have in common cancels out: the interval of the difference is much narrower
    than those of the models, and holds the truth as often as it says."""
    rng = np.random.default_rng(5)
    inside, wide = 0, []
    for seed in range(300):
        common = rng.normal(0, 1, 100)
        mine = pd.DataFrame({"ndcg": common + 0.05 + rng.normal(0, 0.1, 100)})
        base = pd.DataFrame({"ndcg": common + rng.normal(0, 0.1, 100)})
        found = differences(mine, base, seed)["ndcg"]
        inside += found.low <= 0.05 <= found.high  # type: ignore[operator]
        alone = intervals(mine, seed)["ndcg"]
        wide.append((found.high - found.low) / (alone.high - alone.low))  # type: ignore[operator]
    assert 0.91 <= inside / 300 <= 0.985
    assert np.mean(wide) == pytest.approx(np.sqrt(0.02 / 1.01), rel=0.1)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.4])
def test_equal_models_are_seldom_told_apart(share: float) -> None:
    """Hits of two models that differ by chance, for few customers or for many: of 1,000 samples of
    200 customers no more than 5 %, give or take three standard errors, have a verdict."""
    rng = np.random.default_rng(7)
    either = rng.random((200, 1000)) < share
    hits = pd.DataFrame(either.astype(float)).add_prefix("sample ")
    mine = hits * (rng.random((200, 1000)) < 0.5)
    found = {name: verdict(one) for name, one in differences(mine, hits - mine).items()}
    wrong = np.mean([told != "no_better" for told in found.values()])
    assert wrong <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 1000)


def test_verdicts() -> None:
    rng = np.random.default_rng(0)
    base = pd.DataFrame({"a": rng.random(300), "b": rng.random(300), "c": rng.random(300)})
    shift = rng.normal(0.1, 0.2, 300)
    mine = base.assign(a=base["a"] + shift, b=base["b"] - shift, c=base["c"] + shift - 0.1)
    found = differences(mine, base)
    said = {name: verdict(one) for name, one in found.items()}
    assert said == {"a": "better", "b": "worse", "c": "no_better"}
    assert found["a"].value == pytest.approx(shift.mean())
    assert found["b"].low == pytest.approx(-found["a"].high)  # type: ignore[operator]
    assert verdict(Score(value=1.0)) == "no_better"
    assert verdict(Score(value=1.0, low=0.0, high=2.0)) == "no_better"


@pytest.mark.parametrize(("differing", "told"), [(1, "no_better"), (5, "no_better"), (9, "better")])
def test_a_few_customers_are_no_proof(differing: int, told: str) -> None:
    base = pd.DataFrame({"hr": np.zeros(1000)})
    mine = pd.DataFrame({"hr": (np.arange(1000) < differing).astype(float)})
    found = differences(mine, base)["hr"]
    assert found.value == differing / 1000
    assert verdict(found) == told


def test_customers_without_a_measure_are_left_out() -> None:
    values = np.random.default_rng(0).random(50)
    gaps = np.concatenate([values, np.full(70, np.nan)])
    assert one(gaps) == one(values)
    frame = pd.DataFrame({"a": values, "b": np.where(np.arange(50) < 25, values, np.nan)})
    found = intervals(frame)
    assert found["a"].model_dump() == pytest.approx(one(values).model_dump())
    assert found["b"].value == pytest.approx(values[:25].mean())
    assert found["b"].low < found["b"].value < found["b"].high  # type: ignore[operator]


def test_of_nobody_and_of_one() -> None:
    assert np.isnan(one(np.full(3, np.nan)).value)
    assert one(np.full(3, np.nan)).low is None
    assert one(np.zeros(0)).high is None
    assert one(np.array([0.5, np.nan])) == Score(value=0.5)
    empty = pd.DataFrame({"x": np.zeros(0)})
    assert verdict(differences(empty, empty)["x"]) == "no_better"


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.integers(0, 99))
def test_an_interval_lies_within_what_was_seen(values: list[float], seed: int) -> None:
    found = one(np.array(values), seed)
    assert min(values) - 1e-9 <= found.low <= found.value  # type: ignore[operator]
    assert found.value <= found.high <= max(values) + 1e-9  # type: ignore[operator]
    assert found == one(np.array(values), seed)


def test_memory_stays_small_and_all_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts, each customer is drawn as often as any other, and as many as there are."""
    monkeypatch.setattr(certain, "_DRAWN", 70)
    drawn = list(certain._draws(20, 0))
    assert {len(part) for part in drawn} == {3, 1}
    every = np.concatenate(drawn)
    assert every.shape == (certain.RESAMPLES, 20)
    assert (every.sum(axis=1) == 20).all()
    assert every.mean(axis=0) == pytest.approx(1, abs=0.2)
