"""Why a series of a finished forecast is forecast as it is, and what its effects are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.base.errors import AppError
from core.demand.difference import price_column
from core.demand.drivers import Drivers
from core.demand.response import MOST_OFF
from core.demand.season import Seasons, shared_seasons
from core.demand.why import Flatness, Step, Why, why
from core.lab.demand.bundle import DemandBundle

__all__ = ["Flatness", "Seasons", "Step", "Why"]
Kind = Literal["price", "ratio", "on", "count", "more", "shut"]
CUT = 0.9
"""The price change that an effect of prices is told for: 10 % cheaper."""
_ERRORS = 1.96


@dataclass(frozen=True)
class Effect:
    """What a column does: by which share sales change where a price (or another ratio) is 10 %
    lower, something is on, or there is one more of it; from `low` to `high` at 95 %. `least` and
    `most` are the ends between which 9 of 10 series lie."""

    column: str
    kind: Kind
    share: float
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True)
class Hidden:
    """What empty shelves hid: in `cells` periods of `series` series, `units` more were wanted than
    the `sold` ones in all their past."""

    cells: int
    series: int
    units: float
    sold: float

    @property
    def share(self) -> float:
        """Hidden units as a share of what these series sold."""
        return self.units / self.sold if self.sold > 0 else 0.0


def seasons_of(bundle: DemandBundle) -> Seasons:
    """The shared season as far as the forecast goes; heavy for many series, so keep it."""
    return shared_seasons(bundle.panel, bundle.forecast.mean.shape[1])


def why_of(bundle: DemandBundle, seasons: Seasons, series_id: str) -> Why:
    """What moved the forecast of a series. Raises AppError series_unknown."""
    ids = bundle.forecast.ids
    if series_id not in ids:
        raise AppError("series_unknown", series=series_id, count=len(ids))
    return why(bundle.forecast, bundle.panel, bundle.drivers, seasons, ids.index(series_id))


def effects_of(bundle: DemandBundle) -> tuple[Effect, ...]:
    """The effects that are common to the series of a forecast."""
    return () if bundle.drivers is None else tuple(_effects(bundle.drivers))


def hidden_of(bundle: DemandBundle) -> Hidden | None:
    """What empty shelves hid; None where none is known."""
    drivers = bundle.drivers
    if drivers is None or not len(drivers.empty):
        return None
    rows = np.unique(drivers.empty[:, 0])
    there = bundle.panel.y[drivers.empty[:, 0], drivers.empty[:, 1]]
    return Hidden(
        cells=len(drivers.empty),
        series=len(rows),
        units=float(np.nansum(drivers.wanted - there)),
        sold=float(np.nansum(bundle.panel.y[rows])),
    )


def _effects(drivers: Drivers) -> Iterator[Effect]:
    response, price = drivers.response, price_column(drivers)
    scale = response.scale
    for place, (name, kind) in enumerate(zip(scale.names, scale.kinds, strict=True)):
        if np.isfinite(scale.shut[:, place]).all():
            yield Effect(name, "shut", -1.0, -1.0, -1.0, -1.0, -1.0)
            continue
        told: Kind = "on" if drivers.seen[place].min() >= 0 else "more"
        if kind != "plain":
            told = "count" if kind == "count" else "price" if name == price else "ratio"
        by = {"price": np.log(CUT), "ratio": np.log(CUT), "count": np.log(2)}.get(told, 1.0)
        middle, error = response.common[place], _ERRORS * response.common_error[place]
        off = min(abs(by * error), MOST_OFF)
        ends = np.expm1(by * middle + np.array([-off, off])).tolist()
        least, most = np.quantile(np.expm1(by * response.beta[:, place]), [0.05, 0.95]).tolist()
        yield Effect(name, told, float(np.expm1(by * middle)), ends[0], ends[1], least, most)
