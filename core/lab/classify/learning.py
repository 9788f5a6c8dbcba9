"""From examples to a fitted answer: one family on one division, or a blend over several."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value
from core.base.protocols import Reporter
from core.classify.calibration import Platt
from core.classify.fitting import log_loss
from core.lab.classify.blending import Probabilities
from core.lab.classify.examples import Examples
from core.lab.classify.fitting import Candidate, Division, Fit, Member

STAGES = ("read", "split", "prep", "fit", "evaluate", "explain", "save")
"""What a run goes through, in order."""


class Standing(Value):
    """How one candidate did on the validation rows. `weight` is its share in the answer."""

    candidate: str
    family: str
    roc_auc: float
    log_loss: float
    seconds: float
    weight: float


@dataclass(frozen=True)
class Learned:
    """What training yields.

    `positions` (m,) are the validation rows, `probability` (m,) what members
    that did not train on a row say of it, calibrated without it; `fold` (m,) is
    the number of the division a row was held out in. `calibration` is that of
    the answer, fitted on all of them. `family` and `settings` are resolved.
    """

    members: tuple[Member, ...]
    weights: dict[str, float]
    calibration: Platt
    positions: NDArray[np.int64]
    fold: NDArray[np.int64]
    probability: Probabilities
    standings: tuple[Standing, ...]
    family: str
    settings: dict[str, object]
    unseen: dict[str, int] = field(default_factory=dict)


def standing(
    candidate: Candidate, y: NDArray[np.int8], fits: Sequence[Fit], weight: float
) -> Standing:
    """The figures of a candidate on the validation rows of its fits, joined."""
    from sklearn.metrics import roc_auc_score

    p = np.concatenate([fit.probability for fit in fits])
    return Standing(
        candidate=candidate.name,
        family=candidate.family.name,
        roc_auc=float(roc_auc_score(y, p)),
        log_loss=log_loss(y, p),
        seconds=sum(fit.seconds for fit in fits),
        weight=weight,
    )


def single(candidate: Candidate, examples: Examples, division: Division, fit: Fit) -> Learned:
    """The answer of one family: its own probabilities, as they are."""
    y = examples.y[division.positions]
    return Learned(
        members=(fit.member,),
        weights={candidate.name: 1.0},
        calibration=Platt(),
        positions=division.positions,
        fold=np.full(len(y), division.number),
        probability=fit.probability,
        standings=(standing(candidate, y, [fit], 1.0),),
        family=candidate.family.name,
        settings=candidate.settings.model_dump(mode="json"),
    )


def held_out(divisions: Sequence[Division]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The validation positions of all divisions, joined, and the number of each row's division."""
    positions = np.concatenate([division.positions for division in divisions])
    numbers = [np.full(len(division.positions), division.number) for division in divisions]
    return positions, np.concatenate(numbers)


def stop_if_asked(reporter: Reporter) -> None:
    """Leaves training at once when the user asked to stop."""
    from core.base.protocols import StopRequestedError

    if reporter.stopping():
        raise StopRequestedError
