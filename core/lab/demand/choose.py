"""What `best` answers with: one family, a blend, or a baseline where nothing is clearly better.

All is decided by forecasts made, and sold out, before the first window of the backtest. So the
windows judge a choice that has not seen them, as they would judge a family that was asked for.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from core.demand.backtest import Window
from core.demand.distribution import Told, learn_distribution
from core.demand.evaluate import by_series
from core.demand.panel import Floats
from core.lab.demand.blend import BlendOf
from core.lab.demand.fitting import Source
from core.lab.demand.weights import cross_blended

SMALLEST_WEIGHT = 0.05
"""A member with less is not worth the time it takes."""
GAIN = 0.002
"""A blend is kept where its loss is lower by this share than that of the best family, a model taken
where its is surely lower by it than the baseline's: less is not worth what it takes."""
_RESAMPLES = 400

Sources = Mapping[str, Source]


def take(models: Sources, naive: Sources, origin: int, seed: int) -> tuple[str, ...]:
    """The families of the answer at `origin`, by their names: one, or the members of a blend."""
    scores = {
        name: judged(source.told(origin), seed) for name, source in {**models, **naive}.items()
    }
    base = min(naive, key=lambda name: float(scores[name]["spl"].mean()))
    losses = {name: loss(one, scores[base]) for name, one in scores.items()}
    if not models:
        return (base,)
    best = min(models, key=lambda name: _mean(losses[name]))
    chosen: tuple[str, ...] = (best,)
    lost = losses[best]
    members = _members({**models, base: naive[base]}, origin)
    if len(members) > 1:
        mixed = judged(cross_blended(BlendOf(members).together(origin)), seed)
        together = loss(mixed, scores[base])
        if _mean(together) < _mean(lost) * (1 - GAIN):
            chosen, lost = tuple(members), together
    return chosen if _surely(losses[base], lost, seed) else (base,)


def judged(told: Sequence[Told], seed: int) -> pd.DataFrame:
    """The scores by series of forecasts, with intervals learned from all of them; those of every
    fit are judged where they are whole, of too short a past as far as it goes."""
    whole = [one for one in told if not np.isnan(one.sold[:, -1]).all()]
    spread = learn_distribution(told, seed)
    return by_series(
        [
            Window(one.panel, one.mean, *spread.quantiles(one.panel, one.mean), one.sold)
            for one in (whole or told)[::_EACH]
        ]
    )


_EACH = 2
"""Every second forecast is judged: neighbours are judged by nearly the same days."""


def loss(scores: pd.DataFrame, base: pd.DataFrame) -> Floats:
    """By series (s,), half its error in the mean, half in the distribution, both as shares of what
    the baseline has on average; NaN where a series has no scale."""
    parts = [scores[name] / base[name].mean() for name in ("rmsse", "spl")]
    return np.asarray((parts[0] + parts[1]) / 2)


def _mean(values: Floats) -> float:
    """The mean of the series that have a scale; infinite where none has."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.inf


def _members(sources: Sources, origin: int) -> dict[str, Source]:
    """The families that have a weight worth their time in a blend of all."""
    weights = BlendOf(dict(sources)).weights(origin)
    shares = zip(sources.items(), weights, strict=True)
    return {name: source for (name, source), weight in shares if weight >= SMALLEST_WEIGHT}


def _surely(base: Floats, model: Floats, seed: int) -> bool:
    """Whether the model's loss is lower by more than `GAIN`, over resampled series."""
    there = ~np.isnan(base) & ~np.isnan(model)
    if not there.any():
        return False
    gain = (base - model)[there]
    draws = np.random.default_rng(seed).integers(0, len(gain), (_RESAMPLES, len(gain)))
    low = np.quantile(gain[draws].mean(axis=1), 0.025)
    return bool(low > GAIN * base[there].mean())
