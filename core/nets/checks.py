"""Combinations of settings that cannot work, or seldom do, told before the start."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.base.protocols import Problem
from core.nets import batches
from core.nets.settings import TrainingSettings

FEWEST_UNITS = 4
"""Units of a layer that should stay awake on average under dropout."""
SLOW_FULL_BATCH = 50_000
HIGH_RATE = {
    "full_batch_gd": 2.0, "sgd": 1.0, "momentum": 0.3, "nesterov": 0.3,
    "rmsprop": 0.02, "adam": 0.03, "adamw": 0.03,
}  # fmt: skip
"""Rates above which training on scaled columns usually jumps about or diverges."""


@dataclass(frozen=True)
class Shape:
    """The parts of the layers that can clash with how they are trained."""

    hidden: tuple[int, ...]
    dropout: float
    batch_normalisation: bool


def training(settings: TrainingSettings, rows: int) -> Iterator[Problem]:
    """What clashes in batch, rate, schedule and stopping for `rows` training rows."""
    yield from _batch(settings, rows)
    highest = HIGH_RATE[settings.optimiser]
    if settings.learning_rate > highest:
        facts = {"learning_rate": settings.learning_rate, "highest": highest}
        yield warning("rate_too_high", **facts)
    if settings.schedule == "step" and settings.step_epochs >= settings.epochs:
        yield warning("step_never_comes", step=settings.step_epochs, epochs=settings.epochs)
    waits = settings.plateau_patience >= settings.patience
    if settings.schedule == "plateau" and settings.early_stopping and waits:
        facts = {"plateau": settings.plateau_patience, "patience": settings.patience}
        yield warning("plateau_after_stop", **facts)
    if settings.early_stopping and settings.patience >= settings.epochs > 1:
        yield warning("patience_never_ends", patience=settings.patience, epochs=settings.epochs)


def _batch(settings: TrainingSettings, rows: int) -> Iterator[Problem]:
    full = settings.optimiser == "full_batch_gd"
    if full and settings.batch_size:
        yield Problem(code="full_batch_has_batch", facts={"batch": settings.batch_size})
    elif settings.batch_size > rows:
        yield Problem(code="batch_above_rows", facts={"batch": settings.batch_size, "rows": rows})
    if full and rows > SLOW_FULL_BATCH:
        yield warning("full_batch_slow", rows=rows)


def layers(shape: Shape, settings: TrainingSettings, rows: int) -> Iterator[Problem]:
    """What clashes between the layers and the batch; without a layer nothing can."""
    if not shape.hidden:
        yield warning("no_hidden_layer")
        return
    awake = min(shape.hidden) * (1 - shape.dropout)
    if shape.dropout and awake < FEWEST_UNITS:
        facts = {"width": min(shape.hidden), "dropout": shape.dropout, "awake": round(awake, 1)}
        severe = "error" if awake < 1 else "warning"
        yield Problem(code="dropout_starves", severity=severe, facts=facts)
    size = batches.batch_size(settings, rows)
    if shape.batch_normalisation and size < 16:
        yield warning("normalisation_of_few", batch=size)


def warning(code: str, **facts: object) -> Problem:
    """A problem that does not forbid the start."""
    return Problem(code=code, severity="warning", facts=facts)
