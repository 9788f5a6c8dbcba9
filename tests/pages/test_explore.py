"""The page that looks at a shop: its figures are those that the part finds."""

import pytest

from core.actions.desk import Desk
from core.actions.explore import explored
from core.base.texts import Texts
from core.base.view import View
from tests.explore.shops import days, drawn, products, saved
from tests.pages.conftest import Open, words


@pytest.fixture
def dataset(desk: Desk) -> str:
    return saved(desk.workspace.root, drawn(0, rows=900, days=500), about=products())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_figures_of_the_last_weeks_are_shown(
    visit: Open, desk: Desk, dataset: str, lang: str
) -> None:
    app = visit("explore", lang, dataset=dataset)
    assert not app.exception and not app.error
    told, t = words(app), Texts(lang)
    found = explored(desk, "kpis", View(dataset=dataset))
    for one in found.figures:
        assert t(f"explore.figure.{one.name}.label") in told
    orders = next(one for one in found.figures if one.name == "orders")
    assert f"{orders.now:.0f}" in told
    shares = [one.change("before") for one in found.figures if one.name != "return_rate"]
    clear = [share for share in shares if share is not None and abs(share) > 0.01]
    assert clear
    for share in clear:
        assert f"{'+' if share > 0 else '−'}{abs(share):.1%}" in told


def test_filters_are_in_the_address_and_narrow_the_figures(
    visit: Open, desk: Desk, dataset: str
) -> None:
    period = days(100, 300)
    asked = {"from": str(period.first), "to": str(period.last), "stores": '["S1"]',
             "categories": '["tea"]'}  # fmt: skip
    app = visit("explore", dataset=dataset, **asked)
    assert not app.exception
    view = View(dataset=dataset, period=period, stores=("S1",), categories=("tea",))
    found = explored(desk, "kpis", view)
    units = next(one for one in found.figures if one.name == "units")
    assert f"{units.now:,.0f}" in words(app)
    app.multiselect(f"explore_stores_{dataset}").set_value([]).run()
    assert "stores" not in app.query_params
    assert '["tea"]' in app.query_params["categories"]


def test_the_course_by_week_of_the_retail_year(visit: Open, dataset: str) -> None:
    app = visit("explore", dataset=dataset, grain="month", calendar="retail")
    assert not app.exception
    assert "The highest month began on" in words(app)
    assert "retail" in app.query_params["calendar"]


def test_what_lacks_is_said_with_what_to_do(visit: Open, desk: Desk) -> None:
    dataset = saved(desk.workspace.root, drawn(0).drop(columns="when"))
    told = words(visit("explore", dataset=dataset))
    assert "This dataset tells of no sales by day" in told
    assert "a date and a quantity" in told


def test_products_that_are_none_leave_the_figures(visit: Open, desk: Desk) -> None:
    dataset = saved(desk.workspace.root, drawn(0).drop(columns="sku"))
    told = words(visit("explore", dataset=dataset))
    assert "Net sales" in told and "do not say which products" in told


@pytest.mark.usefixtures("workspace")
def test_without_data_the_way_to_it_is_shown(visit: Open) -> None:
    app = visit("explore")
    assert "Nothing to look at yet" in words(app)


@pytest.mark.parametrize("damaged", ["[", '{"a":1}', '"S1"'])
def test_a_damaged_address_is_no_filter(visit: Open, dataset: str, damaged: str) -> None:
    app = visit("explore", dataset=dataset, stores=damaged, **{"from": "yesterday"})
    assert not app.exception
    assert app.multiselect(f"explore_stores_{dataset}").value == []


def test_days_that_the_data_has_not_and_a_dataset_that_is_gone_are_told(
    visit: Open, dataset: str
) -> None:
    for asked in ({"from": "1999-01-01"}, {"from": "2024-03-01", "to": "2024-02-01"}):
        app = visit("explore", dataset=dataset, **asked)
        assert not app.exception
        assert "days that the data has not" in words(app)
    app = visit("explore", dataset="d-20200101-00000000")
    assert not app.exception
    assert "is not there" in words(app) and "Net sales" in words(app)


def test_the_busiest_hour_is_told(visit: Open, desk: Desk, dataset: str) -> None:
    found = explored(desk, "rhythm", View(dataset=dataset))
    day = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")[found.busiest[0]]
    told = words(visit("explore", dataset=dataset))
    assert f"Most orders come on {day}day from {found.busiest[1]}:00" in told
