"""BPR: factors that put what was met before what was not (Rendle et al. 2009).

Models here see histories, not customers, so the factor that a customer of the training got cannot
be used, and BPR has no equation for one. At its optimum a customer's factor is proportional to the
weighted sum of what sets the items met apart from the others; so a history is here the mean of the
factors of its items, times one number for all: the one that, by least squares, brings these means
nearest to the trained factors. Customers of the training are ranked by it as well as by their own
factors, or better, since it does not overfit a customer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats


class BprSettings(Settings):
    """In an iteration as many pairs, of an item met and one not met, are drawn as there are
    meetings."""

    texts: ClassVar[str] = "recommend.bpr"

    factors: int = Field(64, ge=1, le=512, json_schema_extra=SHORT)
    learning_rate: float = Field(0.03, gt=0, le=1, json_schema_extra=SHORT)
    regularisation: float = Field(0.01, ge=0, le=10, json_schema_extra=SHORT)
    iterations: int = Field(80, ge=1, le=2000, json_schema_extra=SHORT)


@dataclass(frozen=True)
class Bpr:
    """The factors (items, f) and biases (items,) of the items, the bias of what nobody met -inf;
    `scale` is for the mean of the factors met."""

    factors: Floats
    bias: Floats
    scale: float

    def scores(self, asked: Histories) -> Floats:
        """log(1 + e^s) of the ranking score s, so that it is above 0 (b, items); 0 for an empty
        history, and for items that nobody met."""
        own = means(asked.matrix(), self.factors) * np.float32(self.scale)
        found = np.asarray(own @ self.factors.T, np.float32)
        found += self.bias
        np.logaddexp(found, np.float32(0), out=found)
        found[np.diff(asked.start) == 0] = 0
        return np.asarray(found, np.float32)

    def save(self, folder: Path) -> None:
        """Writes factors and biases."""
        np.savez(folder / "bpr.npz", factors=self.factors, bias=self.bias, scale=self.scale)


def means(met: sparse.csr_matrix, factors: Floats) -> Floats:
    """The mean factor of the different items met (b, f); 0 where nothing was."""
    count = np.maximum(np.diff(met.indptr), 1).astype(np.float32)
    ones = sparse.csr_matrix((np.ones_like(met.data), met.indices, met.indptr), met.shape)
    return np.asarray((ones @ factors) / count[:, None], np.float32)


def fit(settings: BprSettings, known: Known, seed: int, reporter: Reporter) -> Bpr:
    """By the library implicit, in one thread: in several the result depends on which is first."""
    from implicit.cpu.bpr import BayesianPersonalizedRanking
    from threadpoolctl import threadpool_limits

    met = known.interactions.matrix()
    with threadpool_limits(1, "blas"):
        model = BayesianPersonalizedRanking(
            factors=settings.factors,
            learning_rate=settings.learning_rate,
            regularization=settings.regularisation,
            iterations=settings.iterations,
            num_threads=1,
            random_state=seed,
        )
        told = _telling(reporter, settings.iterations, met.nnz)
        model.fit(met, show_progress=False, callback=told)
    factors = np.ascontiguousarray(model.item_factors[:, :-1])
    met_by = np.bincount(met.indices, minlength=met.shape[1])
    bias = np.where(met_by > 0, model.item_factors[:, -1], -np.inf).astype(np.float32)
    mean = means(met, factors)
    scale = float((mean * model.user_factors[:, :-1]).sum() / max(float((mean**2).sum()), 1e-12))
    return Bpr(factors, bias, max(scale, 0.0))


def _telling(
    reporter: Reporter, iterations: int, pairs: int
) -> Callable[[int, float, int, int], None]:
    """Tells which share of the pairs was in the wrong order, and leaves the fit when asked to."""

    def told(iteration: int, _seconds: float, right: int, skipped: int) -> None:
        if reporter.stopping():
            raise StopRequestedError
        reporter.epoch(iteration + 1, iterations, 1 - right / max(pairs - skipped, 1))

    return told


def load(folder: Path) -> Bpr:
    """Reads what `save` wrote."""
    with np.load(folder / "bpr.npz") as kept:
        return Bpr(kept["factors"], kept["bias"], float(kept["scale"]))


def estimate(settings: BprSettings, size: Size) -> Estimate:
    """One gradient step for every row, each iteration."""
    f = settings.factors
    seconds = 0.5 + settings.iterations * size.rows * (1e-7 + f * 5e-9)
    tables = (size.users * 2 + size.items) * f * 4 + size.rows * 40
    return Estimate(
        seconds=round(seconds, 1),
        memory_mb=round(tables / 1e6 + 20, 1),
        parameters=(size.users + size.items) * f + size.items,
    )


FAMILY = RecommendFamily("bpr", "factors", BprSettings, fit, load, estimate)
