"""What the dataset knows of the items is offered with its source, and taken by a button."""

import pandas as pd
import pytest

from core.actions import item_table
from core.actions.desk import Desk
from core.base.runs import Run
from core.base.values import Column
from core.store.draft import DatasetDraft
from tests.lab.demand import sales
from tests.pages.conftest import Open, words
from tests.pages.foreseen import spec_of
from tests.pages.learned import train_here

STOCK = (
    Column(name="date", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="on_hand", type="integer", role="quantity"),
)


@pytest.fixture
def run(desk: Desk) -> Run:
    """A forecast of a shop that has a table of stock."""
    frame = sales.sold(items=3, days=60)
    stock = pd.DataFrame({"date": pd.Timestamp("2024-02-29"), "sku": ["s0", "s1"],
                          "on_hand": [40, 5]}).astype({"on_hand": "Int64"})  # fmt: skip
    draft = DatasetDraft(
        name="Shop",
        kind="shop",
        tables={"order_lines": frame, "stock": stock},
        columns={"order_lines": sales.COLUMNS, "stock": STOCK},
        rows_read=len(frame) + 2,
    )
    dataset = desk.workspace.save_dataset(draft)
    spec = spec_of(dataset.id, family="moving_average", settings={})
    return train_here(desk.workspace, spec, "stocked")


@pytest.mark.parametrize(("lang", "said"), [("en", "Nothing is taken before"), ("zh", "不会取用")])
def test_stock_is_offered_with_its_source_and_taken_on_demand(
    visit: Open, desk: Desk, run: Run, lang: str, said: str
) -> None:
    app = visit("orders", lang, run=run.id)
    told = words(app)
    assert said in told
    assert "stock.on_hand" in told
    assert "2024-02-29" in told
    assert item_table.items(desk, run.id).empty
    app.button(key="orders_sources_take").click().run()
    assert not app.exception
    assert item_table.shown(desk, run.id, ["s0", "s1"])["on_hand"].tolist() == [40, 5]
