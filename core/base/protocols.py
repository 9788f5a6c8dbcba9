"""What a family, a fitted model and a reporter must offer. Rooms meet each other only here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from core.base.errors import Fact
from core.base.model import Value
from core.base.specs import Settings

Floats = NDArray[np.float32] | NDArray[np.float64]


class Reporter(Protocol):
    """How a fit tells its story and learns that it should end."""

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None:
        """An epoch ended; `rest` are the other fields of `events.Epoch`."""

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        """Inside an epoch; may be called at every step, it is thinned to every 250 ms."""

    def log(self, code: str, **facts: Fact) -> None:
        """A note for the reader: text `run.log.<code>`."""

    def stopping(self) -> bool:
        """Whether the user asked to stop: leave the fit at once, by `StopRequestedError`."""


class StopRequestedError(Exception):
    """Raised inside a fit when `Reporter.stopping()`; ends the run as stopped."""


@dataclass(frozen=True)
class Matrix:
    """Prepared rows: `x` (n, k) float32, `y` (n,) 0/1, `weight` (n,) or None."""

    x: NDArray[np.float32]
    y: NDArray[np.int8]
    weight: NDArray[np.float32] | None = None
    names: tuple[str, ...] = ()


class Model(Protocol):
    """A fitted model of a family."""

    def predict(self, x: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of the positive value, (n,), for prepared rows (n, k)."""

    def save(self, folder: Path) -> None:
        """Writes itself into the empty folder."""


class Estimate(Value):
    """What a fit will take: seconds on two cores, megabytes, and trainable parameters. `once` of
    the seconds pass in the first fit of a run only: a library is imported. `at_most` are the
    seconds on a machine that is slower, or busy with something else, where that was reckoned."""

    seconds: float
    memory_mb: float
    parameters: int | None = None
    once: float = 0.0
    at_most: float | None = None

    @property
    def each(self) -> float:
        """The seconds of every further fit."""
        return self.seconds - self.once


class Problem(Value):
    """Something wrong with settings, told before the start: text `<room>.problem.<code>`."""

    code: str
    severity: Literal["warning", "error"] = "error"
    facts: dict[str, Any] = {}


def no_problems(_settings: Any, _rows: int, _columns: int) -> tuple[Problem, ...]:
    """The check of a family whose settings cannot clash."""
    return ()


@dataclass(frozen=True)
class Family:
    """A model family: one file in a room's `families/`.

    `fit(settings, train, validation, seed, reporter)` and `load(folder)` import
    their libraries when called, so that scanning for families costs nothing.
    """

    name: str
    task: str
    kind: Literal["baseline", "linear", "trees", "network", "blend"]
    settings: type[Settings]
    fit: Callable[[Any, Matrix, Matrix, int, Reporter], Model]
    load: Callable[[Path], Model]
    estimate: Callable[[Any, int, int], Estimate]
    check: Callable[[Any, int, int], tuple[Problem, ...]] = no_problems
    interruptible: bool = True


class Task(Protocol):
    """How a room's question is put. A room exports one as `TASK` from its task.py."""

    name: str
    question: type[Settings]
