"""Which families a run tries."""

from collections.abc import Sequence
from typing import cast

from core.base.specs import RunSpec
from core.demand.family import DemandFamily
from core.demand.panel import Panel
from core.lab import catalog
from core.lab.demand import blend
from core.lab.demand.blend import BlendSettings
from core.lab.demand.fitting import Candidate
from core.lab.demand.pace import reserved

BASELINES = ("seasonal_naive", "moving_average")
"""Always run; the better of them is what a model must beat."""
FIRST = "pooled_trees"
"""What `best` tries whatever it costs."""
LUMPY = ("tsb", "mlp", "nhits", "imapa")
LUMPY_FEW = ("tsb", "croston_sba", "imapa", "adida", "mlp", "nhits")
STEADY = ("mlp", "nhits", "auto_theta", "auto_ets")
"""What `best` tries next where sales come now and then, by weeks or months of them, and where they
come regularly."""
RESERVED = 1 / 3
"""Share of the budget: the first of them that takes no more is tried, however long others took."""
_JUDGING = 1.0
"""Seconds beside each fit: intervals are learned, quantiles told, and both are judged."""


def candidates(spec: RunSpec, panel: Panel, horizon: int, fits: int) -> list[Candidate]:
    """The families that `spec` asks for: one, those of a blend, or for `best` those that suit the
    panel and whose `fits` its budget has time for by their estimates, and a cheap one always."""
    if spec.family == catalog.BLEND:
        return blend.candidates(BlendSettings.model_validate(spec.settings))
    if spec.family != catalog.BEST:
        family = _family(spec.family)
        return [Candidate(family, family.settings.model_validate(spec.settings), spec.seed)]
    families = [_family(name) for name in order(panel)]
    every = [Candidate(family, family.settings(), spec.seed) for family in families]
    first, *rest = every
    suited = [one for one in rest if not one.family.check(one.settings, panel, horizon)]
    costs = [seconds(one, panel, horizon, fits) for one in [first, *suited]]
    always = reserved(costs, RESERVED * spec.budget)
    left, found = spec.budget - costs[0], [first]
    for place, (one, cost) in enumerate(zip(suited, costs[1:], strict=True), start=1):
        if place == always or cost <= left:
            found.append(one)
            left -= cost
    return found


def order(panel: Panel) -> Sequence[str]:
    """What `best` tries on a panel, the likeliest and cheapest first: the budget may end
    anywhere."""
    if not panel.lumpy:
        return (FIRST, *STEADY)
    return (FIRST, *(LUMPY if panel.freq == "D" else LUMPY_FEW))


def seconds(candidate: Candidate, panel: Panel, horizon: int, fits: int) -> float:
    """What a candidate costs over a whole backtest."""
    one = candidate.family.estimate(candidate.settings, panel, horizon)
    return one.once + fits * (one.each + _JUDGING)


def baselines(spec: RunSpec) -> list[Candidate]:
    """The naive families with their default settings."""
    families = [_family(name) for name in BASELINES]
    return [Candidate(family, family.settings(), spec.seed) for family in families]


def _family(name: str) -> DemandFamily:
    return cast(DemandFamily, catalog.family("demand", name))
