"""`score` on the command line: what came of a forecast, by the newest version of its data."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.forecast_scored import scored
from core.cli import main
from tests.pages.conftest import workspace
from tests.pages.foreseen import foreseen, foreseen_home
from tests.pages.learned import run_called
from tests.pages.test_came import CAME, TREES, bring

__all__ = ["foreseen", "foreseen_home", "workspace"]


def test_score_tells_units_metrics_and_the_naive_forecast(
    foreseen: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*flags: str) -> dict[str, Any]:
        root = ["--workspace", str(foreseen.workspace.root), "--json"]
        assert main(["score", *flags, *root]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    run = run_called(foreseen, TREES).id
    assert said("--run", run) == {"run": run, "scored": False}
    assert bring(foreseen) == run
    out = tmp_path / "came.csv"
    told, found = said("--run", run, "--out", str(out)), scored(foreseen, run)
    assert found is not None
    assert (told["scored"], told["periods"], told["horizon"]) == (True, CAME, 7)
    assert told["dataset"] == found.told.id
    assert told["units"]["error"] == pytest.approx(found.units.error)
    assert told["metrics"]["wape"] == pytest.approx(told["units"]["error"] / told["units"]["sold"])
    assert told["baseline"]["wape"] == pytest.approx(
        told["units"]["naive_error"] / told["units"]["sold"]
    )
    assert told["gain"]["low"] <= told["gain"]["value"] <= told["gain"]["high"]
    table = pd.read_csv(out)
    assert len(table) == told["rows"] == told["series"]
    assert table["error"].sum() == pytest.approx(told["units"]["error"])


def test_a_run_that_is_no_forecast_is_refused(
    foreseen: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--workspace", str(foreseen.workspace.root), "--json"]
    assert main(["score", "--run", "r-none", *root]) == 2
    error = json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
    assert error["code"] == "run_unknown"
