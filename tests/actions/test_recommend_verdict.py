"""The verdict on a recommender: the same words on every page and by every command."""

from datetime import UTC, datetime

import pytest

from core.actions import recommend_verdict as verdicts
from core.base.runs import Run, Score
from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.lab.recommend.bundle import RecommendReport
from tests.pages.suggested import NAIVE, report

EN = Texts("en")


def run_of(family: str) -> Run:
    spec = RunSpec(dataset="d", task="recommend", question={}, family=family)
    return Run(id="r", name="r", state="finished", spec=spec, created=datetime.now(UTC))


def told(found: RecommendReport, family: str = "best", lang: str = "en") -> str:
    return verdicts.sentence(verdicts.judged(run_of(family), found), Texts(lang))


def test_what_is_better_says_by_how_much_and_on_whom() -> None:
    assert told(report()) == (
        "Better than showing everybody what is popular lately: NDCG@10 0.131 against 0.093, "
        "+0.038 (+0.029 to +0.047) on 1,086 customers."
    )


@pytest.mark.parametrize(
    ("family", "asked", "verdict", "key"),
    [
        ("ease", "best", "better", "better"),
        ("ease", "ease", "no_better", "no_better"),
        ("ease", "ease", "worse", "worse"),
        ("recent_popularity", "best", "no_better", "kept"),
        ("recent_popularity", "recent_popularity", "no_better", "same"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_end_has_its_words(family: str, asked: str, verdict: str, key: str, lang: str) -> None:
    found = report(family=family, verdict=verdict, weights={})
    made = verdicts.judged(run_of(asked), found)
    assert made.key == key
    assert made.needed == (key == "better")
    assert made.tone == ("info" if key == "same" else verdict)
    said = verdicts.sentence(made, Texts(lang))
    assert "{" not in said
    assert "0.093" in said


def test_what_was_lost_has_a_minus() -> None:
    gain = Score(value=-0.02, low=-0.03, high=-0.01)
    said = told(report(family="ease", verdict="worse", difference=gain, weights={}), "ease")
    assert "−0.020 (−0.030 to −0.010)" in said


def test_a_hundred_customers_are_counted() -> None:
    made = verdicts.judged(run_of("best"), report())
    assert verdicts.in_people(made, EN) == (
        "Of 100 customers 38 then took something from their list of 10; had all been shown what "
        "is popular lately, 29 would have."
    )
    few = report().standings[1].model_copy(update={"scores": {"hr": Score(value=0.004)}})
    rare = report(standings=(report().standings[0], few))
    assert "0.4 would have" in verdicts.in_people(verdicts.judged(run_of("best"), rare), EN)


def test_without_times_nothing_is_popular_lately() -> None:
    found = report(first=None, last=None, cut=None)
    assert "everybody what is popular:" in told(found)
    assert verdicts.asked(run_of("best"), found, EN).startswith(
        "Judged by the last item of 1,086 customers"
    )
    assert "Nov 9, 2011" in verdicts.asked(run_of("best"), report(), EN)
    assert "2011年11月9日" in verdicts.asked(run_of("best"), report(), Texts("zh"))


def test_the_command_line_notes_only_what_to_beware_of() -> None:
    assert verdicts.told(run_of("best"), report(), EN) == {"verdict": "better"}
    naive = report(family="recent_popularity", verdict="no_better", weights={})
    said = verdicts.told(run_of("best"), naive, EN)
    assert said["verdict"] == "no_better"
    assert f"NDCG@10 {NAIVE['ndcg'].value:.3f}" in said["note"]
