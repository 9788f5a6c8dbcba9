"""The top of a result: the verdict in words, then figures with intervals beside the baseline."""

from core.actions.decide import Decision, by_chance
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
    """Of ten positives so many are found, of ten calls so many are right; and by guessing."""
    counts = decision.counts
    facts = {
        "what": f"{report.target} = {report.positive}",
        "found": _of_ten(decision.scores["recall"].value, f),
        "right": _of_ten(decision.scores["precision"].value, f),
        "guess_found": _of_ten(by_chance(counts), f),
        "guess_right": _of_ten(report.test.base_rate, f),
    }
    if not counts.tp + counts.fp:
        return t("run.verdict.calls_none", what=facts["what"])
    return t("run.verdict.finds", **facts)


def _of_ten(share: float, f: Formats) -> str:
    """A share as so many of ten: whole where that says it, else with one digit."""
    value = round(10 * share, 1)
    whole = 2 <= value <= 9.5
    return f.count(value) if whole or value in (0, 10) else f.fixed(value, 1)


def _tiles(report: ClassifyReport, decision: Decision, t: Texts, f: Formats) -> list[Tile]:
    scores = {**report.test.scores, **decision.scores}
    baseline = report.test.baseline

    plain = {
        metric: t("run.tile.baseline", value=score_word(baseline[metric], metric, f))
        for metric in ("roc_auc", "pr_auc", "log_loss")
    }
    notes = {**plain, **notes_at(report.test, decision, t, f)}
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
    """What guessing reaches: calling as many rows at random, or saying the commoner answer."""
    chance = by_chance(made.counts)
    return {
        "recall": t("run.tile.at_random", value=f.percent(chance)),
        "precision": t("run.tile.at_random", value=f.percent(part.base_rate)),
        "f1": t("run.tile.baseline", value=f.fixed(made.baseline["f1"].value)),
        "accuracy": t("run.tile.majority", value=f.percent(part.majority)),
    }


SHARES = frozenset({"accuracy", "precision", "recall", "specificity"})
"""Metrics that read best as percent."""


def score_word(score: Score | None, metric: str, f: Formats) -> str:
    """A metric's value as the reader reads it."""
    value = None if score is None else score.value
    return f.percent(value) if metric in SHARES else f.fixed(value)


def interval_word(score: Score, metric: str, t: Texts, f: Formats) -> str:
    """Its 95 % interval: 0.921 to 0.943."""
    if score.low is None or score.high is None:
        return t("run.tile.no_interval")
    if metric in SHARES:
        return t("run.tile.interval", low=f.percent(score.low), high=f.percent(score.high))
    return f.interval(score.low, score.high)
