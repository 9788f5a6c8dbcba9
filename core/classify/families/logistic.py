"""Logistic regression with an L2 penalty, its strength chosen on validation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.base.protocols import Estimate, Family, Matrix, Model, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.classify import fitting

FILE = "logistic.joblib"
PATH = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Values of `c` tried, from the strongest penalty to the weakest."""


class LogisticSettings(Settings):
    """`c` is the inverse strength of the penalty, used where it is not chosen automatically."""

    texts: ClassVar[str] = "classify.logistic"

    choose_c: bool = Field(True, json_schema_extra=SHORT)
    c: float = Field(1.0, ge=1e-4, le=1e4, json_schema_extra=SHORT)
    max_iterations: int = Field(1000, ge=10, le=100_000)


@dataclass(frozen=True)
class LogisticModel:
    """A fitted scikit-learn LogisticRegression."""

    regression: Any

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of the positive value (n,)."""
        return fitting.positive(self.regression, x.astype(np.float64))

    def save(self, folder: Path) -> None:
        """Writes it with joblib."""
        import joblib

        joblib.dump(self.regression, folder / FILE)


def fit(
    settings: LogisticSettings, train: Matrix, validation: Matrix, _seed: int, reporter: Reporter
) -> Model:
    """Walks the path of penalties and keeps the one of least validation log-loss."""
    from sklearn.base import clone
    from sklearn.linear_model import LogisticRegression

    tried = PATH if settings.choose_c else (settings.c,)
    regression = LogisticRegression(max_iter=settings.max_iterations, warm_start=True)
    x, best, least = train.x.astype(np.float64), regression, np.inf
    for step, c in enumerate(tried, 1):
        if reporter.stopping():
            raise StopRequestedError
        regression.set_params(C=c).fit(x, train.y, train.weight)
        loss = fitting.log_loss(train.y, fitting.positive(regression, x))
        told = fitting.told(validation.y, LogisticModel(regression).predict(validation.x))
        reporter.epoch(step, len(tried), loss, **told)
        if told["val_loss"] < least:
            least, best = told["val_loss"], clone(regression)
            best.__dict__.update(regression.__dict__)
            best.coef_, best.intercept_ = regression.coef_.copy(), regression.intercept_.copy()
    return LogisticModel(best)


def load(folder: Path) -> Model:
    """Reads what `save` wrote; the caller has checked that it is ours."""
    import joblib

    return LogisticModel(joblib.load(folder / FILE))


def estimate(settings: LogisticSettings, rows: int, columns: int) -> Estimate:
    """About 40 passes over the rows for each penalty tried."""
    tried = len(PATH) if settings.choose_c else 1
    seconds = 0.1 + tried * 40 * rows * columns * 2e-9
    held = rows * columns * 8 * 2 / 1e6
    return Estimate(
        seconds=round(seconds, 1), memory_mb=round(120 + held, 1), parameters=columns + 1
    )


FAMILY = Family("logistic", "classify", "linear", LogisticSettings, fit, load, estimate)
