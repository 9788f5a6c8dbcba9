"""What a finished forecast leaves on disk: bundle.json, forecast.npz, panel.npz, series.parquet,
backtest.npz, report.json and the model, with a manifest written last."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import core
from core.base.forecast import LEVELS, Forecast
from core.base.model import Value
from core.base.protocols import Problem
from core.base.recipe import Recipe
from core.base.runs import Score
from core.base.specs import RunSpec
from core.data.queries.cancelled import Cancelled
from core.demand import drivers
from core.demand.drivers import Drivers
from core.demand.evaluate import Outcome
from core.demand.panel import Panel, escaped
from core.demand.report import ClassScores, StepScores
from core.demand.series import Skipped
from core.demand.task import Question
from core.lab.demand import backtested, totals
from core.lab.demand import held_out as weeks
from core.lab.demand.backtested import Backtested
from core.lab.demand.held_out import HeldOut
from core.lab.demand.origins import Lack
from core.lab.demand.totals import LevelScore, Totals
from core.store.artefacts import verify

ABOUT, FORECAST, PANEL, SERIES, REPORT = (
    "bundle.json", "forecast.npz", "panel.npz", "series.parquet", "report.json",
)  # fmt: skip
MODEL = "model"
VERSION = core.__version__


class About(Value):
    """What a bundle is: resolved spec and question, family, data hash, and how the text of the
    rows was read; `without_weeks` says why no held-out weeks are kept."""

    version: str
    spec: RunSpec
    question: Question
    family: str
    data_hash: str
    recipe: Recipe
    without_weeks: Lack | None = None


class Standing(Value):
    """How one family did over the windows."""

    family: str
    scores: dict[str, Score]
    seconds: float


class DemandReport(Value):
    """How well a run does: its family, the baselines, and a forecast of zero beside them.

    `standings` are of all families over the same windows, `cutoffs` the first days asked for in
    them; `baseline` is the better naive family, `weights` are those of a blend's families. `steps`
    and `classes` are the scores by step of the horizon and by ABC x XYZ class, `levels` those of
    the totals. `series` were learned from, `young` ones likened to them; `noted` are rows of sales
    that were not read as they stand, order lines that were `cancelled` are in none. Of the columns
    `untold` nothing was told ahead: they were hidden at every cutoff as they are in the forecast.
    """

    family: str
    baseline: str
    standings: tuple[Standing, ...]
    zero: dict[str, Score]
    outcome: Outcome
    cutoffs: tuple[str, ...]
    horizon: int
    freq: str
    series: int
    skipped: tuple[Skipped, ...]
    steps: tuple[StepScores, ...] = ()
    classes: tuple[ClassScores, ...] = ()
    levels: tuple[LevelScore, ...] = ()
    young: int = 0
    weights: dict[str, float] = {}
    noted: tuple[Problem, ...] = ()
    untold: tuple[str, ...] = ()
    cancelled: Cancelled = Cancelled()


@dataclass(frozen=True)
class DemandBundle:
    """A forecast with all that it stands on; `series` has a row for each series with its scores and
    its classes `abc` and `xyz`, `backtest` what was forecast for it in the windows, `drivers` are
    the effects of what is known ahead and of empty shelves, where there are any. Series that were
    too young to learn from (`young` in `series`) come last. `totals` and `held_out` are written
    where there are any, and read by themselves: most readers do not need them."""

    about: About
    report: DemandReport
    forecast: Forecast
    panel: Panel
    series: pd.DataFrame
    backtest: Backtested
    drivers: Drivers | None = None
    totals: Totals | None = None
    held_out: HeldOut | None = None


def write(bundle: DemandBundle, folder: Path) -> None:
    """Writes all but the model into `folder`; sealing it is the caller's last step."""
    (folder / ABOUT).write_text(bundle.about.model_dump_json(indent=1), "utf-8")
    (folder / REPORT).write_text(bundle.report.model_dump_json(), "utf-8")
    said, panel = bundle.forecast, bundle.panel
    np.savez_compressed(
        folder / FORECAST,
        dates=said.dates,
        mean=said.mean.astype(np.float32),
        quantiles=said.quantiles.astype(np.float32),
        cumulative=said.cumulative.astype(np.float32),
    )
    np.savez_compressed(
        folder / PANEL, y=panel.y.astype(np.float32), dates=panel.dates, freq=np.array(panel.freq)
    )
    if bundle.drivers is not None:
        drivers.write(bundle.drivers, folder)
    backtested.write(bundle.backtest, folder)
    keys = panel.keys.add_prefix("by.")
    bundle.series.reset_index(drop=True).join(keys).to_parquet(folder / SERIES)
    if bundle.totals is not None:
        totals.write(bundle.totals, folder)
    if bundle.held_out is not None:
        weeks.save(bundle.held_out, folder)


def load(folder: Path, digest: str) -> DemandBundle:
    """Reads the bundle whose manifest has the sha256 `digest`; all is checked first.

    Raises AppError bundle_damaged, bundle_foreign.
    """
    verify(folder, digest)
    series = pd.read_parquet(folder / SERIES)
    named = [name for name in series.columns if name.startswith("by.")]
    keys = series[named].set_axis([name.removeprefix("by.") for name in named], axis=1)
    with np.load(folder / PANEL) as kept:
        panel = Panel(kept["y"].astype(float), keys, kept["dates"], kept["freq"].item())
    with np.load(folder / FORECAST) as kept:
        said = Forecast(
            ids=tuple(escaped(keys)),
            dates=kept["dates"],
            mean=kept["mean"].astype(float),
            quantiles=kept["quantiles"].astype(float),
            cumulative=kept["cumulative"].astype(float),
            freq=panel.freq,
        )
    return DemandBundle(
        about=About.model_validate_json((folder / ABOUT).read_text("utf-8")),
        report=DemandReport.model_validate_json((folder / REPORT).read_bytes()),
        forecast=said,
        panel=panel,
        series=series.drop(columns=named),
        backtest=backtested.load(folder),
        drivers=drivers.load(folder),
    )


def as_rows(forecast: Forecast) -> pd.DataFrame:
    """One row a series and period: `series_id`, `ds`, `mean`, then the quantiles as `q0.005` ..."""
    count, horizon = forecast.mean.shape
    found = {
        "series_id": np.repeat(np.asarray(forecast.ids, dtype=object), horizon),
        "ds": np.tile(forecast.dates.astype("datetime64[D]").astype(str), count),
        "mean": forecast.mean.ravel(),
    }
    flat = forecast.quantiles.reshape(count * horizon, -1)
    return pd.DataFrame(found | {f"q{level:g}": flat[:, n] for n, level in enumerate(LEVELS)})
