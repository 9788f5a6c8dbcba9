"""Runs as rows of the registry, and back."""

import sqlite3
from datetime import UTC, datetime

from pydantic_core import from_json, to_json

from core.base.runs import Run, RunSummary
from core.base.specs import RunSpec

COLUMNS = tuple(Run.model_fields)
INSERT = (
    f"INSERT INTO runs ({', '.join(COLUMNS)}) "  # noqa: S608 (names of our own fields)
    f"VALUES ({', '.join(f':{name}' for name in COLUMNS)}) ON CONFLICT DO NOTHING"
)
UPDATE = (
    "UPDATE runs SET "  # noqa: S608 (names of our own fields)
    f"{', '.join(f'{name} = :{name}' for name in COLUMNS if name != 'id')} WHERE id = :id"
)
_TIMES = ("created", "started", "ended", "heartbeat", "trashed")

Cell = str | float | int | None


def to_row(run: Run) -> dict[str, Cell]:
    """The cells of a run by column."""
    row: dict[str, Cell] = {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "spec": run.spec.model_dump_json(),
        "resolved": run.resolved.model_dump_json() if run.resolved else None,
        "summary": run.summary.model_dump_json() if run.summary else None,
        "digest": run.digest,
        "threshold": run.threshold,
        "threshold_looks": run.threshold_looks,
        "error": run.error,
        "facts": to_json(run.facts, inf_nan_mode="constants").decode(),
    }
    for name in _TIMES:
        row[name] = instant(getattr(run, name))
    return row


def from_row(row: sqlite3.Row) -> Run:
    """The run of a row."""
    cells = dict(row)
    cells["spec"] = RunSpec.model_validate_json(cells["spec"])
    if cells["resolved"] is not None:
        cells["resolved"] = RunSpec.model_validate_json(cells["resolved"])
    if cells["summary"] is not None:
        cells["summary"] = RunSummary.model_validate_json(cells["summary"])
    cells["facts"] = from_json(cells["facts"])
    return Run.model_validate(cells)


def instant(at: datetime | None) -> str | None:
    """An instant as the registry keeps it: UTC, microseconds always written, so that it sorts."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
