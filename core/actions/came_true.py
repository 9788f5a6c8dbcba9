"""What a forecast said of days that have come since: scored against a newer version of its data."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.actions.datasets import dataset, versions
from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.base.runs import Score
from core.base.values import Dataset
from core.demand.backtest import Window
from core.demand.evaluate import by_series, overall
from core.demand.panel import Floats, Panel, escaped
from core.demand.refits import Silent
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.read import read
from core.lab.demand.select import baselines


@dataclass(frozen=True)
class CameTrue:
    """A forecast beside what was sold according to the dataset `told`, from the `first` to the
    `last` day known: the `mean` forecast and what was `sold` (s, h), NaN where it is not known, in
    the periods that begin at `dates` (h,); the scores of the forecast and of the naive one that
    would have been made then."""

    told: Dataset
    first: date
    last: date
    dates: NDArray[np.datetime64]
    mean: Floats
    sold: Floats
    scores: dict[str, Score]
    baseline: dict[str, Score]


def came_true(desk: Desk, run_id: str) -> CameTrue | None:
    """The forecast of a run against the newest version of its dataset; None while that tells of
    none of its days. Raises the AppErrors of `forecast_of` and `read`."""
    bundle = forecast_of(desk, run_id)
    spec, said = bundle.about.spec, bundle.forecast
    newest = versions(desk, dataset(desk, spec.dataset))[-1]
    if newest.id == spec.dataset:
        return None
    question = spec.question | {"future": ()}
    asked = spec.model_copy(update={"dataset": newest.id, "question": question})
    made = read(desk.workspace.reader, asked).made
    sold = _sold(bundle, made.panel.beside(made.young))
    known = ~np.isnan(sold).all(axis=0)
    if not known.any():
        return None
    days = said.dates.astype("datetime64[D]")[known]
    return CameTrue(
        told=newest,
        first=days[0].item(),
        last=days[-1].item(),
        dates=said.dates,
        mean=said.mean,
        sold=sold,
        scores=_scores(bundle, said.mean, sold),
        baseline=_scores(bundle, _naive(bundle), sold),
    )


def _sold(bundle: DemandBundle, panel: Panel) -> Floats:
    """What the panel says was sold of the bundle's series in its periods (s, h)."""
    sold = np.full(bundle.forecast.mean.shape, np.nan)
    rows = {name: row for row, name in enumerate(escaped(panel.keys))}
    starts = panel.dates.astype("datetime64[D]")
    for step, day in enumerate(bundle.forecast.dates.astype("datetime64[D]")):
        place = int(np.searchsorted(starts, day))
        if place >= len(starts) or starts[place] != day:
            continue
        for series, name in enumerate(bundle.forecast.ids):
            if name in rows:
                sold[series, step] = panel.y[rows[name], place]
    return sold


def _naive(bundle: DemandBundle) -> Floats:
    """What the baseline would have said (s, h)."""
    spec, horizon = bundle.about.spec, bundle.forecast.mean.shape[1]
    (naive,) = (one for one in baselines(spec) if one.family.name == bundle.report.baseline)
    fitted = naive.family.fit(naive.settings, bundle.panel, horizon, spec.seed, Silent())
    return fitted.mean(bundle.panel)


def _scores(bundle: DemandBundle, mean: Floats, sold: Floats) -> dict[str, Score]:
    """Of the forecast all measures, of another mean those of means."""
    said = bundle.forecast
    window = Window(bundle.panel, mean, said.quantiles, said.cumulative, sold)
    found = overall(by_series([window]), bundle.about.spec.seed)
    if mean is said.mean:
        return found
    return {name: found[name] for name in ("mase", "rmsse", "wape", "bias") if name in found}
