"""Of columns that nothing is told of ahead, the backtest must not know more than the forecast."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.base.specs import RunSpec
from core.demand.backtest import Window
from core.demand.evaluate import overall, scored
from core.demand.families import moving_average
from core.demand.panel import Floats, Panel
from core.demand.refits import Silent
from core.demand.untold import held
from core.lab.demand.choose import take
from core.lab.demand.fitting import Backtester, Candidate, Fits
from core.lab.demand.plan import plan
from core.store.workspace import Workspace
from tests.demand.panels import panel
from tests.lab.demand import priced
from tests.lab.demand.told import Teller

T, H = 300, 28


def shop(told: bool) -> tuple[Panel, np.ndarray]:
    """Promotions on a quarter of the days that sell three times as much, known ahead or not; and
    what then was sold."""
    draw = np.random.default_rng(0)
    promotion = (draw.random((120, T + H)) < 0.25).astype(float)
    sold = draw.poisson(8 * np.exp(1.2 * promotion)).astype(float)
    known, untold = promotion, frozenset[str]()
    if not told:
        known = np.concatenate([promotion[:, :T], held(promotion[:, :T], H, "D")], axis=1)
        untold = frozenset({"promotion"})
    made = panel(sold[:, :T], known={"promotion": known})
    return replace(made, untold=untold), sold[:, T:]


def test_the_plan_says_what_is_not_told_ahead(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    asked = {
        "horizon": priced.AHEAD, "windows": 1, "future": ["price", "promotions.promotion"],
    }  # fmt: skip
    spec = RunSpec(
        dataset=priced.save(workspace, ahead=False).id,
        task="demand",
        question=asked,
        family="seasonal_naive",
    )
    found = {one.code: one for one in plan(workspace.reader, spec).problems}
    assert found["future_untold"].facts == {"columns": ["price"]}
    assert found["future_untold"].severity == "warning"


@pytest.mark.parametrize("told", [True, False])
def test_scores_of_the_backtest_are_those_of_the_forecast(told: bool) -> None:
    sales, came = shop(told)
    family = replace(moving_average.FAMILY, kind="statistical")
    fits = Fits(Candidate(family, family.settings(), 0), sales, H, Silent())
    tester = Backtester(fits, sales, H, 0)
    ready = tester.ready(T)
    spread = ready.distribution.quantiles(sales, ready.mean)
    told_of = overall(scored([tester.window(T - H)]))
    really = overall(scored([Window(sales, ready.mean, *spread, came)]))
    assert told_of["rmsse"].value == pytest.approx(really["rmsse"].value, rel=0.1)
    assert told_of["wape"].value == pytest.approx(really["wape"].value, rel=0.1)
    for level in ("coverage_80", "coverage_95"):
        assert told_of[level].value == pytest.approx(really[level].value, abs=0.05)
    assert (really["rmsse"].value < 0.5) == told


@pytest.mark.parametrize("told", [True, False])
def test_a_model_is_chosen_by_what_it_can_know(told: bool) -> None:
    """One that does nothing but honour promotions is better only where they are told ahead."""
    sales, _ = shop(told)

    def flat(past: Panel, _truth: object) -> Floats:
        return np.repeat(past.y[:, -84:].mean(axis=1)[:, None], H, axis=1)

    def planned(past: Panel, _truth: object) -> Floats:
        end = past.y.shape[1]
        on = past.known["promotion"]
        plain = (past.y / np.exp(1.2 * on[:, :end]))[:, -84:].mean(axis=1)
        return np.asarray(plain[:, None] * np.exp(1.2 * on[:, end : end + H]))

    naive = {"moving_average": Teller(sales, H, flat)}
    taken = take({"planned": Teller(sales, H, planned)}, naive, T - H, 0)  # type: ignore[dict-item]
    assert ("planned" in taken) == told
