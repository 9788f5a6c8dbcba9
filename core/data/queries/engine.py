"""The engine behind all queries: DuckDB in memory over named Parquet files, locked down.

Everything else is an Ibis expression on `table`, and runs as well on another engine.
"""

import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

MEMORY = "1GB"
"""What a query may hold in memory; beyond it, it spills to disk."""
THREADS = 2


def connect(*allowed: Path, memory: str = MEMORY, threads: int = THREADS) -> "Backend":
    """An Ibis backend that may read and write the `allowed` files, and what is in those that are
    folders; no other file, no network, no extension, and no setting can be changed any more.
    Nothing is drawn on the standard output, which belongs to the command line's answer.

    One thread at a time may use it; `backend.disconnect()` frees it. Whole numbers summed come
    back as Python objects: cast sums to float64.
    """
    import ibis

    spill = Path(tempfile.gettempdir()) / f"merchlab-spill-{uuid.uuid4().hex}"
    backend = ibis.duckdb.connect(
        memory_limit=memory,
        threads=threads,
        temp_directory=str(spill),
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        allow_community_extensions=False,
    )
    paths = [path.absolute() for path in allowed]
    folders = [path for path in paths if path.is_dir()]
    for setting, value in (
        ("allowed_directories", _texts(folders)),
        ("allowed_paths", _texts([path for path in paths if path not in folders])),
        ("enable_external_access", "false"),
        ("enable_progress_bar", "false"),
        ("lock_configuration", "true"),
    ):
        backend.con.execute(f"SET {setting} = {value}")
    return backend


def table(backend: "Backend", path: Path) -> "Table":
    """The rows of a Parquet file; a column is read when a query needs it.

    DuckDB's PermissionException for a file that `connect` did not allow.
    """
    return backend.read_parquet(path.absolute())


def view(rows: "Table") -> "Table":
    """The same rows as a view of their backend. Nothing is read for it; but Ibis puts an expression
    into words anew for every query that is built on it, which takes longer than to answer it where
    tables are small, and of a view it writes no more than the name."""
    from ibis.util import gen_name

    return rows.get_backend().create_view(gen_name("rows"), rows)


def _texts(paths: list[Path]) -> str:
    quoted = ("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"[{', '.join(quoted)}]"
