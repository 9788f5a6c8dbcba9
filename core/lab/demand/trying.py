"""The families of a run over its backtest, and the one, or the blend, that it answers with."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.demand.backtest import Window
from core.demand.evaluate import Scored, scored
from core.demand.panel import Panel
from core.jobs.reporter import JobReporter
from core.lab import catalog
from core.lab.demand import blend
from core.lab.demand.blend import BlendOf
from core.lab.demand.choose import take
from core.lab.demand.fitting import Backtester, Candidate, Fits, Ready, fits_of
from core.lab.demand.pace import Pace, reserved
from core.lab.demand.select import RESERVED, baselines, candidates, seconds


@dataclass(frozen=True)
class Asked:
    """What every family is asked: the cutoffs `at` of a backtest of `panel`."""

    spec: RunSpec
    panel: Panel
    horizon: int
    at: Sequence[int]


@dataclass(frozen=True)
class Tried:
    """A family, or a blend of `members`, over the windows of the backtest, with its scores by
    series."""

    name: str
    members: tuple[Candidate, ...]
    tester: Backtester
    windows: tuple[Window, ...]
    scored: Scored
    seconds: float

    @property
    def scores(self) -> pd.DataFrame:
        """Those of every series."""
        return self.scored.series

    @property
    def settings(self) -> dict[str, Any]:
        """With what it can be trained again."""
        if self.name == catalog.BLEND:
            return blend.settings_of(self.members).model_dump(mode="json")
        return self.members[0].settings.model_dump(mode="json")


@dataclass(frozen=True)
class Answer:
    """The one that is taken, what it must beat, and all that were tried over the same windows."""

    chosen: Tried
    base: Tried
    every: tuple[Tried, ...]


def answer(asked: Asked, reporter: JobReporter) -> Answer:
    """Tries what the spec asks for, and takes it; for `best` what did best before the first
    window. What must be beaten is the naive family whose RMSSE was lower over the windows, or the
    one that is taken."""
    naive = [_family(asked, one, reporter) for one in baselines(asked.spec)]
    models = _models(asked, reporter)
    base = min(naive, key=_loss)
    match asked.spec.family:
        case catalog.BEST:
            chosen = _best(asked, models, naive, reporter)
        case catalog.BLEND:
            chosen = _blend(asked, models)
        case _:
            chosen = models[0]
    known = {one.name: one for one in [chosen, *models, *naive]}
    return Answer(chosen, chosen if chosen in naive else base, tuple(known.values()))


def weights(ready: Ready) -> dict[str, float]:
    """The weights of a blend's families as it answers; of a family none."""
    fitted = ready.fitted
    if not isinstance(fitted, blend.Blended):
        return {}
    return dict(zip(fitted.families, fitted.weights, strict=True))


def _models(asked: Asked, reporter: JobReporter) -> list[Tried]:
    """The candidates, one after the other, while there is time at the pace of those before; the
    first and a cheap one in any case."""
    budget, best = asked.spec.budget, asked.spec.family == catalog.BEST
    found: list[Tried] = []
    fits = fits_of(asked.at, asked.panel.y.shape[1], asked.horizon)
    every = candidates(asked.spec, asked.panel, asked.horizon, fits)
    costs = [seconds(one, asked.panel, asked.horizon, fits) for one in every]
    always = reserved(costs, RESERVED * budget)
    pace = Pace(dict(enumerate(costs)), fits, reporter)
    for number, one in enumerate(every):
        name, limited = one.family.name, best and found
        if limited and number != always and not pace.reaches(number, budget):
            left = round(max(budget - pace.passed, 0))
            reporter.log("skipped_for_budget", family=name, seconds=left)
            pace.over(number, tried=False)
            continue
        if len(every) > 1:
            reporter.log("trying", family=name, step=number + 1, steps=len(every))
        try:
            found.append(_family(asked, one, reporter, pace.fitted))
        except AppError:
            if not best:
                raise
            reporter.log("family_left_out", family=name)
        pace.over(number, tried=True)
    return found


def _best(
    asked: Asked, models: Sequence[Tried], naive: Sequence[Tried], reporter: JobReporter
) -> Tried:
    known = {one.name: one for one in [*models, *naive]}
    sources = [{one.name: one.tester.source for one in group} for group in (models, naive)]
    names = take(sources[0], sources[1], asked.at[0], asked.spec.seed)
    if len(names) > 1:
        return _blend(asked, [known[name] for name in names])
    if known[names[0]] in naive:
        reporter.log("baseline_kept", baseline=names[0])
    return known[names[0]]


def _blend(asked: Asked, members: Sequence[Tried]) -> Tried:
    begun = time.perf_counter()
    source = BlendOf({one.name: one.tester.source for one in members})
    tester = Backtester(source, asked.panel, asked.horizon, asked.spec.seed)
    parts = tuple(candidate for one in members for candidate in one.members)
    found = _tested(Tried(catalog.BLEND, parts, tester, (), Scored(pd.DataFrame()), 0.0), asked.at)
    spent = time.perf_counter() - begun + sum(one.seconds for one in members)
    return replace(found, seconds=spent)


def _family(
    asked: Asked,
    candidate: Candidate,
    reporter: JobReporter,
    on_fit: Callable[[], None] | None = None,
) -> Tried:
    begun = time.perf_counter()
    name = candidate.family.name
    source = Fits(candidate, asked.panel, asked.horizon, reporter.curve(name), on_fit)
    tester = Backtester(source, asked.panel, asked.horizon, candidate.seed)
    found = _tested(Tried(name, (candidate,), tester, (), Scored(pd.DataFrame()), 0.0), asked.at)
    return replace(found, seconds=time.perf_counter() - begun)


def _tested(tried: Tried, at: Sequence[int]) -> Tried:
    windows = tuple(tried.tester.window(cutoff) for cutoff in at)
    return replace(tried, windows=windows, scored=scored(windows))


def _loss(tried: Tried) -> float:
    """By what the verdict is spoken; a naive family that cannot be judged is none to beat."""
    error = float(tried.scores["rmsse"].mean())
    return error if np.isfinite(error) else np.inf
