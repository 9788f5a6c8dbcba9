"""What a dataset knows of the items of a run: the last stock, its products, its suppliers."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from core.actions import item_history, item_sources, item_table
from core.actions.desk import Desk, open_desk
from core.base.specs import RunSpec
from core.base.values import Column, ColumnType, Role
from core.store.draft import DatasetDraft


def column(name: str, kind: ColumnType, role: Role | None = None) -> Column:
    return Column(name=name, type=kind, role=role)


COLUMNS = {
    "stock": (
        column("date", "datetime", "timestamp"), column("shop", "id", "store_id"),
        column("sku", "id", "item_id"), column("on_hand", "integer", "quantity"),
        column("on_order", "integer"),
    ),
    "products": (
        column("sku", "id", "item_id"), column("cost", "number"), column("vendor_id", "id"),
        column("colour", "category"),
    ),
    "suppliers": (column("supplier_id", "id"), column("lead_time_days", "number")),
}  # fmt: skip
STOCK = [
    ("2024-05-01", "n", "a", 9, 1), ("2024-05-02", "n", "a", 4, 2), ("2024-05-02", "s", "a", 3, 0),
    ("2024-04-30", "n", "b", 7, None),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = open_desk(tmp_path)
    stock = pd.DataFrame(STOCK, columns=[c.name for c in COLUMNS["stock"]])
    stock = stock.assign(date=pd.to_datetime(stock["date"])).astype(
        {"on_hand": "Int64", "on_order": "Int64"}
    )
    products = pd.DataFrame({"sku": ["a", "b", "c"], "cost": [2.5, 1.0, None],
                             "vendor_id": ["v", "w", None], "colour": "red"})  # fmt: skip
    suppliers = pd.DataFrame({"supplier_id": ["v"], "lead_time_days": [5.0]})
    frames = {"stock": stock, "products": products, "suppliers": suppliers}
    draft = DatasetDraft(
        name="Shop", kind="shop", tables=frames, columns=COLUMNS, rows_read=8,
    )  # fmt: skip
    opened.workspace.save_dataset(draft)
    return opened


def bundle(desk: Desk, **keys: list[str]) -> SimpleNamespace:
    about = SimpleNamespace(
        spec=SimpleNamespace(dataset=desk.workspace.datasets()[0].id),
        question=SimpleNamespace(table="order_lines"),
    )
    return SimpleNamespace(about=about, panel=SimpleNamespace(keys=pd.DataFrame(keys)))


def test_the_last_stock_is_summed_over_shops_and_lists_are_joined(desk: Desk) -> None:
    found = item_sources.offered(desk, bundle(desk, sku=["a", "b", "c"]))
    table = found.items.set_index("series_id").astype(object)
    assert table.loc["a"].to_dict() == {
        "on_hand": 7, "on_order": 2, "unit_cost": 2.5, "supplier": "v", "lead_time": 5.0,
    }  # fmt: skip
    assert table.loc["b", "on_hand"] == 7
    assert table.loc["b", "supplier"] == "w"
    assert pd.isna(table.loc["b", ["on_order", "lead_time"]]).all()
    assert pd.isna(table.loc["c", ["on_hand", "unit_cost", "supplier"]]).all()
    told = {one.name: (one.table, one.column, one.last, one.items) for one in found.sources}
    assert told == {
        "on_hand": ("stock", "on_hand", "2024-05-02", 2),
        "on_order": ("stock", "on_order", "2024-05-02", 1),
        "unit_cost": ("products", "cost", None, 2),
        "supplier": ("products", "vendor_id", None, 2),
        "lead_time": ("suppliers", "lead_time_days", None, 1),
    }


def test_by_shop_and_item_the_stock_is_that_of_the_shop(desk: Desk) -> None:
    found = item_sources.offered(desk, bundle(desk, shop=["n", "s"], sku=["a", "a"]))
    table = found.items.set_index("series_id")
    assert table["on_hand"].to_dict() == {"n|a": 4, "s|a": 3}
    assert table["unit_cost"].tolist() == [2.5, 2.5]


def test_series_of_no_items_are_offered_nothing(desk: Desk) -> None:
    found = item_sources.offered(desk, bundle(desk, shop=["n", "s"]))
    assert not found.sources
    assert list(found.items) == ["series_id"]


def test_what_is_taken_leaves_other_cells_and_can_be_taken_back(desk: Desk) -> None:
    run = desk.workspace.registry.create_run(
        RunSpec(dataset="d-20260101-aaaaaaaa", task="demand", question={}, family="best")
    ).id
    item_table.edit(desk, run, {"a": {"pack_size": 6.0, "on_hand": 1.0}, "c": {"on_hand": 2.0}})
    known = item_sources.offered(desk, bundle(desk, sku=["a", "b", "c"])).items
    item_table.take_known(desk, run, known)
    shown = item_table.shown(desk, run, ["a", "b", "c"])
    assert shown["on_hand"].tolist() == [7, 7, 2]
    assert shown.loc["a", ["pack_size", "lead_time"]].tolist() == [6, 5]
    item_history.undo(desk, run)
    assert item_table.shown(desk, run, ["a"]).loc["a", "on_hand"] == 1


def priced(desk: Desk, currencies: list[str | None]) -> SimpleNamespace:
    """A dataset of products with a cost and what it is in, and a list of prices in euros."""
    frames = {
        "products": pd.DataFrame({"sku": ["a", "b"], "cost": [900.0, 5.0], "money": currencies}),
        "prices": pd.DataFrame({"sku": ["b"], "price": [9.0], "currency": ["EUR"]}),
    }
    columns = {
        "products": (column("sku", "id", "item_id"), column("cost", "number"),
                     column("money", "category", "currency")),
        "prices": (column("sku", "id", "item_id"), column("price", "number"),
                   column("currency", "category", "currency")),
    }  # fmt: skip
    draft = DatasetDraft(name="Priced", kind="shop", tables=frames, columns=columns, rows_read=3)
    about = SimpleNamespace(
        spec=SimpleNamespace(dataset=desk.workspace.save_dataset(draft).id),
        question=SimpleNamespace(table="order_lines"),
    )
    keys = pd.DataFrame({"sku": ["a", "b"]})
    return SimpleNamespace(about=about, panel=SimpleNamespace(keys=keys))


def test_money_is_offered_with_its_currency(desk: Desk) -> None:
    found = item_sources.offered(desk, priced(desk, ["JPY", "EUR"])).items  # type: ignore[arg-type]
    assert found["unit_cost"].tolist() == [900, 5]
    assert found["currency"].tolist() == ["JPY", "EUR"]


def test_money_of_an_item_in_two_currencies_names_both(desk: Desk) -> None:
    found = item_sources.offered(desk, priced(desk, ["JPY", "JPY"])).items  # type: ignore[arg-type]
    assert found["currency"].tolist() == ["JPY", "EUR/JPY"]


def test_a_currency_of_no_money_is_not_offered(desk: Desk) -> None:
    assert "currency" not in item_sources.offered(desk, bundle(desk, sku=["a", "b"])).items
