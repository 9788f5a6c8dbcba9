"""Which columns a model leans on."""

from collections.abc import Sequence

from core.base.look import Chart, look
from core.base.plot import Axis, frame
from core.base.texts import Texts
from core.classify.importance import Importance

MOST = 15
BAR = 26


def importance(columns: Sequence[Importance], texts: Texts, theme: str) -> Chart:
    """How far AUC falls when one column is shuffled, greatest on top, with its interval."""
    colours = look(theme)
    shown = sorted(columns, key=lambda one: one.auc_drop.value)[-MOST:]
    sketch = frame(
        colours,
        Axis(texts("figures.importance.x")),
        Axis(""),
        height=90 + BAR * max(len(shown), 2),
    )
    drops = [one.auc_drop for one in shown]
    sketch.data.append(
        {
            "type": "bar",
            "x": [drop.value for drop in drops],
            "y": list(range(len(shown))),
            "orientation": "h",
            "marker": {"color": colours.accent, "opacity": 0.85},
            "width": 0.62,
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [_gap(drop.high, drop.value) for drop in drops],
                "arrayminus": [_gap(drop.value, drop.low) for drop in drops],
                "color": colours.ink,
                "thickness": 1.2,
                "width": 3,
            },
            "hovertemplate": "%{x:.3f}<extra></extra>",
        }
    )
    sketch.layout["yaxis"].update(
        tickvals=list(range(len(shown))),
        ticktext=[_short(one.column) for one in shown],
        showgrid=False,
        tickfont={"color": colours.ink},
    )
    sketch.layout["xaxis"].update(showgrid=True, zeroline=True, zerolinecolor=colours.baseline)
    return Chart(sketch.figure(), _finding(shown, texts))


def _gap(upper: float | None, lower: float | None) -> float:
    return 0.0 if upper is None or lower is None else max(upper - lower, 0.0)


def _finding(shown: Sequence[Importance], texts: Texts) -> str:
    """The column that matters most, where any does."""
    sure = [one for one in shown if (one.auc_drop.low or 0) > 0]
    if not sure:
        return texts("figures.importance.none")
    first = sure[-1]
    facts = {"column": first.column, "drop": f"{first.auc_drop.value:.3f}", "sure": len(sure)}
    return texts("figures.importance.finding", **facts)


def _short(name: str) -> str:
    safe = name.replace("&", "&amp;").replace("<", "&lt;")
    return safe if len(safe) <= 28 else f"{safe[:27]}…"
