"""Readers of delimited text: ours, and named peers as their documentation tells to call them.

`read(path, encoding) -> Loaded`. Peers that cannot find the encoding are given it; ours is not.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import clevercsv
import duckdb
import pandas as pd
import polars as pl

from benchmarks.ingest_score import Loaded
from core.data.child import Request, read
from core.data.options import EVERY, Limits, People, ReadOptions
from core.data.raw import load_raw
from core.data.stage import Stage

Reader = Callable[[Path, str], Loaded]
_SNIFF = 1 << 16
_ROOMY = Limits(memory_mb=1 << 22, seconds=1e6)
_DUCKDB_NAME = re.compile(r"column0*(\d+)")


def ours(path: Path, _: str) -> Loaded:
    """Merchlab's reader, told nothing. Total rows, which it takes out, count as records here, and
    personal data stays: the clean copies keep both."""
    with tempfile.TemporaryDirectory() as folder:
        request = Request(
            path=path,
            file=path.name,
            options=ReadOptions(limits=_ROOMY, totals="keep", people=People(keep=(EVERY,))),
            folder=Path(folder),
        )
        read(request, Stage(io.StringIO()))
        raw = load_raw(Path(folder))
        frame = raw.frame()
    return Loaded(raw.header, frame.values.tolist())


def clever(path: Path, encoding: str) -> Loaded:
    """CleverCSV, given the encoding."""
    text = _text(path, encoding)
    dialect = clevercsv.Sniffer().sniff(text[:_SNIFF])
    return _first_is_header(list(clevercsv.reader(io.StringIO(text, newline=""), dialect)))


def sniffer(path: Path, encoding: str) -> Loaded:
    """csv.Sniffer, given the encoding."""
    text = _text(path, encoding)
    dialect = csv.Sniffer().sniff(text[:_SNIFF])
    return _first_is_header(list(csv.reader(io.StringIO(text, newline=""), dialect)))


def duckdb_plain(path: Path, _: str) -> Loaded:
    """DuckDB's read_csv as it is."""
    return _duckdb(path)


def duckdb_lenient(path: Path, _: str) -> Loaded:
    """DuckDB's read_csv for untidy files, all columns text."""
    return _duckdb(
        path,
        all_varchar=True,
        strict_mode=False,
        null_padding=True,
        ignore_errors=True,
        parallel=False,
    )


def pandas_default(path: Path, _: str) -> Loaded:
    """pandas.read_csv as it is."""
    return _frame(pd.read_csv(path))


def pandas_sniffing(path: Path, encoding: str) -> Loaded:
    """pandas.read_csv that finds the delimiter, reads text and skips bad lines."""
    frame = pd.read_csv(
        path, sep=None, engine="python", dtype=str, keep_default_na=False,
        on_bad_lines="skip", encoding=encoding,
    )  # fmt: skip
    return _frame(frame)


def polars_default(path: Path, _: str) -> Loaded:
    """polars.read_csv as it is."""
    frame = pl.read_csv(path)
    rows = [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]
    return Loaded(frame.columns, rows)


def _text(path: Path, encoding: str) -> str:
    return path.read_bytes().decode(encoding)


def _first_is_header(rows: list[list[str]]) -> Loaded:
    filled = [row for row in rows if row]
    return Loaded(filled[0], filled[1:])


def _duckdb(path: Path, **options: bool) -> Loaded:
    """A file that DuckDB finds headerless has its columns numbered as in the clean copies."""
    with duckdb.connect() as connection:
        table = connection.read_csv(str(path), **options)  # type: ignore[arg-type]
        names = [_DUCKDB_NAME.sub(lambda found: f"col_{found[1]}", name) for name in table.columns]
        rows = [["" if cell is None else str(cell) for cell in row] for row in table.fetchall()]
    return Loaded(names, rows)


def _frame(frame: pd.DataFrame) -> Loaded:
    rows = frame.astype(object).where(frame.notna(), "").astype(str).values.tolist()
    names = ["" if str(name).startswith("Unnamed: ") else str(name) for name in frame.columns]
    return Loaded(names, rows)


READERS: dict[str, Reader] = {
    "Merchlab": ours,
    "CleverCSV": clever,
    "csv.Sniffer": sniffer,
    "DuckDB": duckdb_plain,
    "DuckDB lenient": duckdb_lenient,
    "pandas": pandas_default,
    "pandas sep=None": pandas_sniffing,
    "polars": polars_default,
}
