"""What-if on screen: the answer to the levers, the table, scenarios kept and opened by link."""

import json

import pytest

from core.actions import scenarios
from core.actions.desk import Desk
from core.actions.what_if import Change
from core.base.texts import Texts
from tests.pages.conftest import Open, words
from tests.pages.supposed import run_of, supposed, supposed_home

__all__ = ["supposed", "supposed_home"]
CHEAPER = Change(kind="price", column="price", amount=0.9)


def key(desk: Desk, name: str) -> str:
    return f"what_if_{run_of(desk).id}_{name}"


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "There is no forecast to change yet"), ("zh", "还没有可以改变的预测")]
)
def test_without_a_forecast_it_leads_to_one(visit: Open, lang: str, said: str) -> None:
    assert said in words(visit("what_if", lang))


@pytest.mark.parametrize(
    ("lang", "said", "more"),
    [("en", "Nothing is changed yet", "more units"), ("zh", "还没有任何改变", "将多卖")],
)
def test_a_lever_is_answered_with_units_and_money(
    visit: Open, supposed: Desk, lang: str, said: str, more: str
) -> None:
    app = visit("what_if", lang, run=run_of(supposed).id)
    assert said in words(app)
    app.slider(key(supposed, "price")).set_value(-10).run()
    assert not app.exception
    assert not app.error
    told = words(app)
    assert more in told and said not in told
    assert "+23" in told or "+2" in told
    assert json.loads(app.query_params["what"])[0]["amount"] == 0.9


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Nothing was told ahead of price, so"), ("zh", "没有关于 price 的未来信息，因此")],
)
def test_the_run_says_what_was_not_told_ahead(
    visit: Open, supposed: Desk, lang: str, said: str
) -> None:
    assert said in words(visit("run", lang, run=run_of(supposed, "untold").id))
    assert said not in words(visit("run", lang, run=run_of(supposed).id))


def test_a_link_sets_the_levers_and_a_damaged_one_says_so(visit: Open, supposed: Desk) -> None:
    run = run_of(supposed).id
    app = visit("what_if", run=run, what=scenarios.written([CHEAPER]))
    assert app.slider(key(supposed, "price")).value == -10
    app = visit("what_if", run=run, what='[{"kind":"pri')
    assert "cannot be read" in app.warning[0].value
    assert not app.exception


def test_changes_in_an_address_stay_with_their_forecast(visit: Open, supposed: Desk) -> None:
    app = visit("what_if", run=run_of(supposed).id, what=scenarios.written([CHEAPER]))
    plain = run_of(supposed, "plain").id
    app.selectbox("what_if_run").set_value(plain).run()
    assert app.query_params["run"] == plain
    assert "what" not in app.query_params
    assert "Nothing is changed yet" in words(app)


@pytest.mark.parametrize("page", ["forecasts", "what_if", "orders"])
def test_a_forecast_in_the_trash_is_still_opened_by_its_address(
    visit: Open, supposed: Desk, page: str
) -> None:
    gone = run_of(supposed)
    supposed.workspace.registry.trash_run(gone.id)
    app = visit(page, run=gone.id)
    assert not app.error
    assert app.selectbox(f"{page}_run").value == gone.id
    assert run_of(supposed, "untold").id == visit(page).selectbox(f"{page}_run").value


def test_promotions_scope_and_closing_are_levers(visit: Open, supposed: Desk) -> None:
    app = visit("what_if", run=run_of(supposed).id)
    app.multiselect(key(supposed, "key_sku")).set_value(["s1"])
    app.toggle(key(supposed, "closed")).set_value(True).run()
    told = words(app)
    assert "fewer units (−100" in told
    assert "1 series" in told
    assert "hold 80%" in told


def test_a_forecast_without_prices_says_how_to_get_them(visit: Open, supposed: Desk) -> None:
    app = visit("what_if", run=run_of(supposed, "plain").id)
    told = words(app)
    assert "Prices cannot be tried here" in told
    assert "Promotions cannot be tried here" in told
    assert "Units only" in told
    names = [slider.key for slider in app.slider]
    assert not [name for name in names if name and name.endswith("_price")]


def test_scenarios_are_kept_compared_opened_and_brought_back(visit: Open, supposed: Desk) -> None:
    run = run_of(supposed).id
    app = visit("what_if", run=run, what=scenarios.written([CHEAPER]))
    app.text_input("what_if_name").set_value("Sale *week*")
    app.button("what_if_keep").click().run()
    assert [one.name for one in scenarios.scenarios_of(supposed, run)] == ["Sale *week*"]
    scenarios.keep(supposed, run, "Storm", [Change(kind="demand", amount=0.5)])
    app = visit("what_if", run=run, scenario="Storm")
    assert app.slider(key(supposed, "demand")).value == -50
    app.button("what_if_open_0").click().run()
    assert app.slider(key(supposed, "price")).value == -10
    assert app.slider(key(supposed, "demand")).value == 0
    app.button("what_if_drop_0").click().run()
    assert [one.name for one in scenarios.scenarios_of(supposed, run)] == ["Storm"]
    app.button("what_if_undo").click().run()
    assert len(scenarios.scenarios_of(supposed, run)) == 2
    assert not app.exception


def test_a_scenario_that_is_gone_is_told(visit: Open, supposed: Desk) -> None:
    app = visit("what_if", run=run_of(supposed).id, scenario="gone")
    assert "no scenario called gone" in app.warning[0].value


def test_a_file_of_plans_fills_the_table_and_tells_wrong_rows(visit: Open, supposed: Desk) -> None:
    app = visit("what_if", run=run_of(supposed).id)
    text = "sku,start,end,discount\ns1,2024-07-20,2024-07-22,20%\nnone,2024-07-20,,10\n"
    uploader = next(iter(app.get("file_uploader")))
    uploader.upload("plans.csv", text.encode(), "text/csv").run()
    told = words(app)
    assert not app.exception
    assert "price −20%" in told
    assert "Row 2: the forecast has no series with “none” in sku" in told


@pytest.mark.usefixtures("supposed")
def test_a_run_of_another_name_is_refused_in_words(visit: Open) -> None:
    app = visit("what_if", run="r-20200101-aaaaaaaa")
    assert app.error


@pytest.mark.parametrize(
    ("lang", "said", "back"),
    [("en", "Plan orders with these changes", "Planned with a changed forecast"),
     ("zh", "按这些改变订货", "按改变后的预测订货")],
)  # fmt: skip
def test_orders_can_be_planned_by_the_changed_forecast(
    visit: Open, supposed: Desk, lang: str, said: str, back: str
) -> None:
    run, twice = run_of(supposed).id, scenarios.written([Change(kind="demand", amount=2.0)])
    app = visit("what_if", lang, run=run, what=twice)
    (link,) = [each.proto for each in app.get("page_link") if each.proto.label == said]
    assert "what=" in link.query_string
    terms = "lead_time:1,review_period:2"
    plain = visit("orders", lang, run=run, terms=terms)
    assert back not in words(plain)
    app = visit("orders", lang, run=run, what=twice, terms=terms)
    assert back in words(app)
    more, few = (each.data_editor[0].value["quantity"].sum() for each in (app, plain))
    assert 1.8 < more / few < 2.2
    app.button(key="orders_what_if_off").click().run()
    assert app.data_editor[0].value["quantity"].sum() == few
    assert "what" not in app.query_params


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_replay_says_that_changes_play_no_part_in_it(
    visit: Open, supposed: Desk, lang: str
) -> None:
    run, twice = run_of(supposed).id, scenarios.written([Change(kind="demand", amount=2.0)])
    told = Texts(lang)("orders.replay.as_it_was")
    asked = {"run": run, "part": "replay", "terms": "lead_time:1,review_period:2"}
    assert told not in words(visit("orders", lang, **asked))
    assert told in words(visit("orders", lang, what=twice, **asked))


def test_changes_that_are_lost_are_told_and_orders_are_by_the_forecast(
    visit: Open, supposed: Desk
) -> None:
    run = run_of(supposed).id
    app = visit("orders", run=run, what='[{"kind', terms="lead_time:1,review_period:2")
    assert "cannot be read" in " ".join(each.value for each in app.warning)
    assert len(app.data_editor)
