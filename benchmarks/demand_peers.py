"""Who forecasts: peers as a skilled user would set them, and ours. `forecast(panel) -> Said`."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pandas as pd

from benchmarks.demand_panels import HORIZON
from core.base.forecast import LEVELS
from core.base.specs import RunSpec
from core.demand.backtest import calibrated
from core.demand.family import DemandFamily, Fitted
from core.demand.panel import Floats, Panel
from core.demand.refits import Silent
from core.jobs.reporter import JobReporter
from core.lab import catalog
from core.lab.demand.trying import Asked, answer, weights

CENTRAL = (99, 95, 80, 67, 50)
PEER_LEVELS = (0.005, 0.025, 0.1, 0.165, 0.25, 0.5, 0.75, 0.835, 0.9, 0.975, 0.995)
SPAN = 84
"""Days before a cutoff on which the distribution of ours is learned."""


@dataclass(frozen=True)
class Said:
    """Means (s, h); quantiles (s, h, q) at `levels` of days and, of ours, of sums from the first
    day; absent where a contestant has none."""

    mean: Floats
    quantiles: Floats | None = None
    cumulative: Floats | None = None
    levels: tuple[float, ...] = LEVELS


Forecast = Callable[[Panel], Said]


def zeros(panel: Panel) -> Said:
    """Nothing will be sold."""
    mean = np.zeros((len(panel.y), HORIZON))
    return Said(mean, np.zeros((*mean.shape, len(LEVELS))))


def statsforecast(name: str, intervals: bool = False, **settings: object) -> Forecast:
    """A model of statsforecast, alone on each series, with its own intervals where it has them."""
    from statsforecast import models

    model = getattr(models, name)(**settings)

    def forecast(panel: Panel) -> Said:
        level = list(CENTRAL) if intervals else None
        means, tables = [], []
        for series in panel.y:
            found = model.forecast(y=series[~np.isnan(series)], h=HORIZON, level=level)
            means.append(np.maximum(found["mean"], 0))
            if intervals:
                low = [found[f"lo-{share}"] for share in CENTRAL]
                high = [found[f"hi-{share}"] for share in reversed(CENTRAL)]
                tables.append(np.maximum(np.stack([*low, found["mean"], *high], axis=1), 0))
        return Said(np.stack(means), np.stack(tables) if intervals else None, None, PEER_LEVELS)

    return forecast


def mlforecast(panel: Panel) -> Said:
    """LightGBM at its defaults, recursive, with the usual lags, rolling means and calendar."""
    from lightgbm import LGBMRegressor
    from mlforecast import MLForecast
    from mlforecast.lag_transforms import RollingMean
    from mlforecast.target_transforms import LocalStandardScaler

    series, day = np.nonzero(~np.isnan(panel.y))
    frame = pd.DataFrame({"unique_id": series, "ds": panel.dates[day], "y": panel.y[series, day]})
    model = MLForecast(
        models={"mean": LGBMRegressor(n_jobs=1, verbosity=-1, random_state=0)},
        freq="D",
        lags=[1, 7, 14, 21, 28],
        lag_transforms={1: [RollingMean(7), RollingMean(28)], 7: [RollingMean(7), RollingMean(28)]},
        date_features=["dayofweek", "month", "day"],
        target_transforms=[LocalStandardScaler()],
        num_threads=1,
    )
    model.fit(frame, static_features=[])
    found = model.predict(HORIZON).sort_values(["unique_id", "ds"])["mean"].to_numpy()
    return Said(np.maximum(found, 0).reshape(len(panel.y), HORIZON))


def mean_only(name: str) -> Forecast:
    """A family of ours, means only: one fit from nothing."""

    def forecast(panel: Panel) -> Said:
        return Said(_fitted(name, panel).mean(panel))

    return forecast


def ours(name: str) -> Forecast:
    """A family of ours, every quantile of days and of sums calibrated on the last `SPAN` days by a
    fit without them."""

    def forecast(panel: Panel) -> Said:
        early = _fitted(name, panel.until(panel.y.shape[1] - SPAN))
        spread = calibrated(panel, early.mean, HORIZON, 0, SPAN)
        mean = _fitted(name, panel).mean(panel)
        return Said(mean, *spread.quantiles(panel, mean))

    return forecast


def _fitted(name: str, panel: Panel) -> Fitted:
    family = cast(DemandFamily, catalog.family("demand", name))
    return family.fit(family.settings(), panel, HORIZON, 0, Silent())


def best(panel: Panel, at: list[int]) -> list[Said]:
    """What the app answers by itself within `BUDGET` seconds: chosen and weighted by forecasts
    before each cutoff of `at`, and calibrated as in the app."""
    spec = RunSpec(dataset="", task="demand", question={}, budget=BUDGET)
    reporter = JobReporter("benchmark", lambda _event: None)
    said = answer(Asked(spec, panel, HORIZON, at), reporter)
    ready = said.chosen.tester.ready(at[0])
    names = weights(ready) or {said.chosen.name: 1.0}
    print("best at the first cutoff: " + ", ".join(f"{n} {w:.2f}" for n, w in names.items()))
    return [Said(one.mean, one.quantiles, one.cumulative) for one in said.chosen.windows]


def contestants() -> dict[str, Forecast]:
    """Everybody, by name; those that are called slow see a subset."""
    return {
        "zero": zeros,
        "SeasonalNaive": statsforecast("SeasonalNaive", intervals=True, season_length=7),
        "28-day average": statsforecast("WindowAverage", window_size=28),
        "CrostonSBA": statsforecast("CrostonSBA"),
        "TSB": statsforecast("TSB", alpha_d=0.1, alpha_p=0.1),
        "ADIDA": statsforecast("ADIDA"),
        "IMAPA": statsforecast("IMAPA"),
        "AutoETS": statsforecast("AutoETS", intervals=True, season_length=7),
        "mlforecast + LightGBM": mlforecast,
        **{f"{name}, mean only": mean_only(name) for name in OURS},
        **{name: ours(name) for name in OURS},
    }


OURS = ("pooled_trees", "mlp", "nhits")
SLOW = ("AutoETS",)
BEST, BUDGET = "best", 600
