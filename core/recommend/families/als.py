"""ALS: factors of customers and items by alternating least squares (Hu, Koren, Volinsky 2008)."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.foldin import folded, whitened
from core.recommend.histories import Histories
from core.recommend.interactions import Floats

WATCHED = 1000
"""Customers whose error is told while the fit goes on."""


class AlsSettings(Settings):
    """`alpha` times the weight of a meeting is its confidence; what was not met has 1."""

    texts: ClassVar[str] = "recommend.als"

    factors: int = Field(64, ge=1, le=512, json_schema_extra=SHORT)
    regularisation: float = Field(10.0, ge=0.001, le=1000, json_schema_extra=SHORT)
    alpha: float = Field(4.0, ge=0.01, le=1000, json_schema_extra=SHORT)
    iterations: int = Field(15, ge=1, le=200, json_schema_extra=SHORT)


@dataclass(frozen=True)
class Als:
    """The whitened factors of the items (items, f); a customer's are solved from the history."""

    white: Floats
    alpha: float

    def scores(self, asked: Histories) -> Floats:
        """About 1 for what suits a customer as what was met does, 0 for what says nothing (b,
        items)."""
        met = asked.matrix()
        met.data *= np.float32(self.alpha)
        return folded(self.white, met) @ self.white.T

    def save(self, folder: Path) -> None:
        """Writes the factors."""
        np.savez(folder / "als.npz", white=self.white, alpha=self.alpha)


def fit(settings: AlsSettings, known: Known, seed: int, reporter: Reporter) -> Als:
    """By the library implicit, in float32; 0 threads are as many as OpenMP may take."""
    from implicit.cpu.als import AlternatingLeastSquares
    from threadpoolctl import threadpool_limits

    met = known.interactions.matrix()
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=settings.factors,
            regularization=settings.regularisation,
            alpha=settings.alpha,
            iterations=settings.iterations,
            num_threads=0,
            random_state=seed,
        )
        few = _some(met, seed)

        def told(iteration: int, _seconds: float, _loss: float | None) -> None:
            if reporter.stopping():
                raise StopRequestedError
            error = error_of(model.user_factors[few], model.item_factors, met[few], settings.alpha)
            reporter.epoch(iteration + 1, settings.iterations, error)

        model.fit(met, show_progress=False, callback=told)
    return Als(whitened(model.item_factors, settings.regularisation), settings.alpha)


def _some(met: sparse.csr_matrix, seed: int) -> NDArray[np.int64]:
    """Customers that tell how the fit goes on: all, or some drawn by the seed."""
    users = met.shape[0]
    return np.sort(np.random.default_rng(seed).permutation(users)[:WATCHED])


def error_of(customers: Floats, items: Floats, met: sparse.csr_matrix, alpha: float) -> float:
    """The mean squared error of the customers' factors (q, f) against 1 for the items `met` (q,
    items) and 0 for others (items, f), weighted by the confidence."""
    row = np.repeat(np.arange(met.shape[0]), np.diff(met.indptr))
    score = np.einsum("nf,nf->n", customers[row], items[met.indices])
    confidence = alpha * met.data
    every = float(np.sum((customers @ (items.T @ items)) * customers))
    total = every + float(np.sum(confidence * (1 - score) ** 2 - score**2, dtype=float))
    return total / (float(confidence.sum()) + met.shape[0] * met.shape[1] - met.nnz)


def load(folder: Path) -> Als:
    """Reads what `save` wrote."""
    with np.load(folder / "als.npz") as kept:
        return Als(kept["white"], float(kept["alpha"]))


def estimate(settings: AlsSettings, size: Size) -> Estimate:
    """Three steps of conjugate gradients for every customer and every item, each iteration; the
    cores share them."""
    f = settings.factors
    step = size.rows * f * 4e-9 + (size.users + size.items) * f * f * 7e-10
    tables = (size.users + size.items) * f * 4 + size.rows * 40
    return Estimate(
        seconds=round(0.5 + size.rows * 4e-7 + settings.iterations * step, 1),
        memory_mb=round(tables / 1e6 + 20, 1),
        parameters=(size.users + size.items) * f,
    )


FAMILY = RecommendFamily("als", "factors", AlsSettings, fit, load, estimate)
