"""The story a run tells while it trains, numbered `(run, seq)`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from core.base.model import Value
from core.base.values import now

RunState = Literal["queued", "running", "finished", "failed", "stopped", "interrupted"]
PART = "part"
"""The code of a log that is no note: `done` parts `of` those of the present stage are done."""
ENDED: frozenset[RunState] = frozenset({"finished", "failed", "stopped", "interrupted"})


class _Event(Value):
    run: str
    seq: int = Field(ge=0)
    at: datetime = Field(default_factory=now)


class Heartbeat(_Event):
    """The worker is alive. Always seq 0; moves the run's heartbeat and is not kept."""

    type: Literal["heartbeat"] = "heartbeat"


class Started(_Event):
    """A worker took the run."""

    type: Literal["started"] = "started"
    worker: str


class Stage(_Event):
    """A new stage: `code` is one of read, split, prep, fit, final, totals, evaluate, weeks,
    explain, save."""

    type: Literal["stage"] = "stage"
    code: str
    step: int = 0
    steps: int = 0
    family: str | None = None


class Epoch(_Event):
    """One epoch (or boosting block) ended. `curve` tells apart several fits of one run."""

    type: Literal["epoch"] = "epoch"
    curve: str
    epoch: int
    epochs: int
    loss: float
    val_loss: float | None = None
    auc: float | None = None
    val_auc: float | None = None
    learning_rate: float | None = None
    seconds: float = 0.0


class Batch(_Event):
    """Inside an epoch, at most every 250 ms: `done` of `total` steps."""

    type: Literal["batch"] = "batch"
    curve: str
    epoch: int
    done: int
    total: int
    loss: float


class Log(_Event):
    """A note for the reader: text key `run.log.<code>` with facts."""

    type: Literal["log"] = "log"
    code: str
    facts: dict[str, Any] = Field(default_factory=dict)


class Finished(_Event):
    """The bundle is on disk; `digest` is the sha256 of its manifest.

    `summary` is the JSON of a `RunSummary`, `resolved` that of the resolved RunSpec.
    """

    type: Literal["finished"] = "finished"
    digest: str
    resolved: dict[str, Any]
    summary: dict[str, Any]


class Failed(_Event):
    """The run ended by an error: a user's mistake (`code`, `facts`), or `code="defect"`."""

    type: Literal["failed"] = "failed"
    code: str
    facts: dict[str, Any] = Field(default_factory=dict)


class Stopped(_Event):
    """The user stopped the run."""

    type: Literal["stopped"] = "stopped"


class Lost(_Event):
    """The worker died under the run, or its heartbeat went stale."""

    type: Literal["lost"] = "lost"
    reason: Literal["worker_died", "stale"] = "worker_died"


Event = Annotated[
    Heartbeat | Started | Stage | Epoch | Batch | Log | Finished | Failed | Stopped | Lost,
    Field(discriminator="type"),
]
EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])

LAST_SEQ = 2**31 - 1
"""The seq of an ending told by somebody other than the worker (Lost, a forced Stopped)."""

ENDINGS = ("finished", "failed", "stopped", "lost")
"""The types of the events that end a run."""
