"""Who was replaced in one file stays replaced in the next, whatever its cells look like."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.import_files import ImportOptions, import_files, read_files, save_draft
from core.actions.import_people import with_people
from core.base.values import Dataset
from core.data.options import People, ReadOptions
from tests.actions.test_people import leaks

NAMES = ["Ann Lee", "Bob Stone", "Cy Young", "Dee Fox", "Eve Ray", "Flo Kay"]
WEEK2 = {"zorblatt quux", "von der leyen", "secretremark"}
HEAD = ["date", "customer", "remark", "qty"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ws")


@pytest.fixture
def first(desk: Desk, tmp_path: Path) -> Dataset:
    """Week 1: customers are known by their cells, remarks by the user's word."""
    rows = [f"2024-01-{i + 1:02d},{name},x{i},{i}" for i, name in enumerate(NAMES)]
    path = tmp_path / "week1.csv"
    path.write_text("\n".join([",".join(HEAD), *rows]) + "\n")
    read = ReadOptions(people=People(replace=("remark",)))
    return desk.workspace.dataset(import_files(desk, [path], ImportOptions(read=read)).dataset)


def second(folder: Path, head: list[str]) -> Path:
    """Week 2, in lower case; a column that week 1 had not holds z."""
    rows = [
        {"date": f"2024-02-{i + 1:02d}", "customer": who, "remark": "secretremark", "qty": str(i)}
        for i, who in enumerate(["zorblatt quux", "von der leyen"] * 5)
    ]
    path = folder / "week2.csv"
    lines = [",".join(row.get(name.lower(), "z") for name in head) for row in rows]
    path.write_text("\n".join([",".join(head), *lines]) + "\n")
    return path


def replaced(dataset: Dataset) -> set[str]:
    [recipe] = dataset.recipes.values()
    return {one.column.lower() for one in recipe.people if not one.kept}


@pytest.mark.parametrize("head", [HEAD, [*HEAD, "tax"], HEAD[::-1], [h.upper() for h in HEAD]])
@pytest.mark.parametrize("into", [True, False])
def test_the_next_file_is_replaced_as_the_one_before(
    desk: Desk, tmp_path: Path, first: Dataset, head: list[str], into: bool
) -> None:
    options = ImportOptions(into=first.id if into else None)
    again = import_files(desk, [second(tmp_path, head)], options)
    assert replaced(desk.workspace.dataset(again.dataset)) == {"customer", "remark"}
    assert leaks(desk.workspace.root, WEEK2) == []


def test_rows_put_behind_those_of_the_week_before_name_nobody(
    desk: Desk, tmp_path: Path, first: Dataset
) -> None:
    options = ImportOptions(into=first.id, append=True)
    again = import_files(desk, [second(tmp_path, HEAD)], options)
    customers = desk.workspace.table(again.dataset)["customer"]
    assert len(customers) == len(NAMES) + 10
    assert customers.str.startswith("p_").all()
    assert leaks(desk.workspace.root, WEEK2) == []


def test_a_dataset_chosen_after_reading_has_the_file_read_again(
    desk: Desk, tmp_path: Path, first: Dataset
) -> None:
    path = second(tmp_path, [*HEAD, "a", "b", "c", "d", "e"])
    draft = read_files(desk, [path])
    assert leaks(desk.workspace.root, WEEK2)
    options = ImportOptions(into=first.id, places={"week2": first.tables[0].name})
    saved = save_draft(desk, draft, options)
    assert replaced(saved) == {"customer", "remark"}
    assert leaks(desk.workspace.root, WEEK2) == []


def test_what_the_user_keeps_now_is_kept(desk: Desk, tmp_path: Path, first: Dataset) -> None:
    read = with_people(ReadOptions(), keep=["customer"])
    options = ImportOptions(into=first.id, read=read)
    again = import_files(desk, [second(tmp_path, HEAD)], options)
    assert "zorblatt quux" in set(desk.workspace.table(again.dataset)["customer"])
    assert {value for _, value in leaks(desk.workspace.root, WEEK2)} == WEEK2 - {"secretremark"}


def test_files_without_header_are_not_alike_for_that(desk: Desk, tmp_path: Path) -> None:
    one, two = tmp_path / "people.csv", tmp_path / "goods.csv"
    rows = [f"{name},a{i}@x.org,{i}" for i, name in enumerate(NAMES)]
    one.write_text("\n".join(rows) + "\n")
    two.write_text("\n".join(f"mug {i},cups,{i}" for i in range(9)) + "\n")
    bare = ReadOptions(header=False)
    people = import_files(desk, [one], ImportOptions(read=bare)).dataset
    goods = import_files(desk, [two], ImportOptions(read=bare)).dataset
    assert len(replaced(desk.workspace.dataset(people))) == 2
    assert replaced(desk.workspace.dataset(goods)) == set()
