"""`train` on the command line tells what the Train page tells before the start."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.actions import train as train_
from core.actions.desk import Desk
from core.base.runs import Run
from core.base.specs import RunSpec
from core.cli import main
from core.store.workspace import Workspace
from tests.lab.demand import sales
from tests.pages.learned import train_here


def told(root: Path, capsys: pytest.CaptureFixture[str], *flags: str) -> dict[str, Any]:
    code = main(["train", "--task", "demand", *flags, "--workspace", str(root), "--json"])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert code == 0, answer
    return answer


def here(desk: Desk, spec: RunSpec, name: str = "", **_: Any) -> Run:
    """Trains without an engine."""
    return train_here(desk.workspace, spec, name or "one")


def test_what_is_noticed_before_the_start_is_in_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = sales.sold(items=3, days=60)["day"].max()
    odd = pd.DataFrame(
        [(last, "new", 5, False), (last, "never", 0, False), (last, None, 2, False)],
        columns=[column.name for column in sales.COLUMNS],
    )
    frame = pd.concat([sales.sold(items=3, days=60), odd], ignore_index=True)
    frame = frame.astype({"sku": "string", "pieces": "Int64", "back": "boolean"})
    dataset = sales.save(Workspace(tmp_path), frame).id
    monkeypatch.setattr(train_, "start", here)
    flags = ["--dataset", dataset, "--family", "moving_average", "--horizon", "7"]
    answer = told(tmp_path, capsys, *flags, "--windows", "24")
    codes = {one["code"]: one for one in answer["problems"] + answer["noted"]}
    assert set(codes) == {"fewer_windows", "rows_keyless", "rows_below_zero_out"}
    assert codes["fewer_windows"]["facts"]["asked"] == 24
    assert "24" in codes["fewer_windows"]["message"]
    assert [one["series_id"] for one in answer["skipped"]] == ["never"]
    assert answer["skipped"][0]["message"]
    assert answer["young"] == 1
