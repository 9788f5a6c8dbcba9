"""The registry of a workspace: runs, their events, and the names of datasets."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from core.base.errors import AppError
from core.base.events import EVENTS, LAST_SEQ, Event, Heartbeat, Lost
from core.base.runs import Run
from core.base.specs import RunSpec
from core.base.values import now
from core.store.database import Database
from core.store.ids import new_id
from core.store.marks import DatasetMarks
from core.store.names import clean_name
from core.store.rows import INSERT, UPDATE, from_row, to_row
from core.store.story import is_presumption, presumed, step


class Registry:
    """Safe to share between threads; every change is one durable transaction.

    Methods raise `run_unknown` for an id that is not here, and what `Database` raises.
    """

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.datasets = DatasetMarks(self.database)

    def create_run(self, spec: RunSpec, name: str = "") -> Run:
        """A new run in the queue; without a name it is called by its id."""
        wanted = clean_name(name) if name else ""
        while True:
            run_id = new_id("r")
            run = Run(id=run_id, name=wanted or run_id, state="queued", spec=spec, created=now())
            with self.database.write() as db:
                if db.execute(INSERT, to_row(run)).rowcount == 1:
                    return run

    def run(self, run_id: str) -> Run:
        """The run called `run_id`, trashed or not."""
        with self.database.read() as db:
            row = db.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise AppError("run_unknown", run=run_id)
        return from_row(row)

    def runs(self, trashed: bool = False) -> list[Run]:
        """Newest first: those in use, or those in the trash."""
        with self.database.read() as db:
            rows = db.execute(
                "SELECT * FROM runs WHERE (trashed IS NOT NULL) = ? ORDER BY created DESC, id DESC",
                (trashed,),
            ).fetchall()
        return [from_row(row) for row in rows]

    def record(self, events: Sequence[Event]) -> None:
        """Keeps the events and moves the states of their runs, all or nothing.

        Telling an event `(run, seq)` again changes nothing. Heartbeats (seq 0)
        are not kept, a `Lost(stale)` only as long as it is believed. Events of a
        run that was purged are let go.
        """
        if not events:
            return
        with self.database.write() as db:
            _record(db, events)

    def events(self, run_id: str, after: int = -1) -> list[Event]:
        """The events with a seq above `after`, in order. A late one may have a lower seq."""
        with self.database.read() as db:
            rows = db.execute(
                "SELECT body FROM events WHERE run = ? AND seq > ? ORDER BY seq", (run_id, after)
            ).fetchall()
        return EVENTS.validate_json(f"[{','.join(row['body'] for row in rows)}]")

    def mark_stale(self, older_than_seconds: float, alive: set[str]) -> list[str]:
        """Tells `Lost(stale)` of each unended run that gave no sign for so long; returns their ids.

        Spared are the runs in `alive`: those the engine knows as running or waiting.
        A queued run that no engine knows counts from its creation. Record what
        the engine has still to replay before calling this.
        """
        patience = timedelta(seconds=older_than_seconds)
        if not self._silent(patience, alive):
            return []
        with self.database.write() as db:  # looked at again, with nobody recording in between
            silent = self._silent(patience, alive)
            _record(db, [Lost(run=run_id, seq=LAST_SEQ, reason="stale") for run_id in silent])
        return silent

    def rename_run(self, run_id: str, name: str) -> Run:
        """Gives a run another name."""
        return self._change(run_id, {"name": clean_name(name)})

    def trash_run(self, run_id: str) -> Run:
        """Puts a run into the trash; it keeps all it has, and goes on when it is running."""
        return self._change(run_id, {"trashed": now()})

    def restore_run(self, run_id: str) -> Run:
        """Takes a run back out of the trash."""
        return self._change(run_id, {"trashed": None})

    def set_threshold(
        self, run_id: str, value: float, facts: Mapping[str, float] | None = None
    ) -> Run:
        """Fixes the threshold of a finished run, and counts one more look at the test rows.

        `facts` are kept as those of the run: what it was fixed by. Raises
        `threshold_outside` beyond 0 to 1, `run_not_finished`.
        """
        if not 0 <= value <= 1:
            raise AppError("threshold_outside", value=value)
        with self.database.write():
            run = self.run(run_id)
            if run.state != "finished":
                raise AppError("run_not_finished", run=run_id, name=run.name)
            looks = run.threshold_looks + 1
            change: dict[str, object] = {"threshold": float(value), "threshold_looks": looks}
            return self._store(run, change if facts is None else {**change, "facts": dict(facts)})

    def purge_run(self, run_id: str) -> None:
        """Forgets a run and its events for good; its files go by `Workspace.purge_run`.

        Raises `run_busy` while it is waiting or running.
        """
        with self.database.write() as db:
            run = self.run(run_id)
            if not run.over:
                raise AppError("run_busy", run=run_id, name=run.name)
            db.execute("DELETE FROM runs WHERE id = ?", (run_id,))

    def _silent(self, patience: timedelta, alive: set[str]) -> list[str]:
        limit = now() - patience
        return [
            run.id
            for run in self.runs() + self.runs(trashed=True)
            if not run.over and run.id not in alive and _last_sign(run) < limit
        ]

    def _change(self, run_id: str, update: dict[str, object]) -> Run:
        with self.database.write():
            return self._store(self.run(run_id), update)

    def _store(self, run: Run, update: dict[str, object]) -> Run:
        changed = run.model_copy(update=update)
        with self.database.read() as db:
            db.execute(UPDATE, to_row(changed))
        return changed


def _record(db: sqlite3.Connection, events: Sequence[Event]) -> None:
    """Keeps the events inside the open transaction and moves the states of their runs."""
    stories: dict[str, list[Event]] = {}
    for event in events:
        stories.setdefault(event.run, []).append(event)
    for run_id, story in stories.items():
        row = db.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            continue
        before = after = from_row(row)
        if presumed(before):  # Its Lost makes room: an ending that is told has the same seq.
            db.execute("DELETE FROM events WHERE run = ? AND seq = ?", (run_id, LAST_SEQ))
        for event in story:
            if isinstance(event, Heartbeat) or is_presumption(event) or _keep(db, event):
                after = step(after, event)
        if presumed(after) and after.ended is not None:
            _keep(db, Lost(run=run_id, seq=LAST_SEQ, at=after.ended, reason="stale"))
        if after != before:
            db.execute(UPDATE, to_row(after))


def _keep(db: sqlite3.Connection, event: Event) -> bool:
    """Keeps an event; False when it was told before."""
    cursor = db.execute(
        "INSERT INTO events (run, seq, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (event.run, event.seq, event.model_dump_json()),
    )
    return cursor.rowcount == 1


def _last_sign(run: Run) -> datetime:
    return max(at for at in (run.created, run.started, run.heartbeat) if at is not None)
