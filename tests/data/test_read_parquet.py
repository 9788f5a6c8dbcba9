"""Parquet to text."""

import datetime as dt
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.base.errors import AppError
from tests.data.files import read_here, written


def save(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path, write_page_checksum=True)
    return path


def test_every_type_becomes_text(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 1, 5, 10, 30)
    table = pa.table(
        {
            "n": pa.array([1, None], pa.int32()),
            "x": pa.array([0.5, float("inf")]),
            "s": pa.array(["007", ""]),
            "c": pa.array(["a", "b"]).dictionary_encode(),
            "b": pa.array([True, False]),
            "d": pa.array([decimal.Decimal("1.50"), None]),
            "t": pa.array([moment, None], pa.timestamp("ns")),
            "z": pa.array([moment, None], pa.timestamp("ms", "Asia/Shanghai")),
            "day": pa.array([dt.date(2024, 1, 5), None]),
            "l": pa.array([[1, 2], None]),
            "y": pa.array([b"tea", b"\xff\xfe"]),
        }
    )
    raw = read_here(save(tmp_path / "a.parquet", table), tmp_path)
    first, second = raw.frame().values.tolist()
    assert first == [
        "1", "0.5", "007", "a", "true", "1.50", "2024-01-05 10:30:00.000000",
        "2024-01-05 10:30:00.000000Z", "2024-01-05", "[1, 2]", "tea",
    ]  # fmt: skip
    assert second == [None, "inf", "", "b", "false", None, None, None, None, None, "fffe"]
    assert raw.lines == {"row": 2}
    assert raw.line_numbers().tolist() == [1, 2]


def test_an_empty_or_damaged_file_is_refused(tmp_path: Path) -> None:
    empty = save(tmp_path / "e.parquet", pa.table({"a": pa.array([], pa.int64())}))
    with pytest.raises(AppError) as caught:
        read_here(empty, tmp_path)
    assert (caught.value.code, caught.value.facts["columns"]) == ("no_rows", ["a"])
    data = save(tmp_path / "a.parquet", pa.table({"a": list(range(1000))})).read_bytes()
    with pytest.raises(AppError, match="parquet_damaged"):
        read_here(written(tmp_path, "cut.parquet", data[:-40]), tmp_path)
    torn = bytearray(data)
    torn[200] ^= 0xFF
    with pytest.raises(AppError, match="parquet_damaged"):
        read_here(written(tmp_path, "torn.parquet", bytes(torn)), tmp_path)


def test_rows_keep_their_order_over_blocks(tmp_path: Path) -> None:
    table = pa.table({f"c{place}": range(3000) for place in range(300)})
    raw = read_here(save(tmp_path / "wide.parquet", table), tmp_path)
    assert raw.rows == 3000
    assert raw.column(299).to_pylist() == [str(n) for n in range(3000)]
    assert sum(1 for _ in raw.columns()) == 300
