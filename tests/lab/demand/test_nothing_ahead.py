"""Nothing that came after a cutoff has a part in what is said at it: not in the means, not in the
intervals, not in what is chosen."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from core.demand.family import Fitted
from core.demand.panel import Panel
from core.demand.refits import Silent
from core.lab import catalog
from core.lab.demand.blend import BlendOf
from core.lab.demand.choose import take
from core.lab.demand.fitting import Backtester, Candidate, Fits
from core.lab.demand.held_out import held_out
from core.lab.demand.origins import weekly

SERIES, DAYS, HORIZON = 12, 300, 14
CUTOFF = DAYS - 3 * HORIZON
MODELS, NAIVE = ("pooled_trees", "tsb"), ("moving_average", "seasonal_naive")
QUICK = {"pooled_trees": {"rounds": 20, "sampled_rows": 2000}}


def shop(other: bool) -> Panel:
    """Sales with prices and an empty shelf; in the `other` all that came after the cutoff is."""
    draw = np.random.default_rng(0)
    week = 1 + 0.3 * np.sin(np.arange(DAYS) / 7 * 2 * np.pi)
    y = draw.poisson(6 * week * draw.gamma(2, 0.5, (SERIES, 1))).astype(float)
    price = np.where(draw.random((SERIES, DAYS + HORIZON)) < 0.1, 8.0, 10.0)
    empty = np.zeros(y.shape, dtype=bool)
    empty[0, 200:210] = True
    y[empty] = 0
    if other:
        y[:, CUTOFF:] = draw.poisson(50, (SERIES, DAYS - CUTOFF))
        empty[:, CUTOFF:] = draw.random((SERIES, DAYS - CUTOFF)) < 0.3
    keys = pd.DataFrame({"store": ["A", "B"] * 6, "item": [str(i) for i in range(SERIES)]})
    dates = pd.date_range("2023-01-01", periods=DAYS).to_numpy("datetime64[D]")
    return Panel(y, keys, dates, known={"price": price}, empty=empty, suspect=True)


def sources(panel: Panel, names: Sequence[str]) -> dict[str, Fits]:
    families = {name: catalog.family("demand", name) for name in names}
    return {
        name: Fits(
            Candidate(family, family.settings(**QUICK.get(name, {})), 0), panel, HORIZON, Silent()
        )
        for name, family in families.items()
    }


def _refitted(source: Fits) -> Callable[[int], Fitted]:
    return lambda origin: source.fitted(origin)[0]


@pytest.fixture(scope="module")
def both() -> list[dict[str, object]]:
    """What is said at the cutoff, by both shops."""
    found = []
    for panel in (shop(other=False), shop(other=True)):
        made, naive = sources(panel, MODELS), sources(panel, NAIVE)
        testers = {**made, **naive, "blend": BlendOf(dict(made))}
        said: dict[str, object] = {}
        for name, source in testers.items():
            window = Backtester(source, panel, HORIZON, 0).window(CUTOFF)
            said[name] = (window.mean, window.quantiles, window.cumulative)
        said["chosen"] = take(made, naive, CUTOFF, 0)
        cutoffs = [CUTOFF, CUTOFF + HORIZON, CUTOFF + 2 * HORIZON]
        origins = weekly(panel, cutoffs, HORIZON)
        assert origins is not None
        weeks = held_out(panel, _refitted(made["pooled_trees"]), origins, HORIZON, 0)
        said["weeks"] = (weeks.mean[0], weeks.sums[0])
        found.append(said)
    return found


@pytest.mark.parametrize("name", [*MODELS, *NAIVE, "blend", "weeks"])
def test_forecasts_do_not_change_with_what_came_later(
    both: list[dict[str, object]], name: str
) -> None:
    for one, other in zip(both[0][name], both[1][name], strict=True):  # type: ignore[call-overload]
        np.testing.assert_array_equal(one, other)


def test_nor_does_the_choice(both: list[dict[str, object]]) -> None:
    assert both[0]["chosen"] == both[1]["chosen"]
