"""A family, or a blend of several, over the windows of a backtest and for what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.base.protocols import Reporter, StopRequestedError
from core.base.specs import Settings
from core.demand.backtest import Window, following
from core.demand.distribution import Told, learn_distribution
from core.demand.family import DemandFamily, Fitted
from core.demand.panel import Floats, Panel
from core.demand.responsive import Responsive, learned_of, ordinary

SPAN = 3
"""Horizons before an origin whose forecasts its intervals are learned from."""
_QUICK = 2.0
"""Seconds of a fit, once its library is imported, up to which a family that looks at each series
alone is asked as often as one that learns from all of them together."""


@dataclass(frozen=True)
class Candidate:
    """A family with the settings it is tried with."""

    family: DemandFamily
    settings: Settings
    seed: int

    def fit(self, panel: Panel, horizon: int, reporter: Reporter) -> Fitted:
        """The family fitted on the panel, freed of what is known of its days unless it is a naive
        one; leaves at once when the user asked to stop."""
        if reporter.stopping():
            raise StopRequestedError
        learned = None if self.family.kind == "baseline" else learned_of(panel)
        if learned is None:
            return self.family.fit(self.settings, panel, horizon, self.seed, reporter)
        plain = ordinary(panel, learned)
        return Responsive(
            self.family.fit(self.settings, plain, horizon, self.seed, reporter), learned
        )


class Source(Protocol):
    """Where a backtest has its forecasts from: a `quick` one can be asked at many origins, and one
    that `spreads` has a say in how demand scatters around a blend."""

    spreads: bool

    @property
    def quick(self) -> bool:
        """Whether a forecast from one more origin costs little."""

    def told(self, origin: int) -> list[Told]:
        """Forecasts before `origin`, earliest first, as far as what was then sold is known at
        it."""

    def fitted(self, origin: int) -> tuple[Fitted, Floats]:
        """The model fitted at `origin`, and its means of what follows."""

    def spread(self, origin: int, seed: int) -> "Quantiles":
        """What spreads around the means from `origin`, learned from what was told before it."""


class Quantiles(Protocol):
    """What spreads around a mean; a `Distribution` is one."""

    def quantiles(self, panel: Panel, mean: Floats) -> tuple[Floats, Floats]:
        """Quantiles (s, h, q) of the periods after `panel` and of their sums from the first."""


@dataclass(frozen=True)
class Ready:
    """A model fitted on all there is, with what spreads around its means."""

    fitted: Fitted
    mean: Floats
    distribution: Quantiles


class Fits:
    """The fits of one candidate; each origin is fitted, and each forecast made, only once. The
    first day that each does not know is told, and `on_fit` called after it."""

    def __init__(
        self,
        candidate: Candidate,
        panel: Panel,
        horizon: int,
        reporter: Reporter,
        on_fit: Callable[[], None] | None = None,
    ) -> None:
        self._candidate, self._panel = candidate, panel
        self._horizon, self._reporter, self._on_fit = horizon, reporter, on_fit
        self._fits: dict[int, Fitted] = {}
        self._means: dict[tuple[int, int], Floats] = {}
        self.quick = is_quick(candidate, panel, horizon)
        # A naive forecast scatters more than a model; of a slow family too few forecasts are known.
        self.spreads = self.quick and candidate.family.kind != "baseline"

    def fitted(self, origin: int) -> tuple[Fitted, Floats]:
        """The family fitted at `origin`, and its means of what follows."""
        mean = self._mean(origin, origin)
        return self._fits[origin], mean

    def spread(self, origin: int, seed: int) -> Quantiles:
        """Quantiles learned from the forecasts before `origin`."""
        return learn_distribution(self.told(origin), seed)

    def told(self, origin: int) -> list[Told]:
        """Forecasts before `origin`: several from one fit, of a slow family one."""
        known, found = self._panel.until(origin), []
        for start, at in asked_before(origin, self._horizon, self.quick):
            sold = following(known, at, self._horizon)
            found.append(Told(known.until(at), self._mean(start, at), sold))
        return found

    def _mean(self, start: int, origin: int) -> Floats:
        """What the fit at `start` says at `origin`."""
        if (start, origin) not in self._means:
            if start not in self._fits:
                past = self._panel.until(start)
                day = str(self._panel.days(1)[start].date())
                self._reporter.log("fit_at", family=self._candidate.family.name, day=day)
                self._fits[start] = self._candidate.fit(past, self._horizon, self._reporter)
                if self._on_fit is not None:
                    self._on_fit()
            self._means[start, origin] = self._fits[start].mean(self._panel.until(origin))
        return self._means[start, origin]


class Backtester:
    """Forecasts a panel at any origin, with intervals learned from forecasts before it."""

    def __init__(self, source: Source, panel: Panel, horizon: int, seed: int) -> None:
        self.source, self._panel = source, panel
        self._horizon, self._seed = horizon, seed

    def window(self, cutoff: int) -> Window:
        """The forecast at a cutoff, and what was sold then."""
        ready, past = self.ready(cutoff), self._panel.until(cutoff)
        single, sums = ready.distribution.quantiles(past, ready.mean)
        sold = following(self._panel, cutoff, self._horizon)
        return Window(past, ready.mean, single, sums, sold)

    def ready(self, origin: int) -> Ready:
        """Fitted at `origin`, intervals learned from forecasts before it."""
        spread = self.source.spread(origin, self._seed)
        return Ready(*self.source.fitted(origin), spread)


def starts(origin: int, horizon: int) -> list[int]:
    """Where forecasts to learn from before `origin` are fitted, earliest first: a horizon apart, as
    far back as there is a third of the past before them."""
    found = [origin - horizon * back for back in range(SPAN, 0, -1)]
    kept = [start for start in found if start >= max(2, origin // 3)]
    return kept or [max(1, origin - max(1, origin // 3))]


def fits_of(cutoffs: Sequence[int], periods: int, horizon: int) -> int:
    """How many fits a backtest at the cutoffs and the forecast of what comes next take."""
    ends = [*cutoffs, periods]
    return len({at for end in ends for at in (end, *starts(end, horizon))})


def is_quick(candidate: Candidate, panel: Panel, horizon: int) -> bool:
    """Whether a forecast from one more origin costs a family little."""
    family, settings = candidate.family, candidate.settings
    return family.pooled or family.estimate(settings, panel, horizon).each <= _QUICK


def asked_before(origin: int, horizon: int, quick: bool) -> list[tuple[int, int]]:
    """The forecasts, as (fitted at, asked at), that intervals at `origin` are learned from."""
    found = []
    for start in starts(origin, horizon):
        later = _between(start, origin, horizon) if quick else ()
        found += [(start, at) for at in (start, *later)]
    return found


def _between(start: int, origin: int, horizon: int) -> Sequence[int]:
    return range(start + max(1, horizon // 4), min(origin, start + horizon), max(1, horizon // 4))


def in_units(values: Floats) -> Floats:
    """Forecasts as they are kept: never negative, and finite. Raises ValueError for others, a
    defect of the family that made them."""
    if not np.isfinite(values).all():
        raise ValueError("a forecast is not finite")
    return np.maximum(values, 0.0)
