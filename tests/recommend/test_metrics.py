"""Measures of lists against ranx, hand-worked values, and what must always hold."""

import json
import os
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from core.recommend import metrics

SCORES = st.floats(-3, 3, width=32) | st.sampled_from([-np.inf, 0.0, 1.0])


def drawn(
    users: int = 60, items: int = 40, seed: int = 0
) -> tuple[metrics.Lists, sparse.csr_matrix]:
    """Lists of 10 of all items, and what was taken: of some one thing, of others more than 10."""
    rng = np.random.default_rng(seed)
    lists = np.argsort(rng.random((users, items)), axis=1)[:, :10]
    taken = rng.random((users, items)) < rng.choice([0.02, 0.1, 0.5], (users, 1))
    taken[np.arange(users), rng.integers(items, size=users)] = True
    return lists, sparse.csr_matrix(taken.astype(np.float32))


RANX = """
import json, sys
from ranx import Qrels, Run, evaluate
qrels, run, names = json.load(sys.stdin)
found = evaluate(Qrels(qrels), Run(run), names, return_mean=False)
print(json.dumps({name: values.tolist() for name, values in found.items()}))
"""
NAMES = {"ndcg": "ndcg", "recall": "recall", "hr": "hit_rate", "mrr": "mrr", "map": "map"}


def test_measures_are_those_of_ranx() -> None:
    """Asked in a process of its own, where it is not compiled: that takes minutes."""
    lists, taken = drawn()
    names = [f"q{row:02}" for row in range(60)]
    qrels = {name: {str(item): 1 for item in taken[row].indices} for row, name in enumerate(names)}
    run = {name: {str(item): 10.0 - rank for rank, item in enumerate(lists[row])}
           for row, name in enumerate(names)}  # fmt: skip
    every = [f"{name}@{k}" for name in NAMES.values() for k in (1, 3, 10)]
    done = subprocess.run(
        [sys.executable, "-c", RANX],
        input=json.dumps([qrels, run, every]),
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    for k in (1, 3, 10):
        for mine, found in metrics.accuracy(lists, taken, k).items():
            assert found == pytest.approx(told[f"{NAMES[mine]}@{k}"]), (mine, k)


def test_measures_by_hand() -> None:
    """Two of three things taken, at the second and the third place of four."""
    taken = sparse.csr_matrix(np.array([[0, 1, 1, 0, 0, 1], [0, 0, 0, 0, 0, 0]]))
    lists = np.array([[0, 1, 2, 3], [0, 1, 2, 3]])
    found = metrics.accuracy(lists, taken, 4)
    ideal = 1 + 1 / np.log2(3) + 1 / 2
    assert found["ndcg"][0] == pytest.approx((1 / np.log2(3) + 1 / 2) / ideal)
    assert found["recall"][0] == pytest.approx(2 / 3)
    assert found["hr"][0] == 1
    assert found["mrr"][0] == 1 / 2
    assert found["map"][0] == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert all(np.isnan(each[1]) for each in found.values())
    assert tuple(found) == metrics.ACCURACY


def test_a_place_that_is_empty_is_no_hit() -> None:
    taken = sparse.csr_matrix(np.array([[1, 0], [0, 1]]))
    found = metrics.accuracy(np.array([[-1, -1], [-1, 1]]), taken, 2)
    assert found["hr"].tolist() == [0, 1]
    assert found["mrr"].tolist() == [0, 0.5]


def test_nobody_asked_and_nothing_taken() -> None:
    none = metrics.accuracy(np.zeros((0, 5), np.int64), sparse.csr_matrix((0, 4)), 5)
    assert all(each.shape == (0,) for each in none.values())
    nothing = metrics.accuracy(np.array([[0, 1]]), sparse.csr_matrix((1, 4)), 2)
    assert all(np.isnan(each).all() for each in nothing.values())


def test_a_taken_item_that_is_stored_as_zero_was_not_taken() -> None:
    taken = sparse.csr_matrix((np.array([0.0, 1.0]), ([0, 0], [0, 1])), shape=(1, 3))
    assert metrics.accuracy(np.array([[0, 2]]), taken, 2)["hr"] == 0
    assert metrics.accuracy(np.array([[1, 2]]), taken, 2)["recall"] == 1


@given(st.integers(0, 10**6), st.integers(1, 12))
def test_measures_are_shares_and_a_perfect_list_is_one(seed: int, k: int) -> None:
    lists, taken = drawn(12, 20, seed)
    found = metrics.accuracy(lists, taken, k)
    for each in found.values():
        assert ((each >= 0) & (each <= 1)).all()
    assert (found["ndcg"] <= found["hr"]).all()
    assert (found["map"] <= found["recall"] + 1e-12).all()
    assert (found["mrr"] <= found["hr"]).all()
    best = np.argsort(-taken.toarray(), axis=1, kind="stable")
    perfect = metrics.accuracy(best, taken, k)
    assert perfect["ndcg"] == pytest.approx(1)
    assert (perfect["hr"] == 1).all()
    assert (perfect["mrr"] == 1).all()
    count = np.diff(taken.indptr)
    assert perfect["recall"] == pytest.approx(np.minimum(k, count) / count)
    assert perfect["map"] == pytest.approx(np.minimum(k, count) / count)


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 60)), elements=SCORES),
       st.integers(1, 12))  # fmt: skip
def test_the_top_is_that_of_a_whole_sort_with_the_first_of_equals(
    scores: np.ndarray, k: int
) -> None:
    found = metrics.top(scores, k)
    assert found.shape == (len(scores), k)
    for row, score in zip(found, scores, strict=True):
        order = [int(item) for item in np.argsort(-score, kind="stable") if score[item] > -np.inf]
        assert row.tolist() == (order + [-1] * k)[:k]


def test_the_top_of_many_items_is_that_of_a_whole_sort() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(7, 3001)).round(1).astype(np.float32)
    scores[2] = 0
    scores[3, :2990] = -np.inf
    oracle = np.argsort(-scores, axis=1, kind="stable")[:, :25]
    oracle[3, 11:] = -1
    assert np.array_equal(metrics.top(scores, 25), oracle)


def test_the_top_leaves_out_what_is_not_allowed() -> None:
    scores = np.array([[5, 4, 3, 2, 1]], np.float32)
    allowed = np.array([[False, True, False, True, False]])
    assert metrics.top(scores, 3, allowed).tolist() == [[1, 3, -1]]
    assert scores.tolist() == [[5, 4, 3, 2, 1]]


def test_coverage_novelty_and_popularity_by_hand() -> None:
    lists = np.array([[0, 1], [1, -1], [-1, -1]])
    customers = np.array([8.0, 2.0, 0.0, 4.0])
    assert metrics.coverage(lists, 4) == 0.5
    novelty = metrics.novelty(lists, customers, 8)
    assert novelty[:2].tolist() == [1.0, 2.0]
    assert np.isnan(novelty[2])
    assert metrics.popularity(lists, customers)[:2].tolist() == [5.0, 2.0]
    assert metrics.novelty(np.array([[2]]), customers, 8).tolist() == [3.0]


def test_diversity_by_hand() -> None:
    vectors = sparse.csr_matrix(np.array([[2.0, 0], [0, 3], [1, 1], [0, 0]]))
    lists = np.array([[0, 1, -1], [0, 2, -1], [0, 0, 0], [0, 3, -1], [2, -1, -1], [0, 1, 2]])
    found = metrics.diversity(lists, vectors)
    half = 1 - np.sqrt(0.5)
    assert found[[0, 1, 3, 5]] == pytest.approx([1, half, 1, (1 + 2 * half) / 3])
    assert found[2] == pytest.approx(0)
    assert np.isnan(found[4])


@given(st.integers(0, 10**6))
def test_diversity_is_the_mean_distance_of_all_pairs(seed: int) -> None:
    from scipy.spatial.distance import cosine

    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(9, 4))
    items = rng.permutation(9)[:4]
    oracle = np.mean([cosine(vectors[a], vectors[b]) for a, b in combinations(items, 2)])
    assert metrics.diversity(items[None], sparse.csr_matrix(vectors)) == pytest.approx(oracle)
