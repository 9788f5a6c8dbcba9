"""The naive baseline: everybody gets the share of positives among the training rows."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from core.base.protocols import Estimate, Family, Matrix, Model, Reporter
from core.base.specs import Settings
from core.classify import fitting

FILE = "prior.json"


class PriorSettings(Settings):
    """The baseline has nothing to set."""

    texts: ClassVar[str] = "classify.prior"


@dataclass(frozen=True)
class PriorModel:
    """Says `share` to every row."""

    share: float

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """`share` (n,) times."""
        return np.full(len(x), self.share)

    def save(self, folder: Path) -> None:
        """Writes `prior.json`."""
        (folder / FILE).write_text(json.dumps({"share": self.share}), "utf-8")


def fit(
    _settings: PriorSettings, train: Matrix, validation: Matrix, _seed: int, reporter: Reporter
) -> Model:
    """Counts; class weights do not touch the count."""
    model = PriorModel(float(np.mean(train.y)))
    loss = fitting.log_loss(train.y, model.predict(train.x))
    reporter.epoch(1, 1, loss, **fitting.told(validation.y, model.predict(validation.x)))
    return model


def load(folder: Path) -> Model:
    """Reads `prior.json`."""
    return PriorModel(**json.loads((folder / FILE).read_text("utf-8")))


def estimate(_settings: PriorSettings, _rows: int, _columns: int) -> Estimate:
    """Nothing worth waiting for."""
    return Estimate(seconds=0.0, memory_mb=0.0, parameters=1)


FAMILY = Family("prior", "classify", "baseline", PriorSettings, fit, load, estimate)
