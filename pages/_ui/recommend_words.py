"""What measures, lists and families of a recommender are called on screen."""

from core.actions.recommend_report import ACCURACY, RecommendReport
from core.base.runs import Score
from core.base.texts import Texts
from core.recommend.figures.standings import Part
from pages._ui import measures, model_words
from pages._ui.formats import Formats


def metric_name(metric: str, k: int, t: Texts) -> str:
    """A measure's name, with its k where it looks at the first k of a list."""
    label = t(f"recommend.metric.{metric}.label")
    return f"{label}@{k}" if metric in ACCURACY else label


def score_word(score: Score | None, metric: str, t: Texts, f: Formats) -> str:
    """A score with its unit; the dash where there is none."""
    if score is None:
        return measures.word(None, metric, f)
    told = measures.word(score.value, metric, f)
    unit = f"recommend.metric.{metric}.unit"
    return t(unit, value=told) if t.has(unit) else told


def between(score: Score | None, metric: str, t: Texts, f: Formats) -> str:
    """Its 95 % interval; empty where there is none."""
    if score is None or score.low is None or score.high is None:
        return ""
    return measures.between(score, metric, t, f)


def part_of(report: RecommendReport, family: str) -> Part:
    """What a family is in a run: the one taken, what it is judged beside, or one more."""
    if family == report.family:
        return "taken"
    return "naive" if family == report.baseline else "tried"


def taken(report: RecommendReport, t: Texts, f: Formats) -> str:
    """Which family makes the lists, or what they are blended of, and how recency counts."""
    if not report.weights:
        return t("recommend.taken.one", name=model_words.family_name(report.family, t))
    ranked = sorted(report.weights.items(), key=lambda one: -one[1])
    if len(ranked) == 1:
        told = t("recommend.taken.weighted", name=model_words.family_name(ranked[0][0], t))
        return f.sentences(told, _recency(report.recency, t, f))
    names = (f"{model_words.family_name(name, t)} {f.percent(share, 0)}" for name, share in ranked)
    told = t("recommend.taken.blend", names=f.series(names))
    return f.sentences(told, _recency(report.recency, t, f))


def _recency(power: float, t: Texts, f: Formats) -> str:
    """What the power of recency does, by an item that sells ten times as much lately."""
    if not power:
        return t("recommend.taken.no_recency")
    times = f.number(10**power, 2)
    return t("recommend.taken.recency", times=times)
