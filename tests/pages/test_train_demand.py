"""Train asks what will sell: the series, the horizon, the model, the backtest."""

import json
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.base.values import Column
from core.lab.catalog import families
from core.store.draft import DatasetDraft
from tests.lab import shops
from tests.lab.demand import sales
from tests.pages.conftest import Open, words
from tests.pages.foreseen import foreseen, foreseen_home
from tests.pages.learned import FakeEngine, engine, run_called
from tests.pages.test_train import pick, start

__all__ = ["engine", "foreseen", "foreseen_home"]


def task(app):  # type: ignore[no-untyped-def]
    return next(w for w in app.button_group if str(w.key).startswith("train_at_task"))


@pytest.mark.parametrize(("lang", "said"), [("en", "240 days"), ("zh", "240 天")])
def test_sales_are_asked_what_will_sell(visit: Open, desk: Desk, lang: str, said: str) -> None:
    sales.save(desk.workspace, sales.sold())
    app = visit("train", lang)
    assert task(app).value == "demand"
    assert pick(app, ":question__by").value == ["item_id"]
    assert said in words(app)
    assert len(app.get("plotly_chart")) == 1
    assert not app.error
    assert not start(app).disabled


def test_rows_without_dates_are_asked_who(visit: Open, desk: Desk) -> None:
    shops.save(desk.workspace, shops.visits(60))
    app = visit("train")
    assert task(app).value == "classify"
    task(app).set_value("demand").run()
    assert "No table of this dataset has dates" in words(app)
    assert "train_start" not in {button.key for button in app.button}


def test_train_starts_what_stands_in_the_form(visit: Open, desk: Desk, engine: FakeEngine) -> None:
    sales.save(desk.workspace, sales.sold())
    app = visit("train")
    pick(app, ":question__horizon").set_value(14).run()
    pick(app, ":question__missing").set_value("unknown").run()
    pick(app, ":backtest__windows").set_value(2).run()
    pick(app, ":family").set_value("pooled_trees").run()
    pick(app, ":pooled_trees__rounds").set_value(50).run()
    start(app).click().run()
    assert not app.exception
    ((run_id, spec),) = engine.submitted
    asked = json.loads(spec)
    assert asked["task"] == "demand"
    assert asked["question"]["by"] == ["item_id"]
    assert asked["question"]["table"] == "order_lines"
    told = {name: asked["question"][name] for name in ("horizon", "missing", "windows")}
    assert told == {"horizon": 14, "missing": "unknown", "windows": 2}
    assert asked["settings"]["rounds"] == 50
    assert app.query_params["run"] == run_id


@pytest.mark.parametrize(("lang", "called"), [("en", "demand"), ("zh", "需求")])
def test_a_run_without_a_name_is_called_in_the_readers_language(
    visit: Open, desk: Desk, engine: FakeEngine, lang: str, called: str
) -> None:
    dataset = sales.save(desk.workspace, sales.sold(items=3, days=90))
    app = visit("train", lang)
    pick(app, ":question__horizon").set_value(7).run()
    start(app).click().run()
    run = desk.workspace.registry.run(engine.submitted[0][0])
    assert run.name == f"{dataset.name} · {called}"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_family_has_its_form(visit: Open, desk: Desk, lang: str) -> None:
    sales.save(desk.workspace, sales.sold(items=3, days=90))
    app = visit("train", lang)
    pick(app, ":question__horizon").set_value(7).run()
    for family in families("demand"):
        pick(app, ":family").set_value(family.name).run()
        assert not app.exception
        assert not app.error
        short = [name for name, field in family.settings.model_fields.items() if field.default]
        assert any(str(w.key).endswith(f":{family.name}__{name}") for name in short
                   for group in (app.number_input, app.selectbox, app.toggle, app.button_group,
                                 app.text_input, app.multiselect)
                   for w in group)  # fmt: skip


def test_a_horizon_that_cannot_be_tried_is_refused_in_words(visit: Open, desk: Desk) -> None:
    sales.save(desk.workspace, sales.sold())
    app = visit("train")
    pick(app, ":question__horizon").set_value(200).run()
    assert start(app).disabled
    assert "200 periods ahead cannot be tried" in " ".join(e.value for e in app.error)
    pick(app, ":question__horizon").set_value(0).run()
    assert "“Horizon”" in " ".join(e.value for e in app.error)
    assert not app.exception


def test_what_was_asked_outlives_a_change_of_page_and_can_be_reset(visit: Open, desk: Desk) -> None:
    sales.save(desk.workspace, sales.sold())
    app = visit("train")
    pick(app, ":question__horizon").set_value(14).run()
    app.switch_page("pages/runs.py").run()
    app.switch_page("pages/train.py").run()
    assert pick(app, ":question__horizon").value == 14
    app.button(key="train_reset").click().run()
    assert pick(app, ":question__horizon").value == 28


@pytest.mark.usefixtures("engine")
def test_series_left_out_are_listed_before_the_start(visit: Open, foreseen: Desk) -> None:
    shop = run_called(foreseen, "naive").spec.dataset
    app = visit("train", dataset=shop)
    (frame,) = (element.value for element in app.dataframe)
    assert list(frame["series"]) == ["never"]
    assert "11 + 1 new" in words(app)
    assert "never sold" in list(frame["why"])
    assert "forecast like similar ones" in words(app)


@pytest.mark.usefixtures("engine")
def test_a_run_can_be_changed(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, "trees *one*")
    app = visit("run", run=run.id)
    app.button(key=f"run_change_{run.id}").click().run()
    assert task(app).value == "demand"
    assert pick(app, ":question__horizon").value == 7
    assert pick(app, ":backtest__windows").value == 2
    assert pick(app, ":family").value == "pooled_trees"
    assert pick(app, ":pooled_trees__rounds").value == 40
    assert "Started from another run" in words(app)


def test_series_are_of_roles_where_a_column_has_one(visit: Open, desk: Desk) -> None:
    frame = sales.sold(items=4, days=90)
    frame["shelf"] = frame["sku"].map({"s0": "a", "s1": "a", "s2": "b", "s3": "b"}).astype("string")
    columns = (*sales.COLUMNS, Column(name="shelf", type="category", distinct=2))
    draft = DatasetDraft(
        name="Shelves",
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": columns},
        rows_read=len(frame),
    )
    desk.workspace.save_dataset(draft)
    app = visit("train")
    options = pick(app, ":question__by").options
    assert options[0] == "Product (sku)"
    assert "shelf" in options
    assert "pieces" not in options
    pick(app, ":question__horizon").set_value(7).run()
    pick(app, ":question__by").set_value(["shelf"]).run()
    assert not app.error
    told = words(app)
    assert "<dt>Series</dt><dd>2</dd>" in told


def test_what_is_known_ahead_is_offered_from_all_tables_that_tell_it(
    visit: Open, desk: Desk, engine: FakeEngine
) -> None:
    frame = sales.sold(items=3, days=90)
    frame["price"] = 2.5
    plan = frame[["day", "sku"]].assign(discount=0.1)
    dated = sales.COLUMNS[:2]
    tables = {"order_lines": frame, "promotions": plan}
    price = Column(name="price", type="number", role="price")
    columns = {
        "order_lines": (*sales.COLUMNS, price),
        "promotions": (*dated, Column(name="discount", type="number")),
    }
    draft = DatasetDraft(
        name="Plans", kind="shop", tables=tables, columns=columns, rows_read=len(frame) + len(plan)
    )
    desk.workspace.save_dataset(draft)
    app = visit("train")
    ahead = pick(app, ":question__future")
    assert ahead.options == ["price", "Promotions: discount"]
    pick(app, ":question__horizon").set_value(7).run()
    pick(app, ":question__future").set_value(["promotions.discount"]).run()
    start(app).click().run()
    assert json.loads(engine.submitted[0][1])["question"]["future"] == ["promotions.discount"]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("lang", "word"), [("en", "cancelled"), ("zh", "取消")])
def test_cancelled_orders_are_told_once(visit: Open, desk: Desk, lang: str, word: str) -> None:
    """In the sentence that says what becomes of them, and not beside it once more."""
    frame = sales.sold(items=3, days=90).assign(order=lambda rows: rows.index.astype("string"))
    undone = frame.iloc[[40]].assign(pieces=-frame["pieces"].iloc[40], back=True)
    order = Column(name="order", type="id", role="order_id")
    draft = DatasetDraft(
        name="Orders",
        kind="order_lines",
        tables={"order_lines": pd.concat([frame, undone], ignore_index=True)},
        columns={"order_lines": (*sales.COLUMNS, order)},
        rows_read=len(frame) + 1,
    )
    desk.workspace.save_dataset(draft)
    app = visit("train", lang)
    pick(app, ":question__horizon").set_value(7).run()
    told = [line for line in words(app).splitlines() if word in line]
    assert len(told) == 1, told


def test_the_url_names_the_task(visit: Open, desk: Desk, workspace: Path) -> None:
    dataset = sales.save(desk.workspace, sales.sold())
    assert list(workspace.iterdir())
    app = visit("train", dataset=dataset.id, task="classify")
    assert task(app).value == "classify"
    assert app.query_params["task"] == "classify"
    assert "could be foreseen" in words(app)


@pytest.mark.parametrize(("lang", "said"), [("en", "are dated after"), ("zh", "晚于导入日")])
def test_rows_that_are_read_otherwise_are_told_before_the_start(
    visit: Open, desk: Desk, lang: str, said: str
) -> None:
    frame = sales.sold()
    later = frame.tail(3).assign(day=pd.Timestamp("2124-01-01"))
    sales.save(desk.workspace, pd.concat([frame, later]))
    app = visit("train", lang)
    assert said in words(app)
    assert not app.error
    assert not start(app).disabled


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "no column of it holds days"), ("zh", "没有任何一列是日期")],
)
def test_sales_without_days_say_why_they_cannot_be_forecast(
    visit: Open, foreseen: Desk, lang: str, said: str
) -> None:
    columns = tuple(one for one in sales.COLUMNS if one.role != "timestamp")
    draft = DatasetDraft(
        name="No days",
        kind="order_lines",
        tables={"order_lines": sales.sold().drop(columns="day")},
        columns={"order_lines": columns},
        rows_read=10,
    )
    shop = foreseen.workspace.save_dataset(draft)
    assert said in words(visit("train", lang, dataset=shop.id))
    other = run_called(foreseen, "rows").spec.dataset
    assert said not in words(visit("train", lang, dataset=other))
