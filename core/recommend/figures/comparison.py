"""Several recommenders in one picture: their NDCG with intervals."""

from collections.abc import Mapping

from core.base.dots import dots
from core.base.look import Chart, look
from core.base.runs import Score
from core.base.texts import Texts
from core.recommend.figures.words import figure, plain


def intervals(scores: Mapping[str, Score], texts: Texts, theme: str) -> Chart:
    """The NDCG of several runs (name -> score), the highest on top."""
    names = sorted(scores, key=lambda name: scores[name].value)
    shown = [(plain(name), scores[name]) for name in names]
    sketch = dots(shown, texts("recommend.metric.ndcg.label"), look(theme))
    return Chart(sketch.figure(), _finding(names, scores, texts))


def _finding(names: list[str], scores: Mapping[str, Score], texts: Texts) -> str:
    """Which run ranks best, and whether its interval lies clear of the next one's."""
    first = names[-1]
    facts = {"name": first, "ndcg": figure(scores[first].value)}
    if len(names) == 1:
        return texts("figures.ranked.one", **facts)
    second, low = scores[names[-2]], scores[first].low
    high = second.high if second.high is not None else second.value
    clear = low is not None and low > high
    return texts("figures.ranked.leads" if clear else "figures.ranked.close", **facts)
