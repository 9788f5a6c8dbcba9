"""Several forecasts in one picture: their RMSSE with intervals."""

from collections.abc import Mapping

from core.base.dots import dots
from core.base.look import Chart, look
from core.base.runs import Score
from core.base.texts import Texts

_LONGEST = 22


def intervals(scores: Mapping[str, Score], texts: Texts, theme: str) -> Chart:
    """The RMSSE of several runs (name -> score), the lowest on top."""
    names = sorted(scores, key=lambda name: scores[name].value, reverse=True)
    shown = [(_plain(name), scores[name]) for name in names]
    sketch = dots(shown, texts("demand.metric.rmsse.label"), look(theme))
    return Chart(sketch.figure(), _finding(names, scores, texts))


def _finding(names: list[str], scores: Mapping[str, Score], texts: Texts) -> str:
    """Which run has the lowest error, and whether its interval lies clear of the next one's."""
    first = names[-1]
    facts = {"name": first, "rmsse": f"{scores[first].value:.3f}"}
    if len(names) == 1:
        return texts("figures.errors.one", **facts)
    second, high = scores[names[-2]], scores[first].high
    low = second.low if second.low is not None else second.value
    clear = high is not None and high < low
    return texts("figures.errors.leads" if clear else "figures.errors.close", **facts)


def _plain(name: str) -> str:
    safe = name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
