"""A forecast is scored against a newer version of its data, by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.came_true import came_true, newer
from core.actions.desk import Desk, open_desk
from core.base.events import Event, Finished
from core.base.runs import Run
from core.base.specs import RunSpec
from core.base.values import Column
from core.lab import train
from core.store.draft import DatasetDraft
from tests.lab import shops
from tests.lab.demand import sales

H = 7


STOCK = (
    Column(name="date", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="on_hand", type="integer", role="quantity"),
)


def saved(
    desk: Desk, frame: pd.DataFrame, parent: str | None = None, stock: pd.DataFrame | None = None
) -> str:
    more = {} if stock is None else {"stock": stock}
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame, **more},
        columns={"order_lines": sales.COLUMNS, **dict.fromkeys(more, STOCK)},
        rows_read=len(frame),
        parent=parent,
    )
    return desk.workspace.save_dataset(draft).id


@pytest.fixture(scope="module")
def forecast(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Run, pd.DataFrame]:
    """A finished run of the naive forecast on the first 100 of 110 days."""
    desk = open_desk(tmp_path_factory.mktemp("shop"))
    frame = sales.sold(items=3, days=110)
    first = frame[frame["day"] < "2024-04-10"]
    spec = RunSpec(
        dataset=saved(desk, first),
        task="demand",
        question={"horizon": H, "windows": 2},
        family="seasonal_naive",
    )
    run = desk.workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(shops.heard(run.id, events), str(desk.workspace.root), spec.model_dump_json())
    desk.workspace.registry.record(events)
    assert isinstance(events[-1], Finished)
    return desk, desk.workspace.registry.run(run.id), frame


def test_nothing_has_come_while_there_is_no_newer_version(
    forecast: tuple[Desk, Run, pd.DataFrame],
) -> None:
    assert came_true(forecast[0], forecast[1].id) is None


def test_days_that_came_are_scored_and_later_ones_unknown(
    forecast: tuple[Desk, Run, pd.DataFrame],
) -> None:
    desk, run, frame = forecast
    saved(desk, frame[frame["day"] < "2024-04-14"], run.spec.dataset)
    found = came_true(desk, run.id)
    assert found is not None
    assert (str(found.first), str(found.last)) == ("2024-04-10", "2024-04-13")
    assert np.isnan(found.sold[:, 4:]).all()
    day = frame[(frame["sku"] == "s1") & (frame["day"] == "2024-04-12") & ~frame["back"]]
    assert found.sold[1, 2] == day["pieces"].sum()
    error = np.abs(found.mean - found.sold)[:, :4].sum() / found.sold[:, :4].sum()
    assert found.scores["wape"].value == pytest.approx(error)
    assert found.baseline["wape"].value > 0
    assert "coverage_80" in found.scores


def since(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    return frame[(frame["day"] >= first) & (frame["day"] <= last)]


def test_units_are_told_by_series_the_most_missed_first(
    forecast: tuple[Desk, Run, pd.DataFrame],
) -> None:
    desk, run, frame = forecast
    saved(desk, since(frame, "2024-01-01", "2024-04-13"), run.spec.dataset)
    found = came_true(desk, run.id)
    assert found is not None
    misses = np.abs(found.mean - found.sold)[:, :4].sum(axis=1)
    assert list(found.series["error"]) == pytest.approx(sorted(misses, reverse=True))
    assert found.units.error == pytest.approx(misses.sum())
    naive = np.abs(found.naive - found.sold)[:, :4].sum()
    assert found.units.naive_error == pytest.approx(naive)
    assert found.gain.value == pytest.approx(1 - misses.sum() / naive)
    assert found.gain.low is not None
    assert found.gain.low <= found.gain.value
    lines = found.together()
    assert lines["sold"] == pytest.approx(np.nansum(found.sold, axis=0)[:4])
    assert found.periods == 4
    share = found.series["inside"].mean()
    assert share == pytest.approx(found.scores["coverage_80"].value)


def test_a_day_of_an_empty_shelf_is_unknown_and_no_sale_of_zero(
    forecast: tuple[Desk, Run, pd.DataFrame],
) -> None:
    desk, run, frame = forecast
    stock = pd.DataFrame(
        [(day, sku, 0 if (sku, day.day) == ("s1", 11) else 9)
         for day in pd.date_range("2024-01-01", "2024-04-13") for sku in ("s0", "s1", "s2")],
        columns=[column.name for column in STOCK],
    ).astype({"sku": "string", "on_hand": "Int64"})  # fmt: skip
    came = since(frame, "2024-01-01", "2024-04-13")
    gone = (came["sku"] == "s1") & (came["day"] == "2024-04-11")
    saved(desk, came[~gone], run.spec.dataset, stock)
    found = came_true(desk, run.id)
    assert found is not None
    assert np.isnan(found.sold[1, :4]).tolist() == [False, True, False, False]
    assert found.empty == 4 - 3
    row = found.series.set_index("series_id").loc["s1"]
    assert (row["periods"], row["empty"]) == (3, 1)


def test_a_version_of_the_new_days_alone_tells_them_and_no_other_series(
    forecast: tuple[Desk, Run, pd.DataFrame],
) -> None:
    desk, run, frame = forecast
    came = since(frame, "2024-04-11", "2024-04-14")
    late = (came["sku"] == "s0") & (came["day"] == "2024-04-11")
    saved(desk, came[~late & (came["sku"] != "s2")], run.spec.dataset)
    found = came_true(desk, run.id)
    assert found is not None
    assert (str(found.first), str(found.last)) == ("2024-04-11", "2024-04-14")
    assert found.sold[0, 1] == 0
    assert np.isnan(found.sold[:, 0]).all()
    assert np.isnan(found.sold[2]).all()
    assert found.unseen == 1
    assert np.isnan(found.series.set_index("series_id").loc["s2", "error"])
    assert found.series["series_id"].iloc[-1] == "s2"


def test_a_version_in_the_trash_tells_nothing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    frame = sales.sold(items=1, days=9)
    first = saved(desk, frame)
    second = saved(desk, frame, first)
    told = newer(desk, first)
    assert told is not None
    assert told.id == second
    desk.workspace.trash(second)
    assert newer(desk, first) is None
