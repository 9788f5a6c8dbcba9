"""Fitting one family on one division of the rows, preprocessing included."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.protocols import Family, Matrix, Model, Reporter
from core.base.specs import PrepSpec, Settings
from core.lab.classify.examples import Examples
from core.prep import pipeline
from core.prep.pipeline import FittedPrep

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Candidate:
    """A family with settled settings and a seed: what can be fitted again to the same figures."""

    family: Family
    settings: Settings
    seed: int

    @property
    def name(self) -> str:
        """The curve's label: the family, numbered where one family stands several times."""
        return self.family.name if self.seed == 0 else f"{self.family.name} {self.seed + 1}"


@dataclass(frozen=True)
class Division:
    """One division into training and validation rows, prepared once for all families.

    Preprocessing statistics come from the training rows only. Validation rows
    that the preprocessing refuses to score are left out; `positions` are the others'.
    """

    number: int
    prep: FittedPrep
    train: Matrix
    validation: Matrix
    positions: Positions


@dataclass(frozen=True)
class Member:
    """A fitted model with the preprocessing it was fitted on; `number` is its division's."""

    number: int
    candidate: str
    family: str
    prep: FittedPrep
    model: Model


@dataclass(frozen=True)
class Fit:
    """A member, its probabilities for its division's validation rows, and the seconds it took."""

    member: Member
    probability: NDArray[np.float64]
    seconds: float


def divide(
    examples: Examples, prep: PrepSpec, split: tuple[Positions, Positions], number: int, seed: int
) -> Division:
    """Prepares the rows at the `split` = (train, validation) positions."""
    train, validation = split
    fitted, matrix = pipeline.fit(
        prep, examples.features, examples.frame.iloc[train], examples.y[train], seed
    )
    rows = fitted.transform(examples.frame.iloc[validation])
    scorable = ~rows.unscorable
    positions = validation[scorable]
    held_out = Matrix(rows.x[scorable], examples.y[positions], None, fitted.names)
    return Division(number, fitted, matrix, held_out, positions)


def fit(candidate: Candidate, division: Division, reporter: Reporter, seed: int) -> Fit:
    """Fits `candidate` on the training rows of `division`; it may stop early on validation."""
    begun = time.perf_counter()
    family = candidate.family
    model = family.fit(
        candidate.settings, division.train, division.validation, seed + candidate.seed, reporter
    )
    probability = model.predict(division.validation.x)
    member = Member(division.number, candidate.name, family.name, division.prep, model)
    return Fit(member, probability, time.perf_counter() - begun)
