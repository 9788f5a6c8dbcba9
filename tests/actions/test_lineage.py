"""A version says of all its files what became of them, also of those of its base."""

import json
import threading
from pathlib import Path

import pandas as pd
import pytest

from core.actions.export_dataset import export
from core.actions.import_files import ImportOptions, import_files, read_files, save_draft
from core.base.errors import AppError
from core.base.values import Dataset
from core.store.workspace import Workspace

SALES = "day,shop,item,sold\n"
STORES = "store_id,store_city\nS1,Rome\nS2,Oslo\nS3,Bonn\n"
TOO_LONG = "2024-01-30,S1,I9,3,EXTRA,CELLS\n"


def sales(month: int, count: int) -> str:
    return "".join(f"2024-{month:02d}-{i:02d},S1,I{i},{i}\n" for i in range(1, count + 1))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def base(workspace: Workspace, tmp_path: Path) -> Dataset:
    """24 sales, one line that is none, and three stores."""
    for name, text in {"base": SALES + sales(1, 24) + TOO_LONG, "stores": STORES}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    paths = [tmp_path / "base.csv", tmp_path / "stores.csv"]
    return workspace.dataset(import_files(workspace, paths).dataset)


def name_of(dataset: Dataset, title: str) -> str:
    return next(table.name for table in dataset.tables if table.title == title)


def bring(
    workspace: Workspace, path: Path, text: str, base: Dataset, append: bool = True
) -> Dataset:
    path.write_text(text)
    made = import_files(workspace, [path], ImportOptions(into=base.id, append=append))
    return workspace.dataset(made.dataset)


def add_up(dataset: Dataset) -> None:
    assert dataset.rows_read == dataset.rows_kept + dataset.rows_set_aside
    assert dataset.rows_kept == sum(table.rows for table in dataset.tables)
    assert dataset.lines["row"] == dataset.rows_kept


def test_an_appended_version_counts_all_its_files(
    workspace: Workspace, tmp_path: Path, base: Dataset
) -> None:
    turned = "".join(f"{i},I{i},S1,2024-02-{i:02d}\n" for i in range(1, 25))
    new = bring(workspace, tmp_path / "next.csv", "sold,item,shop,day\n" + turned, base)
    assert (new.rows_read, new.rows_kept, new.rows_set_aside) == (52, 51, 1)
    assert new.lines == {"header": 3, "row": 51, "set_aside": 1}
    add_up(new)
    aside = pd.read_parquet(workspace.frame_path(new.id, "set_aside.parquet"))
    assert aside[["file", "line"]].to_numpy().tolist() == [["base.csv", 26]]
    assert json.loads(aside["cells"][0])[-2:] == ["EXTRA", "CELLS"]
    assert [source.name for source in new.sources] == ["base.csv", "stores.csv", "next.csv"]
    table = name_of(base, "base")
    assert [source.table for source in new.sources] == [table, name_of(base, "stores"), table]


def test_findings_of_tables_that_are_carried_over_stay(
    workspace: Workspace, tmp_path: Path
) -> None:
    stores = "store_id,store_city,land\n" + "".join(
        f"S{n},{'' if n % 2 else 'Rome'},IT\n" for n in range(2, 32)
    )
    lines = "order_id,day,store_id,item_id,quantity\n" + "".join(
        f"O{n},2024-01-{n:02d},S{n},I{n},{n}\n" for n in range(1, 25)
    )
    for name, text in {"lines": lines, "stores": stores}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    paths = [tmp_path / "lines.csv", tmp_path / "stores.csv"]
    base = workspace.dataset(import_files(workspace, paths).dataset)
    table = name_of(base, "stores")
    told = {(f.code, f.column): f for f in base.findings if f.table == table}
    assert {("missing", "store_city"), ("constant", "land")} <= {*told}
    assert [f.count for f in base.findings if f.code == "orphans"] == [1]
    more = lines.replace("2024-01", "2024-02").replace(",S2,", ",S99,").replace("O", "Q")
    for append in (True, False):
        new = bring(workspace, tmp_path / "next.csv", more, base, append)
        kept = [f for f in new.findings if f.table == table]
        assert {(f.code, f.column): f for f in kept} == told
        assert len(kept) == len(told)
        assert [f.count for f in new.findings if f.code == "orphans"] == [3 if append else 2]


def test_the_text_of_all_files_goes_out(
    workspace: Workspace, tmp_path: Path, base: Dataset
) -> None:
    turned = "".join(f"{i},I{i},S1,2024-02-{i:02d}\n" for i in range(1, 25))
    new = bring(workspace, tmp_path / "next.csv", "sold,item,shop,day\n" + turned, base)
    out = tmp_path / "out.csv"
    assert export(workspace, new.id, out, as_read=True, table=name_of(new, "base")) == 48
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "day,shop,item,sold"
    assert (lines[1], lines[25]) == ("2024-01-01,S1,I1,1", "2024-02-01,S1,I1,1")
    assert export(workspace, new.id, out, as_read=True, table=name_of(new, "stores")) == 3
    assert out.read_text("utf-8-sig") == STORES


def test_a_third_version_still_has_the_files_of_the_first(
    workspace: Workspace, tmp_path: Path, base: Dataset
) -> None:
    second = bring(workspace, tmp_path / "b.csv", SALES + sales(2, 20) + TOO_LONG, base)
    third = bring(workspace, tmp_path / "c.csv", SALES + sales(2, 24), second)
    # 24 + 3, then 20 and one that is none, then four: twenty are there already
    assert (third.rows_read, third.rows_kept, third.rows_set_aside) == (73, 51, 22)
    assert third.lines == {"header": 4, "row": 51, "set_aside": 22}
    add_up(third)
    table = name_of(third, "base")
    assert export(workspace, third.id, tmp_path / "out.csv", as_read=True, table=table) == 68


def test_a_table_that_is_replaced_leaves_its_lines_behind(
    workspace: Workspace, tmp_path: Path, base: Dataset
) -> None:
    new = bring(workspace, tmp_path / "next.csv", SALES + sales(2, 9), base, append=False)
    assert (new.rows_read, new.rows_kept, new.rows_set_aside) == (12, 12, 0)
    assert new.lines == {"header": 2, "row": 12}
    add_up(new)
    assert [source.name for source in new.sources] == ["stores.csv", "next.csv"]
    out = tmp_path / "out.csv"
    assert export(workspace, new.id, out, as_read=True, table=name_of(new, "base")) == 9
    assert export(workspace, new.id, out, as_read=True, table=name_of(new, "stores")) == 3


def test_a_draft_is_saved_once(workspace: Workspace, tmp_path: Path, base: Dataset) -> None:
    (tmp_path / "next.csv").write_text(SALES + sales(2, 9))
    draft = read_files(workspace, [tmp_path / "next.csv"])
    told: list[str] = []

    def save() -> None:
        try:
            told.append(save_draft(workspace, draft, ImportOptions(into=base.id, append=True)).id)
        except AppError as error:
            told.append(error.code)

    threads = [threading.Thread(target=save) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[-2:] == ["draft_unknown", "draft_unknown"]
    assert {dataset.id for dataset in workspace.datasets()} == {base.id, sorted(told)[0]}
