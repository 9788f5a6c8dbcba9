"""What is known of items: columns however they are called, cells as they stand, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from core.actions import item_history, item_table
from core.actions.desk import Desk, open_desk
from core.actions.item_columns import ITEM_COLUMNS, named
from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.demand.panel import escaped
from core.inventory.given import NUMBERS, TEXTS, read_given
from core.inventory.inputs import items_of
from core.inventory.terms import Terms

KEYS = pd.DataFrame({"store": ["1", "1"], "item|x": ["a|b", "c"]})
BUNDLE = SimpleNamespace(panel=SimpleNamespace(keys=KEYS))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


@pytest.fixture
def run(desk: Desk) -> str:
    spec = RunSpec(dataset="d-20260101-aaaaaaaa", task="demand", question={}, family="best")
    return desk.workspace.registry.create_run(spec).id


def cells(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name.replace("_", " "): values for name, values in columns.items()})


def test_every_column_that_can_be_known_can_be_filled_in() -> None:
    assert set(ITEM_COLUMNS) == {*NUMBERS, *TEXTS}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("on_hand", "on_hand"), ("On Hand", "on_hand"), ("库存", "on_hand"), ("MOQ", "minimum_order"),
     ("Lead-Time", "lead_time"), ("起订量", "minimum_order"), ("ＳＴＯＣＫ", "on_hand"),
     ("hue", "hue")],
)  # fmt: skip
def test_columns_are_known_by_many_words(written: str, meant: str) -> None:
    found = named(pd.DataFrame({"SKU": ["x"], written: ["1"]}), ["article"])
    assert list(found.columns) == ["series_id", meant]


def test_our_own_name_goes_before_another_word() -> None:
    table = pd.DataFrame({"sku": ["x"], "stock": ["1"], "on_hand": ["2"]})
    found = named(table, ["sku"])
    assert found.loc[0, "on_hand"] == "2"
    assert found.loc[0, "stock"] == "1"


def test_series_of_several_parts_are_named_by_their_columns() -> None:
    table = pd.DataFrame({"Item X": ["a|b"], "stock": ["3"], "Store": [" 1 "]})
    found = named(table, ["store", "item|x"])
    assert found["series_id"].tolist() == ["1|a\\|b"]
    assert list(found.columns) == ["series_id", "on_hand"]
    with pytest.raises(AppError) as error:
        named(table.drop(columns="Store"), ["store", "item|x"])
    assert error.value.code == "items_not_named"
    assert error.value.facts["keys"] == ["store", "item|x"]


@pytest.mark.parametrize("column", ["sku", "item", "series_id"])
@pytest.mark.parametrize("cell", ["a|b", "a\\|b", " a|b "])
def test_a_name_with_marks_is_known_as_itself_and_as_forecasts_write_it(
    column: str, cell: str
) -> None:
    found = named(pd.DataFrame({column: [cell]}), ["sku"], {"a\\|b"})
    assert found["series_id"].tolist() == ["a\\|b"]


def test_names_that_look_like_other_ids_are_taken_as_what_the_column_holds() -> None:
    ids = set(escaped(pd.DataFrame({"sku": ["a|b", "a\\|b"]})))
    table = pd.DataFrame({"sku": ["a|b", "a\\|b"]})
    assert named(table, ["sku"], ids)["series_id"].tolist() == ["a\\|b", "a\\\\\\|b"]
    table = pd.DataFrame({"series_id": ["a\\|b", "a\\\\\\|b"]})
    assert named(table, ["sku"], ids)["series_id"].tolist() == ["a\\|b", "a\\\\\\|b"]
    assert named(pd.DataFrame({"sku": ["x\\y", None]}), ["sku"])["series_id"].tolist() == [
        "x\\\\y", "",
    ]  # fmt: skip


def test_an_item_with_marks_is_planned_by_a_file(tmp_path: Path) -> None:
    names = pd.DataFrame({"sku": ["a|b", "c\\d"]})
    bundle = SimpleNamespace(panel=SimpleNamespace(keys=names))
    path = tmp_path / "items.csv"
    names.assign(stock=["5", "7"]).to_csv(path, index=False)
    cells = item_table.read_file(path, bundle)  # type: ignore[arg-type]
    items = items_of(escaped(names), Terms(), read_given(cells))
    assert items.of("on_hand").tolist() == [5, 7]
    assert items.problems == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_read_back(lang: str, tmp_path: Path) -> None:
    table = item_table.template(BUNDLE, Texts(lang))  # type: ignore[arg-type]
    table[Texts(lang)("orders.column.on_hand")] = [5, None]
    path = tmp_path / "items.csv"
    table.to_csv(path, index=False)
    found = item_table.read_file(path, BUNDLE)  # type: ignore[arg-type]
    assert list(found.columns) == ["series_id", *ITEM_COLUMNS]
    assert found["series_id"].tolist() == ["1|a\\|b", "1|c"]
    assert float(found["on_hand"].iloc[0]) == 5


def test_a_file_takes_the_place_of_the_table_and_can_be_taken_back(
    desk: Desk, run: str, tmp_path: Path
) -> None:
    bundle = SimpleNamespace(panel=SimpleNamespace(keys=pd.DataFrame({"sku": ["x", "y"]})))
    for stock in ("5", "7"):
        path = tmp_path / f"{stock}.csv"
        pd.DataFrame({"sku": ["x"], "stock": [stock]}).to_csv(path, index=False)
        before = item_table.stamp(desk, run)
        assert item_table.take(desk, run, path, bundle) == 1  # type: ignore[arg-type]
        assert item_table.stamp(desk, run) != before
    assert item_table.given(desk, run).items["on_hand"].to_dict() == {"x": 7}
    item_history.undo(desk, run)
    assert item_table.given(desk, run).items["on_hand"].to_dict() == {"x": 5}
    item_table.clear(desk, run)
    assert item_table.given(desk, run).items.empty
    item_history.undo(desk, run)
    assert item_table.given(desk, run).items["on_hand"].to_dict() == {"x": 5}


def test_typing_changes_its_own_cell_only(desk: Desk, run: str) -> None:
    item_table.edit(desk, run, {"x": {"on_hand": 5.0, "supplier": "Alba"}, "y": {"price": 0.1}})
    item_table.edit(desk, run, {"x": {"on_hand": None}})
    found = item_table.items(desk, run).set_index("series_id")
    assert found.loc["x"].to_dict() == {"on_hand": "", "supplier": "Alba", "price": ""}
    assert found.loc["y", "price"] == "0.1"
    form = item_table.shown(desk, run, ["y", "z"])
    assert form["price"].tolist()[0] == 0.1
    assert form.loc["z"].isna().all()


def test_a_cell_that_is_no_number_stays_until_it_is_typed_over(desk: Desk, run: str) -> None:
    item_table.edit(desk, run, {"x": {"on_hand": "many", "price": 2.0}})
    assert [p.code for p in item_table.given(desk, run).problems] == ["item_value_no_number"]
    assert pd.isna(item_table.shown(desk, run, ["x"]).loc["x", "on_hand"])
    item_table.edit(desk, run, {"x": {"price": 3.0}})
    assert item_table.items(desk, run)["on_hand"].tolist() == ["many"]
    item_table.edit(desk, run, {"x": {"on_hand": 4.0}})
    assert item_table.given(desk, run).items.loc["x", ["on_hand", "price"]].tolist() == [4, 3]


def test_suppliers_that_items_name_can_be_filled_in(desk: Desk, run: str) -> None:
    item_table.edit(desk, run, {"x": {"supplier": "Alba"}, "y": {"supplier": " "}})
    assert item_table.suppliers_shown(desk, run).index.tolist() == ["Alba"]
    item_table.edit_suppliers(desk, run, {"Alba": {"lead_time": 12.0}})
    assert item_table.given(desk, run).suppliers.loc["Alba", "lead_time"] == 12


def test_a_damaged_table_is_told(desk: Desk, run: str, tmp_path: Path) -> None:
    item_table.edit(desk, run, {"x": {"on_hand": 5.0}})
    (tmp_path / "runs" / run / "kept" / item_table.ITEMS).write_text("[]", "utf-8")
    with pytest.raises(AppError, match="order_book_damaged"):
        item_table.given(desk, run)


def test_steps_go_back_and_forth_through_files_and_typing(
    desk: Desk, run: str, tmp_path: Path
) -> None:
    bundle = SimpleNamespace(panel=SimpleNamespace(keys=pd.DataFrame({"sku": ["x"]})))
    item_table.edit(desk, run, {"x": {"on_hand": 1.0}})
    item_table.edit(desk, run, {"x": {"on_hand": 2.0, "supplier": "Alba"}})
    item_table.edit_suppliers(desk, run, {"Alba": {"lead_time": 9.0}})
    for stock in ("5", "7"):
        path = tmp_path / f"{stock}.csv"
        pd.DataFrame({"sku": ["x"], "stock": [stock]}).to_csv(path, index=False)
        item_table.take(desk, run, path, bundle)  # type: ignore[arg-type]

    def stands() -> tuple[list[float], list[str]]:
        found = item_table.given(desk, run)
        held = found.items["on_hand"].tolist() if "on_hand" in found.items else []
        return held, list(found.suppliers.index)

    passed = [stands()]
    while item_history.history_of(desk, run).back:
        item_history.undo(desk, run)
        passed.append(stands())
    assert passed == [([7], ["Alba"]), ([5], ["Alba"]), ([2], ["Alba"]), ([2], []), ([1], []),
                      ([], [])]  # fmt: skip
    for before in passed[-2::-1]:
        item_history.redo(desk, run)
        assert stands() == before
    item_history.undo(desk, run)
    item_table.edit(desk, run, {"x": {"on_hand": 6.0}})
    assert not item_history.history_of(desk, run).ahead


def test_typing_much_does_not_push_a_file_out_of_the_steps(
    desk: Desk, run: str, tmp_path: Path
) -> None:
    bundle = SimpleNamespace(panel=SimpleNamespace(keys=pd.DataFrame({"sku": ["x"]})))
    item_table.edit(desk, run, {"x": {"on_hand": 1.0}})
    path = tmp_path / "items.csv"
    pd.DataFrame({"sku": ["x"], "stock": ["5"]}).to_csv(path, index=False)
    item_table.take(desk, run, path, bundle)  # type: ignore[arg-type]
    for value in range(40):
        item_table.edit(desk, run, {"x": {"on_hand": 10.0 + value}})
    assert len(item_history.history_of(desk, run).back) == item_history.MOST
    for _ in range(item_history.MOST):
        item_history.undo(desk, run)
    assert item_table.given(desk, run).items["on_hand"].tolist() == [1]


def test_two_sessions_that_type_at_once_lose_nothing(desk: Desk, run: str) -> None:
    def typed(who: str) -> None:
        for number in range(15):
            item_table.edit(desk, run, {f"{who}{number}": {"on_hand": float(number)}})

    with ThreadPoolExecutor(3) as sessions:
        list(sessions.map(typed, "abc"))
    assert len(item_table.items(desk, run)) == 45
