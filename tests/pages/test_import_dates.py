"""The review asks whether the day or the month comes first, and takes the answer over."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from core.actions.import_files import open_draft
from core.actions.import_look import typed
from tests.pages.conftest import Open, words
from tests.pages.test_import import read

HEAD = "order_id,item_id,order_date,quantity,price\n"
DATES = ["03/04/2024", "05/04/2024", "04/04/2024", "07/05/2024"]
WEEK = ["08/06/2024", "06/06/2024", "09/06/2024", "07/06/2024"]


def orders(dates: list[str], first: int = 0) -> bytes:
    lines = [
        f"A{first + n:03d},I{n % 5},{dates[n % 4]},{n % 3 + 1},2.50\n"
        for n in range(12 * len(dates))
    ]
    return (HEAD + "".join(lines)).encode()


def control(app: AppTest):
    """The control that the question is answered with, if it is asked."""
    found = [c for c in app.pills if str(c.key).startswith("dates_")]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("lang", "asked", "readings"),
    [
        (
            "en",
            "order_date: does the day or the month come first?",
            ["Apr 3, 2024 (day first)", "Mar 4, 2024 (month first)"],
        ),
        (
            "zh",
            "order_date：日在前，还是月在前？",
            ["2024年4月3日（日在前）", "2024年3月4日（月在前）"],
        ),
    ],
)
def test_the_question_shows_both_readings(
    visit: Open, lang: str, asked: str, readings: list[str]
) -> None:
    app = read(visit("import_data", lang), ("orders.csv", orders(DATES)))
    assert asked in words(app)
    assert readings[1] in re.sub(r"<[^>]+>", " ", words(app))  # what is assumed until then
    assert control(app).options == readings
    assert control(app).value is None


@pytest.mark.parametrize(("order", "month"), [("day_first", 4), ("month_first", 3)])
def test_the_answer_types_the_dates_and_stays_to_be_changed(
    visit: Open, desk: Desk, order: str, month: int
) -> None:
    app = read(visit("import_data"), ("orders.csv", orders(DATES)))
    control(app).set_value(order).run()
    assert not app.exception
    assert "come first?" not in words(app)
    assert control(app).value == order
    draft = app.query_params["draft"]
    assert typed(open_draft(desk, draft).tables[0]).head(1)["order_date"][0].month == month
    other = {"day_first": "month_first", "month_first": "day_first"}[order]
    control(app).set_value(other).run()
    assert control(app).value == other
    assert typed(open_draft(desk, draft).tables[0]).head(1)["order_date"][0].month == 7 - month


def test_the_answer_is_still_there_after_a_reload(visit: Open) -> None:
    app = read(visit("import_data"), ("orders.csv", orders(DATES)))
    control(app).set_value("day_first").run()
    again = visit("import_review", draft=app.query_params["draft"])
    assert control(again).value == "day_first"


def test_dates_that_settle_it_are_not_asked_about(visit: Open) -> None:
    app = read(visit("import_data"), ("orders.csv", orders([*DATES[:3], "13/05/2024"])))
    assert control(app) is None
    assert "come first?" not in words(app)


def test_next_week_is_not_asked_about_where_it_is_a_new_version(visit: Open, desk: Desk) -> None:
    app = read(visit("import_data"), ("orders.csv", orders(DATES)))
    control(app).set_value("day_first").run()
    app.button(key="save").click().run()
    (first,) = desk.workspace.datasets()
    app = read(visit("import_data"), ("next.csv", orders(WEEK, 100)))
    assert control(app) is not None
    into = next(box for box in app.selectbox if str(box.key).startswith("into_"))
    into.set_value(first.id).run()
    assert not app.exception
    assert control(app) is None
    assert "48 new rows, 0 already there" in words(app)
    app.query_params["tab"] = "rows"
    app.run()
    shown = app.dataframe[0].value["order_date"]
    assert {(when.month, when.day) for when in shown} == {(6, day) for day in (6, 7, 8, 9)}
