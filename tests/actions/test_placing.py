"""Next week's files go on with the tables of their columns, whatever their order and names."""

from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.following import following
from core.actions.import_files import ImportOptions, import_files, read_files, save_draft
from core.actions.placing import placings
from core.base.errors import AppError

CUSTOMERS = "cust_no,segment,town\n"
SUPPLIERS = "supplier_ref,place,lead_days\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def file(folder: Path, name: str, head: str, first: int = 0) -> Path:
    rows = [f"N{n},{'AB'[n % 2]},{n % 7}" for n in range(first, first + 40)]
    (folder / name).write_text(head + "\n".join(rows) + "\n")
    return folder / name


@pytest.fixture
def base(desk: Desk, tmp_path: Path) -> str:
    files = [file(tmp_path, "customers.csv", CUSTOMERS), file(tmp_path, "suppliers.csv", SUPPLIERS)]
    return import_files(desk, files, ImportOptions(name="shop")).dataset


def rows(desk: Desk, dataset: str) -> dict[str, int]:
    """The rows of each table, by the file it came from first."""
    return {table.title: table.rows for table in desk.workspace.dataset(dataset).tables}


def test_tables_keep_the_name_of_their_file(desk: Desk, base: str) -> None:
    assert rows(desk, base) == {"customers": 40, "suppliers": 40}


@pytest.mark.parametrize(
    ("head", "expected"),
    [(CUSTOMERS, {"customers": 80, "suppliers": 40}),
     (SUPPLIERS, {"customers": 40, "suppliers": 80})],
)  # fmt: skip
def test_a_single_file_is_appended_to_the_table_of_its_columns(
    desk: Desk, tmp_path: Path, base: str, head: str, expected: dict[str, int]
) -> None:
    path = file(tmp_path, "week2.csv", head, first=100)
    made = import_files(desk, [path], ImportOptions(into=base, append=True))
    assert rows(desk, made.dataset) == expected


def test_files_in_another_order_replace_their_own_tables(
    desk: Desk, tmp_path: Path, base: str
) -> None:
    files = [file(tmp_path, "b.csv", SUPPLIERS, 100), file(tmp_path, "a.csv", CUSTOMERS, 100)]
    made = import_files(desk, files, ImportOptions(into=base))
    old, new = (desk.workspace.dataset(one) for one in (base, made.dataset))
    columns = {t.name: [c.name for c in t.columns] for t in old.tables}
    assert {t.name: [c.name for c in t.columns] for t in new.tables} == columns


def test_a_file_of_other_columns_becomes_a_table_beside_them(
    desk: Desk, tmp_path: Path, base: str
) -> None:
    path = file(tmp_path, "returns.csv", "return_ref,cause,pieces\n")
    made = import_files(desk, [path], ImportOptions(into=base, append=True))
    assert rows(desk, made.dataset) == {"customers": 40, "suppliers": 40, "returns": 40}


@pytest.fixture
def twins(desk: Desk, tmp_path: Path) -> str:
    """Two tables of the same columns."""
    first = import_files(desk, [file(tmp_path, "north.csv", CUSTOMERS)]).dataset
    draft = read_files(desk, [file(tmp_path, "south.csv", CUSTOMERS, 200)])
    return save_draft(desk, draft, ImportOptions(into=first, places={"south": ""})).id


def test_what_fits_several_tables_is_asked(desk: Desk, tmp_path: Path, twins: str) -> None:
    draft = read_files(desk, [file(tmp_path, "week2.csv", CUSTOMERS, 300)])
    (place,) = placings(draft, desk.workspace.dataset(twins))
    assert (place.into, place.asked, len(place.choices)) == (None, True, 2)
    with pytest.raises(AppError) as error:
        save_draft(desk, draft, ImportOptions(into=twins, append=True))
    assert (error.value.code, error.value.facts["file"]) == ("table_ambiguous", "week2")


def test_the_answer_is_heeded(desk: Desk, tmp_path: Path, twins: str) -> None:
    dataset = desk.workspace.dataset(twins)
    (south,) = [table.name for table in dataset.tables if table.title == "south"]
    draft = read_files(desk, [file(tmp_path, "week2.csv", CUSTOMERS, 300)])
    (told,) = following(desk.workspace, draft, dataset, {"week2": south})
    assert (told.table, told.rows, told.already) == (south, 40, 0)
    options = ImportOptions(into=twins, append=True, places={"week2": south})
    assert rows(desk, save_draft(desk, draft, options).id) == {"north": 40, "south": 80}


def test_the_file_of_the_same_name_goes_on_with_its_table(
    desk: Desk, tmp_path: Path, twins: str
) -> None:
    draft = read_files(desk, [file(tmp_path, "south.csv", CUSTOMERS, 300)])
    (place,) = placings(draft, desk.workspace.dataset(twins))
    assert not place.asked
    assert place.into in place.choices


def test_a_place_that_is_not_there_is_refused(desk: Desk, tmp_path: Path, base: str) -> None:
    draft = read_files(desk, [file(tmp_path, "week2.csv", CUSTOMERS, 300)])
    with pytest.raises(AppError) as error:
        save_draft(desk, draft, ImportOptions(into=base, places={"week2": "nowhere"}))
    assert error.value.code == "place_unknown"


@pytest.mark.parametrize("append", [True, False])
def test_two_files_cannot_be_put_into_one_table(
    desk: Desk, tmp_path: Path, base: str, append: bool
) -> None:
    files = [file(tmp_path, "a.csv", CUSTOMERS, 100), file(tmp_path, "b.csv", SUPPLIERS, 200)]
    (into, _) = [table.name for table in desk.workspace.dataset(base).tables]
    wish = ImportOptions(into=base, append=append, places={"a": into, "b": into})
    with pytest.raises(AppError) as error:
        import_files(desk, files, wish)
    assert error.value.code == "place_taken"
    assert error.value.facts == {"into": into, "files": ["a", "b"]}
    assert len(desk.workspace.datasets()) == 1
    apart = ImportOptions(into=base, append=append, places={"a": "", "b": ""})
    made = desk.workspace.dataset(import_files(desk, files, apart).dataset)
    assert (len(made.tables), made.rows_kept) == (4, 160)


def test_a_place_is_only_told_for_a_dataset_that_is_there(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sku,price\nA1,2.50\nA2,3.50\n")
    with pytest.raises(AppError) as refused:
        import_files(desk, [path], ImportOptions(places={"a.csv": "plain"}))
    assert refused.value.code == "append_where"
    base = import_files(desk, [path]).dataset
    told = ImportOptions(into=base, places={"a.csv": ""})
    made = desk.workspace.dataset(import_files(desk, [path], told).dataset)
    assert len(made.tables) == 2
