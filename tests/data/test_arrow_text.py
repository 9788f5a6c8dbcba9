"""The bytes of a column are those of its own cells."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from core.data.arrow_text import bytes_of


@given(st.lists(st.none() | st.text(max_size=5), max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_the_bytes_of_a_slice_are_of_its_cells_only(
    cells: list[str | None], start: int, count: int
) -> None:
    array = pa.array(cells, pa.string()).slice(start, count)
    assert bytes_of(array) == "".join(cell or "" for cell in cells[start : start + count]).encode()
