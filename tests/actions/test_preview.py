"""The preview of a spec on a saved dataset: the training rows of its own split, and no others."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.preview import features, preview, target_values
from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Column
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

COLUMNS = (
    Column(name="visit", type="id"),
    Column(name="amount", type="number"),
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="bought", type="category"),
)


@dataclass(frozen=True)
class Desk:
    """As much of a desk as the preview needs: no engine."""

    workspace: Workspace


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Desk, str]:
    rows = 200
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "visit": pd.Series([f"v{i}" for i in range(rows)], dtype="string"),
            "amount": np.where(np.arange(rows) < 120, 1.0, 1000.0) + rng.random(rows),
            "day": pd.Series(
                pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), "D")
            ).astype("datetime64[us]"),
            "bought": pd.Series(["no", "yes", "no", "no"] * 50, dtype="string"),
        }
    )
    workspace = Workspace(tmp_path)
    draft = DatasetDraft("visits", "plain", {"plain": frame}, {"plain": COLUMNS}, rows_read=rows)
    return Desk(workspace), workspace.save_dataset(draft).id


def test_only_training_rows_are_looked_at(saved: tuple[Desk, str]) -> None:
    desk, dataset = saved
    question = {"target": "bought", "positive": "yes"}
    prep = {"scaling": "none"}
    spec = RunSpec.model_validate(
        {"dataset": dataset, "task": "classify", "question": question, "prep": prep}
    )
    seen = preview(desk, spec)  # type: ignore[arg-type]
    assert (seen.rows, seen.kept, seen.columns) == (120, 120, 2)
    assert seen.before["amount"].max() < 3
    assert seen.after["amount"].max() < 3


def test_features_and_refused_columns(saved: tuple[Desk, str]) -> None:
    desk, dataset = saved
    used, refused = features(desk, dataset, "plain", "bought")  # type: ignore[arg-type]
    assert [column.name for column in used] == ["amount", "day"]
    assert refused == (("visit", "id"), ("bought", "target"))
    with pytest.raises(AppError) as caught:
        features(desk, dataset, "visits", "bought")  # type: ignore[arg-type]
    assert caught.value.code == "table_unknown"


def test_values_of_a_target(saved: tuple[Desk, str]) -> None:
    desk, dataset = saved
    found = target_values(desk, dataset, "plain", "bought")  # type: ignore[arg-type]
    assert found == [("no", 150), ("yes", 50)]
