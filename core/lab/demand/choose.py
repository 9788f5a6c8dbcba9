"""What `best` answers with: one family, a blend, or a baseline where nothing is clearly better.

All is decided by forecasts made, and sold out, before the first window of the backtest. So the
windows judge a choice that has not seen them, as they would judge a family that was asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.demand.backtest import Window
from core.demand.certain import mean_of, score_of
from core.demand.distribution import Told, learn_distribution
from core.demand.evaluate import Scored, scored
from core.demand.panel import Floats
from core.lab.demand.blend import BlendOf
from core.lab.demand.fitting import Quantiles, Source

SMALLEST_WEIGHT = 0.05
"""A member with less is not worth the time it takes."""
GAIN = 0.002
"""A blend is kept where its loss is surely lower by this share than that of the best family, a
model taken where it is than the baseline's: less is not worth what it takes."""

Sources = Mapping[str, Source]


def take(models: Sources, naive: Sources, origin: int, seed: int) -> tuple[str, ...]:
    """The families of the answer at `origin`, by their names: one, or the members of a blend."""
    scores = {
        name: judged(source.told(origin), seed) for name, source in {**models, **naive}.items()
    }
    base = min(naive, key=lambda name: _mean(scores[name].series["rmsse"].to_numpy(float)))
    losses = {name: loss(one, scores[base]) for name, one in scores.items()}
    if not models:
        return (base,)
    best = min(models, key=lambda name: _mean(losses[name].series))
    chosen: tuple[str, ...] = (best,)
    lost = losses[best]
    members = _members({**models, base: naive[base]}, origin)
    if len(members) > 1:
        mixed = _scores(BlendOf(members).tried(origin, seed))
        together = loss(mixed, scores[base])
        if surely(lost, together):
            chosen, lost = tuple(members), together
    return chosen if surely(losses[base], lost) else (base,)


def judged(told: Sequence[Told], seed: int) -> Scored:
    """The scores of forecasts, with intervals learned from all of them."""
    spread = learn_distribution(told, seed)
    return _scores([(one, spread) for one in told])


def _scores(tried: Sequence[tuple[Told, Quantiles]]) -> Scored:
    """The scores of forecasts with what spreads around them; those of every fit are judged where
    they are whole, of too short a past as far as it goes."""
    whole = [one for one in tried if not np.isnan(one[0].sold[:, -1]).all()]
    return scored(
        [
            Window(one.panel, one.mean, *spread.quantiles(one.panel, one.mean), one.sold)
            for one, spread in (whole or tried)[::_EACH]
        ]
    )


_EACH = 2
"""Every second forecast is judged: neighbours are judged by nearly the same days."""


@dataclass(frozen=True)
class Loss:
    """The loss of each `series` (s,), and `without` each block of days (s, b)."""

    series: Floats
    without: Floats


def loss(found: Scored, base: Scored) -> Loss:
    """By series, half the error in the mean, half in the distribution, both as shares of what the
    baseline has on average; NaN where a series has no scale."""
    usual = {name: float(base.series[name].mean()) for name in ("rmsse", "spl")}
    own = [found.series[name].to_numpy(float) / usual[name] for name in usual]
    without = [found.without[name] / usual[name] for name in usual]
    return Loss((own[0] + own[1]) / 2, (without[0] + without[1]) / 2)


def _mean(values: Floats) -> float:
    """The mean of the series that have a scale; infinite where none has."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.inf


def _members(sources: Sources, origin: int) -> dict[str, Source]:
    """The families that have a weight worth their time in a blend of all."""
    weights = BlendOf(dict(sources)).weights(origin)
    shares = zip(sources.items(), weights, strict=True)
    return {name: source for (name, source), weight in shares if weight >= SMALLEST_WEIGHT}


def surely(base: Loss, model: Loss) -> bool:
    """Whether a model's mean loss is lower than another's by more than `GAIN`, whatever of chance
    is in it (`certain`)."""
    there = ~np.isnan(base.series) & ~np.isnan(model.series)
    if not there.any():
        return False
    more = mean_of((base.series - model.series)[there], (base.without - model.without)[there])
    found = score_of(more)
    return found.low is not None and found.low > GAIN * float(base.series[there].mean())
