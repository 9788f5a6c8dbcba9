"""Home: two ways to begin, then what needs a decision."""

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from pages._ui import welcome
from tests.pages.conftest import Open, words
from tests.pages.examples import finished_run, queued_run, small_dataset


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Welcome to Merchlab", "Try the sample shop")),
        ("zh", ("欢迎使用 Merchlab", "试用示例商店")),
    ],
)
def test_an_empty_workspace_offers_two_ways_to_begin(
    visit: Open, monkeypatch: pytest.MonkeyPatch, lang: str, said: tuple[str, str]
) -> None:
    monkeypatch.setattr(welcome, "available", lambda: False)
    app = visit("home", lang)
    told = words(app)
    for part in said:
        assert part in told
    assert len(list(app.main.button)) == 2


def test_the_sample_shop_is_one_click_away(visit: Open, desk: Desk) -> None:
    app: AppTest = visit("home")
    app.button[0].click().run(timeout=120)
    assert not app.exception
    made = desk.workspace.datasets()
    assert [d.kind for d in made] == ["shop"]
    assert made[0].name in words(app)
    assert app.query_params["dataset"] == made[0].id


@pytest.mark.parametrize(
    ("lang", "verdict"), [("en", "No better than the baseline"), ("zh", "不比基线好")]
)
def test_today_puts_decisions_first(visit: Open, desk: Desk, lang: str, verdict: str) -> None:
    dataset = small_dataset(desk, "visits *2026*")
    queued_run(desk, dataset, "waiting one")
    finished_run(desk, dataset, "good one", "better")
    finished_run(desk, dataset, "doubtful one", "no_better")
    app = visit("home", lang)
    told = words(app)
    assert verdict in told
    assert "0.500" in told
    links = [link.proto.label for link in app.get("page_link")]
    assert links[0] == "doubtful one"
    assert links.index("doubtful one") < links.index("waiting one") < links.index("good one")
    assert "visits \\*2026\\*" in links


@pytest.mark.parametrize(("lang", "said"), [("en", "A real grocer"), ("zh", "一家真实的超市")])
@pytest.mark.parametrize("installed", [True, False])
def test_the_real_grocer_is_offered_where_its_data_is(
    visit: Open, monkeypatch: pytest.MonkeyPatch, lang: str, said: str, installed: bool
) -> None:
    monkeypatch.setattr(welcome, "available", lambda: installed)
    assert (said in words(visit("home", lang))) == installed
