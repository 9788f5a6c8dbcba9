"""The demand until an order that is made now, or at the next review, has arrived.

An order made before the first day sells from the day after its lead time; the next one, made a
review period later, as much later. Stock and this order must last so long: the protection
interval, lead time + review period. Its demand is read from the calibrated quantiles of sums;
where the lead time is itself uncertain, from their mixture over it.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.base.errors import AppError
from core.base.forecast import LEVELS, Forecast
from core.inventory import curve
from core.inventory.curve import Floats

STRATA = (
    0.0, 0.01, 0.04, 0.08, 0.15, 0.25, 0.4, 0.55, 0.7, 0.8, 0.87, 0.92, 0.955, 0.975, 0.99, 0.9965,
    1.0,
)  # fmt: skip
"""Where a distribution of lead times is cut; each part is its mean."""
_FINE, _MIXED, _COARSE = 64, 32, 16
"""Values that stand for a distribution: alone, in a mixture's quantiles, in its expected values."""


@dataclass(frozen=True)
class Outlook:
    """A forecast seen by someone who orders: `lead_time` (s,) in days and its sd (s,), 0 where it
    is fixed; with `whole`, deliveries come after whole days, at least one. Quantiles once worked
    out are kept."""

    forecast: Forecast
    lead_time: Floats
    lead_time_sd: Floats
    whole: bool = False
    _known: dict[bytes, Floats] = field(default_factory=dict, repr=False, compare=False)

    def mean(self, more: Floats | float = 0.0) -> Floats:
        """The expected demand (s,) over the lead time and `more` days (s,)."""
        sums = self.forecast.mean.cumsum(axis=1)[..., None]
        return self._at(sums, self._spans(more))[..., 0] @ self.shares

    def quantiles(self, more: Floats | float = 0.0) -> Floats:
        """Quantiles (s, q) at `LEVELS` of the demand over the lead time and `more` days (s,)."""
        key = np.asarray(more, dtype=np.float64).tobytes()
        if key not in self._known:
            self._known[key] = self._quantiles(more)
        return self._known[key]

    def _quantiles(self, more: Floats | float) -> Floats:
        found = self._at(self.forecast.cumulative, self._spans(more))
        mixed, unsure = found[:, 0].copy(), self.lead_time_sd > 0
        if unsure.any():
            mixed[unsure] = self._mixed(*curve.atoms(found[unsure], _MIXED))
        return mixed

    @cached_property
    def single(self) -> tuple[Floats, Floats]:
        """The mean and the sd (s,) of a single period of the forecast, from its quantiles."""
        values, weights = curve.atoms(self.forecast.quantiles, _FINE)
        mean = values @ weights
        variance = ((values - mean[..., None]) ** 2) @ weights
        return mean.mean(axis=1), np.sqrt(variance.mean(axis=1))

    def atoms(self, more: Floats | float = 0.0) -> tuple[Floats, Floats]:
        """The same distribution as values (s, m) with weights (m,), for expected values."""
        found = self._at(self.forecast.cumulative, self._spans(more))
        values, weights = curve.atoms(found, _FINE if self.fixed else _COARSE)
        return values.reshape(len(values), -1), np.outer(self.shares, weights).ravel()

    @property
    def fixed(self) -> bool:
        """Whether no lead time is uncertain."""
        return not self.lead_time_sd.any()

    @property
    def longest(self) -> Floats:
        """The longest lead time (s,) that is reckoned with."""
        return np.asarray(self.leads.max(axis=1))

    def arrived(self, days: Floats) -> Floats:
        """How likely (s, n) an order made now has come after `days` (n,)."""
        from scipy.special import gammainc

        unsure = self.lead_time_sd > 0
        found = (days >= self.lead_time[:, None]).astype(np.float64)
        mean, sd = self.lead_time[unsure, None], self.lead_time_sd[unsure, None]
        found[unsure] = gammainc((mean / sd) ** 2, days * mean / sd**2)
        return found

    @property
    def shares(self) -> Floats:
        """The weights (k,) of the parts of a lead time."""
        return np.ones(1) if self.fixed else np.diff(STRATA)

    @cached_property
    def leads(self) -> Floats:
        """The lead time (s, k) in days, in parts where it is uncertain."""
        if self.fixed:
            return self.lead_time[:, None]
        found = np.repeat(self.lead_time[:, None].astype(np.float64), len(STRATA) - 1, axis=1)
        unsure = self.lead_time_sd > 0
        parts = _whole_gamma if self.whole else _gamma
        found[unsure] = parts(self.lead_time[unsure], self.lead_time_sd[unsure])
        return found

    def _spans(self, more: Floats | float) -> Floats:
        """Days (s, k): the parts of the lead time, each with `more` days."""
        return self.leads + np.broadcast_to(more, self.lead_time.shape)[:, None]

    def _at(self, sums: Floats, days: Floats) -> Floats:
        """`sums` (s, h, q) over `days` (s, k): (s, k, q); between two periods on a straight line.

        Raises AppError `beyond_horizon` where the forecast does not reach so far.
        """
        edges, horizon = self.forecast.edges, sums.shape[1]
        if days.size and days.max() > edges[-1] + 1e-9:
            raise AppError("beyond_horizon", days=f"{days.max():g}", horizon=f"{edges[-1]:g}")
        span = np.interp(days, edges, np.arange(horizon + 1.0))
        lower = np.minimum(np.floor(span), horizon - 1).astype(np.int64)
        row = np.arange(len(sums))[:, None]
        low = np.where((lower > 0)[..., None], sums[row, np.maximum(lower - 1, 0)], 0.0)
        return np.asarray(low + (sums[row, lower] - low) * (span - lower)[..., None])

    def _mixed(self, values: Floats, weights: Floats) -> Floats:
        """Quantiles (s, q) of the mixture of `values` (s, k, m), weighted by strata and (m,)."""
        flat = values.reshape(len(values), -1)
        share = np.broadcast_to(np.outer(self.shares, weights).ravel(), flat.shape)
        order = flat.argsort(axis=1)
        flat, share = (np.take_along_axis(part, order, 1) for part in (flat, share))
        middle = share.cumsum(axis=1) - share / 2
        found = np.empty((len(flat), len(LEVELS)))
        for place, level in enumerate(LEVELS):
            upper = np.clip((middle < level).sum(axis=1), 1, flat.shape[1] - 1)[:, None]
            low, high = (np.take_along_axis(flat, at, 1) for at in (upper - 1, upper))
            left, right = (np.take_along_axis(middle, at, 1) for at in (upper - 1, upper))
            part = np.clip((level - left) / np.maximum(right - left, 1e-12), 0, 1)
            found[:, place] = (low + (high - low) * part)[:, 0]
        return found


def _gamma(mean: Floats, sd: Floats) -> Floats:
    """The means (n, k) of the `STRATA` of gamma distributions, which are never below zero."""
    from scipy.special import gammainc, gammaincinv

    shape = (mean / sd)[:, None] ** 2
    edges = gammaincinv(shape, np.asarray(STRATA)[None])
    parts = np.diff(gammainc(shape + 1, edges), axis=1)
    return np.asarray(mean[:, None] * parts / np.diff(STRATA))


def _whole_gamma(mean: Floats, sd: Floats) -> Floats:
    """The same (n, k) of these distributions rounded to whole days, at least one."""
    from scipy.special import gammainc

    shape = (mean / sd)[:, None] ** 2
    days = np.arange(1, int(np.ceil((mean + 9 * sd).max())) + 2)
    until = gammainc(shape, (days + 0.5) / mean[:, None] * shape)
    until[:, -1] = 1.0
    from_ = np.concatenate([np.zeros((len(mean), 1)), until[:, :-1]], axis=1)
    edges = np.asarray(STRATA)[:, None]
    low = np.maximum(from_[:, None], edges[:-1])
    high = np.minimum(until[:, None], edges[1:])
    return np.asarray(np.maximum(high - low, 0) @ days / np.diff(STRATA))
