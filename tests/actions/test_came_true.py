"""A forecast is scored against a newer version of its data, by hand."""

import numpy as np
import pandas as pd
import pytest

from core.actions.came_true import came_true
from core.actions.desk import Desk, open_desk
from core.base.events import Event, Finished
from core.base.runs import Run
from core.base.specs import RunSpec
from core.lab import train
from core.store.draft import DatasetDraft
from tests.lab import shops
from tests.lab.demand import sales

H = 7


def saved(desk: Desk, frame: pd.DataFrame, parent: str | None = None) -> str:
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": sales.COLUMNS},
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
