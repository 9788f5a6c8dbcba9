"""`plan` on the command line: the orders, what is lacking, and the verdict on the forecast."""

import json
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.cli import main
from tests.pages.conftest import workspace
from tests.pages.ordered import ITEMS, known_run, ordered, ordered_home

__all__ = ["ordered", "ordered_home", "workspace"]


def test_plan_tells_orders_what_is_lacking_and_the_verdict(
    ordered: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = tmp_path / "items.csv"
    pd.DataFrame({"sku": ITEMS, "Stock": [0, 100, 2000], "lead_time": [7, 0, -1]}).to_csv(
        items, index=False
    )
    out = tmp_path / "plan.csv"
    flags = ["--run", known_run(ordered).id, "--items", str(items), "--out", str(out)]
    root = ["--workspace", str(ordered.workspace.root), "--json"]
    assert main(["plan", *flags, "--policy", "order_up_to", "--service-level", ".98", *root]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["lines"] == 2
    assert told["short_before_delivery"] == pytest.approx(350, rel=0.01)
    assert told["verdict"] == "no_better"
    assert told["note"]
    assert "lead_time_negative" in [one["code"] for one in told["problems"]]
    assert len(pd.read_csv(out)) == 2
