"""What-if on screen: the answer to the levers, the table, scenarios kept and opened by link."""

import json

import pytest

from core.actions import scenarios
from core.actions.desk import Desk
from core.actions.what_if import Change
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


def test_a_link_sets_the_levers_and_a_damaged_one_says_so(visit: Open, supposed: Desk) -> None:
    run = run_of(supposed).id
    app = visit("what_if", run=run, what=scenarios.written([CHEAPER]))
    assert app.slider(key(supposed, "price")).value == -10
    app = visit("what_if", run=run, what='[{"kind":"pri')
    assert "cannot be read" in app.warning[0].value
    assert not app.exception


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
