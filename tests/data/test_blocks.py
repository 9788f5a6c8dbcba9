"""Rows taken in blocks: the same file read record by record is the oracle."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data import blocks
from core.data.options import ReadOptions
from core.data.read_csv import read_csv
from core.data.stage import Stage

HEAD = "id,name,sold,note\n" + "".join(f"{n},thing {n},{n % 7},x\n" for n in range(30))
PLAIN = st.tuples(
    st.sampled_from(["1", "27", "A-3", "订单9", "id", "Total", "合计", "", "#7", "---", " 4"]),
    st.sampled_from(["shoe", "", "a b", "thing 5", '"q, r"', '"two\nlines"', "---", '5" pipe']),
    st.sampled_from(["3", "", "1.5", "x", "105"]),
    st.sampled_from(["", "y", '"said ""no"""', "é", "\u0093so\u0094"]),
).map(",".join)
ODD = st.sampled_from(["", "   ", "9,9", "1,2,3,4,5", ",,,", "note: checked", '"', '1,"open,2,y'])
LINES = st.lists(st.one_of(PLAIN, PLAIN, PLAIN, ODD), max_size=60)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few lines, from the first rows on."""
    monkeypatch.setattr("core.data.blocks.SIZE", 120)
    monkeypatch.setattr("core.data.rows.SAMPLE", 5)
    monkeypatch.setattr("core.data.read_csv._SNIFF", 20)
    monkeypatch.setattr("core.data.total_rows._KEPT", 10)


def outcome(folder: Path, data: bytes, encoding: str | None = None) -> dict[str, Any]:
    """Everything that reading leaves, or the error."""
    path = folder / "a.csv"
    path.write_bytes(data)
    try:
        raw = read_csv(path, "a.csv", ReadOptions(encoding=encoding), folder, Stage())
    except AppError as error:
        return {"error": error.code, **error.facts}
    lines = io.StringIO(data.decode(encoding or "utf-8"), newline="")
    assert sum(raw.lines.values()) == sum(1 for _ in lines)
    tables = {name: pq.read_table(folder / f"{name}.parquet").to_pylist()
              for name in ("cells", "set_aside", "beside")}  # fmt: skip
    return tables | json.loads(raw.model_dump_json())


def both(
    folder: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, encoding: str | None = None
) -> int:
    """Asserts that both ways agree; gives how many blocks were taken at once."""
    taken = []
    settle = blocks._settle
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "_settle", lambda *args: (taken.append(1), settle(*args)))
        fast = outcome(folder, data, encoding)
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "fits", lambda _: False)
        slow = outcome(folder, data, encoding)
    assert fast == slow
    return len(taken)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
def test_blocks_and_records_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], end: str, last: bool
) -> None:
    text = (HEAD + "\n".join(lines)).replace("\n", end) + (end if last else "")
    both(tmp_path, monkeypatch, text.encode())


def test_a_regular_file_is_taken_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"{n},商品 {n},{n % 7},\n" for n in range(400))
    assert both(tmp_path, monkeypatch, (HEAD + rows).encode()) > 20
    assert both(tmp_path, monkeypatch, (HEAD + rows).encode("gb18030"), "gb18030") > 20
    assert both(tmp_path, monkeypatch, ("\ufeff" + HEAD + rows).encode(), None) > 20


def test_a_lone_carriage_return_is_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{n},a,{n % 7},x\r{n},b,1,y\n" for n in range(200))
    both(tmp_path, monkeypatch, (HEAD + rows).encode())
