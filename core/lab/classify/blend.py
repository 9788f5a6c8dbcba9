"""Blends: several candidates fitted on every division, weighted and calibrated on held-out rows.

The divisions are folds of the training and validation rows together, so that
every row is judged once by models that never saw it, and the answer is the
average of all of them (bagging; Breiman 1996). Forward in time there is one
division only: the past trains, what follows validates.

Of what is shown as validation, the models saw no row and the calibration is
cross-fitted, but the weights are chosen on all held-out rows, and so is the
threshold: those figures are a little too good. The test rows alone judge.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import Field, model_validator

from core.base.model import Value
from core.lab import catalog
from core.lab.classify.blending import calibrate, choose_weights, cross_fitted
from core.lab.classify.examples import Examples
from core.lab.classify.fitting import Candidate, Division, Fit, Positions
from core.lab.classify.learning import Learned, Standing, held_out, standing

BLEND = "blend"
FOLDS = 5

Turns = Callable[[Positions, Positions], Positions]
"""Positions (m,) of held-out rows and their divisions' numbers (m,) -> the turn (m,) of each."""


class BlendMember(Value):
    """One candidate of a resolved blend."""

    family: str
    settings: dict[str, Any]
    seed: int = Field(0, ge=0)
    weight: float = Field(gt=0, le=1)


class BlendSettings(Value):
    """A resolved blend: enough to train it again to the same figures."""

    folds: int = Field(ge=1, le=20)
    members: tuple[BlendMember, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _add_up(self) -> "BlendSettings":
        if len({(member.family, member.seed) for member in self.members}) < len(self.members):
            raise ValueError("two members have the same family and seed")
        if abs(sum(member.weight for member in self.members) - 1) > 1e-6:
            raise ValueError("the weights do not add up to 1")
        return self


@dataclass(frozen=True)
class Trial:
    """A candidate with its fits, one for each division in order."""

    candidate: Candidate
    fits: tuple[Fit, ...]


def candidates(task: str, settings: BlendSettings) -> list[Candidate]:
    """The candidates that a resolved blend names."""
    found = []
    for member in settings.members:
        family = catalog.family(task, member.family)
        found.append(
            Candidate(family, family.settings.model_validate(member.settings), member.seed)
        )
    return found


def combine(
    examples: Examples,
    divisions: Sequence[Division],
    trials: Sequence[Trial],
    turns: Turns,
    weights: Mapping[str, float] | None = None,
) -> Learned:
    """The weighted, calibrated answer of the trials; `weights` are chosen unless given.

    The answer's calibration is fitted on all held-out rows; the `probability`
    that is judged as validation is cross-fitted over `turns` of them.
    """
    positions, fold = held_out(divisions)
    y = examples.y[positions]
    columns = {
        trial.candidate.name: np.concatenate([fit.probability for fit in trial.fits])
        for trial in trials
    }
    chosen = dict(weights) if weights is not None else choose_weights(y, columns)
    p = sum((columns[name] * weight for name, weight in chosen.items()), np.zeros(len(y)))
    used = [trial for trial in trials if trial.candidate.name in chosen]
    members = [
        BlendMember(
            family=trial.candidate.family.name,
            settings=trial.candidate.settings.model_dump(mode="json"),
            seed=trial.candidate.seed,
            weight=chosen[trial.candidate.name],
        )
        for trial in used
    ]
    return Learned(
        members=tuple(fit.member for trial in used for fit in trial.fits),
        weights=chosen,
        calibration=calibrate(y, p),
        positions=positions,
        fold=fold,
        probability=cross_fitted(y, p, turns(positions, fold)),
        standings=_standings(y, trials, chosen),
        family=BLEND,
        settings=BlendSettings(folds=len(divisions), members=tuple(members)).model_dump(
            mode="json"
        ),
    )


def _standings(
    y: np.ndarray, trials: Sequence[Trial], weights: Mapping[str, float]
) -> tuple[Standing, ...]:
    rows = [
        standing(trial.candidate, y, trial.fits, weights.get(trial.candidate.name, 0.0))
        for trial in trials
    ]
    return tuple(sorted(rows, key=lambda row: row.log_loss))
