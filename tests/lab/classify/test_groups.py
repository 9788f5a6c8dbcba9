"""Splits by customer: whole customers in a part, in an interval's resample, in a turn."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.events import Finished
from core.base.specs import RunSpec, SplitSpec
from core.base.values import Column
from core.lab.classify import results
from core.lab.classify.examples import Examples, read
from core.lab.classify.parts import groups_of, part_rows, turns
from core.lab.folders import bundle_folder
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.classify.customers import alike
from tests.lab import shops
from tests.lab.classify.test_train import trained

ROLES = {
    "customer": ("id", "user_id"),
    "day": ("datetime", "timestamp"),
    "bought": ("category", "target"),
}


def of_customers(workspace: Workspace) -> str:
    """Visits, one an hour, of customers who behave alike each time."""
    y, p, groups = alike(2, customers=240, rows=10)
    frame = pd.DataFrame(
        {
            "customer": pd.Series([f"c{number}" for number in groups], dtype="string"),
            "day": pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(np.arange(len(y)), "h"),
            "leaning": np.round(np.log(p / (1 - p)), 1),
            "bought": pd.Series(np.where(y == 1, "yes", "no"), dtype="string"),
        }
    )
    columns = []
    for name in frame:
        kind, role = ROLES.get(name, ("number", None))
        columns.append(Column(name=name, type=kind, role=role, distinct=frame[name].nunique()))
    draft = DatasetDraft(
        name="Customers",
        kind="plain",
        tables={"plain": frame},
        columns={"plain": tuple(columns)},
        rows_read=len(frame),
    )
    return workspace.save_dataset(draft).id


def spec_of(dataset: str, method: str, **changes: object) -> RunSpec:
    spec = RunSpec(
        dataset=dataset,
        task="classify",
        question={"target": "bought"},
        split=SplitSpec.model_validate({"method": method}),
        family="logistic",
    )
    return spec.model_copy(update=changes)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    workspace = Workspace(tmp_path_factory.mktemp("customers"))
    return workspace, of_customers(workspace)


def reported(shop: tuple[Workspace, str], spec: RunSpec) -> tuple[results.ClassifyReport, Finished]:
    workspace, _ = shop
    finished, _, run_id = trained(workspace, spec)
    return results.report(shops.bundle_of(workspace.root, run_id), finished.digest), finished


def test_a_split_by_customer_is_told_by_customer(shop: tuple[Workspace, str]) -> None:
    report, _ = reported(shop, spec_of(shop[1], "group"))
    plain, _ = reported(shop, spec_of(shop[1], "stratified"))
    assert report.grouped_by == "customer"
    assert plain.grouped_by is plain.test.groups is plain.test.table.spread is None
    for part in (report.validation, report.test):
        assert part.groups is not None
        assert part.groups < part.rows / 3
        assert part.table.spread is not None
        assert part.table.spread.groups == part.groups
    for name in ("roc_auc", "brier", "accuracy"):
        one, two = report.test.scores[name], plain.test.scores[name]
        assert one.high - one.low > 1.3 * (two.high - two.low), name  # type: ignore[operator]


def test_a_blend_by_customer_is_told_by_customer_and_replayed(shop: tuple[Workspace, str]) -> None:
    members = [{"family": "logistic", "settings": {}, "seed": 0, "weight": 1.0}]
    spec = spec_of(shop[1], "group", family="blend", settings={"folds": 3, "members": members})
    report, finished = reported(shop, spec)
    again, _, _ = trained(shop[0], RunSpec.model_validate(finished.resolved))
    assert again.summary["metrics"] == finished.summary["metrics"]
    parts = part_rows(examples_of(shop, spec), spec)
    assert report.validation.groups == 240 - report.test.groups  # type: ignore[operator]
    assert report.validation.rows == len(parts.train) + len(parts.validation)


def examples_of(shop: tuple[Workspace, str], spec: RunSpec) -> Examples:
    return read(shop[0].reader, spec)


@pytest.mark.parametrize("method", ["stratified", "group", "time"])
def test_turns_of_one_division_hold_both_answers_and_whole_groups(
    shop: tuple[Workspace, str], method: str
) -> None:
    spec = spec_of(shop[1], method)
    examples = examples_of(shop, spec)
    parts = part_rows(examples, spec)
    rows = parts.validation
    found = turns(examples, parts, 0, rows, np.zeros(len(rows), np.int64))
    assert found.tolist() == turns(examples, parts, 0, rows, np.zeros(len(rows), np.int64)).tolist()
    for number in range(5):
        assert set(examples.y[rows][found == number]) == {0, 1}
    groups = groups_of(examples, parts)
    assert (groups is None) == (method != "group")
    if groups is not None:
        pairs = {(int(group), int(turn)) for group, turn in zip(groups[rows], found, strict=True)}
        assert len(pairs) == len(np.unique(groups[rows]))


def test_folds_are_their_own_turns(shop: tuple[Workspace, str]) -> None:
    spec = spec_of(shop[1], "stratified")
    examples = examples_of(shop, spec)
    fold = np.array([0, 0, 1, 2])
    parts = part_rows(examples, spec)
    assert turns(examples, parts, 0, np.arange(4), fold) is fold


def test_a_blend_forward_in_time_is_replayed(shop: tuple[Workspace, str]) -> None:
    members = [
        {"family": name, "settings": settings, "seed": 0, "weight": 0.5}
        for name, settings in (("logistic", {}), ("random_forest", {"trees": 20}))
    ]
    spec = spec_of(shop[1], "time", family="blend", settings={"folds": 1, "members": members})
    finished, _, _ = trained(shop[0], spec)
    again, _, _ = trained(shop[0], RunSpec.model_validate(finished.resolved))
    assert again.summary["metrics"] == finished.summary["metrics"]
    assert sum(finished.summary["rows"].values()) == len(examples_of(shop, spec).y)


def test_the_bundle_of_a_run_lies_in_its_folder(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    run = "r-20260301-0abc12"
    assert bundle_folder(tmp_path, run).parent == workspace.run_folder(run)
