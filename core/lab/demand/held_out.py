"""Forecasts of the held-out weeks, kept with a run so that orders can be replayed on them.

The windows of a backtest are a horizon apart, but a shop orders every week: from the first window
on, each week (each period of a weekly or monthly run) has a forecast of its own, made and
calibrated from what was known then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import LEVELS, Forecast
from core.demand.backtest import Forecaster
from core.demand.family import Fitted
from core.demand.panel import Floats, Panel, escaped
from core.demand.rolling import between, latest, roll, spans_kept
from core.lab.demand.origins import Origins

FILE = "held_out.npz"
MOST = 4000
"""At most so many series are kept, those that sold most."""


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
            panel.freq,
        )

    def sold(self, panel: Panel) -> Floats:
        """What was sold from the first origin on (s, t)."""
        return panel.y[self.places, int(self.origins[0]) :]


def held_out(
    panel: Panel, fitted: Callable[[int], Fitted], at: Origins, horizon: int, seed: int
) -> HeldOut:
    """Forecasts at the origins that are held.

    `fitted(origin)` is a model fitted on the periods before `origin`; it is asked for at the fits
    of the origins, and forecasts those in between too. See `affordable` for which origins families
    have time for.
    """
    places = _largest(panel)
    fits = {origin: fitted(origin).mean for origin in at.fits}

    def of_places(origin: int) -> Forecaster:
        mean = latest(fits, origin)
        return lambda past: mean(panel.until(past.y.shape[1]))[places]

    rolled = roll(panel.only(places), of_places, [*at.teach, *at.held], at.held[0], seed)
    return HeldOut(
        places,
        np.array(list(rolled.sums)),
        at.every,
        np.asarray(spans_kept(horizon)),
        np.stack([rolled.means[origin] for origin in rolled.sums]).astype(np.float32),
        np.stack(list(rolled.sums.values())),
    )


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
