"""Which families a run tries."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from core.base.protocols import Reporter
from core.base.specs import RunSpec
from core.lab import catalog
from core.recommend.family import Known, Ranker, RecommendFamily, Size
from core.recommend.task import Question

BASELINE = "recent_popularity"
NAIVE = ("recent_popularity", "popularity")
"""Always run: what is shown to everybody alike."""
CLOSED = (
    "buy_again", "ease", "item_knn", "next_item", "session_knn", "sequence_ridge",
    "association_rules",
)  # fmt: skip
"""What `best` tries next, the likeliest first: all are fitted in one go."""
FACTORS = ("als", "content_based")
NETWORKS = ("gru", "two_tower")
ONLY_AGAIN = ("buy_again",)
"""Of these nothing new can be had."""
FITS = 3
"""Fits of every candidate: two for the choice, one for the verdict."""


@dataclass(frozen=True)
class Candidate:
    """A family with its settings and seed."""

    family: RecommendFamily
    settings: Any
    seed: int

    def fit(self, known: Known, reporter: Reporter) -> Ranker:
        """The family, fitted."""
        return self.family.fit(self.settings, known, self.seed, reporter)

    def seconds(self, size: Size) -> float:
        """What it takes to try it."""
        one = self.family.estimate(self.settings, size)
        return one.once + FITS * one.each

    def fits(self, size: Size) -> bool:
        """Whether nothing forbids it on data of this size."""
        problems = self.family.check(self.settings, size)
        return not any(problem.severity == "error" for problem in problems)


@dataclass(frozen=True)
class LeftOut:
    """A family that `best` does not try: for want of time, of which so many `seconds` were left, or
    because data of this size need more memory than it may take (None)."""

    family: str
    seconds: int | None


def candidates(spec: RunSpec, question: Question, size: Size) -> list[Candidate]:
    """The families that `spec` asks for: one, those of a blend, or for `best` those that suit the
    data and that its budget has time for by their estimates."""
    return choice(spec, question, size)[0]


def choice(
    spec: RunSpec, question: Question, size: Size
) -> tuple[list[Candidate], tuple[LeftOut, ...]]:
    """The `candidates`, and what `best` leaves out with the reason."""
    if spec.family == catalog.BLEND:
        from core.lab.recommend.blend import BlendSettings

        members = BlendSettings.model_validate(spec.settings).members
        return [candidate(one.family, one.settings, one.seed) for one in members], ()
    if spec.family != catalog.BEST:
        return [candidate(spec.family, spec.settings, spec.seed)], ()
    left, found = spec.budget, []
    left_out: list[LeftOut] = []
    for name in (*CLOSED, *FACTORS, *NETWORKS):
        if name in ONLY_AGAIN and question.lists == "new":
            continue
        one = candidate(name, {}, spec.seed)
        cost = one.seconds(size)
        if not one.fits(size):
            left_out.append(LeftOut(name, None))
        elif cost > left:
            left_out.append(LeftOut(name, round(left)))
        else:
            found.append(one)
            left -= cost
    return found, tuple(left_out)


def candidate(name: str, settings: dict[str, Any], seed: int) -> Candidate:
    """A family by its name. Raises AppError family_unknown."""
    family = cast(RecommendFamily, catalog.family("recommend", name))
    return Candidate(family, family.settings.model_validate(settings), seed)


def load(family: str, folder: Path) -> Ranker:
    """The fitted model of a bundle, of whatever family it is."""
    if family == catalog.BLEND:
        from core.lab.recommend import blend

        return blend.load(folder)
    return cast(RecommendFamily, catalog.family("recommend", family)).load(folder)
