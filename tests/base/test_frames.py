"""What is written comes back equal, in the promised dtypes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from core.base.frames import column_names, read_frame, read_head, write_typed
from core.base.values import Column
from tests.store.builders import COLUMNS, visits


def test_every_type_comes_back_in_its_stored_dtype(tmp_path: Path) -> None:
    frame = visits(500)
    write_typed(frame, COLUMNS, tmp_path / "t.parquet")
    read = read_frame(tmp_path / "t.parquet")
    assert_frame_equal(read, frame)
    assert [str(dtype) for dtype in read.dtypes] == [
        "string",
        "Int64",
        "float64",
        "boolean",
        "string",
        "datetime64[us]",
    ]


def test_plain_objects_are_stored_by_their_column_type(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"n": [1.0, np.nan, 3.0], "b": [True, None, False], "s": [7, "x", None]},
        index=[9, 9, 2],
        dtype=object,
    )
    columns = tuple(
        Column(name=name, type=kind)
        for name, kind in (("n", "integer"), ("b", "boolean"), ("s", "category"))
    )
    write_typed(frame, columns, tmp_path / "t.parquet")
    read = read_frame(tmp_path / "t.parquet")
    assert read["n"].tolist() == [1, pd.NA, 3]
    assert read["b"].tolist() == [True, pd.NA, False]
    assert read["s"].tolist() == ["7", "x", pd.NA]
    assert read.index.tolist() == [0, 1, 2]


def test_infinities_and_missing_numbers_stay_apart(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [np.inf, -np.inf, np.nan, 0.1 + 0.2]})
    write_typed(frame, (Column(name="x", type="number"),), tmp_path / "t.parquet")
    np.testing.assert_array_equal(read_frame(tmp_path / "t.parquet")["x"], frame["x"])


def test_a_time_with_a_zone_keeps_it(tmp_path: Path) -> None:
    at = pd.Series(pd.to_datetime(["2026-03-01 09:00:00.123456", None])).dt.tz_localize("UTC")
    write_typed(pd.DataFrame({"at": at}), (Column(name="at", type="datetime"),), tmp_path / "t")
    read = read_frame(tmp_path / "t")["at"]
    assert str(read.dtype) == "datetime64[us, UTC]"
    assert read[0] == at[0]
    assert read.isna().tolist() == [False, True]


def test_half_an_integer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_typed(pd.DataFrame({"n": [1.5]}), (Column(name="n", type="integer"),), tmp_path / "t")


@pytest.mark.parametrize("limit", [0, 1, 7, 500, 501])
def test_head_is_the_first_rows(tmp_path: Path, limit: int) -> None:
    frame = visits(500)
    write_typed(frame, COLUMNS, tmp_path / "t.parquet")
    assert_frame_equal(read_head(tmp_path / "t.parquet", limit), frame.head(limit))


def test_head_reads_one_row_group_of_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"n": pd.array(range(400_000), dtype="Int64")})
    path = tmp_path / "t.parquet"
    write_typed(frame, (Column(name="n", type="integer"),), path)
    assert pq.read_metadata(path).num_row_groups == 4
    monkeypatch.setattr(pq, "read_table", None)
    assert read_head(path, 3)["n"].tolist() == [0, 1, 2]


def test_chosen_columns_come_in_the_order_asked(tmp_path: Path) -> None:
    write_typed(visits(5), COLUMNS, tmp_path / "t.parquet")
    assert list(read_frame(tmp_path / "t.parquet", ["at", "visit"])) == ["at", "visit"]
    assert column_names(tmp_path / "t.parquet") == [column.name for column in COLUMNS]


@given(texts=st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "t.parquet"
    frame = pd.DataFrame({"文": pd.array(texts, dtype="string")})
    write_typed(frame, (Column(name="文", type="text"),), path)
    assert_frame_equal(read_frame(path), frame)
