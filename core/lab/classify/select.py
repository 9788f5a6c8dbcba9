"""`best`: tries the families within a time budget; a blend is made of those that came through."""

import time
from collections.abc import Callable, Sequence

from core.base.protocols import Reporter
from core.base.specs import RunSpec
from core.lab import catalog
from core.lab.classify.blend import Trial
from core.lab.classify.fitting import Candidate, Division, Fit, fit
from core.lab.classify.learning import stop_if_asked

Divisions = Sequence[Division]
Follow = Callable[[str], Reporter]
"""Gives the reporter whose curve carries a label."""

ORDER: tuple[tuple[str, int], ...] = (
    ("logistic", 0),
    ("lightgbm", 0),
    ("hist_gradient_boosting", 0),
    ("network", 0),
    ("random_forest", 0),
    ("network", 1),
    ("network", 2),
)
"""(family, seed offset), cheap and different ones first: the budget may end anywhere."""


def trial_order(task: str) -> list[Candidate]:
    """The candidates of `best` with their default settings, in the order they are tried."""
    known = {family.name: family for family in catalog.families(task)}
    return [
        Candidate(known[name], known[name].settings(), seed)
        for name, seed in ORDER
        if name in known
    ]


def try_all(divisions: Divisions, spec: RunSpec, reporter: Follow) -> list[Trial]:
    """Fits candidates on all divisions while the spec's budget (seconds) lasts.

    The first candidate is always fitted whole. Another is begun when its
    estimate fits into what is left, and goes on past its first division when
    the time that one took, times the divisions left, still fits.
    """
    begun = time.monotonic()
    order = trial_order(spec.task)
    trials: list[Trial] = []
    for number, candidate in enumerate(order):
        left = spec.budget - (time.monotonic() - begun)
        follow = reporter(candidate.name)
        stop_if_asked(follow)
        if trials and not _fits(candidate, divisions, left):
            follow.log("skipped_for_budget", family=candidate.name, seconds=round(max(left, 0)))
            continue
        follow.log("trying", family=candidate.name, step=number + 1, steps=len(order))
        found = _try(candidate, divisions, (left, not trials), spec.seed, follow)
        if len(found) == len(divisions):
            trials.append(Trial(candidate, tuple(found)))
        else:
            follow.log("skipped_for_budget", family=candidate.name, seconds=round(max(left, 0)))
    return trials


def _fits(candidate: Candidate, divisions: Divisions, left: float) -> bool:
    rows, columns = divisions[0].train.x.shape
    estimate = candidate.family.estimate(candidate.settings, rows, columns)
    return estimate.seconds <= left


def _try(
    candidate: Candidate,
    divisions: Divisions,
    limit: tuple[float, bool],
    seed: int,
    reporter: Reporter,
) -> list[Fit]:
    left, regardless = limit
    found: list[Fit] = []
    for division in divisions:
        stop_if_asked(reporter)
        if found and not regardless and found[0].seconds * len(divisions) > left:
            break
        found.append(fit(candidate, division, reporter, seed))
    return found
