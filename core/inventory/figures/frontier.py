"""Service against what lies in stock: the efficient frontier, and where one stands."""

from collections.abc import Sequence
from typing import Literal

from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, dot, end_labels, frame, line
from core.base.texts import Texts
from core.inventory.frontier import Point

FRONTIER_HEIGHT = 320
USUAL, MORE = 0.95, 0.975


How = Literal["expected", "replayed"]


def frontier(
    points: Sequence[Point], chosen: float | None, texts: Texts, theme: str, how: How = "expected"
) -> Chart:
    """Cycle service and fill rate over the money in stock (over units where no cost is known);
    `points` without a level are the present state, the one at `chosen` is marked. `how` says where
    they come from."""
    colours = look(theme)
    aimed = [point for point in points if point.level is not None]
    costed = any(point.money > 0 for point in aimed)
    axis = texts("figures.frontier.money" if costed else "figures.frontier.units")
    services = [point.cycle_service for point in points]
    low = max(min(services) - 0.05, 0)
    near = low + 0.1 * (1 - low)
    sketch = frame(
        colours,
        Axis(axis, format=","),
        Axis(texts(f"figures.frontier.y_{how}"), (low, 1.02), ".0%"),
        FRONTIER_HEIGHT,
    )
    ends = []
    for name, colour, dash in (("cycle", colours.accent, "solid"), ("fill", colours.ink, "dash")):
        values = [_service(point, name) for point in aimed]
        told = texts(f"figures.frontier.{name}")
        hover = f"{axis} %{{x:,.0f}}<br>{told} %{{y:.1%}}"
        line(sketch, [_stock(point, costed) for point in aimed], values, Stroke(colour, 2.4, dash),
             hover)  # fmt: skip
        ends.append((values[-1], told, colour))
    for point in points:
        if point.level is None or point.level == chosen:
            name = texts(f"figures.frontier.{'now' if point.level is None else 'aimed'}")
            hover = f"{name}<br>{axis} %{{x:,.0f}}<br>%{{y:.1%}}"
            dot(sketch, colours, _stock(point, costed), point.cycle_service, hover)
            if point.level is not None:
                sketch.data[-1]["marker"]["color"] = colours.accent
            named = _named(point, costed, name, colours.ink)
            named["yshift"] = 16 if point.cycle_service < near else -16
            sketch.annotations.append(named)
    end_labels(sketch, ends, low, 1.02)
    return Chart(sketch.figure(), _finding(points, costed, texts, how))


def _service(point: Point, name: str) -> float:
    return point.cycle_service if name == "cycle" else (point.fill_rate or 0.0)


def _stock(point: Point, costed: bool) -> float:
    return point.money if costed else point.stock


def _named(point: Point, costed: bool, name: str, colour: str) -> dict[str, object]:
    place = {"x": _stock(point, costed), "y": point.cycle_service}
    return {**place, "text": name, "showarrow": False, "font": {"size": 12, "color": colour}}


def _finding(points: Sequence[Point], costed: bool, texts: Texts, how: How) -> str:
    """What the step up from 95 % takes, and what today's stock reaches."""
    at = {point.level: point for point in points if point.level is not None}
    now = next((point for point in points if point.level is None), None)
    low = max((level for level in at if level <= USUAL), default=min(at))
    high = min((level for level in at if level >= MORE), default=max(at))
    more = _stock(at[high], costed) / max(_stock(at[low], costed), 1e-9) - 1
    steps = {"low": f"{100 * low:g}%", "high": f"{100 * high:g}%"}
    key = "figures.frontier.step" if costed else "figures.frontier.step_units"
    told = texts(key, more=f"{more:.0%}", **steps)
    if now is None:
        return told
    reached = texts(f"figures.frontier.now_{how}", now=f"{now.cycle_service:.0%}")
    return texts("figures.frontier.both", step=told, now=reached)
