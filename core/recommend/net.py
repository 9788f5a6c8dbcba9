"""What the networks that recommend share: settings, what clashes in them, and what they cost.

A network is one family of two files: `x.py` has its settings and `FAMILY`, `x_keras.py` has
`build(settings, ground)`, which gives `Towers`: one turns what a customer met into a state, the
other every item into a vector, and a score is their product. All else (rows, loss, training,
saving, scoring) is here, in `net_rows` and in `net_keras`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from core.base.protocols import Estimate, Problem, Reporter
from core.base.specs import SHORT
from core.nets import checks
from core.nets.costs import LIKELY_SHARE
from core.nets.settings import Optimiser, Schedule, TrainingSettings
from core.recommend.family import Known, Ranker, RecommendFamily, Size
from core.recommend.net_rows import Target

SMALLEST, LARGEST = 32, 256
"""Rows of an automatic batch: each holds up to `last_items` places that are asked."""
HELD_OUT = 0.1
"""The share of customers that tell the best epoch and are not learned from."""
MOST_HELD = 1000
"""Rows of theirs that are looked at, at most."""
START_SECONDS = 1.0
STEP_SECONDS = 0.008
OPERATIONS_A_SECOND = 2.6e10
"""Measured on two cores that had other work too, in seconds of the processor: 22,000 to 360,000
meetings, 1,700 to 12,000 items, both families within a third."""
LIBRARY_MB = 450.0


class RecommendNetSettings(TrainingSettings):
    """How a network sees what customers met, and learns what came next."""

    texts: ClassVar[str] = "nets"

    next_is: Target = Field("auto", json_schema_extra=SHORT)
    last_items: int = Field(50, ge=2, le=500, json_schema_extra=SHORT)
    embedding: int = Field(64, ge=2, le=1024, json_schema_extra=SHORT)
    dropout: float = Field(0.2, ge=0, le=0.95, json_schema_extra=SHORT)
    negatives: int = Field(1024, ge=1, le=20_000, json_schema_extra=SHORT)
    batch_negatives: int = Field(0, ge=0, le=20_000)
    sampled_sequences: int = Field(200_000, ge=100, le=10_000_000)
    optimiser: Optimiser = Field("adam", json_schema_extra=SHORT)
    learning_rate: float = Field(0.003, ge=1e-6, le=10, json_schema_extra=SHORT)
    schedule: Schedule = Field("constant", json_schema_extra=SHORT)
    epochs: int = Field(20, ge=1, le=10_000, json_schema_extra=SHORT)
    patience: int = Field(3, ge=1, le=1000)


Counter = Callable[[Any, Size], tuple[int, int]]
"""(settings, size) -> trainable parameters, and those of them that every place goes through."""


def sized(settings: RecommendNetSettings, rows: int) -> RecommendNetSettings:
    """With the automatic batch of sequences: about a hundredth of the rows, 32 to 256."""
    if settings.batch_size or settings.optimiser == "full_batch_gd":
        return settings
    size = max(1, min(max(rows // 100, SMALLEST), LARGEST, rows))
    return settings.model_copy(update={"batch_size": size})


def rows_of(settings: RecommendNetSettings, size: Size) -> int:
    """About how many rows are learned from."""
    found = size.users + size.rows // settings.last_items
    return max(1, min(found, settings.sampled_sequences))


def network_family(
    name: str, settings: type[RecommendNetSettings], parameters: Counter, traced: float
) -> RecommendFamily:
    """The family whose architecture is `build` in `families/<name>_keras.py`; `traced` is how many
    seconds go to tracing the network, once a fit."""

    def fit(chosen: RecommendNetSettings, known: Known, seed: int, reporter: Reporter) -> Ranker:
        found: Ranker = _shared().fit(chosen, known, seed, _own().build, reporter)
        return found

    def load(folder: Path) -> Ranker:
        _own()
        found: Ranker = _shared().load(folder)
        return found

    def estimate(chosen: RecommendNetSettings, size: Size) -> Estimate:
        return _estimate(chosen, size, parameters(chosen, size), traced)

    def _own() -> Any:
        return import_module(f"core.recommend.families.{name}_keras")

    return RecommendFamily(name, "network", settings, fit, load, estimate, check)


def _shared() -> Any:
    return import_module("core.recommend.net_keras")


def _estimate(
    settings: RecommendNetSettings, size: Size, parameters: tuple[int, int], traced: float
) -> Estimate:
    """A place goes through the layers and is compared with all negatives, forward and backward;
    every step moves every parameter."""
    rows = rows_of(settings, size)
    batch = sized(settings, rows).batch_size or rows
    places = min(size.rows + size.users, rows * settings.last_items)
    every, layers = parameters
    others = min(settings.negatives, size.items) + settings.batch_negatives
    work = places * 6 * (layers + others * (settings.embedding + 4))
    steps = -(-rows // batch)
    moved = steps * every * 12
    epoch = (work + moved) / OPERATIONS_A_SECOND + steps * STEP_SECONDS
    epochs = settings.epochs * (LIKELY_SHARE if settings.early_stopping else 1.0)
    held = rows * settings.last_items * 4 * 10 + every * 4 * 6
    active = batch * settings.last_items * (others * 4 + settings.embedding * 12) * 4
    return Estimate(
        seconds=round(START_SECONDS + traced + epochs * epoch, 1),
        memory_mb=round(LIBRARY_MB + (held + active) / 1e6, 1),
        parameters=every,
    )


def check(settings: RecommendNetSettings, size: Size) -> tuple[Problem, ...]:
    """What clashes in `settings` for so much to learn from."""
    return tuple(_problems(settings, size))


def _problems(settings: RecommendNetSettings, size: Size) -> Iterator[Problem]:
    yield from checks.training(settings, rows_of(settings, size))
    awake = settings.embedding * (1 - settings.dropout)
    if settings.dropout and awake < checks.FEWEST_UNITS:
        facts = {"width": settings.embedding, "dropout": settings.dropout, "awake": round(awake, 1)}
        severe = "error" if awake < 1 else "warning"
        yield Problem(code="dropout_starves", severity=severe, facts=facts)
