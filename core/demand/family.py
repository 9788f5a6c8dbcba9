"""What a family of this room and its fitted models must offer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import Settings
from core.demand.panel import Floats, Panel


class Fitted(Protocol):
    """A fitted model."""

    def mean(self, panel: Panel) -> Floats:
        """The means of the periods after the end of `panel` (s, h), never negative.

        The panel has the series that were fitted, or, for a family that learns from all of them
        together, any; it may end later than the one that was fitted.
        """

    def save(self, folder: Path) -> None:
        """Writes itself into the empty folder."""


def no_problems(_settings: Any, _panel: Panel, _horizon: int) -> tuple[Problem, ...]:
    """The check of a family whose settings fit every panel."""
    return ()


@dataclass(frozen=True)
class DemandFamily:
    """A family: one file in `families/`.

    `fit(settings, panel, horizon, seed, reporter)` and `load(folder)` import their libraries when
    called. `estimate(settings, panel, horizon)` is of one fit. `pooled` families learn from all
    series together, others anew from each series at every origin.
    """

    name: str
    kind: Literal["baseline", "statistical", "trees", "network"]
    settings: type[Settings]
    fit: Callable[[Any, Panel, int, int, Reporter], Fitted]
    load: Callable[[Path], Fitted]
    estimate: Callable[[Any, Panel, int], Estimate]
    check: Callable[[Any, Panel, int], tuple[Problem, ...]] = no_problems
    pooled: bool = False
    task: str = "demand"
