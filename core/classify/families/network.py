"""A Keras network for a yes/no target: its settings, what can clash in them, what they cost."""

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from core.base.protocols import Estimate, Family, Matrix, Model, Problem, Reporter
from core.base.specs import SHORT
from core.nets import checks, costs
from core.nets.settings import UNCALIBRATED, Activation, Initialiser, Loss, TrainingSettings

Width = Annotated[int, Field(ge=1, le=4096)]


class NetworkSettings(TrainingSettings):
    """Every setting of the network. `hidden` holds the width of each hidden layer."""

    texts: ClassVar[str] = "nets"

    hidden: tuple[Width, ...] = Field((64, 64), max_length=10, json_schema_extra=SHORT)
    activation: Activation = Field("silu", json_schema_extra=SHORT)
    initialiser: Initialiser = "he"
    batch_normalisation: bool = False
    dropout: float = Field(0.3, ge=0, le=0.95, json_schema_extra=SHORT)
    l1: float = Field(0.0, ge=0, le=1)
    l2: float = Field(0.0, ge=0, le=1)
    loss: Loss = Field("binary_crossentropy", json_schema_extra=SHORT)
    focal_gamma: float = Field(2.0, ge=0, le=10)
    huber_delta: float = Field(0.5, ge=0.01, le=1)
    monitor: Literal["loss", "auc"] = "loss"


def calibrates(settings: NetworkSettings) -> bool:
    """Whether the output needs Platt scaling on validation to be a probability."""
    return settings.loss in UNCALIBRATED


def check(settings: NetworkSettings, rows: int, _columns: int) -> tuple[Problem, ...]:
    """What clashes in `settings` for `rows` training rows."""
    shape = checks.Shape(settings.hidden, settings.dropout, settings.batch_normalisation)
    found = [*checks.training(settings, rows), *checks.layers(shape, settings, rows)]
    if len(settings.hidden) >= 4 and settings.activation in ("sigmoid", "tanh"):
        layers = len(settings.hidden)
        found.append(
            checks.warning("gradient_vanishes", layers=layers, activation=settings.activation)
        )
    if max(settings.l1, settings.l2) > 0.1:
        found.append(checks.warning("penalty_flattens", penalty=max(settings.l1, settings.l2)))
    if calibrates(settings):
        found.append(checks.warning("loss_calibrated", loss=settings.loss))
    return tuple(found)


def estimate(settings: NetworkSettings, rows: int, columns: int) -> Estimate:
    """Seconds, memory and parameters of a fit on `rows` rows of `columns` features."""
    parameters = costs.parameters(columns, settings.hidden, settings.batch_normalisation)
    return costs.estimate(settings, (rows, columns), settings.hidden, parameters)


def fit(
    settings: NetworkSettings, train: Matrix, validation: Matrix, seed: int, reporter: Reporter
) -> Model:
    """Trains the network; tensorflow is imported here."""
    from core.classify.families import network_keras

    return network_keras.fit(settings, train, validation, seed, reporter)


def load(folder: Path) -> Model:
    """Reads a saved network."""
    from core.classify.families import network_keras

    return network_keras.load(folder)


FAMILY = Family("network", "classify", "network", NetworkSettings, fit, load, estimate, check)
