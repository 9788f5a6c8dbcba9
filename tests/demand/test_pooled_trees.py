"""What one model for all series must not take for granted."""

import numpy as np
import pytest

from core.demand.families import pooled_trees
from tests.demand.panels import lumpy, panel
from tests.demand.test_families import Listener


@pytest.mark.parametrize("days", [146, 150])
def test_closed_days_at_the_end_of_a_young_shop_do_not_close_it(days: int) -> None:
    """A feature that only counts time would take every day to come for another of the last ones."""
    y = lumpy(300, days)
    y[:, 142:146] = 0
    past = panel(y)
    settings = pooled_trees.PooledTreesSettings(sampled_rows=20_000)
    mean = pooled_trees.fit(settings, past, 28, 0, Listener()).mean(past)
    assert mean[:, 7:].mean() == pytest.approx(y[:, :140].mean(), rel=0.3)
    assert np.isfinite(mean).all()
