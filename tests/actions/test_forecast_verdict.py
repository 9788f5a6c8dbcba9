"""The verdict on a forecast: one sentence for all, and the caution about its intervals."""

from types import SimpleNamespace
from typing import Any

import pytest

from core.actions import forecast_verdict
from core.actions.forecast_verdict import ForecastVerdict
from core.base.runs import Score
from core.base.texts import LANGUAGES, Texts
from core.demand.evaluate import Outcome


def percent(share: float | None) -> str:
    return f"{100 * (share or 0):.1f}%"


def judged(
    verdict: str, covered: tuple[float, float] = (0.8, 0.95), **changes: Any
) -> ForecastVerdict:
    return forecast_verdict.judged(*case(verdict, covered, **changes))


def case(verdict: str, covered: tuple[float, float], **changes: Any) -> tuple[Any, Any]:
    """A run and its report: by `family` beside the moving average, asked for as `asked`."""
    family, baseline = changes.get("family", "pooled_trees"), "moving_average"
    scores = {
        name: Score(value=value)
        for name, value in zip(("coverage_80", "coverage_95"), covered, strict=True)
    } | {name: Score(value=value) for name, value in changes.get("mine", {}).items()}
    naive = {name: Score(value=value) for name, value in changes.get("naive", {}).items()}
    gain = Score(value=-0.05, low=-0.08, high=-0.01)
    report: Any = SimpleNamespace(
        family=family,
        baseline=baseline,
        standings=(
            SimpleNamespace(family=family, scores=scores),
            SimpleNamespace(family=baseline, scores=naive),
        ),
        outcome=Outcome.model_validate(
            {
                "verdict": verdict,
                "gain": gain,
                "needed": 0,
                "series": 3,
                "sharper": changes.get("sharper"),
            }
        ),  # fmt: skip
    )
    run: Any = SimpleNamespace(spec=SimpleNamespace(family=changes.get("asked", family)))
    return run, report


@pytest.mark.parametrize(
    ("lang", "worse", "alike"),
    [
        ("en", "Do not use it", "is no better than Moving average"),
        ("zh", "请勿使用", "并不比移动平均更准"),
    ],
)
def test_only_what_is_surely_worse_is_not_to_be_used(lang: str, worse: str, alike: str) -> None:
    told = {
        verdict: forecast_verdict.sentence(judged(verdict), Texts(lang), percent)
        for verdict in ("worse", "no_better")
    }
    assert worse in told["worse"]
    assert "5.0%" in told["worse"]
    assert alike in told["no_better"]
    assert worse not in told["no_better"]


def test_a_naive_answer_says_whether_it_was_asked_for_or_kept() -> None:
    assert judged("no_better", family="moving_average").key == "same"
    kept = judged("no_better", family="moving_average", asked="best")
    assert (kept.key, kept.naive) == ("kept", True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_intervals_that_missed_are_told_with_what_it_means(lang: str) -> None:
    texts = Texts(lang)
    found = judged("better", (0.666, 0.868))
    assert not found.good
    title, note = forecast_verdict.caution(found, texts, percent) or ("", "")
    assert title == texts("demand.band.narrow")
    assert "66.6%" in note
    assert "86.8%" in note
    assert note.endswith(texts("demand.band.narrow_note"))
    wide = forecast_verdict.caution(judged("better", (0.9, 0.98)), texts, percent)
    assert wide is not None
    assert wide[0] == texts("demand.band.wide")
    assert forecast_verdict.caution(judged("better", (0.77, 0.98)), texts, percent) is None
    assert judged("better", (0.77, 0.98)).good


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_line_tells_the_verdict_always_and_a_note_to_beware_of(lang: str) -> None:
    texts = Texts(lang)
    run, report = case("better", (0.8, 0.95))
    assert forecast_verdict.told(run, report, texts) == {"verdict": "better"}
    found = forecast_verdict.told(*case("worse", (0.5, 0.7)), texts)
    assert found["verdict"] == "worse"
    assert found["note"].startswith(forecast_verdict.sentence(judged("worse"), texts, percent))
    assert texts("demand.band.narrow") in found["note"]
    assert found["note"].endswith(texts("demand.band.narrow_note"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("mine", "naive", "low", "key", "tone"),
    [
        ({"spl": 0.308}, {"spl": 0.312}, -0.02, "intervals", "better"),
        ({"spl": 0.331}, {"spl": 0.312}, -0.09, "intervals_worse", "beware"),
        ({"spl": 0.2, "bias": -0.21}, {"spl": 0.3, "bias": 0.02}, 0.1, "bias", "beware"),
    ],
)
def test_better_in_rmsse_alone_is_told_with_what_is_not(
    lang: str, mine: dict[str, float], naive: dict[str, float], low: float, key: str, tone: str
) -> None:
    texts = Texts(lang)
    sharper = Score(value=low + 0.05, low=low, high=low + 0.1)
    run, report = case("better", (0.8, 0.95), mine=mine, naive=naive, sharper=sharper)
    found = forecast_verdict.judged(run, report)
    assert not found.good
    assert found.tone == tone
    said = forecast_verdict.beside(found, texts, percent)
    assert texts("train.family.moving_average.label") in said
    assert ("21.0%" if key == "bias" else f"{mine['spl']:.3f}") in said
    assert "{" not in said
    assert said in forecast_verdict.told(run, report, texts)["note"]


def test_intervals_that_are_surely_better_need_no_word() -> None:
    sure = Score(value=0.1, low=0.05, high=0.15)
    found = judged("better", mine={"spl": 0.27}, naive={"spl": 0.3}, sharper=sure)
    assert (found.good, found.tone, found.beside) == (True, "better", ())
    assert judged("worse", mine={"spl": 0.4}, naive={"spl": 0.3}).beside == ()
