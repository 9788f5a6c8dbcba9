"""What is known before the start: rows, problems, an estimate."""

import pandas as pd
import pytest

from core.base.specs import PrepSpec, RunSpec
from core.lab.plan import columns_after, plan
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


def test_the_width_counts_categories_indicators_and_date_parts() -> None:
    frame = shops.visits(300)
    features = shops.columns(frame.drop(columns="bought"))
    missing = int(frame["price"].isna().any())
    assert columns_after(features, PrepSpec()) == 3 + 3 + missing
    assert columns_after(features, PrepSpec(categories="ordinal")) == 4 + missing
    assert pd.isna(frame["price"]).any()
