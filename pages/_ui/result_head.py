"""The top of a result: the verdict in words, then figures with intervals beside the baseline."""

from core.actions.decide import Decision, by_chance, by_guessing
from core.base.runs import Score
from core.base.texts import Texts
from core.classify.report import ClassifyReport, Outcome, Part
from pages._ui import layout
from pages._ui.formats import Formats
from pages._ui.layout import Tile
from pages._ui.session import formats, texts


def show(report: ClassifyReport, decision: Decision) -> None:
    """Verdict, then tiles of the test rows. `decision` is that of the run's threshold there."""
    t, f = texts(), formats()
    outcome = report.outcome
    finds, judged = finds_sentence(report, decision, t, f), outcome_sentence(outcome, t)
    if outcome.verdict == "better":
        layout.verdict("better", finds, judged)
    else:
        layout.verdict(outcome.verdict, judged, finds)
    layout.tiles(_tiles(report, decision, t, f))


def outcome_sentence(outcome: Outcome, t: Texts) -> str:
    """The verdict's reason with its figures."""
    return t(f"classify.verdict.{outcome.reason}", **outcome.facts)


def finds_sentence(report: ClassifyReport, decision: Decision, t: Texts, f: Formats) -> str:
    """The share of positives found, the share of calls that are right; and by guessing.

    All in whole percents, or all with one place where one of them is small.
    """
    counts = decision.counts
    what = f"{report.target} = {report.positive}"
    if not counts.tp + counts.fp:
        return t("run.verdict.calls_none", what=what)
    shares = {
        "found": decision.scores["recall"].value,
        "right": decision.scores["precision"].value,
        "guess_found": by_chance(counts),
        "guess_right": report.test.base_rate,
    }
    places = 1 if any(0 < share < SMALL for share in shares.values()) else 0
    told = {name: f.percent(share, places) for name, share in shares.items()}
    return t("run.verdict.finds", what=what, value=report.positive, **told)


SMALL = 0.095
"""Shares below it are told with one place."""


def _tiles(report: ClassifyReport, decision: Decision, t: Texts, f: Formats) -> list[Tile]:
    scores = {**report.test.scores, **decision.scores}
    notes = notes_at(report.test, decision, t, f)
    order = ("roc_auc", "pr_auc", "recall", "precision", "accuracy", "log_loss")
    return [metric_tile(metric, scores[metric], notes[metric], (t, f)) for metric in order]


def metric_tile(metric: str, score: Score, beside: str, by: tuple[Texts, Formats]) -> Tile:
    """A metric with its interval, and beside it what guessing reaches."""
    t, f = by
    return Tile(
        t(f"classify.metric.{metric}.label"),
        score_word(score, metric, f),
        f"{interval_word(score, metric, t, f)} · {beside}",
    )


def notes_at(part: Part, made: Decision, t: Texts, f: Formats) -> dict[str, str]:
    """What guessing reaches, by metric, in words."""
    return {
        metric: t(f"run.tile.{_GUESSES.get(metric, 'baseline')}", value=word(value, metric, f))
        for metric, value in by_guessing(part, made).items()
    }


_GUESSES = {
    "precision": "at_random", "recall": "at_random", "f1": "at_random",
    "specificity": "at_random", "accuracy": "majority", "cost": "simple",
}  # fmt: skip
"""How it is guessed: at random as often as the model, the commoner answer, all or nobody."""


SHARES = frozenset({"accuracy", "precision", "recall", "specificity"})
"""Metrics that read best as percent."""


def score_word(score: Score | None, metric: str, f: Formats) -> str:
    """A metric's value as the reader reads it."""
    return word(None if score is None else score.value, metric, f)


def word(value: float | None, metric: str, f: Formats) -> str:
    """A value of a metric as the reader reads it."""
    return f.percent(value) if metric in SHARES else f.fixed(value)


def interval_word(score: Score, metric: str, t: Texts, f: Formats) -> str:
    """Its 95 % interval: 0.921 to 0.943."""
    if score.low is None or score.high is None:
        return t("run.tile.no_interval")
    if metric in SHARES:
        return t("run.tile.interval", low=f.percent(score.low), high=f.percent(score.high))
    return f.interval(score.low, score.high)
