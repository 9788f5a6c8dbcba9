"""How forecasts did on days that have come since, in figures: for the command line and Home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actions.came_true import CameTrue, Units, came_true, newer
from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.base.runs import Run, Score, Verdict
from core.base.values import Dataset
from core.lab.demand.bundle import DemandReport


@dataclass(frozen=True)
class Scored:
    """What a newer version, `told`, says of `periods` of the `horizon` of a forecast by `family`,
    from the `first` to the `last` day known; `naive` is the family that it is judged beside. The
    rest is that of `CameTrue`, without its series."""

    told: Dataset
    first: date
    last: date
    periods: int
    horizon: int
    freq: str
    family: str
    naive: str
    verdict: Verdict
    gain: Score
    units: Units
    scores: dict[str, Score]
    baseline: dict[str, Score]
    empty: int
    unseen: int


def scored_of(came: CameTrue, report: DemandReport) -> Scored:
    """The figures of what came of a forecast with this `report`."""
    return Scored(
        told=came.told, first=came.first, last=came.last, periods=came.periods,
        horizon=report.horizon, freq=report.freq, family=report.family, naive=report.baseline,
        verdict=came.verdict, gain=came.gain, units=came.units, scores=came.scores,
        baseline=came.baseline, empty=came.empty, unseen=came.unseen,
    )  # fmt: skip


def scored(desk: Desk, run_id: str) -> Scored | None:
    """The figures of a finished forecast; None while nothing has come of it. Raises the AppErrors
    of `came_true`."""
    came = came_true(desk, run_id)
    return None if came is None else scored_of(came, forecast_of(desk, run_id).report)


def may_be_scored(desk: Desk, runs: Sequence[Run]) -> Iterator[Run]:
    """Those of the runs, in their order, that are finished forecasts of data that have a newer
    version."""
    known: dict[str, bool] = {}
    for run in runs:
        if run.spec.task != "demand" or run.summary is None:
            continue
        dataset = run.spec.dataset
        if dataset not in known:
            known[dataset] = newer(desk, dataset) is not None
        if known[dataset]:
            yield run


def as_json(found: Scored) -> dict[str, Any]:
    """The figures as the command line gives them."""
    units = found.units
    return {
        "dataset": found.told.id,
        "first": str(found.first),
        "last": str(found.last),
        "periods": found.periods,
        "horizon": found.horizon,
        "family": found.family,
        "naive": found.naive,
        "verdict": found.verdict,
        "gain": found.gain.model_dump(mode="json"),
        "units": {
            "sold": units.sold, "said": units.said, "error": units.error,
            "naive_error": units.naive_error,
        },
        "metrics": {name: score.value for name, score in found.scores.items()},
        "baseline": {name: score.value for name, score in found.baseline.items()},
        "empty": found.empty,
        "unseen": found.unseen,
    }  # fmt: skip
