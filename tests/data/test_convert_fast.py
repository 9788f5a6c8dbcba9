"""Columns converted at once: cell by cell is the oracle."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.frames import ARROW
from core.base.values import ColumnType
from core.data import convert_fast
from core.data.cells import cells_of
from core.data.convert import convert
from core.data.convert_fast import convert_column

CELL = st.one_of(
    st.sampled_from(
        ["", " ", "n/a", "-", "1", "007", "-3", "2.50", ".5", "5.", "1e5", "inf", "9" * 400, "0x1F",
         "2024-02-29", "2023-02-29", "0000-01-01", "2024-01-01 10", "2024-01-01T10:30",
         "2024-01-01 24:00", "2024-01-01 10:30:15.123456", "Müller", " x", "x\u200b", '="7"',
         "None", "a\tb", "茶 叶", "\u3000", "12345678901234567890"]
    ),
    st.integers().map(str),
    st.floats(allow_nan=False).map(repr),
    st.text(max_size=6),
    st.datetimes().map(str),
)  # fmt: skip


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a column of few different cells is tried at once."""
    monkeypatch.setattr(convert_fast, "_MANY", 0)


@pytest.mark.parametrize("kind", ["integer", "number", "datetime", "text", "id"])
@given(cells=st.one_of(st.lists(CELL, min_size=1), st.lists(st.sampled_from(["1", "2.5", "-"]))))
def test_at_once_is_as_cell_by_cell(kind: ColumnType, cells: list[str]) -> None:
    texts = pa.array([cell.encode("utf-8", "ignore").decode() for cell in cells], pa.string())
    fast = convert_column(texts.dictionary_encode(), kind, "")
    slow = convert(cells_of(pa.chunked_array([texts])), kind, "")
    rows = fast.rows()
    values = rows.dictionary_decode() if isinstance(rows, pa.DictionaryArray) else rows
    assert values.to_pylist() == pa.Array.from_pandas(slow.values, type=ARROW[kind]).to_pylist()
    for name in ("bad", "infinite", "worded"):
        flags = fast.spread(getattr(fast, name))
        expected = getattr(slow, name).tolist()
        assert (flags.tolist() if flags is not None else [False] * len(cells)) == expected, name
