"""A list of stand-ins led back to people by the original file, and nothing left behind."""

import os
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.import_files import ImportOptions, import_files
from core.actions.match_back import match_back
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.data.options import People, ReadOptions
from tests.actions.test_people import leaks, person, secrets, written
from tests.data.exports.case import text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ws")


def test_the_rows_of_a_dataset_get_their_people_back(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "orders_export_1.csv", 30)
    frame = desk.workspace.table(import_files(desk, [path]).dataset)
    frame = frame[frame["Name"].str.startswith("#")].reset_index(drop=True)
    mine = f"merchlab-*/{TEMPORARY}{os.getpid()}-*"  # others may be at work there
    before = set(Path(tempfile.gettempdir()).glob(mine))
    found = match_back(frame, path)
    assert (found.asked, found.found) == (len(frame), len(frame))
    people = [person(int(order[1:]) - 1000) for order in frame["Name"]]
    assert len(people) >= 28
    assert found.frame["Email"].tolist() == [one["email"] for one in people]
    assert found.frame["Billing Name"].tolist() == [one["name"] for one in people]
    assert people[2]["phone"] in found.frame["Tags"][2]
    assert found.frame["Lineitem price"].equals(frame["Lineitem price"])
    assert leaks(desk.workspace.root, secrets(30)) == []
    assert set(Path(tempfile.gettempdir()).glob(mine)) <= before


def test_a_list_of_ids_gets_what_else_the_file_says_of_them(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "抖音订单.csv", 30)
    frame = desk.workspace.table(import_files(desk, [path]).dataset)
    ids = frame["收件人手机号"].iloc[[4, 2]].tolist()
    listed = pd.DataFrame({"user_id": pd.Series([*ids, "p_" + "0" * 20], dtype="string")})
    found = match_back(listed, path)
    assert (found.asked, found.found) == (3, 2)
    assert found.frame["user_id"].tolist() == [
        person(4)["mobile"], person(2)["mobile"], "p_" + "0" * 20,
    ]  # fmt: skip
    assert found.frame["收件人"].tolist()[:2] == [person(4)["han"], person(2)["han"]]
    assert found.frame["收件人"].isna().tolist() == [False, False, True]
    assert "详细地址" in found.added


def test_another_file_matches_nobody(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "kunden.csv", 30)
    frame = desk.workspace.table(import_files(desk, [path]).dataset)
    other = tmp_path / "other.csv"
    other.write_bytes(text(["email", "n"], [["x@example.org", 1], ["y@example.org", 2]]))
    with pytest.raises(AppError, match="nobody_matched"):
        match_back(frame, other)


def test_text_gets_its_addresses_and_numbers_back_as_they_stood_in_it(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = [
        [i, f"C{i}@x.com", f"+49 151 {7000000 + i}", f"ask c{i}@X.com or +49-151-{7000000 + i}",
         f"call 13812345{i}" if i >= 300 else i, f"K{i}"]
        for i in range(360)
    ]  # fmt: skip
    path.write_bytes(text(["order", "email", "phone", "Notes", "more", "card"], rows))
    wish = ReadOptions(people=People(replace=("card",)))
    dataset = import_files(desk, [path], ImportOptions(read=wish)).dataset
    (recipe,) = desk.workspace.dataset(dataset).recipes.values()
    found = match_back(desk.workspace.table(dataset), path, recipe).frame
    assert found["Notes"].tolist() == [row[3] for row in rows]
    assert found["phone"].tolist() == [row[2] for row in rows]
    assert found["more"].tolist() == [str(row[4]) for row in rows]
    assert found["card"].tolist() == [row[5] for row in rows]


def test_the_table_of_an_archive_is_told_by_its_columns(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "shop.zip"
    rows = "".join(f"{i},a{i}@example.org,{i}\n" for i in range(1, 30))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stores.csv", "store_id,store_city\nS1,Rome\nS2,Oslo\nS3,Bonn\n")
        archive.writestr("orders.csv", "order_id,email,total\n" + rows)
    dataset = desk.workspace.dataset(import_files(desk, [path]).dataset)
    (name,) = [table.name for table in dataset.tables if table.rows == 29]
    frame = desk.workspace.table(dataset.id, name)
    found = match_back(frame, path, dataset.recipes[name])
    assert found.frame["email"].tolist() == [f"a{i}@example.org" for i in range(1, 30)]
    with pytest.raises(AppError, match="one_table_needed"):
        match_back(frame, path)  # nothing tells which
