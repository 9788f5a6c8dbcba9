"""Old forecasts beside what came: the notice, the view, the page of a series."""

import pytest

from core.actions.desk import Desk
from core.actions.forecast_scored import may_be_scored, scored
from core.actions.orders_passed import passed
from core.actions.runs import runs
from core.base.texts import LANGUAGES, Texts
from core.store.draft import DatasetDraft
from pages._ui.escape import md_escape
from tests.lab.demand import sales
from tests.pages.conftest import Open, words
from tests.pages.foreseen import foreseen, foreseen_home
from tests.pages.learned import run_called

__all__ = ["foreseen", "foreseen_home"]
TREES = "trees *one*"
CAME = 4


def bring(desk: Desk, days: int = CAME) -> str:
    """So many more days as a new version; the run of the trees."""
    run = run_called(desk, TREES)
    frame = sales.sold(days=sales.DAYS + days)
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": sales.COLUMNS},
        rows_read=len(frame),
        parent=run.spec.dataset,
    )
    desk.workspace.save_dataset(draft)
    return run.id


def test_nothing_is_said_while_nothing_came(visit: Open, foreseen: Desk) -> None:
    app = visit("forecasts", run=run_called(foreseen, TREES).id)
    assert "have come" not in words(app)
    assert not app.button_group(key="series_abc").value


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "4 of its 7 days have come since"), ("zh", "中已有 4 期有了实际数据")]
)
def test_the_notice_leads_to_what_came(visit: Open, foreseen: Desk, lang: str, said: str) -> None:
    app = visit("forecasts", lang, run=bring(foreseen))
    assert said in words(app)
    app.button(key="came_show").click().run()
    assert app.query_params["view"] == "came"
    assert not app.exception
    assert not app.error
    assert said in words(app)
    table = app.dataframe[0].value
    assert list(table["error"]) == sorted(table["error"], reverse=True)
    assert len(table) == 12
    assert len(app.get("plotly_chart")) == 1
    app.toggle(key="came_naive").set_value(True).run()
    assert (app.dataframe[0].value["gain"] <= 0).all()
    assert len(app.dataframe[0].value) < 12


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "units were sold in 4 days"), ("zh", "此后 4 天 内卖出")]
)
def test_a_series_says_what_came_of_it(visit: Open, foreseen: Desk, lang: str, said: str) -> None:
    app = visit("series", lang, run=bring(foreseen), series="s9")
    assert said in words(app)
    assert not app.error
    assert len(app.get("plotly_chart")) == 2


def test_a_version_that_cannot_be_read_is_told_and_the_forecast_shown(
    visit: Open, foreseen: Desk
) -> None:
    run = run_called(foreseen, TREES)
    frame = sales.sold(days=3)
    draft = DatasetDraft(
        name="Shop",
        kind="plain",
        tables={"other": frame},
        columns={"other": sales.COLUMNS},
        rows_read=len(frame),
        parent=run.spec.dataset,
    )
    foreseen.workspace.save_dataset(draft)
    app = visit("forecasts", run=run.id)
    assert len(app.error) == 1
    assert "has no table" in app.error[0].value
    assert len(app.dataframe[0].value) == 12


@pytest.mark.parametrize(
    ("lang", "title", "said"),
    [
        ("en", "What came of your forecasts", "4 of its 7 days have come since"),
        ("zh", "预测与实际", "中已有 4 期有了实际数据"),
    ],
)
def test_home_tells_of_a_forecast_that_newer_data_scored(
    visit: Open, foreseen: Desk, lang: str, title: str, said: str
) -> None:
    assert title not in words(visit("home", lang))
    bring(foreseen)
    app = visit("home", lang)
    told = words(app)
    assert title in told
    assert said in told
    newest = next(may_be_scored(foreseen, runs(foreseen)))
    found = scored(foreseen, newest.id)
    assert found is not None
    assert f"{round(found.units.error)}" in told
    links = [link.proto for link in app.get("page_link") if "view=came" in link.proto.query_string]
    assert [link.label for link in links] == [md_escape(newest.name)]
    assert newest.id in links[0].query_string
    assert not app.error


def test_home_says_why_a_forecast_cannot_be_scored(visit: Open, foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    frame = sales.sold(days=sales.DAYS + CAME).drop(columns="sku")
    columns = tuple(column for column in sales.COLUMNS if column.name != "sku")
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame},
        columns={"order_lines": columns},
        rows_read=len(frame),
        parent=run.spec.dataset,
    )
    foreseen.workspace.save_dataset(draft)
    app = visit("home")
    assert "What came of your forecasts" in words(app)
    assert "sku" in words(app)
    assert not app.exception


@pytest.mark.parametrize(
    ("lang", "days", "said", "heard"),
    [
        ("en", CAME, "Some of the days planned for have passed", "4 of its 7 days have come since"),
        ("zh", 9, "计划中的日子已全部过去", "中已有 7 期有了实际数据"),
    ],
)
def test_an_order_plan_says_that_its_days_have_passed_and_leads_out_of_it(
    visit: Open, foreseen: Desk, lang: str, days: int, said: str, heard: str
) -> None:
    run = run_called(foreseen, TREES)
    assert said not in words(visit("orders", lang, run=run.id))
    bring(foreseen, days)
    app = visit("orders", lang, run=run.id)
    assert said in words(app)
    assert heard in words(app)
    app.button(key=f"orders_passed_{run.id}").click().run()
    assert not app.exception
    assert not app.error


def test_the_plan_command_tells_of_days_that_have_passed(foreseen: Desk) -> None:
    run = run_called(foreseen, TREES)
    assert passed(foreseen, run.id) == []
    bring(foreseen)
    (told,) = passed(foreseen, run.id)
    assert told.severity == "warning"
    assert (told.facts["count"], told.facts["horizon"]) == (4, 7)
    for lang in LANGUAGES:
        assert told.facts["id"] in Texts(lang).problem(told.code, told.facts)
