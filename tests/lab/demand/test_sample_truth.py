"""The sample shop's planted truth: effects of prices and promotions, and what empty shelves hid."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.specs import RunSpec
from core.base.values import Dataset
from core.data.sample.shop import SampleShop, generate
from core.demand.panel import Panel
from core.demand.response import Learned
from core.demand.responsive import learned_of
from core.lab.demand.read import read
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

SEEDS = (0, 1)
TABLES = ("order_lines", "promotions", "stock")
QUESTION = {
    "by": ["item_id", "store_id"],
    "horizon": 14,
    "table": "order_lines",
    "future": ["stock.price", "promotions.promotion_type"],
}


def saved(shop: SampleShop, folder: Path) -> tuple[Workspace, Dataset]:
    workspace = Workspace(folder)
    tables = {name: shop.tables[name] for name in TABLES}
    draft = DatasetDraft(
        name="Sample",
        kind="order_lines",
        tables=tables,
        columns={name: shop.columns[name] for name in TABLES},
        rows_read=sum(len(frame) for frame in tables.values()),
    )
    return workspace, workspace.save_dataset(draft)


@pytest.fixture(scope="module", params=SEEDS)
def found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SampleShop, Panel, Learned]:
    shop = generate(request.param)
    workspace, dataset = saved(shop, tmp_path_factory.mktemp("sample"))
    panel = read(
        workspace, RunSpec(dataset=dataset.id, task="demand", question=QUESTION)
    ).made.panel
    learned = learned_of(panel)
    assert learned is not None
    return shop, panel, learned


def test_planted_effects_are_recovered(found: tuple[SampleShop, Panel, Learned]) -> None:
    shop, panel, learned = found
    response = learned.response
    planted = shop.truth["promotion_effects"].set_index("promotion_type")["multiplier"]
    own = shop.truth["elasticities"].set_index("item_id")["elasticity"]
    truth = {f"promotion_type = {kind}": np.log(value) for kind, value in planted.items()}
    truth["price"] = own.reindex(panel.keys["item_id"].astype(str)).mean()
    away = {
        name: (response.common[place] - truth[name]) / response.common_error[place]
        for place, name in enumerate(response.scale.names)
    }
    assert set(away) == set(truth)
    assert all(abs(errors) < 3 for errors in away.values()), away
    assert sum(abs(errors) < 1.96 for errors in away.values()) >= 4, away
    assert (response.common_error < 0.12).all()


def test_demand_behind_empty_shelves_is_recovered(
    found: tuple[SampleShop, Panel, Learned],
) -> None:
    shop, panel, learned = found
    assert panel.empty is not None
    truth = shop.truth["demand"]
    keys = [panel.keys[name].astype(str) for name in ("item_id", "store_id")]
    days = panel.days(0)
    told = truth.assign(date=pd.to_datetime(truth["date"]).dt.normalize()).pivot_table(
        index=["item_id", "store_id"], columns="date", values="demand", aggfunc="sum"
    )
    told.index = pd.MultiIndex.from_frame(told.index.to_frame().astype(str))
    wanted = told.reindex(pd.MultiIndex.from_arrays(keys)).reindex(columns=days).to_numpy(float)
    cells = panel.empty & ~np.isnan(panel.y) & ~np.isnan(wanted)
    assert panel.y[cells].sum() < 0.85 * wanted[cells].sum()
    assert learned.demand[cells].sum() == pytest.approx(wanted[cells].sum(), rel=0.05)
