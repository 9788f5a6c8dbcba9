"""A two-valued column comes with a proposal, one of more values without; a constant is refused."""

from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk, open_desk
from core.actions.look_at_target import look_at_target
from core.actions.train import prepare
from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Column
from core.store.draft import DatasetDraft
from tests.lab import shops


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_two_values_get_a_proposal(desk: Desk) -> None:
    dataset = shops.save(desk.workspace, shops.visits())
    found = look_at_target(desk, dataset.id, "plain", "bought")
    assert found is not None
    assert (found.positive, found.rule) == ("yes", "yes_like")
    assert found.positives == int((shops.visits()["bought"] == "yes").sum())


def test_more_values_are_left_to_the_user(desk: Desk) -> None:
    dataset = shops.save(desk.workspace, shops.visits())
    assert look_at_target(desk, dataset.id, "plain", "channel") is None


def test_a_constant_is_refused(desk: Desk) -> None:
    constant = shops.visits()
    constant["bought"] = constant["bought"].where(constant["bought"] == "yes", "yes")
    dataset = shops.save(desk.workspace, constant)
    with pytest.raises(AppError, match="target_constant"):
        look_at_target(desk, dataset.id, "plain", "bought")


def test_a_constant_is_named_as_the_file_wrote_it(desk: Desk) -> None:
    frame = shops.visits(60)
    frame["bought"] = pd.array([True] * 60, dtype="boolean")
    written = Column(name="bought", type="boolean", style="yes/no", distinct=1)
    dataset = desk.workspace.save_dataset(
        DatasetDraft(
            name="Visits",
            kind="plain",
            tables={"plain": frame},
            columns={"plain": (*shops.columns(frame.drop(columns="bought")), written)},
            rows_read=60,
        )
    )
    spec = RunSpec(dataset=dataset.id, task="classify", question={"target": "bought"})
    with pytest.raises(AppError, match="target_constant") as looked:
        look_at_target(desk, dataset.id, "plain", "bought")
    with pytest.raises(AppError, match="target_constant") as planned:
        prepare(desk, spec)
    assert looked.value.facts["value"] == planned.value.facts["value"] == "yes"
