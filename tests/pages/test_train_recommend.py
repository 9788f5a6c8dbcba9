"""Train asks what to show to whom: the lists, the model, how they are judged."""

import json
import re

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.base.values import Column, Dataset
from core.lab.catalog import families
from core.store.draft import DatasetDraft
from pages._ui import draft
from tests.lab import shops
from tests.lab.demand import sales
from tests.pages.conftest import Open, words
from tests.pages.learned import FakeEngine, engine
from tests.pages.suggested import COLUMNS, bought, finished, report, save, shop
from tests.pages.test_train import pick, start
from tests.pages.test_train_demand import task

__all__ = ["engine", "shop"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "is hidden from every model"), ("zh", "对所有模型隐藏")]
)
@pytest.mark.usefixtures("shop")
def test_behaviour_without_quantities_is_asked_what_to_show(
    visit: Open, lang: str, said: str
) -> None:
    app = visit("train", lang)
    assert task(app).value == "recommend"
    told = words(app)
    assert said in told
    assert not app.error
    assert not start(app).disabled


def test_sales_are_first_asked_what_will_sell(visit: Open, desk: Desk) -> None:
    frame = bought().assign(pieces=pd.array([1] * len(bought()), dtype="Int64"))
    columns = (*COLUMNS, Column(name="pieces", type="integer", role="quantity"))
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": columns},
        rows_read=len(frame),
    )
    desk.workspace.save_dataset(draft)
    app = visit("train")
    assert task(app).value == "demand"
    task(app).set_value("recommend").run()
    assert not app.exception
    assert not app.error


def test_what_the_plan_found_is_told(visit: Open, shop: Dataset) -> None:
    app = visit("train", dataset=shop.id)
    told = words(app)
    rows = len(bought().drop_duplicates(["order", "sku"]))
    assert f"<dt>Rows learned from</dt><dd>{rows:,}</dd>" in told
    assert "<dt>Items</dt><dd>60</dd>" in told
    assert "<dt>Customers</dt><dd>150</dd>" in told
    tried = told.split("<dt>Will be tried</dt><dd>")[1].split("</dd>")[0]
    assert "EASE" in tried
    assert "Popular lately" not in tried
    assert "Neural network (GRU)" in tried and "No time for" not in told
    assert re.search(r"<dt>Time</dt><dd>about \d+( s)? to \d+ (s|min)</dd>", told)


@pytest.mark.parametrize(("lang", "row"), [("en", "No time for"), ("zh", "时间不够，不会尝试")])
def test_what_the_time_does_not_allow_is_told(
    visit: Open, shop: Dataset, monkeypatch: pytest.MonkeyPatch, lang: str, row: str
) -> None:
    monkeypatch.setattr(draft, "BUDGETS", (3,))
    told = words(visit("train", lang, dataset=shop.id))
    left = told.split(f"<dt>{row}</dt><dd>")[1].split("</dd>")[0]
    assert "GRU" in left and "GRU" not in told.split("<dl")[1].split(f"<dt>{row}</dt>")[0]


@pytest.mark.usefixtures("shop")
def test_train_starts_what_stands_in_the_form(visit: Open, engine: FakeEngine) -> None:
    app = visit("train")
    pick(app, ":question__lists").set_value("all").run()
    pick(app, ":question__k").set_value(5).run()
    pick(app, ":judging__test_share").set_value(0.2).run()
    pick(app, ":judging__target").set_value("window").run()
    pick(app, ":family").set_value("item_knn").run()
    start(app).click().run()
    assert not app.exception
    ((run_id, spec),) = engine.submitted
    asked = json.loads(spec)
    assert asked["task"] == "recommend"
    wanted = {"lists": "all", "k": 5, "test_share": 0.2, "target": "window", "protocol": "time"}
    assert {name: asked["question"][name] for name in wanted} == wanted
    assert asked["question"]["table"] == "order_lines"
    assert asked["family"] == "item_knn"
    assert app.query_params["run"] == run_id


@pytest.mark.parametrize(("lang", "called"), [("en", "recommendations"), ("zh", "推荐")])
def test_a_run_without_a_name_is_called_in_the_readers_language(
    visit: Open, desk: Desk, shop: Dataset, engine: FakeEngine, lang: str, called: str
) -> None:
    app = visit("train", lang)
    start(app).click().run()
    run = desk.workspace.registry.run(engine.submitted[0][0])
    assert run.name == f"{shop.name} · {called}"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("shop")
def test_every_family_has_its_form(visit: Open, lang: str) -> None:
    app = visit("train", lang)
    for family in families("recommend"):
        pick(app, ":family").set_value(family.name).run()
        assert not app.exception
        assert not app.error, family.name


@pytest.mark.usefixtures("shop")
def test_the_way_of_judging_changes_what_is_said(visit: Open) -> None:
    app = visit("train")
    assert "next basket" in words(app)
    pick(app, ":judging__target").set_value("window").run()
    assert "All that they took" in words(app)
    pick(app, ":judging__protocol").set_value("leave_one_out").run()
    assert "The last item of" in words(app)
    assert not [w for w in app.button_group if str(w.key).endswith(":judging__target")]


def test_without_times_only_the_last_item_can_be_hidden(visit: Open, desk: Desk) -> None:
    save(desk.workspace, bought(timed=False))
    app = visit("train")
    assert pick(app, ":judging__protocol").value == "leave_one_out"
    assert not app.error
    keys = {str(field.key) for field in app.number_input}
    assert not any(key.endswith((":question__half_life", "view_weight")) for key in keys)
    assert not start(app).disabled
    pick(app, ":judging__protocol").set_value("time").run()
    assert start(app).disabled
    assert app.error


def test_events_have_weights(visit: Open, desk: Desk) -> None:
    kinds = pd.Series(["view", "cart", "purchase"] * len(bought()), dtype="string")
    frame = bought().assign(what=kinds[: len(bought())].to_numpy())
    frame["what"] = frame["what"].astype("string")
    draft = DatasetDraft(
        name="Clicks",
        kind="events",
        tables={"events": frame},
        columns={"events": (*COLUMNS, Column(name="what", type="category", role="event"))},
        rows_read=len(frame),
    )
    desk.workspace.save_dataset(draft)
    app = visit("train")
    assert task(app).value == "recommend"
    assert pick(app, ":question__view_weight").value == 0.2


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "No table of this dataset tells who took what"), ("zh", "没有说明谁选了什么的表")],
)
def test_rows_without_items_cannot_be_asked(visit: Open, desk: Desk, lang: str, said: str) -> None:
    shops.save(desk.workspace, shops.visits(60))
    app = visit("train", lang)
    assert task(app).value == "classify"
    task(app).set_value("recommend").run()
    assert said in words(app)
    assert "train_start" not in {button.key for button in app.button}


def test_too_little_behaviour_is_refused_in_words(visit: Open, desk: Desk) -> None:
    save(desk.workspace, bought().head(300))
    app = visit("train")
    assert start(app).disabled
    assert "1,000" in " ".join(error.value for error in app.error)
    assert not app.exception


def test_sales_without_customers_do_not_serve(visit: Open, desk: Desk) -> None:
    sales.save(desk.workspace, sales.sold(items=3, days=90))
    app = visit("train", task="recommend")
    assert "No table of this dataset tells who took what" in words(app)


def test_a_run_can_be_changed(visit: Open, desk: Desk, shop: Dataset, engine: FakeEngine) -> None:
    assert not engine.submitted
    run = finished(desk, shop.id, report(k=7))
    app = visit("run", run=run.id)
    app.button(key=f"run_change_{run.id}").click().run()
    assert task(app).value == "recommend"
    assert pick(app, ":question__k").value == 7
    assert pick(app, ":question__lists").value == "new"
    assert "Started from another run" in words(app)
