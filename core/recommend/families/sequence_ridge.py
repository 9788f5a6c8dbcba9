"""Sequence ridge: the next purchase foretold from a history that fades, in closed form.

After position p of a customer's sequence the history is x_p = decay x_(p-1) + b_p, b_p the items of
that position; W = (X'X + ridge I)^-1 X'Y, Y the items of the positions that follow. Bought together
is one position. EASE (Steck 2019) does so for histories without an order.

X'X is not summed up directly, which would take the square of every history: of all positions that
have a next one, X'X = decay^2 (X'X - L'L) + decay (H + H') + B'B, with H the sum of x_(p-1) b_p',
and L the histories of the last of them for each customer.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Problem, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.recommend import dense
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, matrix_of
from core.recommend.positions import Positions, positions_of

FADED = 1e-4
"""What of a meeting is left when it is forgotten."""
CELLS = 4_000_000
"""Entries of histories that are held in one go, about."""


class SequenceRidgeSettings(Settings):
    """What of a position is left at the next one, the ridge, and how much memory the tables of all
    pairs of items may take."""

    texts: ClassVar[str] = "recommend.sequence_ridge"

    decay: float = Field(0.8, ge=0, le=0.99, json_schema_extra=SHORT)
    ridge: float = Field(200.0, ge=0.1, le=1e6, json_schema_extra=SHORT)
    memory_mb: float = Field(3000.0, ge=10, le=1e6)


@dataclass(frozen=True)
class SequenceRidge:
    """What each item of a history (row) says of each that may follow (items, items)."""

    weights: Floats
    decay: float

    def scores(self, asked: Histories) -> Floats:
        """What the faded histories say of what comes next (b, items)."""
        found = positions_of(asked.row, asked.basket, asked.day)
        age = found.last[asked.row] - found.of_row
        fresh = age < reach(self.decay)
        value = asked.weight[fresh] * np.float32(self.decay) ** age[fresh]
        told = matrix_of(asked.row[fresh], asked.item[fresh], value, (len(asked), asked.items))
        return np.asarray(told @ self.weights, np.float32)

    def save(self, folder: Path) -> None:
        """Writes the table."""
        np.save(folder / "weights.npy", self.weights)
        np.save(folder / "decay.npy", np.float64(self.decay))


def reach(decay: float) -> int:
    """Positions after which what is left is below `FADED`."""
    return int(np.log(FADED) / np.log(decay)) + 1 if decay > 0 else 1


def fit(
    settings: SequenceRidgeSettings, known: Known, _seed: int, reporter: Reporter
) -> SequenceRidge:
    """Sums up what follows what, then solves for all items at once."""
    met = known.interactions
    order = np.argsort(met.user, kind="stable")
    found = positions_of(met.user[order], met.basket[order], met.day[order])
    shape = (len(found), len(met.items))
    bought = matrix_of(found.of_row, met.item[order], met.weight[order], shape)
    follows, gram = sums(bought, found, settings.decay, reporter)
    return SequenceRidge(dense.solved(gram, follows, settings.ridge), settings.decay)


def sums(
    bought: sparse.csr_matrix, found: Positions, decay: float, reporter: Reporter
) -> tuple[Floats, Floats]:
    """X'Y and X'X (items, items) of the items `bought` at each position (positions, items)."""
    items = bought.shape[1]
    follows = np.zeros((items, items), np.float32)
    ends = []
    most = max(1, bought.nnz // max(len(found), 1)) * reach(decay)
    step = max(1, CELLS // most)
    for first in range(0, len(found), step):
        if reporter.stopping():
            raise StopRequestedError
        history = _faded(bought, found, decay, (first, min(first + step, len(found))))
        places = np.arange(first, first + history.shape[0])
        goes_on, ends_here = found.before_end[places] >= 2, found.before_end[places] == 1
        dense.add(follows, (history[goes_on].T @ bought[places[goes_on] + 1]).tocsr())
        ends.append(history[ends_here])
    last = sparse.vstack(ends, "csr") if ends else bought[:0]
    gram = follows + follows.T
    gram *= np.float32(decay)
    _add_gram(gram, bought[found.before_end >= 1], 1.0)
    _add_gram(gram, last, -(decay**2))
    gram /= np.float32(1 - decay**2)
    after = np.flatnonzero(found.before_end == 1) + 1
    dense.add(follows, (last.T @ bought[after]).tocsr())
    return follows, gram


def _faded(
    bought: sparse.csr_matrix, found: Positions, decay: float, part: tuple[int, int]
) -> sparse.csr_matrix:
    """The histories x of the positions from `part[0]` to `part[1]`, without it."""
    here = np.arange(*part)
    begin = max(0, part[0] - reach(decay) + 1)
    rows: list[NDArray[np.int64]] = []
    lags: list[NDArray[np.int64]] = []
    for lag in range(min(reach(decay), int(found.index[here].max(initial=0)) + 1)):
        old = here[found.index[here] >= lag]
        rows.append(old)
        lags.append(np.full(len(old), lag))
    row, lag_ = np.concatenate(rows), np.concatenate(lags)
    shape = (len(here), part[1] - begin)
    back = matrix_of(row - part[0], row - lag_ - begin, decay**lag_, shape)
    return (back @ bought[begin : part[1]]).tocsr()


def _add_gram(gram: Floats, rows: sparse.csr_matrix, times: float) -> None:
    """Adds `times` X'X of the sparse rows, a block at a time."""
    of_items = rows.T.tocsr()
    for first in range(0, len(gram), dense.BLOCK):
        part = slice(first, first + dense.BLOCK)
        gram[part] += np.float32(times) * (of_items[part] @ rows).toarray()


def load(folder: Path) -> SequenceRidge:
    """Reads what `save` wrote."""
    weights = np.load(folder / "weights.npy", mmap_mode="r")
    return SequenceRidge(weights, float(np.load(folder / "decay.npy")))


def estimate(settings: SequenceRidgeSettings, size: Size) -> Estimate:
    """Every row meets the faded ones before it; then n^3 for the solution, in two tables."""
    length = min(reach(settings.decay), size.rows / max(size.users, 1))
    seconds = 0.2 + size.rows * (length * 4e-8 + 1e-6) + size.items**3 * 5e-11
    return Estimate(
        seconds=round(seconds, 1),
        memory_mb=round((size.items**2 * 4 * 2.5 + size.rows * 60) / 1e6 + 100, 1),
        parameters=size.items**2,
    )


def check(settings: SequenceRidgeSettings, size: Size) -> tuple[Problem, ...]:
    """Refuses tables above the budget."""
    needed = estimate(settings, size).memory_mb
    return dense.over_budget(needed, settings.memory_mb, size.items)


FAMILY = RecommendFamily(
    "sequence_ridge", "linear", SequenceRidgeSettings, fit, load, estimate, check
)
