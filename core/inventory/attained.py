"""The level to aim at so that the service asked for is what comes of it.

A level is exact only as far as weeks are like the model of them: stock left over from higher levels
serves too, and forecasts drift. What past weeks came to, replayed, says by how much to correct.
"""

from collections.abc import Callable

import numpy as np

from core.base.forecast import LEVELS
from core.inventory.inputs import Items
from core.inventory.policies.policy import Policy
from core.inventory.weeks import Choose, Rules, Weeks, play

_SCORES = (-0.6, -0.3, 0.0, 0.3)
"""Levels that are tried, as steps of the normal score away from the one asked for."""
_TRUST = 0.5
"""How far the correction goes: a dozen weeks of items that sell by the same weather are few."""


def attained(
    weeks: Weeks, items: Items, policy: Callable[[float], Policy], level: float, rules: Rules
) -> float:
    """The level at which `policy` came nearer to serving `level` of the cycles of past `weeks`:
    half the way to where it would have hit it. `level` itself where nothing could be played."""
    from scipy.special import ndtr, ndtri

    tried = np.clip(ndtr(ndtri(level) + np.array(_SCORES)), 0.5, LEVELS[-1])
    served = []
    for one in tried:
        played = play(weeks, items, _always(policy(float(one))), rules)
        if played is None or not played.replayed.cycles.any():
            return level
        served.append(played.replayed.total.cycle_service)
    scores = ndtri(np.clip(np.maximum.accumulate(served), 1e-4, 1 - 1e-4))
    hit = float(np.interp(ndtri(level), scores, ndtri(tried)))
    aim = ndtr((1 - _TRUST) * ndtri(level) + _TRUST * hit)
    return float(np.clip(aim, 0.5, LEVELS[-1]))


def _always(policy: Policy) -> Choose:
    return lambda _number: policy
