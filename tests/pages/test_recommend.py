"""A finished recommender in use: lists with reasons, rules with their effect, files, thumbs."""

import io
import json
import math
from html import unescape
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.actions import feedback, recommending
from core.actions.desk import Desk
from core.actions.recommending import EffectAnswer, ListsAsked, NewcomerAsked, Rules
from core.base.errors import AppError
from core.base.texts import Texts
from core.lab.recommend.asking import Measure, Removed
from pages._ui import recommend_everyone
from tests.pages.conftest import Open, words
from tests.pages.learned import FakeEngine, engine, train_here
from tests.pages.listed import listed, listed_home, lists_run

__all__ = ["engine", "listed", "listed_home"]
WHO = "c0001"


def opened(visit: Open, desk: Desk, lang: str = "en", **params: str) -> AppTest:
    app = visit("recommend", lang, run=lists_run(desk).id, **params)
    assert not app.exception
    assert not app.error
    return app


def shown(app: AppTest) -> list[str]:
    """The ids of the list on the page, best first."""
    return [body.split('<div class="ml-meta"><span>')[1].split("<")[0] for body in picks(app)]


def picks(app: AppTest) -> list[str]:
    """What is drawn of each item of the list."""
    return [e.proto.body for e in app.get("html") if 'class="ml-pick"' in e.proto.body]


def key(desk: Desk, name: str) -> str:
    return f"lists_{name}_{lists_run(desk).id}"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each download of the page would hold, by its key."""
    found: dict[str, Any] = {}
    draw = st.download_button

    def kept(label: str, data: Any, *given: Any, **named: Any) -> bool:
        found[named["key"]] = data
        return draw(label, data, *given, **named)

    monkeypatch.setattr(st, "download_button", kept)
    return found


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "No finished recommender yet"), ("zh", "还没有训练好的推荐模型")]
)
def test_without_a_recommender_it_leads_to_one(visit: Open, lang: str, said: str) -> None:
    assert said in words(visit("recommend", lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_a_customer_is_shown_a_list_with_a_reason_for_each_item(
    visit: Open, listed: Desk, lang: str
) -> None:
    answer = recommending.lists(listed, lists_run(listed).id, ListsAsked(users=(WHO,)))
    app = opened(visit, listed, lang, customer=WHO)
    assert shown(app) == [one.item.id for one in answer.lists[0].shown]
    bodies = unescape("".join(e.proto.body for e in app.get("html")))
    t = Texts(lang)
    for one in answer.lists[0].shown:
        facts = {n: "\0" if n in ("other", "item") else v for n, v in one.facts.items()}
        parts = t(f"recommend.reason.{one.reason}", **facts).split("\0")
        assert all(part in bodies for part in parts)
        assert str(one.facts.get("other", "")) in bodies
        assert f"{one.item.price:,.2f}" in bodies
    assert "Thing *" in bodies
    met = answer.lists[0].met
    assert t("lists.had.met", n=met) in bodies
    assert len(shown(app)) == 10


@pytest.mark.usefixtures("engine")
def test_other_items_in_a_reason_go_by_their_names(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, customer=WHO)
    reasons = [body.split("<p>")[1] for body in picks(app)]
    paired = [reason for reason in reasons if reason.startswith("Goes with")]
    assert paired
    assert all(reason.startswith("Goes with Thing *") for reason in paired)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nobody called zora is known"), ("zh", "没有编号为 zora 的顾客")]
)
@pytest.mark.usefixtures("engine")
def test_an_unknown_customer_is_told_and_served(
    visit: Open, listed: Desk, lang: str, said: str
) -> None:
    app = opened(visit, listed, lang, customer="zora")
    assert said in words(app)
    answer = recommending.lists(listed, lists_run(listed).id, ListsAsked(users=("zora",)))
    assert shown(app) == [one.item.id for one in answer.lists[0].shown]
    assert len(shown(app)) == 10


@pytest.mark.usefixtures("engine")
def test_a_rule_changes_the_list_and_stands_in_the_address(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, customer=WHO)
    before = shown(app)
    form = f"lists_rules_{lists_run(listed).id}"
    app.multiselect(f"{form}__excluded").set_value([before[0]]).run()
    assert not app.exception and not app.error
    assert before[0] not in shown(app)
    assert shown(app)[:9] == before[1:]
    assert json.loads(app.query_params["rules"]) == {"excluded": [before[0]]}
    app.button(f"{form}__reset").click().run()
    assert shown(app) == before
    assert "rules" not in app.query_params


@pytest.mark.usefixtures("engine")
def test_an_address_sets_the_rules_and_a_damaged_one_says_so(visit: Open, listed: Desk) -> None:
    rules = Rules(categories_in=("taste 3",), bought="allow", excluded=("nobody's",))
    app = opened(visit, listed, customer=WHO, rules=rules.model_dump_json(exclude_defaults=True))
    assert shown(app)
    assert {int(item[1:]) % 5 for item in shown(app)} == {3}
    assert "No item has these ids: nobody's." in words(app)
    told = words(opened(visit, listed, rules='{"bought":"all'))
    assert "The rules in this address cannot be read" in told


@pytest.mark.usefixtures("engine")
def test_rules_without_their_data_are_told(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, customer=WHO, rules='{"in_stock_only":true}')
    assert "stock of no item is known" in words(app)
    crossed = '{"price_from":30,"price_to":20}'
    app = opened(visit, listed, "zh", customer=WHO, rules=crossed)
    assert "高于最高价格" in words(app)
    assert shown(app) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_rules_and_tabs_without_their_data_are_left_out(
    visit: Open, listed: Desk, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    t = Texts(lang)
    labels = {name: t(f"recommend.rules.{name}.label") for name in Rules.model_fields}

    def drawn(**params: str) -> tuple[set[str], list[str], AppTest]:
        app = opened(visit, listed, lang, **params)
        fields = (*app.toggle, *app.multiselect, *app.number_input, *app.selectbox)
        there = {one.label for one in fields}
        tabs = app.segmented_control(f"_tabs_tab_{lang}").options
        return {name for name, label in labels.items() if label in there}, tabs, app

    fields, tabs, app = drawn(customer=WHO)
    assert {"in_stock_only", "most_of_brand"} & fields == set()
    assert {"categories_in", "price_from", "margin_boost", "most_of_category"} <= fields
    stock, brand = (t(f"app.fact.attribute.{name}") for name in ("on_hand", "brand"))
    assert any(stock in one.value and brand in one.value for one in app.caption)
    assert t("lists.tab.category") in tabs
    told = recommending.catalogue
    monkeypatch.setattr(
        recommending, "catalogue",
        lambda *of: (told(*of)[0].drop(columns=["category", "margin"]), told(*of)[1]),
    )  # fmt: skip
    st.cache_resource.clear()
    fields, tabs, app = drawn(customer=WHO)
    assert not {"categories_in", "categories_out", "margin_boost", "most_of_category"} & fields
    assert "price_from" in fields and t("lists.tab.category") not in tabs
    fields, _, _ = drawn(customer=WHO, rules='{"margin_boost":2}')
    assert "margin_boost" in fields
    _, tabs, app = drawn(tab="category")
    assert t("lists.tab.category") in tabs and t("lists.category.none_note") in words(app)
    st.cache_resource.clear()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_what_an_address_asks_for_in_vain_is_said(visit: Open, listed: Desk, lang: str) -> None:
    start = Texts(lang)("app.address.strange", what="~").split("~")[0]
    asked = {"tab": "nonsense", "items": "85123A", "n": "7", "size": "9", "slot": "moon",
             "baskets": "2", "segment": "light", "buyers": "in", "basket": "[85",
             "category": "no"}  # fmt: skip
    app = opened(visit, listed, lang, customer=WHO, **asked)
    said = next(part for part in words(app).split("\n") if start in unescape(part))
    for name in ("items=85123A", "n=7", "size=9", "slot=moon", "baskets=2", "basket=",
                 "category=no"):  # fmt: skip
        assert name in said
    assert Texts(lang)("app.word.no_such_view", view="nonsense") in words(app)
    for name in ("tab", "segment", "buyers", "customer", "run", "lang"):
        assert f"{name}=" not in said
    app = opened(visit, listed, lang, tab="bundles", size="3", baskets="20", n="20")
    assert start not in words(app)


@pytest.mark.usefixtures("engine")
def test_hiding_an_item_is_the_rule_of_excluded_items(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, customer=WHO)
    first = shown(app)[0]
    app.get("menu_button")[0].set_value("hide").run()
    assert not app.exception
    assert first not in shown(app)
    assert json.loads(app.query_params["rules"]) == {"excluded": [first]}


@pytest.mark.parametrize(
    ("lang", "points", "ends"),
    [("en", "−4.0 points", "(−0.009 to +0.001)"), ("zh", "−4.0 个百分点", "（−0.009 至 +0.001）")],
)
@pytest.mark.usefixtures("engine")
def test_the_effect_stands_beside_the_rules(
    visit: Open, listed: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, points: str, ends: str
) -> None:
    asked = []

    def told(_desk: Desk, _run: str, rules: Rules, n: int) -> EffectAnswer:
        asked.append((rules, n))
        rows = [
            ("ndcg", 0.131, 0.127, -0.009, 0.001), ("expected_margin", 412.2, 498.4, 50.0, 120.0),
            ("hr", 0.4, 0.36, None, None),
        ]  # fmt: skip
        return EffectAnswer(
            measures=tuple(
                Measure(measure=name, without=a, with_rules=b, difference=b - a, low=low, high=high)
                for name, a, b, low, high in rows
            ),
            each=(),
            customers=1086,
            lists=4372,
            short=3,
            removed=(Removed(rule="diversity", candidates=0, of_top=0),
                     Removed(rule="price_to", candidates=120_000, of_top=77)),
            unknown=(),
            idle=(),
        )  # fmt: skip

    monkeypatch.setattr(recommending, "effect", told)
    app = opened(visit, listed, lang, customer=WHO, rules='{"price_to":40}', n="20")
    assert asked == [(Rules(price_to=40), 20)]
    said = words(app)
    assert "NDCG@20" in said
    for part in ("0.131 → 0.127", "−0.004", ends, "412 → 498", "+86.2", "40.0% → 36.0%", points):
        assert part in said
    assert "1,086" in said
    assert ("120K" if lang == "en" else "12 万") in said and "77" in said
    assert Texts(lang)("lists.effect.short", n=3, all="4,372") in said


@pytest.mark.usefixtures("engine")
def test_the_effect_is_really_worked_out(visit: Open, listed: Desk) -> None:
    rules = Rules(margin_boost=1.0, bought="allow")
    app = opened(visit, listed, customer=WHO, rules=rules.model_dump_json(exclude_defaults=True))
    found = recommending.effect(listed, lists_run(listed).id, rules)
    one = next(one for one in found.measures if one.measure == "ndcg")
    assert f"{one.without:.3f} → {one.with_rules:.3f}" in words(app)
    margin = next(one for one in found.measures if one.measure == "expected_margin")
    assert margin.with_rules > margin.without
    assert "Expected margin of 1,000 lists" in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_each_of_several_rules_has_its_effect(visit: Open, listed: Desk, lang: str) -> None:
    title = Texts(lang)("lists.effect.each")
    one = opened(visit, listed, lang, customer=WHO, rules='{"price_to":40}')
    assert title not in words(one)
    rules = Rules(price_to=40, margin_boost=1.0)
    asked = rules.model_dump_json(exclude_defaults=True)
    said = words(opened(visit, listed, lang, customer=WHO, rules=asked))
    found = recommending.effect(listed, lists_run(listed).id, rules)
    assert [each.rule for each in found.each] == ["price_to", "margin_boost"]
    assert title in said
    for each in found.each:
        (ndcg,) = [one for one in each.measures if one.measure == "ndcg"]
        told = Texts(lang)("lists.effect.without", value=f"{ndcg.without:.3f}")
        assert told in said[said.index(title) :]


@pytest.mark.usefixtures("engine")
def test_a_basket_is_answered_and_its_strange_items_told(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, tab="basket")
    assert "The basket is empty" in words(app)
    app.multiselect(key(listed, "basket")).set_value(["p0001", "p0006"]).run()
    assert not app.exception and not app.error
    assert len(shown(app)) == 10
    assert not {"p0001", "p0006"} & set(shown(app))
    assert json.loads(app.query_params["basket"]) == ["p0001", "p0006"]
    alike = [int(item[1:]) % 5 == 1 for item in shown(app)[:5]]
    assert sum(alike) >= 3
    strange = opened(visit, listed, "zh", tab="basket", basket='["p0001","zzz"]')
    assert "未计入：zzz" in words(strange)
    assert shown(strange)


@pytest.mark.parametrize(
    ("lang", "likeness"), [("en", "likeness"), ("zh", "相似度")]
)  # fmt: skip
@pytest.mark.usefixtures("engine")
def test_a_product_tells_what_goes_with_it(
    visit: Open, listed: Desk, lang: str, likeness: str
) -> None:
    app = opened(visit, listed, lang, tab="product", item="p0001")
    found = recommending.product(listed, lists_run(listed).id, "p0001")
    said = words(app)
    assert likeness in said
    for one in (*found.similar[:5], *found.together[:5]):
        assert one.item.id in said
    assert found.similar


@pytest.mark.usefixtures("engine")
def test_a_product_nobody_knows_is_an_error_in_words(visit: Open, listed: Desk) -> None:
    app = visit("recommend", run=lists_run(listed).id, tab="product", item="zzz")
    assert not app.exception
    assert "zzz" in app.error[0].value


@pytest.mark.usefixtures("engine")
def test_the_customers_for_a_product_are_found_and_taken_home(
    visit: Open, listed: Desk, taken: dict[str, Any]
) -> None:
    app = opened(visit, listed, tab="product", item="p0001")
    assert "lists_audience_csv" not in taken
    app.number_input(key(listed, "most")).set_value(20).run()
    app.button(key(listed, "find")).click().run()
    assert not app.exception and not app.error
    run = lists_run(listed).id
    found = recommending.audience(listed, run, ["p0001"], 20, math.inf)
    assert len(found) == 20 and not found["had"].any()
    assert "None of them had it before" in words(app)
    assert f"about {found['probability'].sum():.2g}" in words(app)
    frame = pd.read_csv(io.BytesIO(taken["lists_audience_csv"]()), dtype={"customer": str})
    assert frame["customer"].tolist() == found["customer"].tolist()
    assert frame["expected_margin"].sum() == pytest.approx(found["expected_margin"].sum())
    book = pd.read_excel(io.BytesIO(taken["lists_audience_xlsx"]()))
    assert len(book) == 20 and "had" not in book


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_earlier_buyers_are_let_in_and_counted(
    visit: Open, listed: Desk, taken: dict[str, Any], lang: str
) -> None:
    app = opened(visit, listed, lang, tab="product", item="p0001")
    run = lists_run(listed).id
    app.segmented_control(key(listed, "buyers")).set_value("lately").run()
    app.number_input(key(listed, "without")).set_value(20).run()
    for without in (20.0, None):
        if without is None:
            app.segmented_control(key(listed, "buyers")).set_value("in").run()
            assert app.query_params["buyers"] == "in"
        app.button(key(listed, "find")).click().run()
        assert not app.exception and not app.error
        found = recommending.audience(listed, run, ["p0001"], 500, without)
        assert Texts(lang)("lists.audience.had_some", n=found["had"].sum()) in words(app)
        frame = pd.read_csv(io.BytesIO(taken["lists_audience_csv"]()), dtype={"customer": str})
        assert frame["customer"].tolist() == found["customer"].tolist()
    assert found["had"].sum() > 0


@pytest.mark.usefixtures("engine")
def test_a_view_that_there_is_not_is_said(visit: Open, listed: Desk) -> None:
    app = visit("recommend", run=lists_run(listed).id, tab="baskets")
    assert "asks for the view “baskets”" in words(app)
    assert not app.exception and app.segmented_control


@pytest.mark.usefixtures("engine")
def test_lists_come_in_parts_that_are_the_whole(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, run, shares = ListsAsked(n=5), lists_run(listed).id, list[float]()
    (whole,) = recommending.lists_for_all(listed, run, asked)
    monkeypatch.setattr(recommending, "PART", 7)
    parts = [*recommending.lists_for_all(listed, run, asked, told=shares.append)]
    assert max(part["user_id"].nunique() for part in parts) == 7
    assert pd.concat(parts, ignore_index=True).equals(whole)
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) == len(parts)
    assert recommending.customers_of(listed, run) == whole["user_id"].nunique()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_more_lists_than_a_page_holds_are_for_the_command_line(
    visit: Open, listed: Desk, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(recommend_everyone, "MOST_ROWS", 100)
    app = opened(visit, listed, lang, tab="everyone")
    app.button(key(listed, "make")).click().run()
    assert not app.exception and not app.dataframe
    assert f"python -m core predict --run {lists_run(listed).id} --out lists.csv" in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_lists_for_everyone_are_taken_home(
    visit: Open, listed: Desk, taken: dict[str, Any], lang: str
) -> None:
    app = opened(visit, listed, lang, tab="everyone", segment="heavy")
    app.button(key(listed, "make")).click().run()
    assert not app.exception and not app.error
    asked = ListsAsked(n=5)
    parts = recommending.lists_for_all(listed, lists_run(listed).id, asked, "heavy")
    found = pd.concat(parts, ignore_index=True)
    customers = found["user_id"].nunique()
    assert Texts(lang)("lists.everyone.found", customers=customers, n=len(found)) in words(app)
    rows = pd.read_csv(io.BytesIO(taken["lists_everyone_csv"]()))
    assert rows[["user_id", "rank", "item_id"]].equals(
        found[["user_id", "rank", "item_id"]].astype(rows.dtypes[["user_id", "rank", "item_id"]])
    )
    assert rows["item"].str.startswith("Thing").all()
    assert (rows["reason"].str.endswith("." if lang == "en" else "。")).all()
    told = json.loads(taken["lists_everyone_json"]())
    first = found["user_id"].iloc[0]
    mine = found.loc[found["user_id"] == first, "item_id"].tolist()
    assert [one["item"] for one in told[first]] == mine
    assert sum(map(len, told.values())) == len(found)
    app.segmented_control(key(listed, "shape")).set_value("wide").run()
    wide = pd.read_excel(io.BytesIO(taken["lists_everyone_xlsx"]()))
    assert len(wide) == customers
    assert wide.loc[0, [f"item_{rank}" for rank in range(1, 6)]].tolist() == mine


@pytest.mark.usefixtures("engine")
def test_bundles_are_listed_and_taken_home(
    visit: Open, listed: Desk, taken: dict[str, Any]
) -> None:
    found = recommending.bundles(listed, lists_run(listed).id)
    app = opened(visit, listed, "zh", tab="bundles")
    assert len(found)
    assert f"{found['lift'].iloc[0]:.2g} 倍" in words(app)
    frame = pd.read_csv(io.BytesIO(taken["lists_bundles_csv"]()))
    assert frame["first"].tolist() == found["first"].tolist()
    assert frame["lift"].to_numpy() == pytest.approx(found["lift"].to_numpy(), rel=1e-5)
    most = int(found["count"].max())
    app.number_input(key(listed, "fewest")).set_value(most).run()
    frame = pd.read_csv(io.BytesIO(taken["lists_bundles_csv"]()))
    assert frame["first"].tolist() == found.loc[found["count"] == most, "first"].tolist()
    assert app.query_params["baskets"] == str(most)
    app.number_input(key(listed, "fewest")).set_value(most + 1).run()
    assert "没有组合出现在这么多购物篮中" in words(app)


@pytest.mark.parametrize(("lang", "said"), [("en", "No bundle found"), ("zh", "没有找到组合")])
@pytest.mark.usefixtures("engine")
def test_no_bundles_are_told(
    visit: Open, listed: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setattr(recommending, "bundles", lambda *_args, **_named: pd.DataFrame())
    assert said in words(opened(visit, listed, lang, tab="bundles"))


@pytest.mark.usefixtures("engine")
def test_a_thumb_is_kept_and_taken_back(visit: Open, listed: Desk) -> None:
    dataset = lists_run(listed).spec.dataset
    app = opened(visit, listed, customer=WHO)
    first, second = shown(app)[:2]
    app.get("feedback")[0].set_value(1).run()
    app.get("feedback")[1].set_value(0).run()
    assert not app.exception and not app.error
    kept = {(one.user, one.item): one.value for one in feedback.feedback_of(listed, dataset)}
    assert kept == {(WHO, first): 1, (WHO, second): -1}
    again = opened(visit, listed, "zh", customer=WHO)
    assert [one.value for one in again.get("feedback")[:3]] == [1, 0, None]
    again.get("feedback")[0].set_value(None).run()
    kept = {(one.user, one.item): one.value for one in feedback.feedback_of(listed, dataset)}
    assert kept == {(WHO, second): -1}


@pytest.mark.parametrize(
    ("lang", "tells"), [("en", "1 thumb up and 1 down of 1 customer"), ("zh", "1 个赞和 1 个踩")]
)
@pytest.mark.usefixtures("engine")
def test_the_next_training_uses_the_thumbs(
    visit: Open, listed: Desk, lang: str, tells: str
) -> None:
    app = opened(visit, listed, lang, customer=WHO)
    up, down = shown(app)[-1], shown(app)[0]
    app.get("feedback")[9].set_value(1).run()
    app.get("feedback")[0].set_value(0).run()
    again = train_here(listed.workspace, lists_run(listed).spec, "again")
    app = visit("recommend", lang, run=again.id, customer=WHO)
    assert not app.exception and not app.error
    assert up in shown(app)
    assert down not in shown(app)
    result = visit("run", lang, run=again.id, view="thumbs")
    assert not result.exception and not result.error
    said = words(result)
    assert tells in said
    assert down in said and WHO in said
    assert Texts(lang)("recommend.thumbs.gone") in said


@pytest.mark.usefixtures("engine")
def test_thumbs_are_not_asked_for_once_the_data_are_gone(visit: Open, listed: Desk) -> None:
    listed.workspace.purge(lists_run(listed).spec.dataset)
    app = opened(visit, listed, customer=WHO)
    assert shown(app)
    assert len(app.get("feedback")) == 0


@pytest.mark.usefixtures("engine")
def test_what_goes_with_an_item_opens_from_its_row(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, customer=WHO)
    second = shown(app)[1]
    app.get("menu_button")[1].set_value("product").run()
    assert not app.exception and not app.error
    assert app.query_params["tab"] == "product"
    assert app.query_params["item"] == second
    assert app.selectbox(key(listed, "item")).value == second


def test_what_was_asked_before_is_not_asked_again(
    visit: Open, listed: Desk, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    answers = engine.ask

    def ask(_engine: FakeEngine, *given: Any, **more: float) -> object:
        asked.append(given)
        return answers(*given, **more)

    monkeypatch.setattr(FakeEngine, "ask", ask)
    opened(visit, listed, customer=WHO)
    many = len(asked)
    opened(visit, listed, "zh", customer=WHO)
    assert len(asked) == many > 0


@pytest.mark.usefixtures("engine")
def test_bundles_of_three_tell_both_lifts(
    visit: Open, listed: Desk, taken: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    two = recommending.bundles(listed, lists_run(listed).id).head(1)
    three = two.assign(third="p0002", lift_all=9.0)
    kept = {2: two, 3: three}
    monkeypatch.setattr(recommending, "bundles", lambda *_args, **named: kept[named["size"]])
    app = opened(visit, listed, tab="bundles")
    assert "third" not in pd.read_csv(io.BytesIO(taken["lists_bundles_csv"]())).dropna(axis=1)
    app.segmented_control(key(listed, "size")).set_value(3).run()
    assert "beside the other two as by chance" in words(app)
    frame = pd.read_csv(io.BytesIO(taken["lists_bundles_csv"]()))
    assert frame["third"].tolist() == ["p0002"] and frame["lift_all"].tolist() == [9.0]
    assert app.query_params["size"] == "3"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_the_best_of_a_category_for_everybody_and_for_one(
    visit: Open, listed: Desk, lang: str
) -> None:
    app = opened(visit, listed, lang, tab="category", category="taste 1")
    everybody = shown(app)
    assert everybody and all(int(item[1:]) % 5 == 1 for item in everybody)
    answer = recommending.lists(
        listed, lists_run(listed).id,
        ListsAsked(users=(WHO,), rules=Rules(categories_in=("taste 1",))),
    )  # fmt: skip
    mine = opened(visit, listed, lang, tab="category", category="taste 1", **{"for": WHO})
    assert shown(mine) == [one.item.id for one in answer.lists[0].shown]
    assert "taste 1" in words(mine)


@pytest.mark.usefixtures("engine")
def test_a_visit_is_asked_about_in_its_order(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, tab="basket", basket='["p0001","p0006"]')
    assert "Goes with this basket" in words(app)
    app.segmented_control(key(listed, "visit")).set_value("sessions").run()
    answer = recommending.lists(
        listed, lists_run(listed).id, ListsAsked(sessions=(("p0001", "p0006"),))
    )
    assert "Next for this visitor" in words(app)
    assert shown(app) == [one.item.id for one in answer.lists[0].shown]
    assert app.query_params["visit"] == "1"
    assert any("Goes with Thing" in body for body in picks(app))
    assert not any("last basket" in body or "history" in body for body in picks(app))


@pytest.mark.usefixtures("engine")
def test_a_context_is_chosen_among_those_the_data_tell(visit: Open, listed: Desk) -> None:
    app = opened(visit, listed, rules='{"context":"weekday"}', customer=WHO)
    form = f"lists_rules_{lists_run(listed).id}"
    known = recommending.contexts(listed, lists_run(listed).id)
    assert list(known) == ["weekday", "hour", "month", "season"]
    assert len(app.selectbox(f"{form}__context").options) == 5
    app.selectbox(f"{form}__context_value").set_value("saturday").run()
    assert not app.exception
    assert json.loads(app.query_params["rules"]) == {
        "context": "weekday", "context_value": "saturday",
    }  # fmt: skip
    option = Texts("en")("recommend.rules.context.option.weekday")
    label = Texts("en")("recommend.rules.context.label")
    assert f"{label}: {option} · Saturday" in words(app)
    assert "Which one: " not in words(app)
    app.selectbox(f"{form}__context").set_value("season").run()
    assert not app.exception
    assert "Winter (Dec–Feb)" in app.selectbox(f"{form}__context_value").options
    assert json.loads(app.query_params["rules"]) == {"context": "season"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_a_new_product_is_tried_without_training(
    visit: Open, listed: Desk, taken: dict[str, Any], lang: str
) -> None:
    app = opened(visit, listed, lang, tab="product")
    named = {one.label: one for one in (*app.text_input, *app.selectbox, *app.number_input)}
    t = Texts(lang)
    named[t("lists.newcomer.category")].set_value("taste 2")
    named[t("lists.newcomer.price")].set_value(12.0)
    next(b for b in app.button if b.label == t("lists.newcomer.find")).click().run()
    assert not app.exception and not app.error
    asked = NewcomerAsked(category="taste 2", price=12.0)
    found = recommending.newcomer(listed, lists_run(listed).id, asked)
    assert found.like and all(one.item.category == "taste 2" for one in found.like[:3])
    frame = pd.read_csv(io.BytesIO(taken["lists_newcomer_csv"]()))
    assert frame["customer"].tolist() == found.audience["customer"].tolist()
    assert 0 < len(frame) < found.customers == 150
    assert sum(one.lists for one in found.displaced) <= len(frame)
    money, judged = found.money, found.judged
    assert money and money.guessed and money.margin == pytest.approx(0.4 * 12)
    assert 0 <= judged.lost <= judged.lists <= judged.customers
    said = words(app)
    facts = {"all": judged.customers, "n": judged.lists, "lost": judged.lost}
    assert t("lists.newcomer.lost", **facts) in said
    assert t("lists.newcomer.money_guessed", change="~", margin="~").split("~")[-1] in said
    named = {one.label: one for one in app.number_input}
    named[t("lists.newcomer.margin")].set_value(9.0)
    next(b for b in app.button if b.label == t("lists.newcomer.find")).click().run()
    assert not app.exception and not app.error
    more = recommending.newcomer(
        listed, lists_run(listed).id, asked.model_copy(update={"margin": 9.0})
    ).money
    assert more and not more.guessed and more.change > money.change


@pytest.mark.usefixtures("engine")
def test_a_product_like_nothing_is_refused(listed: Desk) -> None:
    with pytest.raises(AppError, match="newcomer_like_nothing"):
        recommending.newcomer(listed, lists_run(listed).id, NewcomerAsked(brand="none"))
