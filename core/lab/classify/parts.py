"""The division of labelled rows that a spec asks for."""

import numpy as np

from core.base.specs import RunSpec
from core.base.values import Column
from core.lab.classify.examples import Examples
from core.lab.classify.fitting import Positions
from core.prep import splits
from core.prep.allocation import allocate
from core.prep.lines import Lines, identical, members
from core.prep.splits import Parts

CALIBRATION_TURNS = 5


def part_rows(examples: Examples, spec: RunSpec) -> Parts:
    """Training, validation and test positions. Raises AppError for a split that cannot be made."""
    return splits.split(spec.split, examples.frame, examples.y, _columns(examples), spec.seed)


def blend_splits(
    examples: Examples, spec: RunSpec, parts: Parts, folds: int
) -> list[tuple[Positions, Positions]]:
    """(train, validation) positions for a blend: folds of both together, or forward in time one."""
    if parts.method == "time" or folds == 1:
        return [(parts.train, parts.validation)]
    lines = Lines(examples.frame, examples.y, _columns(examples))
    dev = np.sort(np.concatenate([parts.train, parts.validation]))
    return splits.folds(spec.split, lines, dev, folds, spec.seed)


def groups_of(examples: Examples, parts: Parts) -> Positions | None:
    """Where the split keeps groups together, the group (n,) of each row, numbered from 0."""
    if parts.method != "group" or parts.column is None:
        return None
    return members(examples.frame[parts.column])[0]


def turns(
    examples: Examples, parts: Parts, seed: int, positions: Positions, fold: Positions
) -> Positions:
    """The turn (m,) in which each held-out row's calibration is cross-fitted.

    It is the row's fold (`fold`, (m,)). Of a single division the rows at
    `positions` (m,) are dealt to as many turns, both answers alike in each; rows
    of one group, or with identical features, share a turn. Forward in time the
    calibration of a row may rest on later ones; the models never do.
    """
    if len(np.unique(fold)) > 1:
        return fold
    groups = groups_of(examples, parts)
    if groups is None:
        groups = identical(Lines(examples.frame, examples.y, _columns(examples)))
    own = np.unique(groups[positions], return_inverse=True)[1]
    shares = (1 / CALIBRATION_TURNS,) * CALIBRATION_TURNS
    return allocate(own, examples.y[positions], shares, seed).astype(np.int64)


def _columns(examples: Examples) -> tuple[Column, ...]:
    return tuple(c for c in examples.columns if c.name != examples.question.target)
