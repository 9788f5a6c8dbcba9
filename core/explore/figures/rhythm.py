"""A week as a heat map: weekdays down, hours across."""

from typing import Any

from babel.dates import get_day_names

from core.base.look import Chart, look
from core.base.plot import Axis, frame
from core.base.texts import LOCALES, Texts
from core.explore.rhythm import Rhythm

_HEIGHT = 300


def rhythm(found: Rhythm, measure: str, texts: Texts, theme: str) -> Chart:
    """How many `orders`, or what net `sales`, an hour of each weekday has on average: the darker
    the more."""
    colours = look(theme)
    values = found.orders if measure == "orders" or found.sales is None else found.sales
    names = get_day_names("abbreviated", locale=LOCALES[texts.lang])
    full = get_day_names("wide", locale=LOCALES[texts.lang])
    sketch = frame(colours, Axis(texts("explore.rhythm.hour")), Axis(""), _HEIGHT)
    sketch.layout["xaxis"] |= {"dtick": 3, "ticksuffix": ":00", "range": [-0.5, 23.5]}
    sketch.layout["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    cells: dict[str, Any] = {
        "type": "heatmap",
        "x": list(range(24)),
        "y": [names[day] for day in range(7)],
        "z": values.tolist(),
        "colorscale": [[0, colours.paper], [1, colours.accent]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "customdata": [[full[day]] * 24 for day in range(7)],
        "hovertemplate": "%{customdata} %{x}:00 · %{z:,.4~g}<extra></extra>",
    }
    sketch.data.append(cells)
    weekday, hour = found.busiest
    told = texts("explore.rhythm.finding", day=full[weekday], hour=f"{hour}:00")
    return Chart(sketch.figure(), told)
