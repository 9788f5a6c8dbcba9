"""A run is repeated on the next version of its data, by the real engine, and can be compared."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.versions import earlier_runs, repeat_on
from tests.cli.test_cli import Shell, shell
from tests.engine import engine_home, wait_until
from tests.lab import shops

__all__ = ["engine_home", "shell"]


@pytest.mark.usefixtures("engine_home")
def test_next_week_is_learned_with_the_settings_of_this_week(shell: Shell, tmp_path: Path) -> None:
    for name, seed in (("visits.csv", 0), ("next.csv", 1)):
        shops.visits(seed=seed).to_csv(tmp_path / name, index=False)
    first = shell("import", tmp_path / "visits.csv")["dataset"]
    trained = shell(
        "train", "--dataset", first, "--task", "classify", "--target", "bought",
        "--positive", "YES", "--family", "logistic", "--seed", "3", "--set", "prep.scaling=zscore",
    )  # fmt: skip
    second = shell("import", tmp_path / "next.csv", "--into", first, "--append")
    assert second["rows_kept"] == 2 * shops.ROWS
    desk = Desk(shell.root)
    registry = desk.workspace.registry
    (earlier,) = earlier_runs(desk, desk.workspace.dataset(second["dataset"]))
    assert (earlier.run.id, earlier.repeated) == (trained["run"], None)
    made = repeat_on(desk, trained["run"], second["dataset"])
    wait_until(lambda: registry.run(made.id).over, 120)
    desk.close()
    old, new = registry.run(trained["run"]), registry.run(made.id)
    assert new.state == "finished"
    assert (new.spec.dataset, new.spec.parent) == (second["dataset"], old.id)
    assert old.resolved and new.resolved and old.summary and new.summary
    same = {"dataset", "parent"}
    assert new.resolved.model_dump(exclude=same) == old.resolved.model_dump(exclude=same)
    for part, rows in old.summary.rows.items():
        assert new.summary.rows[part] == pytest.approx(2 * rows, abs=2), part
    assert new.summary.baseline["roc_auc"].value == 0.5
    assert new.summary.verdict == "better"
