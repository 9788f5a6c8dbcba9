"""The unit that demand is off its forecast in, and what a series sold in a stretch before."""

import numpy as np
import pytest

from core.demand.own import own_sums, sizes
from core.demand.rolling import between, spans_kept
from core.demand.scatter import learn_scatter
from tests.demand.panels import panel

DRAW = np.random.default_rng(0)
MEAN = DRAW.gamma(2.0, 30.0, 60_000) + 1.0


def test_counts_scatter_by_the_root_of_their_mean() -> None:
    found = learn_scatter(False, MEAN, DRAW.poisson(MEAN).astype(float))
    assert found.dispersion == pytest.approx(1.0, abs=0.08)
    assert found.share == pytest.approx(0.0, abs=0.05)


def test_a_share_of_the_mean_is_found_beside_it() -> None:
    wobble = DRAW.gamma(1 / 0.04, 0.04, len(MEAN))
    found = learn_scatter(False, MEAN, DRAW.poisson(MEAN * wobble).astype(float))
    assert found.share == pytest.approx(0.2, abs=0.03)
    unit = found.unit(MEAN, MEAN)
    assert unit == pytest.approx(np.sqrt(MEAN + (0.2 * MEAN) ** 2), rel=0.1)


def test_lumpy_demand_is_divided_by_its_mean_and_part_of_its_level() -> None:
    found = learn_scatter(True, MEAN, MEAN)
    assert found.unit(np.array([3.0, 0.0]), np.array([4.0, 4.0])) == pytest.approx([5.0, 2.0])
    assert found.anchor(np.array([3.0])) == pytest.approx([0.0])


@pytest.mark.parametrize("mean", [np.zeros(3), np.full(3, 5.0), np.array([2.0])])
def test_too_little_to_learn_from_still_has_a_unit(mean: np.ndarray) -> None:
    found = learn_scatter(False, mean, mean + 1)
    assert (found.unit(mean, mean) > 0).all()


def test_sums_of_the_past_are_ranked() -> None:
    y = np.array([[1.0, 1.0, 4.0, 4.0, 0.0, 2.0, 2.0, 8.0]])
    found = own_sums(panel(np.vstack([y, np.full((1, 8), np.nan)])), 2)
    sums = [(a + b) / 2 for a, b in zip(y[0], y[0, 1:], strict=False)]
    assert found[0, :4] == pytest.approx(np.quantile(sums, [0.5, 0.8, 0.95, 1.0]))
    assert found[1] == pytest.approx(np.zeros(8))
    assert own_sums(panel(y), 30) == pytest.approx(np.zeros((1, 8)))


def test_sizes_are_of_periods_with_a_sale() -> None:
    usual, large = sizes(panel([[0.0, 3.0, 0.0, 5.0, 9.0], [0.0] * 5]))
    assert usual == pytest.approx([5.0, 0.0])
    assert large == pytest.approx([5.0, 0.0])


def test_kept_spans_give_every_span_back() -> None:
    sums = DRAW.random((4, 28, 3)).cumsum(axis=1)
    spans = spans_kept(28)
    found = between(sums[:, np.array(spans) - 1], spans)
    assert found.shape == (4, 28, 3)
    for span in spans:
        assert found[:, span - 1] == pytest.approx(sums[:, span - 1])
    assert found[:, 18] == pytest.approx((sums[:, 17] * 2 + sums[:, 20]) / 3)
