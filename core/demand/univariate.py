"""Families that look at each series alone, and anew at every origin.

What they share: a series that a method cannot serve gets a simpler forecast, and the reader is
told which and why; the rest of the series are served. Stop is looked at between series.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import Settings
from core.demand.family import DemandFamily
from core.demand.one_series import from_first
from core.demand.panel import Floats, Panel
from core.demand.refits import Progress, Silent, fingerprint
from core.demand.season import openings

FILE, SETTINGS = "means.npz", "settings.json"
RUNAWAY = 10.0
"""A forecast above so many times the most that was ever sold is not believed."""


@dataclass(frozen=True)
class Ahead:
    """What is asked of a method: `horizon` periods ahead. `cycle` is 1 where the series is too
    short for its season, `year` the periods of a year."""

    horizon: int
    cycle: int
    year: int


@dataclass(frozen=True)
class Method:
    """How a family forecasts one series.

    `forecast(settings, y, ahead)` takes a series (n,) without gaps and gives means (h,). A series
    needs `fewest` periods, its season `cycles` whole cycles (0: the method has none). `counts`: it
    cannot take periods that sold less than nothing. `cost`: seconds for 1,000 periods of a series.
    `closes`: weekdays on which the shop never sells are taken out of a forecast without a season.
    """

    name: str
    settings: type[Settings]
    forecast: Callable[[Any, Floats, Ahead], Floats]
    fewest: int = 1
    cycles: int = 0
    counts: bool = False
    cost: float = 0.0
    closes: bool = True


@dataclass(frozen=True)
class Univariate:
    """The forecast `made` (s, h) at the end of the panel whose fingerprint is `of`; of any other
    panel it makes a new one. `reasons` (s,) say why a series was not served as asked."""

    method: Method
    settings: Any
    made: Floats
    of: str
    reasons: tuple[str, ...]
    reporter: Reporter = field(default_factory=Silent)

    def mean(self, panel: Panel) -> Floats:
        """The means of the next periods of every series (s, h), never negative."""
        if fingerprint(panel) == self.of:
            return self.made.copy()
        return _each(self.method, self.settings, panel, self.made.shape[1], self.reporter)[0]

    def save(self, folder: Path) -> None:
        """Writes the forecast, of which panel it is, and the settings of the next."""
        np.savez(folder / FILE, made=self.made, of=self.of, reasons=np.array(self.reasons, "U"))
        (folder / SETTINGS).write_text(self.settings.model_dump_json(), "utf-8")


def _each(
    method: Method, settings: Any, panel: Panel, horizon: int, reporter: Reporter
) -> tuple[Floats, tuple[str, ...]]:
    """The means (s, h) and the reasons (s,) of all series, told. Methods without a season know of
    no weekday: days on which the shop is closed are taken out of what they say."""
    progress = Progress(reporter, method.name, panel)
    found, reasons = np.zeros((len(panel.y), horizon)), []
    flat = method.closes and not method.cycles
    opened = openings(panel, horizon) if flat else np.ones(horizon)
    for place, y in enumerate(panel.y):
        progress.at(place)
        found[place], reason = serve(method, settings, y, panel, horizon)
        reasons.append(reason)
    progress.tell(reasons)
    return found * opened, tuple(reasons)


def serve(
    method: Method, settings: Any, y: Floats, panel: Panel, horizon: int
) -> tuple[Floats, str]:
    """The means (h,) of one series (t,), and why it was not served as asked ("" where it was)."""
    cycle = panel.rhythm.cycle
    y = from_first(y, cycle, getattr(settings, "history", len(y)))
    usual = panel.rhythm.windows[2]
    simple = np.full(horizon, max(float(y[-usual:].mean()), 0.0) if len(y) else 0.0)
    if not len(y) or not y.any() or len(y) < method.fewest:
        return simple, "empty" if not len(y) else "short" if y.any() else "zeros"
    seasonal = len(y) >= method.cycles * cycle
    returns = method.counts and bool((y < 0).any())
    ahead = Ahead(horizon, cycle if seasonal else 1, panel.rhythm.year)
    try:
        with np.errstate(all="ignore"):
            mean = method.forecast(settings, np.maximum(y, 0) if returns else y, ahead)
    except Exception:  # noqa: BLE001 (statsforecast raises it bare; told, the others are served)
        return simple, "failed"
    if not np.isfinite(mean).all():
        return simple, "failed"
    if mean.max() > RUNAWAY * max(float(y.max()), 0.0):
        return simple, "runaway"
    reason = "returns" if returns else "" if seasonal else "without_season"
    return np.maximum(mean, 0), reason


def _fit(
    method: Method, settings: Any, panel: Panel, horizon: int, _seed: int, reporter: Reporter
) -> Univariate:
    made, reasons = _each(method, settings, panel, horizon, reporter)
    return Univariate(method, settings, made, fingerprint(panel), reasons, reporter)


def _load(method: Method, folder: Path) -> Univariate:
    settings = method.settings.model_validate_json((folder / SETTINGS).read_text("utf-8"))
    with np.load(folder / FILE) as kept:
        reasons = tuple(str(reason) for reason in kept["reasons"])
        return Univariate(method, settings, kept["made"], str(kept["of"]), reasons)


def _estimate(method: Method, settings: Any, panel: Panel, _horizon: int) -> Estimate:
    """A library is imported once, then every series costs by its length."""
    periods = min(getattr(settings, "history", panel.y.shape[1]), panel.y.shape[1])
    once, memory = (3.0, 270.0) if method.cost else (0.0, 30.0)
    seconds = once + len(panel.y) * (5e-5 + method.cost * periods / 1000)
    memory += panel.y.size * 8e-6
    return Estimate(seconds=round(seconds, 3), memory_mb=round(memory, 1), once=once)


def _check(method: Method, settings: Any, panel: Panel, horizon: int) -> tuple[Problem, ...]:
    """What will not come out as the settings ask."""
    periods = panel.y.shape[1]
    found = []
    if horizon > periods:
        facts = {"horizon": horizon, "periods": periods}
        found.append(Problem(code="horizon_beyond_history", facts=facts))
    needed = method.cycles * panel.rhythm.cycle
    kept = min(periods, getattr(settings, "history", periods))
    if kept < needed:
        facts = {"periods": kept, "needed": needed}
        found.append(Problem(code="season_beyond_history", severity="warning", facts=facts))
    return tuple(found)


def family_of(
    method: Method,
    kind: Literal["baseline", "statistical"],
    check: Callable[[Any], tuple[Problem, ...]] = lambda _settings: (),
) -> DemandFamily:
    """The family of a method; `check` adds what is wrong with its own settings."""
    return DemandFamily(
        method.name, kind, method.settings,
        fit=partial(_fit, method), load=partial(_load, method),
        estimate=partial(_estimate, method),
        check=lambda *asked: check(asked[0]) + _check(method, *asked),
    )  # fmt: skip
