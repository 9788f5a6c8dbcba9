"""What a finished forecasting run said: its forecast, as rows to take home.

The names of `__all__` are for those who show it."""

import numpy as np
import pandas as pd

from core.actions.desk import Desk
from core.actions.runs import finished_run
from core.base.values import Dataset, Table
from core.data.queries.cancelled import Cancelled
from core.demand.evaluate import BELOW
from core.demand.report import ClassScores
from core.demand.series import Skipped
from core.lab.demand.bundle import DemandBundle, DemandReport, Standing, as_rows, load
from core.lab.demand.read import dated_tables
from core.lab.folders import bundle_folder

__all__ = [
    "BELOW",
    "Cancelled",
    "ClassScores",
    "DemandBundle",
    "DemandReport",
    "Skipped",
    "Standing",
]

_MOST = 0.25
"""Share of all units forecast from which a series stands out."""
_MANY = 10
"""Series from which one with such a share is no matter of course."""


def sales_tables(dataset: Dataset) -> list[Table]:
    """The tables that sales can be forecast from, the likeliest first."""
    return dated_tables(dataset)


def forecast_of(desk: Desk, run_id: str) -> DemandBundle:
    """The forecast of a finished run with all it stands on.

    Raises AppError run_unknown, run_not_finished, run_of_other_task, bundle_damaged.
    """
    _, digest = finished_run(desk, run_id, "demand")
    return load(bundle_folder(desk.workspace.root, run_id), digest)


def concentrated(bundle: DemandBundle) -> tuple[str, float] | None:
    """The series that has more than a quarter of all units forecast, and its share; None where none
    has, or where there are few."""
    units = bundle.forecast.mean.sum(axis=1)
    largest, total = int(units.argmax()), float(units.sum())
    if len(units) < _MANY or units[largest] <= _MOST * total:
        return None
    return bundle.forecast.ids[largest], float(units[largest]) / total


def rows_of(bundle: DemandBundle) -> pd.DataFrame:
    """One row a series and period: `series_id`, `ds`, `mean`, then the quantiles by level; numbers
    are rounded to what is worth writing down."""
    rows = as_rows(bundle.forecast)
    numbers = rows.columns[2:]
    return rows.assign(**{name: _rounded(rows[name].to_numpy(float)) for name in numbers})


def _rounded(values: np.ndarray) -> np.ndarray:
    """To six digits, of which the forecast is nowhere near."""
    size = np.floor(np.log10(np.maximum(np.abs(values), 1e-12)))
    scale = 10.0 ** np.clip(5 - size, 0, 12)
    return np.asarray(np.round(values * scale) / scale)
