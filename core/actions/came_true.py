"""What a forecast said of days that have come since: scored against a newer version of its data."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.actions.datasets import versions
from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.base.forecast import LEVELS
from core.base.runs import Score, Verdict
from core.base.values import Dataset
from core.demand import metrics
from core.demand.backtest import Window
from core.demand.evaluate import Scored, gain_of, overall, scored, verdict_of
from core.demand.panel import Floats, Panel, escaped
from core.demand.refits import Silent
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.known import empty_shelves
from core.lab.demand.read import read
from core.lab.demand.select import baselines

BAND = 0.8
"""The interval whose coverage is told series by series."""
OF_MEANS = ("mase", "rmsse", "wape", "bias")
"""The measures of a forecast without intervals, such as the naive one."""


@dataclass(frozen=True)
class Units:
    """What was `sold` on the days known, what was `said` of them, and the absolute errors of the
    forecast and of the naive one, all summed, in units."""

    sold: float
    said: float
    error: float
    naive_error: float


@dataclass(frozen=True)
class CameTrue:
    """A forecast beside what was sold according to the dataset `told`, from the `first` to the
    `last` day known: the `mean` forecast, the `naive` one and what was `sold` (s, h), NaN where it
    is not known, in the periods that begin at `dates` (h,), of which `periods` have come.

    `scores` are those of the forecast, `baseline` those of the naive one made at the same origin;
    `gain` is the share by which the absolute errors are lower than the naive one's. `units` are of
    all series, `series` has a row for each (`table_of`). `empty` periods of series
    are unknown since the shelf was empty; `unseen` series are not in the new version at all.
    """

    told: Dataset
    first: date
    last: date
    periods: int
    dates: NDArray[np.datetime64]
    mean: Floats
    naive: Floats
    sold: Floats
    scores: dict[str, Score]
    baseline: dict[str, Score]
    gain: Score
    units: Units
    series: pd.DataFrame
    empty: int
    unseen: int

    @property
    def verdict(self) -> Verdict:
        """Whether it was closer than the naive forecast beyond chance."""
        return verdict_of(self.gain)

    @property
    def come(self) -> NDArray[np.bool_]:
        """The periods (h,) of which something is known."""
        return np.asarray(~np.isnan(self.sold).all(axis=0))

    def together(self) -> dict[str, Floats]:
        """What was `sold` in the periods that have come (n,), `said` of it, and what the `naive`
        one said: sums over the series that are known in each."""
        known = ~np.isnan(self.sold)
        every = {"sold": self.sold, "said": self.mean, "naive": self.naive}
        sums = {name: np.where(known, values, 0.0).sum(axis=0) for name, values in every.items()}
        return {name: values[self.come] for name, values in sums.items()}


@dataclass(frozen=True)
class _Come:
    """What came of a forecast's series and periods: `sold` (s, h), NaN where not known, since the
    shelf was `empty` (s, h) or nothing is told; `seen` (s,) are in the new version."""

    sold: Floats
    empty: NDArray[np.bool_]
    seen: NDArray[np.bool_]


def newer(desk: Desk, dataset_id: str) -> Dataset | None:
    """The newest version of a dataset in use, where that is another one; None too where the
    dataset was deleted for good, since nothing tells then what became of it."""
    every = (*desk.workspace.datasets(), *desk.workspace.datasets(trashed=True))
    own = next((one for one in every if one.id == dataset_id), None)
    if own is None:
        return None
    used = [one for one in versions(desk, own) if one.trashed is None and one.created > own.created]
    return used[-1] if used else None


def came_true(desk: Desk, run_id: str) -> CameTrue | None:
    """The forecast of a run against the newest version of its dataset; None while that tells of
    none of its days. Raises the AppErrors of `forecast_of` and `read`."""
    bundle = forecast_of(desk, run_id)
    told = newer(desk, bundle.about.spec.dataset)
    if told is None:
        return None
    come = _come(desk, bundle, told)
    known = ~np.isnan(come.sold).all(axis=0)
    if not known.any():
        return None
    said, naive = bundle.forecast, _naive(bundle)
    days = said.dates.astype("datetime64[D]")[known]
    mine, other = (_scored(bundle, mean, come.sold) for mean in (said.mean, naive))
    series = table_of(bundle, naive, come.sold, come.empty)
    sums = series[["sold", "said", "error", "naive_error"]].sum()
    return CameTrue(
        told=told,
        first=days[0].item(),
        last=days[-1].item(),
        periods=int(known.sum()),
        dates=said.dates,
        mean=said.mean,
        naive=naive,
        sold=come.sold,
        scores=overall(mine),
        baseline={name: score for name, score in overall(other).items() if name in OF_MEANS},
        gain=_gain(mine, other),
        units=Units(**{str(name): float(value) for name, value in sums.items()}),
        series=series,
        empty=int(come.empty.sum()),
        unseen=int((~come.seen).sum()),
    )


def table_of(
    bundle: DemandBundle, naive: Floats, sold: Floats, empty: NDArray[np.bool_]
) -> pd.DataFrame:
    """A row for each series, the one with the largest error first: `series_id`, `periods` known,
    those `empty`, units `sold`, `said` and `off` (said less sold), the sums of absolute errors
    `error` and `naive_error`, `gain` (the share by which the error is lower) and `inside`, the
    share of the periods inside the 80 % interval."""
    said, known = bundle.forecast, ~np.isnan(sold)
    there = known.sum(axis=1)
    covered = metrics.coverage(sold, said.quantiles, LEVELS, BAND)

    def summed(values: Floats) -> Floats:
        return np.asarray(np.where(known, values, 0.0).sum(axis=1))

    frame = pd.DataFrame(
        {
            "series_id": list(said.ids),
            "periods": there,
            "empty": empty.sum(axis=1),
            "sold": summed(sold),
            "said": summed(said.mean),
            "off": summed(said.mean - sold),
            "error": summed(np.abs(said.mean - sold)),
            "naive_error": summed(np.abs(naive - sold)),
            "inside": summed(covered) / np.where(there > 0, there, np.nan),
        }
    )
    frame["gain"] = 1 - frame["error"] / frame["naive_error"].where(frame["naive_error"] > 0)
    silent = frame["periods"] == 0
    frame[["sold", "said", "off", "error", "naive_error"]] = frame[
        ["sold", "said", "off", "error", "naive_error"]
    ].mask(silent)
    return frame.sort_values("error", ascending=False, ignore_index=True)


def _come(desk: Desk, bundle: DemandBundle, told: Dataset) -> _Come:
    """What the dataset says was sold of the bundle's series in its periods. A period without a
    row is zero where the run reads it so, in whatever part of the past the version begins."""
    spec, said = bundle.about.spec, bundle.forecast
    question = spec.question | {"future": ()}
    asked = spec.model_copy(update={"dataset": told.id, "question": question})
    sales = read(desk.workspace.reader, asked)
    panel = sales.made.panel.beside(sales.made.young)
    if sales.question.missing == "zero":
        panel = _begun(panel)
    empty = None
    if sales.question.empty_shelves != "ignored":
        empty = empty_shelves(desk.workspace.reader, told, panel)
    shelf = np.zeros(panel.y.shape, dtype=bool) if empty is None else empty
    rows = {name: row for row, name in enumerate(escaped(panel.keys))}
    series = np.array([rows.get(name, -1) for name in said.ids])
    days = {day: place for place, day in enumerate(panel.dates.astype("datetime64[D]").tolist())}
    steps = np.array([days.get(day, -1) for day in said.dates.astype("datetime64[D]").tolist()])
    known = (series >= 0)[:, None] & (steps >= 0)
    blank = known & shelf[series[:, None], steps]
    sold = np.where(known & ~blank, panel.y[series[:, None], steps], np.nan)
    return _Come(sold, blank, series >= 0)


def _begun(panel: Panel) -> Panel:
    """The panel with all its series on sale from its first period: they were forecast, so they had
    begun before."""
    return Panel(np.nan_to_num(panel.y), panel.keys, panel.dates, panel.freq)


def _naive(bundle: DemandBundle) -> Floats:
    """What the baseline would have said (s, h)."""
    spec, horizon = bundle.about.spec, bundle.forecast.mean.shape[1]
    (naive,) = (one for one in baselines(spec) if one.family.name == bundle.report.baseline)
    fitted = naive.family.fit(naive.settings, bundle.panel, horizon, spec.seed, Silent())
    return fitted.mean(bundle.panel)


def _scored(bundle: DemandBundle, mean: Floats, sold: Floats) -> Scored:
    """The forecast's quantiles around its own, or another, mean."""
    said = bundle.forecast
    return scored([Window(bundle.panel, mean, said.quantiles, said.cumulative, sold)])


def _gain(mine: Scored, naive: Scored) -> Score:
    """By how much the sum of absolute errors is lower."""
    name = "absolute"
    return gain_of(
        *((one.series[name].to_numpy(float), one.without[name]) for one in (mine, naive))
    )
