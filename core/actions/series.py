"""The series of a forecast: all in a table, and one with all that is known of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.base.forecast import LEVELS
from core.demand.figures.series import OneSeries, Said
from core.demand.panel import Floats
from core.lab.demand.bundle import DemandBundle

SPARKS = 26
"""Points of the past that a sparkline has."""
_LOW, _HIGH = LEVELS.index(0.1), LEVELS.index(0.9)
_LOWEST, _HIGHEST = LEVELS.index(0.025), LEVELS.index(0.975)


def series_table(bundle: DemandBundle) -> pd.DataFrame:
    """A row for each series, the one with most to come first.

    `series_id`, the columns the series are by, `class` (AX to CZ), `spark` (the past and the
    forecast, summed by `spark_periods`), `last` and `next` (units of the last and the next horizon;
    `last` is scaled where some of it is unknown, NaN where more than half is; `low` to `high` the
    80 % interval of `next`), `trend` (rising, falling, steady, unknown),
    `rmsse`, `baseline_rmsse`, `gain` (the share by which the error is lower), `bias`, and `young`:
    whether it was too young to learn from, and is forecast like similar ones.
    """
    said, series = bundle.forecast, bundle.series
    horizon = said.mean.shape[1]
    last = _sold(bundle.panel.y[:, -horizon:], horizon)
    frame = pd.DataFrame(
        {
            "series_id": list(said.ids),
            **{f"by.{name}": bundle.panel.keys[name] for name in bundle.panel.keys},
            "class": series["abc"] + series["xyz"],
            "young": series["young"],
            "spark": _sparks(bundle),
            "last": last,
            "next": said.mean.sum(axis=1),
            "low": said.cumulative[:, -1, _LOW],
            "high": said.cumulative[:, -1, _HIGH],
            "rmsse": series["rmsse"],
            "baseline_rmsse": series["baseline_rmsse"],
        }
    )
    frame["trend"] = np.select(
        [frame["last"].isna(), frame["last"] < frame["low"], frame["last"] > frame["high"]],
        ["unknown", "rising", "falling"],
        "steady",
    )
    frame["gain"] = 1 - frame["rmsse"] / frame["baseline_rmsse"].where(frame["baseline_rmsse"] > 0)
    frame["bias"] = (series["error"] / series["sold"].where(series["sold"] > 0)).to_numpy()
    return frame.sort_values("next", ascending=False, ignore_index=True)


def spark_periods(bundle: DemandBundle) -> int:
    """How many periods a point of a sparkline stands for: a week of days, where that many are
    forecast."""
    return 7 if bundle.panel.freq == "D" and bundle.forecast.mean.shape[1] >= 14 else 1


def _sparks(bundle: DemandBundle) -> list[list[float]]:
    span = spark_periods(bundle)
    past = np.nan_to_num(bundle.panel.y[:, -span * SPARKS :])
    past = past[:, past.shape[1] % span :]
    ahead = bundle.forecast.mean[:, : bundle.forecast.mean.shape[1] // span * span]
    both = np.concatenate([past, ahead], axis=1)
    points = both.reshape(len(both), -1, span).sum(axis=2)
    return [[float(f"{value:.4g}") for value in row] for row in points]


def _sold(values: Floats, horizon: int) -> Floats:
    """What was sold in the last `horizon` periods by each series (s,), from those of them that are
    known in `values` (s, up to horizon); NaN where fewer than half are."""
    known = (~np.isnan(values)).sum(axis=1)
    enough = 2 * known >= horizon
    return np.where(enough, np.nansum(values, axis=1) * horizon / np.maximum(known, 1), np.nan)


@dataclass(frozen=True)
class Known:
    """All that is known of one series: what is drawn, its row of `series_table` as `facts`, its
    `scores` over the windows, and how many periods it is old."""

    drawn: OneSeries
    facts: dict[str, object]
    scores: dict[str, float]
    periods: int


def known_of(bundle: DemandBundle, table: pd.DataFrame, series_id: str) -> Known:
    """What is known of `series_id`; `table` is that of `series_table`. Raises AppError
    series_unknown."""
    if series_id not in bundle.forecast.ids:
        raise AppError("series_unknown", series=series_id, count=len(bundle.forecast.ids))
    at = bundle.forecast.ids.index(series_id)
    row = table.loc[table["series_id"] == series_id].iloc[0]
    scores = bundle.series.iloc[at].drop(labels=["abc", "xyz"])
    first = int(bundle.panel.first[at])
    return Known(
        drawn=_drawn(bundle, at, first),
        facts={str(name): value for name, value in row.items()},
        scores={str(name): float(value) for name, value in scores.items()},
        periods=bundle.panel.y.shape[1] - first,
    )


def _drawn(bundle: DemandBundle, at: int, first: int) -> OneSeries:
    panel, said, back = bundle.panel, bundle.forecast, bundle.backtest
    quantiles = said.quantiles[at]
    horizon = said.mean.shape[1]
    before = tuple(
        Said(
            days=panel.dates[start : start + horizon],
            mean=back.mean[place, at],
            low=back.low[place, at],
            high=back.high[place, at],
            baseline=back.baseline[place, at],
        )
        for place, start in enumerate(back.at.tolist())
        if at < back.mean.shape[1]
    )
    return OneSeries(
        days=panel.dates[first:],
        sold=panel.y[at, first:],
        ahead=said.dates,
        mean=said.mean[at],
        band_80=(quantiles[:, _LOW], quantiles[:, _HIGH]),
        band_95=(quantiles[:, _LOWEST], quantiles[:, _HIGHEST]),
        before=before,
    )


def together(bundle: DemandBundle, ids: set[str]) -> OneSeries:
    """Several series summed: without bands, since quantiles of sums are not sums of quantiles."""
    inside = np.array([name in ids for name in bundle.forecast.ids])
    sold = np.nansum(bundle.panel.y[inside], axis=0)
    mean = bundle.forecast.mean[inside].sum(axis=0)
    none = (mean, mean)
    return OneSeries(bundle.panel.dates, sold, bundle.forecast.dates, mean, none, none, ())
