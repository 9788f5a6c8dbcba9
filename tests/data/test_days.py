"""Days of typed rows on disk: which they are, and which rows stand within them."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.frames import write_typed
from core.base.values import Column
from core.data.days import Span, day_columns, frames_within, rows_by_day, undated, within
from core.data.queries.cubes import write_cubes

WHEN = Column(name="at", type="datetime", role="timestamp")
OWN = Column(name="day", type="datetime", role="business_date")
PIECES = Column(name="pieces", type="integer", role="quantity")
ITEM = Column(name="item", type="id", role="item_id")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """The shop's day where it is known, else that of the instant; one row has neither."""
    at = ["1969-12-31 23:59:59", "2024-03-01 01:00", "2024-03-02 23:59:59.999999", None, None]
    own = [None, "2024-02-29", None, "2024-03-02", None]
    frame = pd.DataFrame({"at": pd.to_datetime(at, format="ISO8601"), "day": pd.to_datetime(own)})
    frame = frame.assign(pieces=range(5), item="I1")
    path = tmp_path / "rows.parquet"
    write_typed(frame, (WHEN, OWN, PIECES, ITEM), path)
    return path


def test_the_shops_own_day_comes_first(rows: Path, tmp_path: Path) -> None:
    columns = (WHEN, OWN, PIECES, ITEM)
    names = day_columns(columns)
    assert names == ("day", "at")
    held = {date(1969, 12, 31): 1, date(2024, 2, 29): 1, date(2024, 3, 2): 2, None: 1}
    assert rows_by_day(rows, names) == held
    assert [*rows_by_day(rows, names)] == [*held]
    assert undated(rows, names).tolist() == [False] * 4 + [True]
    # the cubes count days alike
    write_cubes(rows, columns, tmp_path / "cubes")
    cube = pd.read_parquet(tmp_path / "cubes" / "day_store_item.parquet")
    counted = {
        None if pd.isna(day) else pd.Timestamp(day).date(): n
        for day, n in zip(cube["day"], cube["lines"], strict=True)
    }
    assert counted == held


def test_rows_within_days_are_those_of_both_ends_too(rows: Path) -> None:
    span = Span(first=date(2024, 2, 29), last=date(2024, 3, 2))
    assert span.days == 3
    assert within(rows, ("day", "at"), span).tolist() == [False, True, True, True, False]
    (frame,) = frames_within(rows, ("day", "at"), span, ["pieces"])
    assert frame["pieces"].tolist() == [1, 2, 3]
    early = Span(first=date(1969, 12, 31), last=date(1969, 12, 31))
    assert np.flatnonzero(within(rows, ("day", "at"), early)).tolist() == [0]


def test_only_dates_tell_days() -> None:
    assert day_columns([Column(name="at", type="text", role="timestamp"), PIECES]) == ()
