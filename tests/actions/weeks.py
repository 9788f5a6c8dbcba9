"""A run whose held-out weeks are known, without training."""

from functools import cache

import numpy as np
import pandas as pd

from core.base.forecast import LEVELS, Forecast
from core.base.recipe import Recipe
from core.base.runs import Score
from core.base.specs import RunSpec
from core.demand.evaluate import Outcome
from core.demand.panel import Floats, Panel, escaped
from core.demand.task import Question
from core.lab.demand.backtested import Backtested
from core.lab.demand.bundle import About, DemandBundle, DemandReport
from core.lab.demand.held_out import HeldOut, held_out
from core.lab.demand.origins import weekly as weekly_origins
from tests.demand.panels import panel, weekly

SERIES, PERIODS, HORIZON = 60, 210, 21
CUTOFFS = [PERIODS - HORIZON * back for back in (3, 2, 1)]


class Weekdays:
    """Forecasts the mean of the same weekdays of the last eight weeks."""

    def mean(self, past: Panel) -> Floats:
        week = past.y[:, -28:].reshape(len(past.y), 4, 7).mean(axis=1)
        return np.tile(week, (1, HORIZON // 7))

    def save(self, folder: object) -> None:
        raise AssertionError(folder)


@cache
def run_of() -> tuple[DemandBundle, HeldOut]:
    """The run and its weeks."""
    shop = panel(weekly(SERIES, PERIODS))
    origins = weekly_origins(shop, CUTOFFS, HORIZON)
    assert origins is not None
    kept = held_out(shop, lambda _origin: Weekdays(), origins, HORIZON, seed=0)
    mean = Weekdays().mean(shop)
    nothing = np.zeros((*mean.shape, len(LEVELS)))
    dates = shop.days(HORIZON)[-HORIZON:].to_numpy("datetime64[D]")
    said = Forecast(tuple(escaped(shop.keys)), dates, mean, nothing, nothing)
    spec = RunSpec(dataset="d", task="demand", question={}, family="moving_average")
    about = About(
        version="0", spec=spec, question=Question(horizon=HORIZON), family="moving_average",
        data_hash="0", recipe=Recipe(),
    )  # fmt: skip
    outcome = Outcome(verdict="no_better", gain=Score(value=0.0), needed=0, series=SERIES)
    report = DemandReport(
        family="moving_average", baseline="moving_average", standings=(), zero={}, outcome=outcome,
        cutoffs=(), horizon=HORIZON, freq="D", series=SERIES, skipped=(),
    )  # fmt: skip
    none = Backtested(np.zeros(0, dtype=np.int64), *[np.zeros((0, SERIES, HORIZON))] * 4)
    return DemandBundle(about, report, said, shop, pd.DataFrame(), none, held_out=kept), kept
