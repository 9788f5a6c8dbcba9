"""Why on screen: what moved a series, and the effects of a forecast in words."""

import re

import pytest

from core.actions import why
from core.actions.desk import Desk
from core.actions.why import Effect
from tests.pages.conftest import Open, words
from tests.pages.supposed import run_of, supposed, supposed_home

__all__ = ["supposed", "supposed_home"]


@pytest.mark.parametrize(
    ("lang", "title", "part"),
    [("en", "Why this forecast", "Its own course"), ("zh", "为什么这样预测", "自身走势")],
)
def test_a_series_says_what_moved_it(
    visit: Open, supposed: Desk, lang: str, title: str, part: str
) -> None:
    app = visit("series", lang, run=run_of(supposed).id, series="s1")
    told = words(app)
    assert not app.error
    assert title in told and part in told
    assert not re.search(r"\bwhy\.[a-z]", told)


def test_a_flat_forecast_says_why_it_is(visit: Open, supposed: Desk) -> None:
    told = words(visit("series", run=run_of(supposed, "plain").id, series="s1"))
    assert "Why it is flat" in told


@pytest.mark.parametrize(
    ("lang", "cheaper", "flyer"),
    [("en", "10% cheaper", "Promotion flyer"), ("zh", "降价 10%", "促销 flyer")],
)
def test_effects_are_told_in_words(
    visit: Open, supposed: Desk, lang: str, cheaper: str, flyer: str
) -> None:
    app = visit("run", lang, run=run_of(supposed).id, view="effects")
    told = words(app)
    assert not app.error
    assert cheaper in told and flyer in told


def test_planted_effects_are_told_with_their_intervals(visit: Open, supposed: Desk) -> None:
    told = words(visit("run", run=run_of(supposed).id, view="effects"))
    rows = re.findall(r"sells ([\d.]+)% more<small>\+([\d.]+)% to \+([\d.]+)%", told)
    assert len(rows) == 2
    for row, planted in zip(rows, (0.9**-2 - 1, 0.6487), strict=True):
        found, low, high = (float(cell) / 100 for cell in row)
        assert found == pytest.approx(planted, rel=0.15)
        assert low < found < high


@pytest.mark.parametrize(
    ("lang", "said", "between"),
    [
        ("en", "no effect could be told", "anything from −6.0% to +1.8% fits the sales"),
        ("zh", "看不出影响", "从 −6.0% 到 +1.8% 都与销售相符"),
    ],
)
def test_an_effect_that_may_be_none_is_not_told_as_one(
    visit: Open, supposed: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, said: str, between: str
) -> None:
    one = Effect("price", "price", -0.022, -0.06, 0.018, -0.022, -0.022)
    monkeypatch.setattr(why, "effects_of", lambda _: (one,))
    told = words(visit("run", lang, run=run_of(supposed).id, view="effects"))
    assert said in told and between in told
    assert "2.2%" not in told


def test_series_that_do_not_differ_are_told_to_be_alike(
    visit: Open, supposed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Effect("price", "price", 0.2, 0.1, 0.3, 0.2, 0.2)
    monkeypatch.setattr(why, "effects_of", lambda _: (one,))
    told = words(visit("run", run=run_of(supposed).id, view="effects"))
    assert "all alike" in told and "sells 20.0% more" in told


def test_a_forecast_that_knows_nothing_ahead_says_how_it_could(visit: Open, supposed: Desk) -> None:
    told = words(visit("run", run=run_of(supposed, "plain").id, view="effects"))
    assert "knows no prices, promotions or opening days" in told
