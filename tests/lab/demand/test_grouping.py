"""Categories of items are a level of totals between each item and everything."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.events import Event, Finished
from core.base.specs import RunSpec
from core.base.values import Column
from core.lab import train
from core.lab.demand import totals
from core.lab.demand.read import read
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.demand import sales

PRODUCTS = (
    Column(name="article", type="id", role="item_id"),
    Column(name="department", type="category", role="category"),
)
TOLD = {"s0": "tea", "s1": "tea", "s2": "jam", "s3": "jam"}


def save(workspace: Workspace, told: list[tuple[str, str]]) -> RunSpec:
    frame = sales.sold(items=5, days=80)
    products = pd.DataFrame(told, columns=["article", "department"]).astype("string")
    draft = DatasetDraft(
        name="Shop",
        kind="shop",
        tables={"order_lines": frame, "products": products},
        columns={"order_lines": sales.COLUMNS, "products": PRODUCTS},
        rows_read=len(frame),
    )
    dataset = workspace.save_dataset(draft)
    return RunSpec(
        dataset=dataset.id,
        task="demand",
        question={"horizon": 7, "windows": 1},
        family="moving_average",
    )


def test_each_item_has_the_category_of_the_products_the_commonest_of_several(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path)
    spec = save(workspace, [*TOLD.items(), ("s1", "tea"), ("s1", "jam"), ("x", "other")])
    groups = read(workspace.reader, spec).groups
    assert groups is not None
    assert groups["department"].tolist() == ["tea", "tea", "jam", "jam", ""]


def test_without_a_table_that_tells_them_there_are_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert read(workspace.reader, save(workspace, [("x", "other")])).groups is None
    spec = save(workspace, list(TOLD.items()))
    everything = asked_by(spec, by=())
    assert read(workspace.reader, everything).groups is None


def asked_by(spec: RunSpec, **changes: object) -> RunSpec:
    return spec.model_copy(update={"question": spec.question | changes})


def test_totals_of_categories_agree_with_their_items_and_with_everything(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    spec = save(workspace, list(TOLD.items()))
    run = workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(shops.heard(run.id, events), str(tmp_path), spec.model_dump_json())
    assert isinstance(events[-1], Finished)
    kept = totals.load(shops.bundle_of(tmp_path, run.id))
    assert kept is not None
    assert kept.hierarchy.level == ("all", "department", "department", "department")
    assert kept.hierarchy.name == ("", "", "jam", "tea")
    assert kept.agreed[1:].sum(axis=0) == approx(kept.agreed[0])
    assert kept.agreed[3] == approx(kept.series[:2].sum(axis=0))


def approx(values: np.ndarray) -> object:
    return pytest.approx(values, rel=1e-5)
