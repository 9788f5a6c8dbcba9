"""The way from what sold lately to what is forecast, as a waterfall."""

from collections.abc import Sequence

from core.base.look import Chart, Look, look
from core.base.plot import Axis, Sketch, frame
from core.base.texts import Texts
from core.demand.why import Why


def waterfall(found: Why, names: Sequence[str], finding: str, texts: Texts, theme: str) -> Chart:
    """Units of the whole horizon: lately at the top, a bar for each step (`names`), the forecast at
    the bottom."""
    colours = look(theme)
    horizon = len(found.own)
    reached = found.lately * horizon
    bars = [(0.0, reached, colours.ink, _whole(reached))]
    for step in found.steps:
        colour = colours.accent if step.units >= 0 else colours.series[1][0]
        bars.append((reached, step.units, colour, _signed(step.units)))
        reached += step.units
    bars.append((0.0, reached, colours.accent, _whole(reached)))
    rows = [texts("figures.why.lately"), *names, texts("figures.why.forecast")]
    return Chart(_drawn(rows, bars, (colours, texts)).figure(), finding)


def _drawn(
    rows: Sequence[str], bars: Sequence[tuple[float, float, str, str]], how: tuple[Look, Texts]
) -> Sketch:
    colours, texts = how
    units = Axis(texts("figures.series.y"), format=",")
    sketch = frame(colours, units, Axis(""), 80 + 36 * len(bars))
    sketch.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "base": [base for base, _, _, _ in bars],
            "x": [width for _, width, _, _ in bars],
            "y": list(range(len(bars))),
            "marker": {"color": [colour for _, _, colour, _ in bars]},
            "text": [told for _, _, _, told in bars],
            "textposition": "outside",
            "textfont": {"color": colours.ink, "size": 12},
            "cliponaxis": False,
            "hoverinfo": "skip",
            "width": 0.62,
        }
    )
    sketch.layout["yaxis"].update(
        tickvals=list(range(len(rows))), ticktext=list(rows), tickfont={"color": colours.ink},
        showgrid=False, range=[len(rows) - 0.4, -0.6],
    )  # fmt: skip
    ends = [base for base, _, _, _ in bars] + [base + width for base, width, _, _ in bars]
    room = 0.16 * (max(ends) or 1.0)
    sketch.layout["xaxis"].update(showgrid=True, range=[min(0.0, min(ends)), max(ends) + room])
    sketch.layout["margin"] = {"r": 24}
    return sketch


def _signed(units: float) -> str:
    told = _whole(abs(units))
    return "0" if float(told.replace(",", "")) == 0 else f"{'+' if units > 0 else '−'}{told}"


def _whole(units: float) -> str:
    return f"{units:,.0f}" if abs(units) >= 20 else f"{units:,.1f}"
