"""What items are called: from the table of products, else as most of their lines say."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from core.actions.item_names import item_names
from core.base.values import Column
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

SKU = Column(name="sku", type="id", role="item_id")
LINES = pd.DataFrame(
    {
        "sku": ["007", "007", "007", "8", "9"],
        "Description": ["Lantern", "lantern?", "Lantern", " ", "Mug"],
    },
    dtype="string",
)


def named(root: Path, tables: dict[str, tuple[pd.DataFrame, tuple[Column, ...]]]) -> dict[str, str]:
    """The names of three series, by item and store."""
    workspace = Workspace(root)
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={name: frame for name, (frame, _) in tables.items()},
        columns={name: columns for name, (_, columns) in tables.items()},
        rows_read=5,
    )
    dataset = workspace.save_dataset(draft)
    keys = pd.DataFrame({"sku": ["007", "8", "9"], "town": ["A", "A", "B"]})
    bundle = SimpleNamespace(
        about=SimpleNamespace(
            spec=SimpleNamespace(dataset=dataset.id), question=SimpleNamespace(table="order_lines")
        ),
        panel=SimpleNamespace(keys=keys),
        forecast=SimpleNamespace(ids=("007|A", "8|A", "9|B")),
    )
    found = item_names(root, bundle)  # type: ignore[arg-type]
    bundle.about.spec.dataset = "d-gone"
    assert item_names(root, bundle) == {}  # type: ignore[arg-type]
    bundle.about.spec.dataset = dataset.id
    bundle.panel.keys = keys.drop(columns="sku")
    assert item_names(root, bundle) == {}  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    "header", ["Description", "product_name", "商品名称", "Artikelbezeichnung"]
)
def test_the_usual_text_of_the_lines_names_an_item(tmp_path: Path, header: str) -> None:
    frame = LINES.rename(columns={"Description": header})
    columns = (SKU, Column(name=header, type="text"))
    found = named(tmp_path, {"order_lines": (frame, columns)})
    assert found == {"007|A": "Lantern", "9|B": "Mug"}


def test_a_table_of_products_comes_first_and_people_name_nothing(tmp_path: Path) -> None:
    lines = (SKU, Column(name="Description", type="text"))
    products = pd.DataFrame(
        {"sku": ["007", "8"], "title": ["Lamp", "Cup"], "name": ["Ann", "Bob"]}, dtype="string"
    )
    columns = (
        SKU, Column(name="title", type="text"), Column(name="name", type="text", personal=True),
    )  # fmt: skip
    found = named(tmp_path, {"order_lines": (LINES, lines), "products": (products, columns)})
    assert found == {"007|A": "Lamp", "8|A": "Cup", "9|B": "Mug"}


def test_other_columns_name_nothing(tmp_path: Path) -> None:
    frame = LINES.rename(columns={"Description": "colour"})
    columns = (SKU, Column(name="colour", type="text"))
    assert named(tmp_path, {"order_lines": (frame, columns)}) == {}
