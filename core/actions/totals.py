"""The totals of a forecast: shops, categories and all, alone, as sums, or so that all agree."""

from typing import Literal, get_args

import numpy as np

from core.actions.desk import Desk
from core.base.forecast import LEVELS
from core.demand.figures.series import OneSeries
from core.lab.demand import totals
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.totals import LevelScore, Totals
from core.lab.folders import bundle_folder

Way = Literal["agreed", "sums", "alone"]
WAYS: tuple[Way, ...] = get_args(Way)
__all__ = ["WAYS", "LevelScore", "Totals", "Way", "one_total", "totals_of"]
_BANDS = ((LEVELS.index(0.1), LEVELS.index(0.9)), (LEVELS.index(0.025), LEVELS.index(0.975)))


def totals_of(desk: Desk, run_id: str) -> Totals | None:
    """The totals of a finished forecast that was read and checked before; None for one series."""
    return totals.load(bundle_folder(desk.workspace.root, run_id))


def one_total(bundle: DemandBundle, kept: Totals, place: int, way: Way) -> OneSeries:
    """The total at `place`, by one of the three ways; only the agreed one has bands."""
    learned = kept.hierarchy.members.shape[1]
    members = kept.hierarchy.members[place] > 0
    past = bundle.panel.y[:learned][members]
    sold = np.where(np.isnan(past).all(axis=0), np.nan, np.nansum(past, axis=0))
    means = {
        "agreed": kept.agreed[place],
        "alone": kept.alone[place],
        "sums": bundle.forecast.mean[:learned][members].sum(axis=0),
    }
    mean = means[way]
    inner, outer = (mean, mean), (mean, mean)
    if way == "agreed":
        said = kept.quantiles[place]
        inner, outer = ((said[:, low], said[:, high]) for low, high in _BANDS)
    known = ~np.isnan(sold)
    first = int(known.argmax()) if known.any() else len(sold)
    dates = bundle.panel.dates[first:]
    return OneSeries(dates, sold[first:], bundle.forecast.dates, mean, inner, outer, ())
