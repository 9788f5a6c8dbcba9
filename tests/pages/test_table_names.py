"""What tables are called on screen: by their kind, or by their files where a kind has several."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.import_files import import_files, read_files
from core.base.values import Column, Table
from pages._ui.dataset_words import table_names
from tests.pages.conftest import Open, words

HEAD = "order_id,item_id,order_date,quantity,price"


def table(name: str, kind: str, title: str) -> Table:
    columns = (Column(name="a", type="text"),)
    return Table(name=name, rows=1, columns=columns, title=title, kind=kind)


def files(folder: Path, *names: str) -> list[Path]:
    """Order lines, each file with a column of its own."""
    paths = []
    for name in names:
        lines = [f"A{n},I{n % 5},2024-05-{n % 28 + 1:02d},{n % 3 + 1},2.50,x" for n in range(40)]
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text("\n".join([f"{HEAD},{name}", *lines]) + "\n")
    return paths


def test_several_of_a_kind_are_all_called_by_their_file() -> None:
    orders, more = ("order_lines", "order_lines", "north"), ("south", "order_lines", "south")
    assert table_names([table(*orders)]) == {"order_lines": "Order lines"}
    named = table_names([table(*orders), table(*more), table("stock", "stock", "may")])
    assert named == {"order_lines": "north", "south": "south", "stock": "Stock"}


def test_files_of_one_name_are_numbered_and_tables_of_no_kind_keep_theirs() -> None:
    twins = [table("plain", "plain", "may"), table("may", "plain", "may"), table("t_5", "", "")]
    assert table_names(twins) == {"plain": "may", "may": "may (2)", "t_5": "t_5"}


def test_the_review_and_the_dataset_call_them_alike(
    visit: Open, desk: Desk, tmp_path: Path
) -> None:
    paths = files(tmp_path, "north", "south")
    draft = read_files(desk, paths)
    app = visit("import_review", draft=draft.id)
    pills = next(box for box in app.pills if str(box.key).startswith("draft_table_"))
    assert pills.options == ["north", "south"]
    made = desk.workspace.dataset(import_files(desk.workspace, paths).dataset)
    assert [one.kind for one in made.tables] == ["order_lines", "order_lines"]
    app = visit("dataset", dataset=made.id)
    pills = next(box for box in app.pills if str(box.key).startswith("table_"))
    assert [option.split()[0] for option in pills.options] == ["north", "south"]
    assert "north" in words(visit("dataset", dataset=made.id, tab="relations"))


@pytest.mark.parametrize("title", ["north", ""])
def test_a_kind_alone_is_its_name_whatever_the_file(title: str) -> None:
    assert table_names([table("stock", "stock", title)]) == {"stock": "Stock"}
