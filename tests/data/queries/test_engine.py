"""The locked-down engine: it reads the files it was given, and does nothing else."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.data.queries.engine import connect, table


def parquet(path: Path, rows: int = 10) -> Path:
    path.parent.mkdir(exist_ok=True)
    pd.DataFrame({"n": range(rows), "word": ["a", "b"] * (rows // 2)}).to_parquet(path)
    return path


def test_reads_the_files_it_was_given(tmp_path: Path) -> None:
    path = parquet(tmp_path / "it's a [1] *.parquet")
    rows = table(connect(path), path)
    frame = rows.group_by("word").agg(n=rows.n.sum().cast("float64")).order_by("word").execute()
    assert frame.to_dict("list") == {"word": ["a", "b"], "n": [20.0, 25.0]}


def test_a_file_that_was_not_named_stays_closed(tmp_path: Path) -> None:
    named, other = parquet(tmp_path / "named.parquet"), parquet(tmp_path / "other.parquet")
    backend = connect(named)
    with pytest.raises(duckdb.PermissionException):
        table(backend, other)


def test_a_named_folder_can_be_read_and_written(tmp_path: Path) -> None:
    path = parquet(tmp_path / "folder" / "in.parquet")
    backend = connect(path.parent)
    rows = table(backend, path)
    backend.to_parquet(rows.filter(rows.n < 3), path.parent / "out.parquet")
    assert len(pd.read_parquet(path.parent / "out.parquet")) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/merchlab-never.csv'",
        "ATTACH '/tmp/merchlab-never.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '900GB'",
        "SELECT * FROM 'https://example.org/x.parquet'",
    ],
)
def test_nothing_else_is_reached_and_no_setting_changes(tmp_path: Path, statement: str) -> None:
    backend = connect(parquet(tmp_path / "x.parquet"))
    with pytest.raises(duckdb.Error):
        backend.con.execute(statement)


def test_what_does_not_fit_in_memory_is_spilled_and_swept(tmp_path: Path) -> None:
    backend = connect(tmp_path, memory="60MB")
    many = "SELECT count(*) FROM (SELECT md5(i::VARCHAR) m FROM range(2000000) t(i) ORDER BY m)"
    (spill,) = backend.con.execute("SELECT current_setting('temp_directory')").fetchone()
    assert backend.con.execute(f"{many} UNION ALL {many}").fetchall() == [(2_000_000,)] * 2
    backend.disconnect()
    assert not Path(spill).exists()
