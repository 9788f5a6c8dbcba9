"""The answer of an order plan: what limits cut, what is lacking before the delivery, what to beware
of in the forecast, and the way to costs that are not known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from core.actions import forecast_verdict, item_names, item_table, order_book
from core.actions.desk import Desk
from core.base.texts import Texts
from core.demand.calibration import Missed
from tests.pages.conftest import Open, words
from tests.pages.ordered import ITEMS, NEED, known_run, ordered, ordered_home
from tests.pages.test_orders import STOCKED, drop, lines, plan, press, widget

__all__ = ["ordered", "ordered_home"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_budget_that_binds_is_told_first_and_what_it_leaves(
    visit: Open, ordered: Desk, lang: str
) -> None:
    t = Texts(lang)
    app = drop(plan(visit, ordered, lang), STOCKED.assign(Stock=[0, 300, 300]))
    app = plan(visit, ordered, lang, terms="service_level:0.98,budget:120")
    found = lines(app)
    need = norm(14 * 50, np.sqrt(14) * 10).ppf(0.98)
    whole = {item: np.ceil(need - there) for item, there in zip(ITEMS, (0, 300, 300), strict=True)}
    assert found["cost"].sum() <= 120
    cut = sum(whole.values()) - found["quantity"].sum()
    told = words(app)
    assert f"{cut:,.0f}" in told
    assert t("orders.answer.leaves", service="", wanted="98.0%").split("98.0%")[1] in told
    assert "98.0%" in told
    app = plan(visit, ordered, lang, terms="service_level:0.98,budget:120", part="left_out")
    (table,) = [each.value for each in app.dataframe if "reason" in each.value]
    assert set(table["item"]) == {item for item in whole if item not in found.index}
    calm = words(plan(visit, ordered, lang, terms="budget:100000"))
    assert t("orders.answer.leaves", service="", wanted="").split("；")[0] not in calm


def test_the_way_to_the_costs_leads_to_them_and_the_plan_follows(
    visit: Open, ordered: Desk
) -> None:
    run = known_run(ordered)
    app = drop(plan(visit, ordered), STOCKED.drop(columns="Unit cost"))
    item_table.edit(ordered, run.id, {"s0": {"unit_cost": 2.0}})
    app = plan(visit, ordered, terms="budget:100000")
    assert "1 item has no unit cost and cannot be weighed" in words(app)
    assert list(lines(app).index) == ["s0"]
    press(app, f"orders_fill_costs_{run.id}")
    assert app.query_params["part"] == "items"
    assert "unit_cost" in app.data_editor[0].value
    item_table.edit(ordered, run.id, {"s1": {"unit_cost": 3.0}})
    app = plan(visit, ordered, terms="budget:100000")
    assert "cannot be weighed" not in words(app)
    assert lines(app)["quantity"].to_dict()["s1"] == np.ceil(NEED - 300)
    assert "got no order" not in words(plan(visit, ordered, terms="budget:100000", part="left_out"))


def test_what_is_lacking_before_the_delivery_is_told_apart(visit: Open, ordered: Desk) -> None:
    """Of 350 asked for in the lead time, all are lacking where nothing is there."""
    assert "told once stock on hand is known" in words(plan(visit, ordered))
    app = drop(plan(visit, ordered), STOCKED.assign(Stock=[0, 100, 2000]))
    told = words(app)
    assert "Lost before delivery" in told
    assert "<dd>600</dd>" in told
    assert "of cycles after the order has come" in told


@pytest.mark.parametrize(("lang", "said"), [("en", "too narrow"), ("zh", "区间偏窄")])
def test_intervals_that_missed_are_told_at_the_verdict_and_at_the_service_level(
    visit: Open, ordered: Desk, lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = words(plan(visit, ordered, lang))
    monkeypatch.setattr(
        forecast_verdict, "missed", lambda _scores: (Missed(level=0.95, covered=0.868),)
    )
    app = plan(visit, ordered, lang)
    assert said in " ".join(each.value for each in app.warning)
    assert "86.8%" in " ".join(each.value for each in app.warning)
    assert words(app).count(said) >= none.count(said) + 3


def test_items_without_a_margin_take_the_level_that_is_set(visit: Open, ordered: Desk) -> None:
    item_table.edit(ordered, known_run(ordered).id, {"s0": {"unit_cost": 365.0, "price": 375.0}})
    app = plan(visit, ordered, terms="service_level:0.98")
    assert "Others take the level above, 98.0%" in words(app)
    before = lines(app)["quantity"]["s1"]
    widget(app, "toggle", "best").set_value(True).run()
    assert lines(app)["quantity"]["s1"] == before
    assert "Others take the level above, 98.0%" in words(app)
    assert "service_level:none,usual_level:0.98" in app.query_params["terms"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_are_sorted_and_told_by_name(
    visit: Open, ordered: Desk, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_names, "item_names", lambda _root, _bundle: {"s1": "Lantern"})
    app = drop(plan(visit, ordered, lang), STOCKED.assign(Stock=[500, 100, 0]))
    assert list(lines(app).index) == ["s2", "s1", "s0"]
    assert lines(app)["name"].dropna().to_dict() == {"s1": "Lantern"}
    widget(app, "selectbox", "sort").set_value("code").run()
    assert list(lines(app).index) == ["s0", "s1", "s2"]
    widget(app, "text_input", "search").set_value("lantern").run()
    assert list(lines(app).index) == ["s1"]
    shown = visit("forecasts", lang, run=known_run(ordered).id, q="LANTERN")
    assert list(shown.dataframe[0].value["name"]) == ["Lantern"]
    assert "Lantern" in words(visit("series", lang, run=known_run(ordered).id, series="s1"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lead_time_that_no_item_takes_cannot_be_moved_and_says_why(
    visit: Open, ordered: Desk, lang: str
) -> None:
    app = drop(plan(visit, ordered, lang), STOCKED.assign(lead_time=[3, 0, -1]))
    assert not widget(app, "slider", "lead_time").disabled
    app = drop(plan(visit, ordered, lang), STOCKED.assign(lead_time=[3, 0, 5]))
    assert widget(app, "slider", "lead_time").disabled
    assert Texts(lang)("orders.terms.lead_time.own") in words(app).replace("\\", "")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verdict", ["worse", "no_better"])
def test_all_pages_say_the_same_of_a_forecast_and_lead_out_of_it(
    visit: Open, ordered: Desk, lang: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = forecast_verdict.judged
    monkeypatch.setattr(
        forecast_verdict, "judged",
        lambda run, report: replace(
            judged(run, report), verdict=verdict, key=verdict, family="pooled_trees"
        ),
    )  # fmt: skip
    t, run = Texts(lang), known_run(ordered)
    name = t("train.family.pooled_trees.label")
    said = t(f"demand.verdict.{verdict}", model=name, baseline="", gain="", low="", high="")
    for page in ("run", "forecasts", "orders"):
        app = visit(page, lang, run=run.id)
        told = words(app)
        assert said.split(name)[0] + name in told, page
        assert app.button(key=f"train_naive_{run.id}")
    assert t(f"demand.order_anyway_{verdict}", baseline="").split("。")[0][:12] in told
    assert visit("run", lang, run=run.id).button(key="run_orders")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_items_that_a_longer_forecast_would_plan_are_told_at_the_answer(
    visit: Open, ordered: Desk, lang: str
) -> None:
    app = drop(plan(visit, ordered, lang), STOCKED.assign(lead_time=[3, 30.5, 40]))
    t, told = Texts(lang), words(app)
    assert t("orders.beyond.head", n="2", of="3", share="67%") in told
    assert t("demand.span.D", n="47") in told
    assert t("orders.items.assumed", column=t("orders.column.review_period"), value="7", n="1") in (
        told
    )
    assert t("orders.answer.skipped", n="2") not in told
    press(app, f"orders_beyond_which_{known_run(ordered).id}")
    assert app.query_params["part"] == "left_out" or app.query_params["part"] == ["left_out"]
    press(app, f"orders_beyond_{known_run(ordered).id}")
    calm = drop(plan(visit, ordered, lang), STOCKED.assign(lead_time=[3, 0, 5]))
    assert t("demand.span.D", n="47") not in words(calm)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Due in (days) as the lead time: 2 items"), ("zh", "几天后到 按提前期：2 个商品")],
)
def test_goods_on_order_without_a_day_are_told_among_the_defaults(
    visit: Open, ordered: Desk, lang: str, said: str
) -> None:
    app = drop(plan(visit, ordered, lang), STOCKED.assign(on_order=[9, 9, 0]))
    assert said in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_own_quantities_over_the_budget_are_told_as_that(
    visit: Open, ordered: Desk, lang: str
) -> None:
    t, run = Texts(lang), known_run(ordered)
    drop(plan(visit, ordered, lang), STOCKED.assign(Stock=0))
    within = lines(plan(visit, ordered, lang, terms="budget:1000"))
    assert t("orders.answer.over_why") not in words(plan(visit, ordered, lang, terms="budget:1000"))
    own = float(within["quantity"]["s0"]) + 150
    order_book.keep_own(ordered, run.id, {"s0": own})
    app = plan(visit, ordered, lang, terms="budget:1000")
    over = lines(app)["cost"].sum() - 1000
    assert 290 < over <= 300
    head = t("orders.answer.over", ordered="", lines="", cost="", over=f"{over:,.0f}",
             budget="1,000")  # fmt: skip
    told = words(app)
    assert head.rpartition("\uff1a" if lang == "zh" else ": ")[2] in told
    assert t("orders.answer.over_why") in told


@pytest.mark.parametrize(
    ("lang", "idle", "capped"),
    [
        ("en", "There is no best level: the 3 items", "99.5% for all, the highest level"),
        ("zh", "没有最佳水平：毛利可知的 3 个商品", "均为 99.5%，即预测所能给出的最高水平"),
    ],
)
def test_best_levels_say_why_there_are_none_and_when_all_are_the_same(
    visit: Open, ordered: Desk, lang: str, idle: str, capped: str
) -> None:
    unknown = Texts(lang)("orders.terms.best.unknown")
    assert unknown in words(drop(plan(visit, ordered, lang), STOCKED))
    app = drop(plan(visit, ordered, lang), STOCKED.assign(price=1))
    assert idle in words(app)
    assert unknown not in words(app)
    assert widget(app, "toggle", "best").disabled
    app = drop(plan(visit, ordered, lang), STOCKED.assign(price=90))
    assert capped in words(app)
    assert not widget(app, "toggle", "best").disabled
    app = drop(plan(visit, ordered, lang), STOCKED.assign(price=[90, 1, None]))
    told = words(app)
    assert Texts(lang)("orders.terms.best.some_idle", n="1") in told
    assert Texts(lang)("orders.terms.best.others", usual="95.0%") in told
