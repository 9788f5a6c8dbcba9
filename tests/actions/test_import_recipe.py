"""Recipes end to end: steps undone, kept with the dataset, replayed on the next file; asking."""

import gzip
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from core.actions import export_dataset
from core.actions.import_draft import Changes, changed, chosen_export, switched
from core.actions.import_files import (
    ImportOptions,
    ReadOptions,
    import_files,
    read_files,
    save_draft,
)
from core.actions.import_look import look, stepped
from core.actions.import_people import EVERYTHING, with_people
from core.store.workspace import Workspace
from tests.data.exports import amazon, china, retail_sets, shops
from tests.data.exports.case import Case, text


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def file(tmp_path: Path, case: Case) -> Path:
    path = tmp_path / case.name
    path.write_bytes(case.data)
    return path


def place(table, code: str) -> int:  # type: ignore[no-untyped-def]
    return [step.code for step in table.recipe.steps].index(code)


def test_a_step_can_be_undone_and_done_again(workspace: Workspace, tmp_path: Path) -> None:
    draft = read_files(workspace, [file(tmp_path, china.CASES[0])])
    table = draft.tables[0]
    split = place(table, "split_orders")
    assert (look(table).rows, stepped(table).counts[split]) == (24, 1)
    undone = switched(draft, table.name, split, False)
    assert (look(undone.tables[0]).rows, stepped(undone.tables[0]).counts[split]) == (22, 0)
    assert undone.tables[0].mapping.columns[4].role == "quantity"
    again = switched(undone, table.name, split, True)
    assert again.tables[0].mapping == table.mapping


def test_what_the_user_changed_survives_a_switch(workspace: Workspace, tmp_path: Path) -> None:
    draft = read_files(workspace, [file(tmp_path, china.CASES[-1])])
    name = draft.tables[0].name
    draft = changed(draft, name, Changes(roles={"category_id": "category"}, kind="plain"))
    draft = switched(draft, draft.tables[0].name, place(draft.tables[0], "epoch_s"), False)
    columns = {column.name: column for column in draft.tables[0].mapping.columns}
    stamp = columns["timestamp"]  # the cells as they stand again, read as what they are
    assert (stamp.type, stamp.style) == ("datetime", "epoch_s")
    assert columns["category_id"].role == "category"
    assert draft.tables[0].mapping.kind == "plain"


def test_the_next_file_of_the_same_shape_is_read_alike(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = file(tmp_path, retail_sets.CASES[0])
    draft = read_files(workspace, [path])
    table = draft.tables[0]
    draft = switched(draft, table.name, place(table, "not_products"), False)
    first = save_draft(workspace, draft)
    recipe = first.recipes["order_lines"]
    assert (recipe.export, first.export) == ("online_retail_ii", "online_retail_ii")
    assert {step.code: (step.on, step.count) for step in recipe.steps}["not_products"] == (False, 0)
    later = read_files(workspace, [path]).tables[0]
    assert not later.recipe.steps[place(later, "not_products")].on
    assert "is_product" not in {column.name for column in later.mapping.columns}
    second = import_files(workspace, [path], ImportOptions(into=first.id))
    assert second.parent == first.id
    assert {c.name for c in second.columns} == {c.name for c in first.tables[0].columns}
    assert second.totals == first.totals


def test_the_text_of_a_mended_file_goes_out_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    case = shops.CASES[0]
    readable = ImportOptions(read=with_people(ReadOptions(), keep=[EVERYTHING]))
    result = import_files(workspace, [file(tmp_path, case)], readable)
    out = tmp_path / "out.csv"
    assert export_dataset.export(workspace, result.dataset, out, as_read=True) == case.rows
    assert out.read_bytes().replace(b"\r\n", b"\n") == case.data.replace(b"\r\n", b"\n")


def test_lines_set_aside_by_a_step_keep_line_and_reason(
    workspace: Workspace, tmp_path: Path
) -> None:
    case = next(case for case in amazon.CASES if case.export == "amazon.settlement_v2")
    result = import_files(workspace, [file(tmp_path, case)])
    aside = pd.read_parquet(workspace.frame_path(result.dataset, "set_aside.parquet"))
    assert aside[["line", "reason"]].values.tolist() == [[2, "total_row"]]
    assert '"168.00"' in aside["cells"][0]
    assert result.lines == {"header": 1, "row": 21, "set_aside": 1}


def test_a_line_of_several_rows_is_set_aside_as_a_whole(
    workspace: Workspace, tmp_path: Path
) -> None:
    days = [f"d_{day}" for day in range(1, 11)]
    rows = [["a", "S1", *["1"] * 10] for _ in range(60)]
    rows[3][5] = "x"
    path = tmp_path / "wide.csv"
    path.write_bytes(text(["item_id", "store_id", *days], rows))
    result = import_files(workspace, [path])
    assert (result.rows_read, result.rows_kept, result.rows_set_aside) == (60, 59, 1)
    assert result.tables[0].rows == 590
    assert result.totals["sales"] == 590


def test_two_exports_that_fit_are_asked_about(workspace: Workspace, tmp_path: Path) -> None:
    header = ["Invoice", "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate",
              "Price",
              "UnitPrice", "Customer ID", "CustomerID", "Country"]  # fmt: skip
    row = ["1", "1", "22101", "MUG", "1", "2010-12-01", "2.5", "2.5", "17", "17", "France"]
    path = tmp_path / "upload.csv"
    path.write_bytes(text(header, [row] * 20))
    draft = read_files(workspace, [path])
    table = draft.tables[0]
    assert (table.asked, table.recipe.export, len(table.matches)) == (True, None, 2)
    chosen = chosen_export(draft, table.name, "online_retail_i").tables[0]
    assert (chosen.asked, chosen.recipe.export) == (False, "online_retail_i")
    assert {c.role: c.name for c in chosen.mapping.columns}["price"] == "UnitPrice"
    unknown = chosen_export(draft, table.name, None).tables[0]
    assert (unknown.asked, unknown.recipe.export, unknown.recipe.steps) == (False, None, ())


def test_online_retail_reconciles_to_the_cent(
    workspace: Workspace, tmp_path: Path, real_data: Path
) -> None:
    path = tmp_path / "online_retail.csv"
    path.write_bytes(gzip.decompress((real_data / "online_retail.csv.gz").read_bytes()))
    result = import_files(workspace, [path])
    assert (result.export, result.rows_read, result.rows_set_aside) == (
        "online_retail_i",
        541_909,
        0,
    )
    assert result.lines == {"header": 1, "row": 541_909}
    texts = pd.read_csv(path, dtype=str, keep_default_na=False)
    pairs = zip(texts["Quantity"], texts["UnitPrice"], strict=True)
    amounts = [int(quantity) * Decimal(price) for quantity, price in pairs]
    totals = result.totals
    assert totals["gross"] == float(sum(a for a in amounts if a > 0)) == 10_666_684.544
    assert totals["returns"] == float(sum(a for a in amounts if a < 0)) == -918_936.61
    assert totals["net"] == float(sum(amounts)) == 9_747_747.934
    debts = [a for a, no in zip(amounts, texts["InvoiceNo"], strict=True) if no.startswith("A")]
    assert totals["gross_adjustments"] == float(sum(a for a in debts if a > 0)) == 11_062.06
    assert totals["returns_adjustments"] == float(sum(a for a in debts if a < 0)) == -22_124.12
    touched = {step.code: step.count for step in result.steps}
    assert touched["adjustments_prefix"] == len(debts) == 3
    assert touched["returns_prefix"] == texts["InvoiceNo"].str.startswith("C").sum() == 9_288
    assert touched["returns_prefix"] + touched["returns_negative"] == 10_624
    assert touched["whole_ids"] == 541_909 - 135_080
    assert touched["not_products"] == 2_946
    columns = {column.name: column for column in result.columns}
    assert columns["CustomerID"].missing == (texts["CustomerID"] == "").sum() == 135_080
    assert columns["CustomerID"].distinct == 4_372
