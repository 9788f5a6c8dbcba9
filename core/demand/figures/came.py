"""What was forecast beside what came, all series together."""

import numpy as np

from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, end_labels, frame, line
from core.base.texts import Texts
from core.demand.figures.series import Days, by_day
from core.demand.panel import Floats

HEIGHT = 300


def came(days: Days, lines: dict[str, Floats], finding: str, texts: Texts, theme: str) -> Chart:
    """What was `sold` in ink, the forecast (`said`) in the accent, the naive one (`naive`) in grey,
    each (h,) on the first `days` (h,) of the periods that have come."""
    colours = look(theme)
    sketch = frame(colours, Axis(""), Axis(texts("figures.series.y"), format=","), HEIGHT)
    by_day(sketch, texts)
    strokes = {
        "naive": Stroke(colours.baseline, 1.8, "dot"),
        "said": Stroke(colours.accent, 2.6),
        "sold": Stroke(colours.ink, 2.2),
    }
    words = [str(day) for day in days.astype("datetime64[D]").astype(str)]
    ends = []
    for name, stroke in strokes.items():
        values = lines[name].tolist()
        told = texts(f"figures.came.{name}")
        line(sketch, words, [round(value, 3) for value in values], stroke, f"{told} %{{y:,.4~g}}")
        ends.append((values[-1], told, stroke.colour))
    highest = 1.08 * max(float(np.max(values)) for values in lines.values())
    end_labels(sketch, ends, 0.0, max(highest, 1.0))
    return Chart(sketch.figure(), finding)
