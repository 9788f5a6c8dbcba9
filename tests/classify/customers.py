"""Rows of customers who are alike in their rows: what intervals by row get wrong."""

import numpy as np
from numpy.typing import NDArray

Rows = tuple[NDArray[np.int8], NDArray[np.float64], NDArray[np.int64]]


def alike(seed: int, customers: int = 150, rows: int = 16, known: bool = True) -> Rows:
    """Answers, probabilities and customers; each customer has 1 to `rows` - 1 rows.

    A customer's leaning drives all their answers, and with `known` the
    probabilities too; else these say nothing of the answers.
    """
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(customers), rng.integers(1, rows, customers))
    said = rng.normal(size=customers)
    leaning = said if known else rng.normal(size=customers)
    noise = rng.normal(size=(2, customers))[:, groups]
    p = 1 / (1 + np.exp(1 - 1.5 * said[groups] - 0.2 * noise[0]))
    chance = 1 / (1 + np.exp(1 - 3 * leaning[groups] - 1.5 * noise[1]))
    return (rng.random(len(groups)) < chance).astype(np.int8), p, groups


def redrawn(groups: NDArray[np.int64], times: int) -> list[NDArray[np.int64]]:
    """Rows of `times` resamples of whole groups, by hand."""
    rng = np.random.default_rng(5)
    own = [np.flatnonzero(groups == number) for number in range(groups.max() + 1)]
    return [
        np.concatenate([own[number] for number in rng.integers(0, len(own), len(own))])
        for _ in range(times)
    ]
