"""What the registry knows of a run."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from core.base.events import ENDED, RunState
from core.base.model import Value
from core.base.specs import RunSpec

Verdict = Literal["better", "no_better", "worse"]


class Score(Value):
    """A metric with its 95 % interval, where one is known."""

    value: float
    low: float | None = None
    high: float | None = None


class RunSummary(Value):
    """The figures of a finished run that lists and the command line show.

    `metrics` is part (`validation`, `test`) -> metric -> score; `baseline` is
    metric -> score of the naive baseline on the same test rows.
    """

    family: str
    metrics: dict[str, dict[str, Score]]
    baseline: dict[str, Score]
    verdict: Verdict
    threshold: float | None = None
    seconds: float
    rows: dict[str, int] = Field(default_factory=dict)


class Run(Value):
    """One run of the registry.

    `facts` are those of its `error`; of a finished run, what its threshold was fixed by.
    """

    id: str
    name: str
    state: RunState
    spec: RunSpec
    created: datetime
    started: datetime | None = None
    ended: datetime | None = None
    heartbeat: datetime | None = None
    resolved: RunSpec | None = None
    summary: RunSummary | None = None
    digest: str | None = None
    threshold: float | None = None
    threshold_looks: int = 0
    error: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    trashed: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether the run has ended, in whatever way."""
        return self.state in ENDED
