"""What training a network costs, before it starts.

The two constants were measured on two cores: a step has a fixed cost, and its
arithmetic runs at a rate; forward, backward and update take about six
operations a parameter and row.
"""

from core.base.protocols import Estimate
from core.nets import batches
from core.nets.settings import TrainingSettings

STEP_SECONDS = 0.0005
OPERATIONS_A_SECOND = 3e10
START_SECONDS = 0.5
LIBRARY_MB = 450.0
LIKELY_SHARE = 0.6
"""Share of the epochs that early stopping usually leaves."""


def parameters(columns: int, hidden: tuple[int, ...], normalised: bool) -> int:
    """Trainable parameters of dense layers of these widths with one output."""
    total, inputs = 0, columns
    for width in hidden:
        total += inputs * width + (2 * width if normalised else width)
        inputs = width
    return total + inputs + 1


def estimate(
    settings: TrainingSettings, shape: tuple[int, int], hidden: tuple[int, ...], parameters: int
) -> Estimate:
    """Time and memory for training rows of `shape` = (rows, columns)."""
    rows, columns = shape
    epochs = settings.epochs * (LIKELY_SHARE if settings.early_stopping else 1.0)
    work = rows * parameters * 6 / OPERATIONS_A_SECOND
    epoch = batches.steps(settings, rows) * STEP_SECONDS + work
    held = rows * columns * 4 * 2 + parameters * 4 * 5
    active = batches.batch_size(settings, rows) * sum((columns, *hidden)) * 4 * 4
    return Estimate(
        seconds=round(START_SECONDS + epochs * epoch, 1),
        memory_mb=round(LIBRARY_MB + (held + active) / 1e6, 1),
        parameters=parameters,
    )
