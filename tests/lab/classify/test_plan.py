"""What is known before the start: rows, problems, an estimate."""

import pandas as pd
import pytest

from core.base.specs import PrepSpec, RunSpec, SplitSpec
from core.lab.classify.plan import columns_after, plan
from core.store.workspace import Workspace
from tests.lab import shops


def spec_of(dataset: str, **changes: object) -> RunSpec:
    base = RunSpec(
        dataset=dataset, task="classify", question={"target": "bought"}, family="logistic"
    )
    return base.model_copy(update=changes)


@pytest.fixture
def workspace(tmp_path) -> Workspace:  # type: ignore[no-untyped-def]
    return Workspace(tmp_path)


def test_rows_and_base_rate_are_those_of_the_table(workspace: Workspace) -> None:
    frame = shops.visits()
    found = plan(workspace.reader, spec_of(shops.save(workspace, frame).id))
    assert sum(found.rows.values()) == len(frame)
    assert found.base_rate == pytest.approx((frame["bought"] == "yes").mean())
    assert found.problems == ()
    assert found.estimate.seconds > 0
    assert (found.method, found.by) == ("stratified", None)


def test_the_column_that_divides_the_rows_is_named(workspace: Workspace) -> None:
    dataset = shops.save(workspace, shops.visits()).id
    found = plan(workspace.reader, spec_of(dataset, split=SplitSpec(method="time", time="noise")))
    assert (found.method, found.by) == ("time", "noise")


def test_a_column_that_knows_the_answer_is_named_before_training(workspace: Workspace) -> None:
    frame = shops.visits()
    frame["invoice"] = frame["bought"].map({"yes": "sent", "no": "none"}).astype("string")
    found = plan(workspace.reader, spec_of(shops.save(workspace, frame).id))
    assert [(p.code, p.facts["column"]) for p in found.problems] == [("leak_equal", "invoice")]
    out = PrepSpec(exclude=("invoice",))
    assert plan(workspace.reader, spec_of(workspace.datasets()[0].id, prep=out)).problems == ()


def test_balanced_weights_are_warned_of(workspace: Workspace) -> None:
    spec = spec_of(
        shops.save(workspace, shops.visits()).id, prep=PrepSpec(class_weights="balanced")
    )
    (problem,) = plan(workspace.reader, spec).problems
    assert (problem.code, problem.severity) == ("balanced_weights", "warning")


def blend_of(*names: str, folds: int = 2) -> dict[str, object]:
    members = [{"family": name, "settings": {}, "weight": 1 / len(names)} for name in names]
    return {"folds": folds, "members": members}


def test_a_blend_is_estimated_by_its_own_members_and_folds(workspace: Workspace) -> None:
    dataset = shops.save(workspace, shops.visits()).id

    def seconds(family: str, settings: dict[str, object], budget: float = 1e-3) -> float:
        spec = spec_of(dataset, family=family, settings=settings, budget=budget)
        return plan(workspace.reader, spec).estimate.seconds

    fixed = seconds("best", {})
    single = {name: seconds(name, {}) - fixed for name in ("logistic", "lightgbm", "network")}
    two = seconds("blend", blend_of("logistic", "lightgbm")) - fixed
    assert two == pytest.approx(2 * (single["logistic"] + single["lightgbm"]), rel=0.01, abs=3e-3)
    slow = seconds("blend", blend_of("network", folds=4)) - fixed
    assert slow == pytest.approx(4 * single["network"], rel=0.01, abs=5e-3)
    assert seconds("blend", blend_of("network"), 500) == seconds("blend", blend_of("network"))


def test_the_width_counts_categories_indicators_and_date_parts() -> None:
    frame = shops.visits(300)
    features = shops.columns(frame.drop(columns="bought"))
    missing = int(frame["price"].isna().any())
    assert columns_after(features, PrepSpec()) == 3 + 3 + missing
    assert columns_after(features, PrepSpec(categories="ordinal")) == 4 + missing
    assert pd.isna(frame["price"]).any()
