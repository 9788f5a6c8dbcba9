"""The division of labelled rows that a spec asks for."""

import numpy as np

from core.base.specs import RunSpec
from core.base.values import Column
from core.lab.examples import Examples
from core.lab.fitting import Positions
from core.prep import splits
from core.prep.lines import Lines
from core.prep.splits import Parts


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


def _columns(examples: Examples) -> tuple[Column, ...]:
    return tuple(c for c in examples.columns if c.name != examples.question.target)
