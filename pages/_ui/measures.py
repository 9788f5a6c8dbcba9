"""The measures of each task: which leads, which are listed, and how they read."""

from core.base.runs import Run, Score
from core.base.texts import Texts
from pages._ui.formats import Formats

HEADLINE = {"classify": "roc_auc", "demand": "rmsse", "recommend": "ndcg"}
"""The measure that a run is told by in a list."""
LISTED = {
    "classify": ("roc_auc", "pr_auc", "log_loss", "brier", "ece", "f1", "precision", "recall"),
    "demand": ("rmsse", "mase", "wape", "bias", "spl", "coverage_80", "coverage_95"),
    "recommend": (
        "ndcg",
        "recall",
        "hr",
        "mrr",
        "map",
        "coverage",
        "novelty",
        "diversity",
        "popularity_bias",
    ),  # fmt: skip
}
"""What runs are compared by."""
_SHARES = frozenset({"wape", "bias", "coverage_80", "coverage_95", "recall", "hr", "coverage"})
"""Measures of forecasts and of lists that read best as percent."""
_ONE_PLACE = frozenset({"novelty", "popularity_bias"})


def label(task: str, metric: str, t: Texts) -> str:
    """What a measure is called."""
    return t(f"{task}.metric.{metric}.label")


def word(value: float | None, metric: str, f: Formats) -> str:
    """A value of a measure of forecasts or lists as the reader reads it."""
    if metric == "bias" and value is not None and value > 0:
        return f"+{f.percent(value)}"
    if metric in _ONE_PLACE:
        return f.fixed(value, 1)
    return f.percent(value) if metric in _SHARES else f.fixed(value)


def between(score: Score, metric: str, t: Texts, f: Formats) -> str:
    """Its 95 % interval."""
    if score.low is None or score.high is None:
        return t("run.tile.no_interval")
    low, high = (word(end, metric, f) for end in (score.low, score.high))
    return t("run.tile.interval", low=low, high=high)


def headline(run: Run, t: Texts, f: Formats) -> str:
    """The run's leading measure with its interval, beside the baseline's."""
    summary, metric = run.summary, HEADLINE[run.spec.task]
    score = summary.metrics.get("test", {}).get(metric) if summary else None
    if summary is None or score is None:
        return ""
    base = summary.baseline.get(metric)
    return t(
        f"home.today.{metric}",
        value=f.fixed(score.value),
        interval=f.interval(score.low, score.high),
        baseline=f.fixed(base.value if base else None),
        k=(run.resolved or run.spec).question.get("k", ""),
    )
