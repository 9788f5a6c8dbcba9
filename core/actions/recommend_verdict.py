"""What is told of a finished recommender, in the same words on every page and by every command."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.base.runs import Run, Score, Verdict
from core.base.texts import Texts, day_in
from core.lab.catalog import BEST
from core.lab.recommend.bundle import RecommendReport, Standing
from core.recommend.task import Question

Key = Literal["better", "no_better", "worse", "same", "kept"]


@dataclass(frozen=True)
class RecommendVerdict:
    """The `verdict` and `key`, the text that says it: `same` where what is popular lately was asked
    for itself, `kept` where nothing that was tried was surely better. `mine` and `naive` are the
    scores of the family taken, and of what is popular lately."""

    verdict: Verdict
    key: Key
    mine: Standing
    naive: Standing
    report: RecommendReport

    @property
    def needed(self) -> bool:
        """Whether a model does better than to show everybody the same."""
        return self.key == "better"

    @property
    def tone(self) -> str:
        """How the verdict looks."""
        return "info" if self.key == "same" else self.verdict


def judged(run: Run, report: RecommendReport) -> RecommendVerdict:
    """The verdict on the lists of a run."""
    naive = report.family == report.baseline
    key: Key = report.verdict
    if naive:
        key = "kept" if run.spec.family == BEST else "same"
    every = {one.family: one for one in report.standings}
    return RecommendVerdict(
        report.verdict, key, every[report.family], every[report.baseline], report
    )


def sentence(found: RecommendVerdict, texts: Texts) -> str:
    """The verdict in one sentence, with the score, the baseline's and their difference."""
    report = found.report
    gain = report.difference
    family = f"train.family.{report.family}.label"
    facts = {
        "model": texts(family) if texts.has(family) else report.family,
        "baseline": baseline(report, texts),
        "metric": f"{texts('recommend.metric.ndcg.label')}@{report.k}",
        "mine": _value(found.mine.scores.get("ndcg")),
        "naive": _value(found.naive.scores.get("ndcg")),
        "gain": signed(gain.value),
        "low": signed(gain.low),
        "high": signed(gain.high),
        "customers": f"{report.asked:,}",
    }
    return texts(f"recommend.verdict.{found.key}", **facts)


def baseline(report: RecommendReport, texts: Texts) -> str:
    """What a model must beat, in words: popular lately, or ever where no times are known."""
    return texts(f"recommend.baseline.{'ever' if report.first is None else 'lately'}")


def in_people(found: RecommendVerdict, texts: Texts) -> str:
    """How many of 100 customers find something on their list, and on that of everybody."""
    mine, naive = found.mine.scores.get("hr"), found.naive.scores.get("hr")
    if mine is None or naive is None:
        return ""
    key = "people_same" if found.key in ("same", "kept") else "people"
    facts = {
        "k": found.report.k,
        "hits": _of_hundred(mine.value),
        "naive": _of_hundred(naive.value),
        "baseline": baseline(found.report, texts),
    }
    return texts(f"recommend.verdict.{key}", **facts)


def asked(run: Run, report: RecommendReport, texts: Texts) -> str:
    """Of whom it was asked, and what was hidden from every model."""
    facts = {"n": f"{report.asked:,}", "cut": _day(report.cut, texts)}
    view = Question.model_validate(run.spec.question).lists
    return texts(f"recommend.asked.{view if report.cut else 'last'}", **facts)


def told(run: Run, report: RecommendReport, texts: Texts) -> dict[str, Any]:
    """What the command line says of a recommender: its `verdict`, and why it is not needed where
    that is so in a `note`, and what the `thumbs` did where it learned from some."""
    found = judged(run, report)
    note = {} if found.needed else {"note": sentence(found, texts)}
    thumbs = {} if report.thumbs is None else {"thumbs": report.thumbs.model_dump()}
    return {"verdict": found.verdict} | note | thumbs


def _day(when: str | None, texts: Texts) -> str:
    return "" if when is None else day_in(texts.lang, date.fromisoformat(when))


def _of_hundred(share: float) -> str:
    """A share as so many of 100; one place where few would read as none."""
    return f"{100 * share:.0f}" if share == 0 or share >= 0.0095 else f"{100 * share:.1f}"


def _value(score: Score | None) -> str:
    return "–" if score is None else f"{score.value:.3f}"


def signed(value: float | None) -> str:
    """A difference with its sign: +0.038, −0.004."""
    return "–" if value is None else f"{value:+.3f}".replace("-", "−")
