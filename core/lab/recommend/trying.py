"""The families of a run on two questions: the earlier chooses, the later judges."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.jobs.reporter import JobReporter
from core.lab import catalog
from core.lab.recommend.blend import Blended, BlendMember, BlendSettings
from core.lab.recommend.candidates import (
    BASELINE,
    NAIVE,
    ONLY_AGAIN,
    Candidate,
    LeftOut,
    candidate,
    choice,
)
from core.lab.recommend.mixing import Mix, Trial, best_mix
from core.recommend.evaluate import Judged, judge
from core.recommend.family import Known, Ranker, Size
from core.recommend.filled import Filled
from core.recommend.histories import Histories, of_baskets
from core.recommend.interactions import Interactions, core_of
from core.recommend.protocol import Asked, questions
from core.recommend.task import Question, View

DAYS = (7.0, 21.0, 60.0)
"""Of these windows of the baseline the one that ranks best on the earlier question is taken, unless
the run asks for one."""
HALF_LIVES = (30.0, 60.0, 90.0, 180.0, 0.0)
"""Of these half-lives of what is bought again, in days, likewise, where `best` is asked for."""


@dataclass(frozen=True)
class Setting:
    """What every family is asked: `known` is all there is, of which the questions show a part; by
    the `earlier` ones is chosen, the `later` one judges."""

    spec: RunSpec
    question: Question
    known: Known
    earlier: tuple[Asked, ...]
    later: Asked

    @property
    def every(self) -> tuple[Asked, ...]:
        """All questions, the later one last."""
        return (*self.earlier, self.later)

    @property
    def size(self) -> Size:
        """How much there is to learn from."""
        users, items = self.known.interactions.shape
        return Size(users=users, items=items, rows=len(self.known.interactions))


@dataclass(frozen=True)
class Tried:
    """A family, or a blend of several, on the earlier questions and on the later one, each by view;
    `members` are what it is fitted of, `ranker` is as it was judged by the later one."""

    name: str
    settings: dict[str, Any]
    members: tuple[Candidate, ...]
    ranker: Filled
    earlier: tuple[dict[View, Judged], ...]
    later: dict[View, Judged]
    seconds: float

    def validation(self, view: View) -> float:
        """The mean NDCG of the earlier questions; 0 where nothing was taken."""
        return float(np.mean([_mean(judged[view]) for judged in self.earlier]))


@dataclass(frozen=True)
class Answer:
    """The one that is taken, what it must beat, and all that were tried."""

    chosen: Tried
    base: Tried
    every: tuple[Tried, ...]


class Trying:
    """Fits families on the questions of a run, each once, and judges them."""

    def __init__(self, asked: Setting, reporter: JobReporter) -> None:
        self._asked, self._reporter = asked, reporter
        self._k, self._view = asked.question.k, asked.question.lists
        self._rankers: dict[tuple[str, int], list[Ranker]] = {}
        self.baseline, fitted = self._likeliest(_windows(asked.spec))
        fitted = [*fitted, self._fitted(self.baseline, asked.later)]
        self._popular = [one.counts for one in fitted]

    def tuned(self, one: Candidate) -> Candidate:
        """The family with what suits these customers, where that is found in a moment."""
        if one.family.name not in ONLY_AGAIN:
            return one
        name, seed = one.family.name, one.seed
        several = [candidate(name, {"half_life": days}, seed) for days in HALF_LIVES]
        return self._likeliest(several)[0]

    def _likeliest(self, several: Sequence[Candidate]) -> tuple[Candidate, list[Any]]:
        """The one that ranks best on the earlier questions, and its fits of these."""
        tried = [[self._fitted(one, part) for part in self._asked.earlier] for one in several]
        best = int(np.argmax([self._early(rankers) for rankers in tried]))
        return several[best], tried[best]

    def try_one(self, one: Candidate) -> Tried:
        """A family on all questions."""
        begun = time.perf_counter()
        rankers = [self._fitted(one, part) for part in self._asked.every]
        self._rankers[one.family.name, one.seed] = rankers
        settings = one.settings.model_dump(mode="json")
        return self._tried(one.family.name, settings, (one,), rankers, begun)

    def mix(self, every: Sequence[Tried]) -> Mix:
        """What mix of families ranks best on the earlier questions."""
        trials = [
            Trial([self._all(one)[n] for one in every], part, self._popular[n], self._view)
            for n, part in enumerate(self._asked.earlier)
        ]
        return best_mix(trials, len(every), self._k)

    def blend(self, settings: BlendSettings, every: Sequence[Tried]) -> Tried:
        """A blend of families that were tried, on all questions."""
        begun = time.perf_counter() - sum(one.seconds for one in every)
        parts = zip(*(self._all(one) for one in every), strict=True)
        blends = [
            Blended(settings, part, popular)
            for part, popular in zip(parts, self._popular, strict=True)
        ]
        members = tuple(one.members[0] for one in every)
        return self._tried(catalog.BLEND, settings.model_dump(mode="json"), members, blends, begun)

    def _tried(
        self,
        name: str,
        settings: dict[str, Any],
        members: tuple[Candidate, ...],
        rankers: Sequence[Ranker],
        begun: float,
    ) -> Tried:
        filled = [Filled(r, p) for r, p in zip(rankers, self._popular, strict=True)]
        judged = [
            judge(one, part, self._k) for one, part in zip(filled, self._asked.every, strict=True)
        ]
        spent = time.perf_counter() - begun
        return Tried(name, settings, members, filled[-1], tuple(judged[:-1]), judged[-1], spent)

    def _all(self, tried: Tried) -> list[Ranker]:
        return self._rankers[tried.name, tried.members[0].seed]

    def _early(self, rankers: Sequence[Ranker]) -> float:
        """The mean NDCG on the earlier questions."""
        parts = zip(rankers, self._asked.earlier, strict=True)
        return float(np.mean([_mean(judge(one, p, self._k)[self._view]) for one, p in parts]))

    def _fitted(self, one: Candidate, asked: Asked) -> Any:
        known = replace(self._asked.known, interactions=asked.known)
        return one.fit(known, self._reporter.curve(one.family.name))


def setting_of(spec: RunSpec, question: Question, known: Known) -> Setting:
    """The questions of a run: what is learned from has customers and items enough, asked about are
    all. Raises AppError no_question where nobody can be asked about."""
    earlier, later = questions(known.interactions, question)
    every = [replace(one, known=_core(one.known, question)) for one in (*earlier, later)]
    for asked in every:
        if not len(asked.users) or not len(asked.known):
            raise AppError("no_question", customers=len(known.interactions.users))
    return Setting(spec, question, known, tuple(every[:-1]), every[-1])


def _core(found: Interactions, question: Question) -> Interactions:
    return core_of(found, question.fewest_of_user, question.fewest_of_item)


def answer(asked: Setting, reporter: JobReporter) -> Answer:
    """Tries what the spec asks for, and takes it; for `best` what ranked best on the earlier
    question, or a blend where that surely ranks better."""
    trying = Trying(asked, reporter)
    base = trying.try_one(trying.baseline)
    every = {base.name: base}
    wanted, left_out = choice(asked.spec, asked.question, asked.size)
    naive = [candidate(name, {}, asked.spec.seed) for name in NAIVE if name != base.name]
    if asked.spec.family == catalog.BEST:
        wanted = [trying.tuned(one) for one in wanted]
    models = [one for one in (*naive, *wanted) if one.family.name not in every]
    steps = len(models) + _told(left_out, reporter)
    for step, one in enumerate(models):
        reporter.log("trying", family=one.family.name, step=step + 1, steps=steps)
        every[one.family.name] = trying.try_one(one)
    match asked.spec.family:
        case catalog.BLEND:
            settings = BlendSettings.model_validate(asked.spec.settings)
            chosen = trying.blend(settings, [every[one.family] for one in settings.members])
        case catalog.BEST:
            reporter.log("blending", families=len(every))
            chosen = _best(trying, list(every.values()))
        case _:
            chosen = every[asked.spec.family]
    return Answer(chosen, base, tuple({chosen.name: chosen, **every}.values()))


def _told(left_out: Sequence[LeftOut], reporter: JobReporter) -> int:
    """Tells which families are not tried, and why; how many there was no time for."""
    for one in left_out:
        if one.seconds is None:
            reporter.log("family_too_large", family=one.family)
        else:
            reporter.log("skipped_for_budget", family=one.family, seconds=one.seconds)
    return sum(one.seconds is not None for one in left_out)


def _best(trying: Trying, every: Sequence[Tried]) -> Tried:
    """The mix that ranks best earlier: one family as it is, or a blend."""
    mix = trying.mix(every)
    used = [(one, weight) for one, weight in zip(every, mix.weights, strict=True) if weight > 0]
    if mix.alone:
        return used[0][0]
    members = tuple(
        BlendMember(family=one.name, settings=one.settings, seed=one.members[0].seed, weight=weight)
        for one, weight in used
    )
    settings = BlendSettings(members=members, recency=mix.recency, floor=mix.floor)
    return trying.blend(settings, [one for one, _ in used])


def final(asked: Setting, said: Answer, reporter: JobReporter) -> Filled:
    """The chosen one fitted on all there is, its silence filled by what sells lately at its end."""
    core = _core(asked.known.interactions, asked.question)
    known = replace(asked.known, interactions=core)
    fits = [one.fit(known, reporter.curve(one.family.name)) for one in said.chosen.members]
    popular = said.base.members[0].fit(known, reporter).scores(_nobody(asked))[0]
    if said.chosen.name != catalog.BLEND:
        return Filled(fits[0], popular)
    settings = BlendSettings.model_validate(said.chosen.settings)
    return Filled(Blended(settings, tuple(fits), popular), popular)


def _nobody(asked: Setting) -> Histories:
    found = asked.known.interactions
    return of_baskets([()], len(found.items), found.end)


def _windows(spec: RunSpec) -> list[Candidate]:
    """The baseline over each window that may be taken: the one that the run asks for by itself, or
    in its blend, else `DAYS`."""
    asked = spec.settings if spec.family == BASELINE else {}
    if spec.family == catalog.BLEND:
        members = BlendSettings.model_validate(spec.settings).members
        asked = next((one.settings for one in members if one.family == BASELINE), {})
    tried = [asked] if asked else [{"days": days} for days in DAYS]
    return [candidate(BASELINE, settings, spec.seed) for settings in tried]


def _mean(judged: Judged) -> float:
    known = judged.each["ndcg"].dropna()
    return float(known.mean()) if len(known) else 0.0
