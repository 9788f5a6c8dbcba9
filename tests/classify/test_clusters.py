"""Counts of groups against sums by hand, and what rows of groups are worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classify import clusters, thresholds
from core.classify.curves import calibration
from core.classify.thresholds import GRID
from tests.classify.customers import alike, redrawn


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(0, 1000))
def test_the_products_are_those_of_each_groups_counts(seed: int, most: int, step: int) -> None:
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 60))
    groups = np.unique(rng.integers(0, most, rows), return_inverse=True)[1]
    p = np.where(rng.random(rows) < 0.5, rng.integers(0, 1001, rows) / 1000, rng.random(rows))
    y = (rng.random(rows) < 0.4).astype(np.int8)
    found = thresholds.count(y, p, groups).spread
    assert found is not None
    numbers = np.arange(groups.max() + 1)[:, None] == groups
    tp, fp = ((numbers & (y == value) & (p >= GRID[step])).sum(axis=1) for value in (1, 0))
    yes, no = ((numbers & (y == value)).sum(axis=1) for value in (1, 0))
    assert found.groups == len(numbers)
    assert (found.positives_positives, found.positives_negatives) == (yes @ yes, yes @ no)
    assert found.negatives_negatives == no @ no
    assert (found.tp_tp[step], found.tp_fp[step], found.fp_fp[step]) == (tp @ tp, tp @ fp, fp @ fp)
    assert (found.tp_positives[step], found.tp_negatives[step]) == (tp @ yes, tp @ no)
    assert (found.fp_positives[step], found.fp_negatives[step]) == (fp @ yes, fp @ no)


def test_drawn_counts_vary_as_those_of_redrawn_groups() -> None:
    y, p, groups = alike(3)
    table = thresholds.count(y, p, groups)
    assert table.spread is not None
    now = table.at(0.5)
    totals = np.array([now.tp, now.fp, table.positives, table.negatives], float)
    drawn = clusters.draw(table.spread, totals, 500, 4000, np.random.default_rng(0))
    by_hand = []
    for rows in redrawn(groups, 2000):
        called, yes = p[rows] >= 0.5, y[rows] == 1
        by_hand.append([(called == one) & (yes == two) for one, two in CELLS])
    counts = np.array([[cell.sum() for cell in cells] for cells in by_hand])
    assert drawn.mean(axis=0) == pytest.approx([now.tp, now.fp, now.tn, now.fn], rel=0.02)
    assert drawn.std(axis=0) == pytest.approx(counts.std(axis=0), rel=0.06)
    assert np.corrcoef(drawn.T) == pytest.approx(np.corrcoef(counts.T), abs=0.08)


CELLS = ((True, True), (True, False), (False, False), (False, True))


def test_rows_that_repeat_are_worth_one_and_single_rows_themselves() -> None:
    flags = np.random.default_rng(0).random(400) < 0.3
    assert clusters.effective(flags, np.arange(400)) == pytest.approx(400, rel=0.01)
    copied, groups = np.repeat(flags, 5), np.repeat(np.arange(400), 5)
    assert clusters.effective(copied, groups) == pytest.approx(400, rel=0.01)
    assert clusters.effective(np.ones(30, bool), np.repeat([0, 1, 2], 10)) == 3
    assert clusters.effective(flags, np.zeros(400, np.int64)) == 1


def test_calibration_bins_of_alike_rows_have_wider_limits() -> None:
    y, p, groups = alike(4)
    for by_row, by_group in zip(calibration(y, p), calibration(y, p, groups), strict=True):
        assert by_group.happened == by_row.happened
        assert by_group.happened_low <= by_row.happened_low + 1e-12
        assert by_group.happened_high >= by_row.happened_high - 1e-12
    assert any(
        two.happened_high - two.happened_low > 1.5 * (one.happened_high - one.happened_low)
        for one, two in zip(calibration(y, p), calibration(y, p, groups), strict=True)
    )
