"""Young series are in the totals: added to their means, and to how unsure they are."""

import numpy as np
import pandas as pd
import pytest

from core.base.forecast import LEVELS
from core.demand.hierarchy import hierarchy_of
from core.demand.newcomers import Newcomers
from core.demand.panel import Floats
from core.lab.demand.totals import Totals
from core.lab.demand.totals_young import with_young

H = 3
KEYS = pd.DataFrame({"item": list("wxyz"), "store": list("aabb")})
LEVEL = np.asarray(LEVELS)
NORMAL = np.array([-2.576, -1.96, -1.645, -1.282, -0.974, -0.674, 0, 0.674, 0.974, 1.282, 1.645,
                   1.96, 2.326, 2.576])  # fmt: skip


def around(mean: Floats, deviation: float) -> Floats:
    return mean[:, :, None] + deviation * NORMAL


def old() -> Totals:
    hierarchy = hierarchy_of(KEYS)
    series = np.full((4, H), 100.0)
    agreed = hierarchy.sums(series)
    return Totals(
        hierarchy, agreed, agreed, series, around(agreed, 30.0), around(agreed.cumsum(axis=1), 40.0)
    )


def made(stores: list[str]) -> Totals:
    keys = pd.DataFrame({"item": [f"new{n}" for n in range(len(stores))], "store": stores})
    mean = np.full((len(stores), H), 50.0)
    new = Newcomers(
        mean, around(mean, 20.0), around(mean.cumsum(axis=1), 30.0), np.ones(len(stores))
    )
    return with_young(old(), keys, new)


def test_means_are_added_where_the_young_belong() -> None:
    found = made(["b", "b"])
    assert found.agreed[:, 0].tolist() == [500.0, 200.0, 300.0]
    assert found.alone.tolist() == found.agreed.tolist()
    assert found.series.shape == (6, H)
    assert found.agreed == pytest.approx(found.hierarchy.sums(found.series))


def test_independent_errors_add_as_squares() -> None:
    found = made(["b"])
    high = int(np.flatnonzero(LEVEL == 0.95)[0])
    assert found.quantiles[0, 0, high] - 450 == pytest.approx(np.hypot(30, 20) * 1.645)
    assert found.quantiles[0, 0, 2] - 450 == pytest.approx(-np.hypot(30, 20) * 1.645)
    assert found.cumulative[2, 1, high] - 500 == pytest.approx(np.hypot(40, 30) * 1.645)
    assert found.quantiles[1].tolist() == old().quantiles[1].tolist()
    assert (np.diff(found.quantiles, axis=2) >= 0).all()


def test_a_store_of_young_series_only_is_a_total() -> None:
    found = made(["c", "a"])
    assert found.hierarchy.level == ("all", "store", "store", "store")
    assert found.hierarchy.name == ("", "a", "b", "c")
    assert found.agreed[:, 0].tolist() == [500.0, 250.0, 200.0, 50.0]
    assert found.agreed[1:].sum(axis=0) == pytest.approx(found.agreed[0])
    assert found.quantiles[3, 0] == pytest.approx(np.maximum(50 + 20 * NORMAL, 0))


def test_a_level_that_is_not_told_of_the_young_leaves_them_out() -> None:
    hierarchy = hierarchy_of(KEYS.join(pd.DataFrame({"kind": list("mmnn")})))
    agreed = hierarchy.sums(np.full((4, H), 100.0))
    bands = around(agreed, 30.0)
    kept = Totals(hierarchy, agreed, agreed, np.full((4, H), 100.0), bands, bands)
    mean = np.full((1, H), 50.0)
    new = Newcomers(mean, around(mean, 20.0), around(mean, 20.0), np.ones(1))
    found = with_young(kept, pd.DataFrame({"item": ["new"], "store": ["a"]}), new)
    assert found.hierarchy.level == ("all", "store", "store", "kind", "kind")
    assert found.agreed[:, 0].tolist() == [450.0, 250.0, 200.0, 200.0, 200.0]
