"""The result of a recommender: what it says first, and each of its views."""

import math

import pytest

from core.actions.desk import Desk
from core.base.events import Event, Log
from core.base.runs import Score
from core.base.texts import Texts
from core.base.values import Dataset
from pages._ui.follow import progress
from pages._ui.story import Story
from tests.pages import suggested
from tests.pages.conftest import Open, words
from tests.pages.learned import engine
from tests.pages.suggested import GAIN, MINE, NAIVE, finished, going, report, shop
from tests.pages.test_train import pick, start

__all__ = ["engine", "shop"]

TABS = ("numbers", "segments", "models", "lists", "learning", "left_out", "settings")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Better than showing everybody what is popular lately: NDCG@10 0.131 against 0.093, "
               "+0.038 (+0.029 to +0.047) on 1,086 customers."),
        ("zh", "优于向所有人展示近期热门商品：NDCG@10 为 0.131，对照 0.093，相差 +0.038"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("engine")
def test_the_verdict_comes_first(
    visit: Open, desk: Desk, shop: Dataset, lang: str, said: str
) -> None:
    app = visit("run", lang, run=finished(desk, shop.id, report()).id)
    told = words(app)
    assert said in told
    assert "38" in told and "29" in told
    assert "0.121" in told and "0.141" in told
    assert app.button(key="run_recommend")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("tab", TABS)
@pytest.mark.usefixtures("engine")
def test_every_view_draws(visit: Open, desk: Desk, shop: Dataset, tab: str, lang: str) -> None:
    app = visit("run", lang, run=finished(desk, shop.id, report()).id, view=tab)
    assert not app.exception
    assert not app.error
    charts = {"numbers": 1, "segments": 1, "models": 1, "lists": 1, "learning": 1}
    assert len(app.get("plotly_chart")) == charts.get(tab, 0)


@pytest.mark.usefixtures("engine")
def test_a_blend_says_what_it_is_made_of(visit: Open, desk: Desk, shop: Dataset) -> None:
    told = words(visit("run", run=finished(desk, shop.id, report()).id))
    assert "EASE 75%, Buy again 25%" in told
    times = f"{math.sqrt(10):.1f}"
    assert f"taken ten times as often lately counts {times} times as much" in told


@pytest.mark.usefixtures("engine")
def test_new_and_again_are_told_apart(visit: Open, desk: Desk, shop: Dataset) -> None:
    told = words(visit("run", run=finished(desk, shop.id, report()).id))
    new, again, both = (told.index(name) for name in ("New to the", "Bought again", "Both toget"))
    assert new < again < both
    assert "−0.010" in told
    assert "1,086 customers" in told and "700 customers" in told
    assert "in 1 of 2, most in “New to the customer”: NDCG@10 0.131 against 0.093" in told


@pytest.mark.parametrize(
    ("verdict", "asked", "family", "said"),
    [
        ("no_better", "best", "recent_popularity",
         "No model needed: show everybody what is popular lately (NDCG@10 0.093"),
        ("no_better", "recent_popularity", "recent_popularity",
         "This is what is popular lately itself"),
        ("no_better", "ease", "ease", "No model needed: show everybody what is popular lately. "),
        ("worse", "ease", "ease", "Do not use it: "),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("engine")
def test_no_model_is_said_where_none_is_needed(
    visit: Open, desk: Desk, shop: Dataset, verdict: str, asked: str, family: str, said: str
) -> None:
    gain = Score(value=0.0, low=-0.01, high=0.01) if verdict != "worse" else Score(
        value=-0.02, low=-0.03, high=-0.01)  # fmt: skip
    changes = {"family": family, "verdict": verdict, "difference": gain, "weights": {}}
    run = finished(desk, shop.id, report(**changes), family=asked)
    app = visit("run", run=run.id)
    assert said in words(app)
    offered = [button.key for button in app.button if str(button.key).startswith("train_naive")]
    assert bool(offered) == (family == "ease")


@pytest.mark.usefixtures("engine")
def test_the_way_out_opens_the_baseline(visit: Open, desk: Desk, shop: Dataset) -> None:
    told = report(family="ease", verdict="worse", weights={})
    run = finished(desk, shop.id, told, family="ease")
    app = visit("run", run=run.id)
    app.button(key=f"train_naive_{run.id}").click().run()
    assert app.query_params["task"] == "recommend"
    assert pick(app, ":family").value == "recent_popularity"
    assert not start(app).disabled


@pytest.mark.usefixtures("engine")
def test_without_notes_curves_or_segments_their_views_are_left_out(
    visit: Open, desk: Desk, shop: Dataset
) -> None:
    run = finished(desk, shop.id, report(noted=(), segments=()))
    app = visit("run", run=run.id)
    (tabs,) = [group for group in app.button_group if "_tabs_view" in str(group.key)]
    assert "By customer" not in tabs.options
    assert "Noticed" not in tabs.options
    assert "Learning" in tabs.options


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_notes_are_told_though_nothing_learned_in_steps(
    visit: Open, desk: Desk, shop: Dataset, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def noted(run: str) -> list[Event]:
        return [Log(run=run, seq=10, code="family_too_large", facts={"family": "ease"})]

    monkeypatch.setattr(suggested, "_learned", noted)
    app = visit("run", lang, run=finished(desk, shop.id, report()).id, view="models")
    (tabs,) = [group for group in app.button_group if "_tabs_view" in str(group.key)]
    assert Texts(lang)("recommend.tab.learning") not in tabs.options
    assert Texts(lang)("run.log.family_too_large", family="EASE") in words(app)


@pytest.mark.usefixtures("engine")
def test_measures_of_other_lists_can_be_chosen(visit: Open, desk: Desk, shop: Dataset) -> None:
    app = visit("run", run=finished(desk, shop.id, report()).id)
    assert "Popularity bias" in words(app)
    (view,) = [group for group in app.button_group if group.key == "recommend_view"]
    assert view.options == ["New to the customer", "Bought again"]
    view.set_value("again").run()
    assert "Popularity bias" not in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_lists_of_runs_and_their_comparison_know_it(
    visit: Open, desk: Desk, shop: Dataset, lang: str
) -> None:
    one = finished(desk, shop.id, report())
    other = finished(desk, shop.id, report(family="ease", weights={}), name="two", family="ease")
    told = words(visit("runs", lang))
    assert "NDCG@10 0.131" in told
    app = visit("runs", lang, compare=f"{one.id},{other.id}")
    assert not app.exception
    assert any("NDCG" in str(chart.proto.alt) for chart in app.get("plotly_chart"))
    assert "NDCG@10 0.131" in words(visit("home", lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("engine")
def test_a_run_is_followed_model_by_model(
    visit: Open, desk: Desk, shop: Dataset, lang: str
) -> None:
    app = visit("run", lang, run=going(desk, shop.id).id)
    told = words(app)
    assert ("(2 of 3)" in told) if lang == "en" else ("第 2 个，共 3 个" in told)
    assert not app.get("plotly_chart")
    assert "0.500" not in told
    app = visit("run", lang, run=going(desk, shop.id, epochs=2).id)
    assert "0.500" in words(app)


def test_progress_counts_families_and_their_two_fits(desk: Desk, shop: Dataset) -> None:
    seen = []
    for epochs in (0, 2, 4):
        run = going(desk, shop.id, epochs)
        told = Story()
        told.add(desk.workspace.registry.events(run.id))
        seen.append(progress(run, told))
    learned = [(one - seen[0]) * 3 for one in seen]
    assert learned[2] == pytest.approx(2 * learned[1])
    assert 0.06 < seen[0] < seen[1] < seen[2] < 0.8


def test_the_scores_of_this_file_are_what_they_say() -> None:
    assert GAIN.value == pytest.approx(MINE["ndcg"].value - NAIVE["ndcg"].value)
