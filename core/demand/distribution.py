"""Quantiles around the means of any family, learned from its own earlier forecasts.

`Told` are means that were forecast before the demand was known. A forest (`spread`) groups how far
demand was off, in the unit of `scatter`: once for single periods and once for the sums from the
first period to each, since sums of quantiles are not quantiles of sums. Nothing is told beyond
`bounds`: a series that hardly sells would borrow the extremes of others many times its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from core.base.errors import AppError
from core.demand.bounds import bounds
from core.demand.own import SHARES, own_sums, sizes
from core.demand.panel import LUMPY, Floats, Panel
from core.demand.past import Places
from core.demand.scatter import Scatter, learn_scatter
from core.demand.spread import STRETCHES, Errors, Spread, Stretches, fit_spread, fit_stretches

ROWS, ROWS_A_SERIES = 60_000, 110
"""Rows that the forest is learned from: so many, or so many for each series where that is more."""


@dataclass(frozen=True)
class Told:
    """The means (s, h) that were forecast for the periods after the end of `panel`, and what was
    then `sold` (s, h), NaN where it is not known."""

    panel: Panel
    mean: Floats
    sold: Floats


@dataclass(frozen=True)
class Distribution:
    """What spreads around a mean: forests for single periods and for sums, and in which units."""

    single: Spread
    sums: Stretches
    scatters: tuple[Scatter, Scatter]

    def quantiles(self, panel: Panel, mean: Floats) -> tuple[Floats, Floats]:
        """Quantiles (s, h, q) of the periods after `panel`, in whole pieces where it sells in such
        (a quantile of counts is one of them; the mean of several need not be), and of their sums
        from the first, which never fall from one period to the next."""
        rows = _rows(panel, mean, together=False)
        single = _around(rows, self.scatters[0], self.single.quantiles(rows.x))
        most = bounds(panel, mean, together=False)[:, :, None]
        single = np.minimum(single.reshape(*mean.shape, -1), most)
        return np.rint(single) if panel.whole else single, self.of_sums(panel, mean)

    def of_sums(self, panel: Panel, mean: Floats) -> Floats:
        """The quantiles (s, h, q) of the sums alone."""
        rows = _rows(panel, mean, together=True)
        sums = _around(rows, self.scatters[1], self.sums.quantiles(rows.x))
        most = bounds(panel, mean, together=True)[:, :, None]
        return np.maximum.accumulate(np.minimum(sums.reshape(*mean.shape, -1), most), axis=1)


def learn_distribution(told: Sequence[Told], seed: int) -> Distribution:
    """Learns from forecasts of the past: some of their cells, drawn at random. Raises
    AppError("no_errors_known") where nothing that was sold after any of them is known."""
    told = [one for one in told if not np.isnan(one.sold).all()]
    if not told:
        raise AppError("no_errors_known")
    known = [one.panel.y[~np.isnan(one.panel.y)] for one in told]
    lumpy = bool(np.mean(np.concatenate(known) == 0) > LUMPY)
    single, scatter = _errors(told, lumpy, np.random.default_rng(seed), together=False)
    sums, scatter_sums = _errors(told, lumpy, np.random.default_rng(seed), together=True)
    return Distribution(
        fit_spread(single, seed), fit_stretches(sums, seed), (scatter, scatter_sums)
    )


@dataclass(frozen=True)
class _Rows:
    """Features `x` (n, k) of cells; the `amount` (n,) forecast, and the `usual` one."""

    x: NDArray[np.float32]
    amount: Floats
    usual: Floats


def _around(rows: _Rows, scatter: Scatter, errors: Floats) -> Floats:
    """Units (n, q) of `errors` (n, q), never below zero."""
    unit = scatter.unit(rows.amount, rows.usual)[:, None]
    return np.maximum(scatter.anchor(rows.amount)[:, None] + errors * unit, 0)


def _errors(
    told: Sequence[Told], lumpy: bool, draw: Generator, together: bool
) -> tuple[Errors, Scatter]:
    """The errors of single periods, or of sums (`together`), where they are known, and their
    unit."""
    rows, sold = [], []
    most = max(ROWS, ROWS_A_SERIES * len(told[0].panel.y)) / len(told)
    for one in told:
        answers = _summed(one.sold) if together else one.sold
        cells = _drawn(answers, draw, most, together)
        mean = np.where(np.isnan(one.sold), np.nan, one.mean) if together else one.mean
        rows.append(_rows(one.panel, mean, together, cells))
        sold.append(answers.ravel()[cells])
    answer = np.concatenate(sold)
    amount = np.concatenate([one.amount for one in rows])
    usual = np.concatenate([one.usual for one in rows])
    scatter = learn_scatter(lumpy, amount, answer)
    error = (answer - scatter.anchor(amount)) / scatter.unit(amount, usual)
    x = np.concatenate([one.x for one in rows])
    return Errors(x, error, scatter.apart(error)), scatter


def _summed(sold: Floats) -> Floats:
    """The sums (s, h) from the first period to each of what is known of them, NaN where that is
    less than half of what usually is: closed days and empty shelves take nothing from the rest."""
    known = ~np.isnan(sold)
    usual = known[:, known.any(axis=0)].mean() if known.any() else 1.0
    enough = 2 * known.cumsum(axis=1) >= usual * np.arange(1, sold.shape[1] + 1)
    return np.where(known & enough, np.nan_to_num(sold).cumsum(axis=1), np.nan)


def _drawn(answers: Floats, draw: Generator, most: float, together: bool) -> Places:
    """About `most` cells of `answers` (s, h) that are known, at random. Sums that begin together
    have most of their demand in common, so of those a series gives one a stretch."""
    known = ~np.isnan(answers)
    if together:
        begins = np.searchsorted(STRETCHES, np.arange(answers.shape[1]), "right") - 1
        lot = np.where(known, draw.random(answers.shape), -1.0)
        first = np.stack(
            [
                np.where((begins == number)[None], lot, -1.0).argmax(axis=1)
                for number in np.unique(begins)
            ]
        )
        one = np.zeros(known.shape, dtype=bool)
        one[np.arange(len(known))[None], first] = True
        known &= one
    cells = np.flatnonzero(known)
    share = len(np.unique(begins)) if together else 1
    wanted = int(np.ceil(most * (share / 2 if together else 1)))
    return draw.choice(cells, min(wanted, len(cells)), replace=False)


def _rows(panel: Panel, mean: Floats, together: bool, cells: Places | None = None) -> _Rows:
    """What an error may depend on: the size of the forecast, how unsteady the series is, its own
    earlier sums, the step and the weekday; by `cells` of (s, h), counted row by row. A sum is of
    the periods whose `mean` is there."""
    horizon = mean.shape[1]
    cells = np.arange(mean.size) if cells is None else cells
    series, step = cells // horizon, cells % horizon
    level, shape = _shape(panel)
    counts = (~np.isnan(mean)).cumsum(axis=1) if together else np.ones(mean.shape, dtype=np.int64)
    many = counts.ravel()[cells]
    amounts = np.nan_to_num(mean).cumsum(axis=1) if together else mean
    amount, usual = amounts.ravel()[cells], level[series] * many
    size = amount + 0.5 * usual
    days = panel.days(horizon)[-horizon:]
    x = np.column_stack(
        [
            step,
            days.dayofweek.to_numpy()[step],
            np.log(size),
            amount / usual,
            *(column[series] for column in shape),
            _own(panel, series, many) * (many / size)[:, None],
        ]
    )
    return _Rows(x.astype(np.float32), amount, usual)


def _own(panel: Panel, series: Places, many: Places) -> Floats:
    """The series' own earlier sums, each over about as many periods as are summed up."""
    place = np.searchsorted(STRETCHES, many - 1, "right") - 1
    found = np.zeros((len(series), 2 * len(SHARES)))
    for number in np.unique(place):
        rows = place == number
        own = own_sums(panel, STRETCHES[number] + 1 if number < 3 else STRETCHES[number] * 6 // 5)
        found[rows] = own[series[rows]]
    return found


def _shape(panel: Panel) -> tuple[Floats, list[Floats]]:
    """The level of each series at the end of the panel (s,), and how it sells around it."""
    spans = panel.rhythm.windows
    recent = panel.y[:, -spans[4] :]
    known = ~np.isnan(recent)
    long, short, last = (_mean(recent[:, -spans[k] :]) for k in (4, 2, 1))
    level = np.maximum(np.nan_to_num(np.where(np.isnan(long), short, long)), 0.05)
    spread = np.sqrt(np.maximum(_mean(recent**2) - long**2, 0))
    active = np.where(known, recent > 0, np.nan)
    usual, large = sizes(panel)
    return level, [
        spread / level,
        usual / level,
        large / level,
        _mean(active[:, -spans[2] :]),
        _mean(active),
        np.nan_to_num(short) / level,
        np.nan_to_num(last) / level,
        np.nan_to_num(recent).max(axis=1) / level,
        np.minimum(panel.y.shape[1] - panel.first, 3 * panel.rhythm.year).astype(float),
    ]


def _mean(y: Floats) -> Floats:
    """The mean of what is known of each series (s,), NaN where nothing is."""
    known = ~np.isnan(y)
    count = known.sum(axis=1)
    total = np.where(known, y, 0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
