"""Times with their offset: kept in UTC and said so, days counted on the shop's own clock."""

from pathlib import Path

import pandas as pd
import pytest

from core.actions.import_files import ImportOptions, import_files
from core.store.workspace import Workspace

# Two sales late on March 1 in New York, which is March 2 in UTC, and one on March 2.
LINES = [f"A{n},{when},X,1,10.00" for n, when in enumerate(
    ["2024-03-01T22:30:00-05:00", "2024-03-01T23:30:00-05:00", "2024-03-02T09:00:00-05:00"] * 20
)]  # fmt: skip
HEAD = "order_id,order_date,sku,quantity,price"


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Workspace, str]:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([HEAD, *LINES]) + "\n")
    workspace = Workspace(tmp_path / "ws")
    return workspace, import_files(workspace, [path]).dataset


def test_days_are_those_of_the_shop(saved: tuple[Workspace, str]) -> None:
    workspace, dataset = saved
    path = workspace.frame_path(dataset, "cubes/order_lines.day_store_item.parquet")
    cube = pd.read_parquet(path)
    days = {str(day)[:10]: lines for day, lines in zip(cube["day"], cube["lines"], strict=True)}
    assert days == {"2024-03-01": 40, "2024-03-02": 20}


def test_the_column_and_the_step_say_so(saved: tuple[Workspace, str]) -> None:
    workspace, dataset = saved
    found = workspace.dataset(dataset)
    columns = {column.name: column for column in found.tables[0].columns}
    assert (columns["order_date"].role, columns["order_date"].zone) == ("timestamp", "UTC")
    assert (columns["business_date"].role, columns["business_date"].zone) == ("business_date", "")
    steps = [step.code for recipe in found.recipes.values() for step in recipe.steps]
    assert steps == ["local_date"]
    frame = pd.read_parquet(workspace.frame_path(dataset, "order_lines.parquet"))
    assert str(frame["order_date"][0]) == "2024-03-02 03:30:00"


@pytest.mark.parametrize("cell", ["2024-03-01 22:30", "2024-03-01", "2024-03-01T22:30:00Z"])
def test_no_day_is_added_where_no_offset_is_told(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([HEAD, *(f"A{n},{cell},X,1,10.00" for n in range(60))]) + "\n")
    workspace = Workspace(tmp_path / "ws")
    made = import_files(workspace, [path], ImportOptions(name="plain"))
    names = {column.name: column for column in workspace.dataset(made.dataset).tables[0].columns}
    assert "business_date" not in names
    assert names["order_date"].zone == ("UTC" if cell.endswith("Z") else "")


def test_times_with_and_without_a_zone_are_told(tmp_path: Path) -> None:
    rows = [
        f"2024-01-{i:02d}T23:30:00{'+08:00' if i % 2 else ''},{i if i % 8 else ''}"
        for i in range(1, 25)
    ]
    (tmp_path / "a.csv").write_text("created_at,sold\n" + "\n".join(rows) + "\n")
    workspace = Workspace(tmp_path / "ws")
    dataset = workspace.dataset(import_files(workspace, [tmp_path / "a.csv"]).dataset)
    (told,) = [finding for finding in dataset.findings if finding.code == "mixed_zones"]
    assert (told.column, told.severity, told.count, told.rows) == ("created_at", "warning", 12, 24)
    assert told.examples == (
        "2024-01-01T23:30:00+08:00", "2024-01-03T23:30:00+08:00",
        "2024-01-02T23:30:00", "2024-01-04T23:30:00",
    )  # fmt: skip
    again = import_files(
        workspace, [tmp_path / "a.csv"], ImportOptions(into=dataset.id, append=False)
    )
    findings = workspace.dataset(again.dataset).findings
    assert "mixed_zones" in {finding.code for finding in findings}


def test_times_that_all_tell_their_zone_are_not_mixed(saved: tuple[Workspace, str]) -> None:
    workspace, dataset = saved
    assert "mixed_zones" not in {f.code for f in workspace.dataset(dataset).findings}
