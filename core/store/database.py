"""The SQLite file of the registry: a connection for each thread, durable transactions."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.base.errors import AppError
from core.store.faults import registry_faults

VERSION = 1
_SCHEMA = Path(__file__).with_name("schema.sql")
_WAIT = 30.0


class Database:
    """WAL, synchronous FULL, foreign keys on; safe to share between threads.

    The file is opened only on the machine of the app: WAL needs shared memory,
    which network file systems do not offer. Raises `registry_damaged`,
    `registry_newer`, `registry_busy`, `disk_full`, `workspace_unusable`.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._local = threading.local()
        with self.write() as db:
            found = int(db.execute("PRAGMA user_version").fetchone()[0])
            if found > VERSION:
                raise AppError("registry_newer", file=str(self.path), found=found, known=VERSION)
            if found < VERSION:
                _build(db)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread, for reading."""
        with registry_faults(self.path):
            yield self._connection()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is on disk at the end, or, after an error, none."""
        with registry_faults(self.path):
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = _connect(self.path)
        return db


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    db.row_factory = sqlite3.Row
    _use_wal(db)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _use_wal(db: sqlite3.Connection) -> None:
    """Switching needs the file alone and does not wait by itself."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _build(db: sqlite3.Connection) -> None:
    """Makes the tables inside the open transaction (`executescript` would commit it)."""
    statement = ""
    for line in _SCHEMA.read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
    db.execute(f"PRAGMA user_version = {VERSION}")
