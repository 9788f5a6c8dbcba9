"""`predict` on the command line with a file of the known future: what goes too far is told."""

import json
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.forecasts import forecast_of
from core.cli import main
from tests.actions.test_known_future import told
from tests.pages.conftest import workspace
from tests.pages.supposed import run_of, supposed, supposed_home

__all__ = ["supposed", "supposed_home", "workspace"]


@pytest.mark.parametrize(("times", "beyond"), [(0.9, 0), (0.01, 1)])
def test_prices_far_beyond_what_was_seen_are_told(
    supposed: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], times: float, beyond: int
) -> None:
    run, known, out = run_of(supposed), tmp_path / "known.csv", tmp_path / "out.csv"
    bundle = forecast_of(supposed, run.id)
    told(bundle, times).to_csv(known, index=False)
    root = ["--workspace", str(supposed.workspace.root), "--json"]
    assert main(["predict", "--run", run.id, str(known), "--out", str(out), *root]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (len(answer["beyond"]), len(answer["warnings"])) == (beyond, beyond)
    assert pd.read_csv(out)["mean"].sum() < 20 * bundle.forecast.mean.sum()
    if beyond:
        assert answer["beyond"][0]["column"] == "price"
        assert answer["beyond"][0]["cells"] == len(pd.read_csv(known))
