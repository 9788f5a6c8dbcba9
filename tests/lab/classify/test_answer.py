"""What the answering worker writes: codes and numbers, no words of any language."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.lab.classify import answer
from core.lab.classify.answer import ScoreAnswer, ScoreRequest
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.classify.test_train import trained

CELLS = pd.DataFrame(
    {
        "c0": ["2", "40", "some", "3"],
        "c1": ["mail", "mail", "ads", "radio"],
        "c2": ["20", "20", "20", ""],
        "c3": ["0", "0", "0", "0"],
    },
    dtype="string",
)


def answered(folder: Path, question: dict[str, str]) -> tuple[ScoreAnswer, pd.DataFrame]:
    workspace = Workspace(folder)
    dataset = shops.save(workspace, shops.visits()).id
    spec = RunSpec(dataset=dataset, task="classify", question=question, family="logistic")
    finished, _, run_id = trained(workspace, spec)
    CELLS.to_parquet(folder / "cells.parquet")
    names = [name for name in shops.visits(50) if name != question["target"]]
    request = ScoreRequest(
        root=folder, run=run_id, digest=finished.digest, threshold=0.5,
        cells=folder / "cells.parquet", names=tuple(names), out=folder / "out.parquet",
    )  # fmt: skip
    return answer.score(request.model_dump_json()), pd.read_parquet(folder / "out.parquet")


def test_a_prediction_is_yes_no_or_nothing(tmp_path: Path) -> None:
    found, rows = answered(tmp_path, {"target": "bought"})
    assert (found.positive, found.negative) == ("yes", "no")
    assert (found.rows, found.scored, found.unseen) == (4, 3, {"channel": 1})
    assert rows["prediction"].dtype == "boolean"
    assert rows["prediction"].isna().tolist() == [False, False, True, False]
    assert rows["prediction"].tolist()[:2] == [False, True]
    assert rows["reason"].tolist()[2] == "not_number"
    assert rows["column"].tolist()[2] == "pages"
    scored = rows.dropna(subset="prediction")
    np.testing.assert_array_equal(scored["prediction"], scored["probability"] >= 0.5)


def test_of_many_values_no_other_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.CELLS", CELLS.assign(c1=["1", "2", "3", "4"], c3="no"))
    found, rows = answered(tmp_path, {"target": "channel", "positive": "mail"})
    assert (found.positive, found.negative) == ("mail", None)
    assert rows["prediction"].dropna().isin([True, False]).all()


def test_a_run_with_another_name_than_ours_is_refused(tmp_path: Path) -> None:
    request = ScoreRequest(
        root=tmp_path, run="../elsewhere", digest="", threshold=0.5,
        cells=tmp_path / "cells.parquet", names=(), out=tmp_path / "out.parquet",
    )  # fmt: skip
    with pytest.raises(AppError) as caught:
        answer.score(request.model_dump_json())
    assert caught.value.code == "run_unknown"
