"""The verbs on datasets, as pages and commands call them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from core.actions import datasets as actions
from core.base.errors import AppError
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.store.builders import COLUMNS, draft, visits


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    return SimpleNamespace(workspace=Workspace(tmp_path))


def test_a_dataset_from_list_to_trash_and_back(desk: Any) -> None:
    saved = desk.workspace.save_dataset(draft())
    assert actions.datasets(desk) == [saved]
    assert actions.dataset(desk, saved.id) == actions.dataset(desk, saved.name) == saved
    assert actions.rename(desk, saved.id, "autumn").name == "autumn"
    actions.trash(desk, saved.id)
    assert actions.datasets(desk) == []
    assert [dataset.name for dataset in actions.datasets(desk, trashed=True)] == ["autumn"]
    assert actions.restore(desk, saved.id).trashed is None
    actions.purge(desk, saved.id)
    assert actions.datasets(desk) == actions.datasets(desk, trashed=True) == []


def test_rows_are_the_head_of_a_table(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {"a": COLUMNS, "b": COLUMNS}
    saved = desk.workspace.save_dataset(
        DatasetDraft("two", "shop", {"a": visits(30), "b": visits(40, 1)}, columns)
    )
    monkeypatch.setattr("pyarrow.parquet.read_table", None)
    assert_frame_equal(actions.rows(desk, saved.id, "b", 7), visits(40, 1).head(7))
    assert len(actions.rows(desk, saved.id, "a")) == 30
    with pytest.raises(AppError, match="table_needed"):
        actions.rows(desk, saved.id)


def test_lines_set_aside_are_shown(desk: Any) -> None:
    saved = desk.workspace.save_dataset(draft())
    expected = pd.DataFrame({"line": [4], "reason": pd.array(["too_many"], dtype="string")})
    assert_frame_equal(actions.set_aside(desk, saved.id, 1).astype(expected.dtypes), expected)
    none = desk.workspace.save_dataset(
        DatasetDraft("x", "visits", {"a": visits(1)}, {"a": COLUMNS})
    )
    assert actions.set_aside(desk, none.id).empty


def test_damage_is_told(desk: Any) -> None:
    saved = desk.workspace.save_dataset(draft())
    (desk.workspace.root / "datasets" / saved.id / "manifest.json").write_text("{}")
    assert [error.code for error in actions.damaged(desk)] == ["dataset_damaged"]
    with pytest.raises(AppError, match="dataset_damaged"):
        actions.rows(desk, saved.id, "visits")
