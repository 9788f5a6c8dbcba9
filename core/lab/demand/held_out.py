"""Forecasts of the held-out weeks, kept with a run so that orders can be replayed on them.

The windows of a backtest are a horizon apart, but a shop orders every week: from the first window
on, each week (each period of a weekly or monthly run) has a forecast of its own, made and
calibrated from what was known then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import LEVELS, Forecast
from core.base.specs import Settings
from core.demand.backtest import Forecaster
from core.demand.family import DemandFamily, Fitted
from core.demand.panel import Floats, Panel, escaped
from core.demand.rolling import FEWEST, between, latest, roll, spans_kept

FILE = "held_out.npz"
MOST = 4000
"""At most so many series are kept, those that sold most."""
TEACH, REFIT = 12, 4
"""Origins before the held-out weeks that quantiles are learned from, at least, and the origins from
fit to fit among them."""
_SECONDS = 60.0
"""So long the forecasts of a family that is fitted anew at every origin may take."""


@dataclass(frozen=True)
class HeldOut:
    """Forecasts of the series at `places` (s,) of a run, at `origins` (n,), `every` periods apart:
    `mean` (n, s, h), and the quantiles `sums` (n, s, k, q) of the first `spans` (k,) periods."""

    places: NDArray[np.int64]
    origins: NDArray[np.int64]
    every: int
    spans: NDArray[np.int64]
    mean: NDArray[np.float32]
    sums: NDArray[np.float32]

    def forecast(self, panel: Panel, number: int) -> Forecast:
        """The forecast at the origin of that number; single periods have no quantiles."""
        horizon = self.mean.shape[2]
        said = panel.only(self.places).until(int(self.origins[number]))
        mean = self.mean[number].astype(np.float64)
        return Forecast(
            tuple(escaped(said.keys)),
            said.days(horizon)[-horizon:].to_numpy("datetime64[D]"),
            mean,
            np.zeros((*mean.shape, len(LEVELS))),
            between(self.sums[number].astype(np.float64), [int(span) for span in self.spans]),
        )

    def sold(self, panel: Panel) -> Floats:
        """What was sold from the first origin on (s, t)."""
        return panel.y[self.places, int(self.origins[0]) :]


def held_out(
    panel: Panel, fitted: Callable[[int], Fitted], cutoffs: Sequence[int], horizon: int, seed: int
) -> HeldOut | None:
    """Forecasts from the first of the `cutoffs` on; None where too little was known before it.

    `fitted(origin)` is a model fitted on the periods before `origin`; it is asked for at the
    cutoffs, and a few horizons before the first, and forecasts the weeks in between too. See
    `affordable` for which families that is meant.
    """
    every, begins = _every(panel), cutoffs[0]
    starts = [at for at in _starts(begins, horizon, every) if at >= max(2, begins // 3)]
    teach = list(range(starts[0], begins, every)) if starts else []
    if len(teach) < FEWEST:
        return None
    origins = [*teach, *range(begins, panel.y.shape[1], every)]
    places = _largest(panel)
    fits = {origin: fitted(origin).mean for origin in [*starts, *cutoffs]}

    def of_places(origin: int) -> Forecaster:
        mean = latest(fits, origin)
        return lambda past: mean(panel.until(past.y.shape[1]))[places]

    rolled = roll(panel.only(places), of_places, origins, begins, seed)
    spans = np.asarray(spans_kept(horizon))
    return HeldOut(
        places,
        np.array(list(rolled.sums)),
        every,
        spans,
        np.stack([rolled.means[at] for at in rolled.sums]).astype(np.float32),
        np.stack([sums[:, spans - 1] for sums in rolled.sums.values()]).astype(np.float32),
    )


def affordable(family: DemandFamily, settings: Settings, panel: Panel, horizon: int) -> bool:
    """Whether a family can forecast every week: a pooled one from a few fits, others where fitting
    them anew takes no more than a minute in all."""
    if family.pooled:
        return True
    weeks = TEACH + panel.y.shape[1] // _every(panel) // 4
    return weeks * family.estimate(settings, panel, horizon).seconds <= _SECONDS


def _every(panel: Panel) -> int:
    """Periods from origin to origin."""
    return 7 if panel.freq == "D" else 1


def _starts(begins: int, horizon: int, every: int) -> list[int]:
    """Where models are fitted before the held-out weeks, whole horizons apart, as the intervals of
    a backtest need them too."""
    step = horizon * max(1, -(-REFIT * every // horizon))
    many = -(-TEACH * every // step)
    return [begins - step * back for back in range(many, 0, -1)]


def _largest(panel: Panel) -> NDArray[np.int64]:
    """The places of the series that sold most, in their order."""
    sold = np.nan_to_num(panel.y).sum(axis=1)
    return np.sort(np.argsort(-sold, kind="stable")[:MOST])


def save(kept: HeldOut, folder: Path) -> None:
    """Writes it into the folder of a bundle."""
    np.savez_compressed(
        folder / FILE, places=kept.places, origins=kept.origins, every=np.array(kept.every),
        spans=kept.spans, mean=kept.mean, sums=kept.sums,
    )  # fmt: skip


def load(folder: Path) -> HeldOut | None:
    """Reads what `save` wrote into a bundle that was verified; None where a run kept nothing."""
    if not (folder / FILE).exists():
        return None
    with np.load(folder / FILE) as kept:
        parts = {name: kept[name] for name in ("places", "origins", "spans", "mean", "sums")}
        return HeldOut(every=int(kept["every"]), **parts)
