"""What-if where prices were cut with every flyer: what one of them does is told as not known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.actions import scenarios
from core.actions.desk import Desk, open_desk
from core.actions.what_if import Change
from core.store.workspace import Workspace
from tests.lab.demand import priced
from tests.pages.conftest import Open, words
from tests.pages.learned import train_here
from tests.pages.supposed import run_of, spec_of

CHEAPER = Change(kind="price", column="price", amount=0.8)
NAME = "tied"


@pytest.fixture
def tied(workspace: Path) -> Iterator[Desk]:
    kept = Workspace(workspace)
    dataset = priced.save(kept, tied=True)
    train_here(kept, spec_of(dataset.id, "price", "promotions.promotion"), NAME)
    opened = open_desk(workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("lang", "said", "why"),
    [
        ("en", "What this does to sales cannot be told", "always changed together in the past"),
        ("zh", "无法判断这会给销售带来什么变化", "过去总是同时变化"),
    ],
)
@pytest.mark.parametrize("page", ["what_if", "orders"])
def test_what_no_sales_tell_is_said_to_be_not_known(
    visit: Open, tied: Desk, page: str, lang: str, said: str, why: str
) -> None:
    run = run_of(tied, NAME).id
    app = visit(page, lang, run=run, what=scenarios.written([CHEAPER]))
    assert not app.exception
    assert not app.error
    told = words(app)
    assert said in told and why in told
    assert "price" in told.split(why)[1] and "flyer" in told.split(why)[1]


@pytest.mark.parametrize(("lang", "word"), [("en", "not known"), ("zh", "未知")])
def test_tiles_chart_scenarios_and_series_tell_it_in_words(
    visit: Open, tied: Desk, lang: str, word: str
) -> None:
    run = run_of(tied, NAME).id
    scenarios.keep(tied, run, "cheap", (CHEAPER,))
    scenarios.keep(tied, run, "more", (Change(kind="demand", amount=1.5),))
    app = visit("what_if", lang, run=run, what=scenarios.written([CHEAPER]))
    assert not app.exception
    told = words(app)
    assert told.count(word) >= 8
    assert "+–" not in told and "−–" not in told
    assert "+50" in told
