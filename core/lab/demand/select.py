"""Which families a run tries."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from core.base.specs import RunSpec
from core.demand.family import DemandFamily
from core.demand.panel import Panel
from core.lab import catalog
from core.lab.demand import blend
from core.lab.demand.blend import BlendSettings
from core.lab.demand.fitting import Candidate

BASELINES = ("seasonal_naive", "moving_average")
"""Always run; the better of them is what a model must beat."""
FIRST = "pooled_trees"
"""What `best` tries whatever it costs."""
LUMPY = ("tsb", "mlp", "nhits", "imapa")
STEADY = ("mlp", "nhits", "auto_theta", "auto_ets")
"""What `best` tries next where sales come now and then, and where they come regularly."""
_LUMPY_SHARE = 0.3
"""Share of periods without a sale above which they come now and then."""
_JUDGING = 1.0
"""Seconds beside each fit: intervals are learned, quantiles told, and both are judged."""


def candidates(spec: RunSpec, panel: Panel, horizon: int, fits: int) -> list[Candidate]:
    """The families that `spec` asks for: one, those of a blend, or for `best` those that suit the
    panel and whose `fits` its budget has time for by their estimates."""
    if spec.family == catalog.BLEND:
        return blend.candidates(BlendSettings.model_validate(spec.settings))
    if spec.family != catalog.BEST:
        family = _family(spec.family)
        return [Candidate(family, family.settings.model_validate(spec.settings), spec.seed)]
    left, found = spec.budget, []
    for name in order(panel):
        family = _family(name)
        one = Candidate(family, family.settings(), spec.seed)
        cost = seconds(one, panel, horizon, fits)
        suits = not family.check(one.settings, panel, horizon)
        if name == FIRST or (suits and cost <= left):
            found.append(one)
            left -= cost
    return found


def order(panel: Panel) -> Sequence[str]:
    """What `best` tries on a panel, the likeliest and cheapest first: the budget may end
    anywhere."""
    share = float(np.mean(panel.y[~np.isnan(panel.y)] == 0))
    return (FIRST, *(LUMPY if share > _LUMPY_SHARE else STEADY))


def seconds(candidate: Candidate, panel: Panel, horizon: int, fits: int) -> float:
    """What a candidate costs over a whole backtest."""
    one = candidate.family.estimate(candidate.settings, panel, horizon).seconds
    return fits * (one + _JUDGING)


def baselines(spec: RunSpec) -> list[Candidate]:
    """The naive families with their default settings."""
    families = [_family(name) for name in BASELINES]
    return [Candidate(family, family.settings(), spec.seed) for family in families]


def _family(name: str) -> DemandFamily:
    return cast(DemandFamily, catalog.family("demand", name))
