"""Forecasts at many origins keep no more than is asked of them later."""

import numpy as np

from core.base.forecast import LEVELS
from core.demand.distribution import learn_distribution
from core.demand.panel import Floats, Panel
from core.demand.rolling import roll, spans_kept, told_before
from tests.demand.panels import panel, weekly

H = 42


def ahead(past: Panel) -> Floats:
    return np.repeat(past.y[:, -28:].mean(axis=1)[:, None], H, axis=1)


def test_only_the_spans_that_are_asked_for_are_kept() -> None:
    shop = panel(weekly(12, 200))
    origins = range(102, 172, 14)
    found = roll(shop, lambda _origin: ahead, origins, 158, seed=0)
    spans = np.asarray(spans_kept(H))
    assert len(spans) < H / 1.5
    kept = found.sums[158]
    assert kept.shape == (12, len(spans), len(LEVELS))
    assert kept.dtype == np.float32
    told = learn_distribution(told_before(shop, found.means, 158), 0)
    whole = told.of_sums(shop.until(158), found.means[158])
    assert np.array_equal(kept, whole[:, spans - 1].astype(np.float32))
