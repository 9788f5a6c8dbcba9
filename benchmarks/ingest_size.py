"""A file of ten million order lines, and how DuckDB alone makes Parquet of it.

    python -m benchmarks.ingest --rows 10000000

Each reader runs in a process of its own; CPU seconds and the peak of resident
memory are of that process and its children together.
"""

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from benchmarks.ingest_queries import measure_queries
from core.base.values import Column

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = 1_000_000
_DAYS = 730
_ITEMS = 3_000
_STORES = 4
_POLL = 0.02


@dataclass(frozen=True)
class Cost:
    """What a command took: CPU and wall seconds, and peak memory in bytes."""

    cpu: float
    wall: float
    peak: int


def write_lines(path: Path, rows: int, seed: int = 0) -> None:
    """Order lines in the order of time: some items sell far more often than others (Zipf)."""
    draw = np.random.default_rng(seed)
    chance = 1 / np.arange(1, _ITEMS + 1)
    minutes = np.sort(draw.integers(0, _DAYS * 1440, rows))
    price = np.round(draw.gamma(2, 8, _ITEMS) + 0.5, 2)
    with path.open("wb") as file:
        for start in range(0, rows, _BLOCK):
            count = min(_BLOCK, rows - start)
            item = draw.choice(_ITEMS, count, p=chance / chance.sum())
            block = _block(start, minutes[start : start + count], item, draw)
            block = block.append_column("price", pa.array(price[item]))
            options = csv.WriteOptions(include_header=start == 0, quoting_style="none")
            csv.write_csv(block, file, options)


def _block(
    start: int, minutes: np.ndarray, item: np.ndarray, draw: np.random.Generator
) -> pa.Table:
    count = len(item)
    instants = np.datetime64("2024-01-01", "s") + minutes * np.timedelta64(60, "s")
    order = 1_000_000 + np.arange(start, start + count) // 3
    store = draw.integers(1, _STORES + 1, count)
    return pa.table(
        {
            "order_id": _named("O", order),
            "ordered_at": pc.strftime(pa.array(instants), format="%Y-%m-%d %H:%M:%S"),
            "store_id": _named("S", store),
            "item_id": _named("P", 1_000 + item),
            "quantity": pa.array(draw.poisson(1.2, count) + 1),
        }
    )


def _named(letter: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


DUCKDB = """
import sys, duckdb
source, out = sys.argv[1:]
duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}')) TO '{out}' (FORMAT parquet)")
"""


def run(command: list[str], env: dict[str, str] | None = None) -> tuple[Cost, str]:
    """Runs a command to its end; what it took, and its standard output."""
    import psutil

    started, before = time.perf_counter(), os.times()
    with tempfile.TemporaryFile("w+") as said:
        process = psutil.Popen(command, stdout=said, cwd=ROOT, env={**os.environ, **(env or {})})
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process))
            time.sleep(_POLL)
        after = os.times()
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        cpu = after.children_user + after.children_system
        cpu -= before.children_user + before.children_system
        return Cost(cpu, time.perf_counter() - started, peak), said.read()


def _resident(process: "object") -> int:
    import psutil

    total = 0
    try:
        for one in [process, *process.children(recursive=True)]:  # type: ignore[attr-defined]
            total += one.memory_info().rss
    except psutil.Error:
        return 0
    return total


def measure_size(rows: int, rounds: int = 3) -> None:
    """Prints the costs of an import and of DuckDB, in turn, and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "lines.csv"
        write_lines(source, rows)
        size = source.stat().st_size
        print(f"{rows:,} rows, {size / 1e6:.0f} MB")
        print(
            "| round | reader | CPU s | wall s | peak MB | peak / file |\n|---|---|---|---|---|---|"
        )
        ratios = []
        for number in range(rounds):
            out = str(folder / "duck.parquet")
            duck, _ = run([sys.executable, "-c", DUCKDB, str(source), out])
            env = {"MERCHLAB_WORKSPACE": str(folder / f"ws{number}")}
            command = [sys.executable, "-m", "core", "import", str(source), "--json"]
            mine, said = run(command, env)
            told = json.loads(said.splitlines()[-1])
            if told["rows_kept"] != rows or sum(told["lines"].values()) != rows + 1:
                raise RuntimeError(f"rows were lost: {told['lines']}")
            for reader, cost in (("DuckDB", duck), ("Merchlab", mine)):
                share = cost.peak / size
                print(f"| {number + 1} | {reader} | {cost.cpu:.1f} | {cost.wall:.1f} "
                      f"| {cost.peak / 1e6:.0f} | {share:.2f} |", flush=True)  # fmt: skip
            ratios.append((mine.cpu / duck.cpu, mine.wall / duck.wall))
        cpu, wall = (float(np.median(side)) for side in zip(*ratios, strict=True))
        print(f"Merchlab / DuckDB, medians: CPU {cpu:.2f}, wall {wall:.2f}")
        dataset = folder / f"ws{rounds - 1}" / "datasets" / told["dataset"]
        columns = [Column(name=c["name"], type=c["type"], role=c["role"]) for c in told["columns"]]
        measure_queries(dataset / "order_lines.parquet", columns)
