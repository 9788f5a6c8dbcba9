"""What the probabilities are worth: calibration, and where they lie for each class."""

from core.base.look import Chart, look
from core.base.plot import Axis, Stroke, across, frame, line, note
from core.base.texts import Texts
from core.classify.report import Part

SHARE = (-0.02, 1.02)
ROUND = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def calibration(part: Part, texts: Texts, theme: str) -> Chart:
    """Said against happened in bins of rows; on the diagonal a probability keeps its word."""
    colours = look(theme)
    sketch = frame(
        colours,
        Axis(texts("figures.calibration.x"), SHARE, ".0%"),
        Axis(texts("figures.calibration.y"), SHARE, ".0%"),
    )
    line(sketch, [0, 1], [0, 1], Stroke(colours.baseline, 1.6, "dash"), "")
    honest = texts("figures.calibration.perfect")
    note(sketch, 0.93, 1.0, honest, colours.muted, xanchor="right")
    bins = part.calibration
    said = [one.said for one in bins]
    sketch.data.append(
        {
            "type": "scatter",
            "x": [*said, *reversed(said)],
            "y": [*(b.happened_high for b in bins), *(b.happened_low for b in reversed(bins))],
            "fill": "toself",
            "fillcolor": colours.band,
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    )
    most = max((one.count for one in bins), default=1)
    sketch.data.append(
        {
            "type": "scatter",
            "x": said,
            "y": [one.happened for one in bins],
            "mode": "lines+markers",
            "line": {"color": colours.accent, "width": 2},
            "marker": {
                "color": colours.accent,
                "size": [7 + 11 * (one.count / most) ** 0.5 for one in bins],
                "line": {"color": colours.paper, "width": 1.5},
            },
            "customdata": [[one.count, one.happened_low, one.happened_high] for one in bins],
            "hovertemplate": texts(
                "figures.calibration.hover",
                said="%{x:.1%}",
                happened="%{y:.1%}",
                low="%{customdata[1]:.1%}",
                high="%{customdata[2]:.1%}",
                rows="%{customdata[0]:,}",
            )
            + "<extra></extra>",
        }
    )
    ece = part.scores["ece"].value
    return Chart(sketch.figure(), texts("figures.calibration.finding", ece=f"{100 * ece:.1f}"))


def histogram(part: Part, positive: str, threshold: float, texts: Texts, theme: str) -> Chart:
    """Rows by probability: positives above, the others below (square-root scale), the threshold."""
    colours = look(theme)
    bars = len(part.histogram.positives)
    middle = [(i + 0.5) / bars for i in range(bars)]
    sketch = frame(
        colours,
        Axis(texts("figures.histogram.x"), (0, 1), ".0%"),
        Axis(texts("figures.histogram.y")),
    )
    yes, no = _share(part.histogram.positives), _share(part.histogram.negatives)
    for counts, shares, sign, colour, name in (
        (part.histogram.positives, yes, 1, colours.accent, positive),
        (part.histogram.negatives, no, -1, colours.ink, texts("figures.histogram.others")),
    ):
        hover = texts("figures.histogram.hover", rows="%{customdata:,}", name=_plain(name))
        sketch.data.append(
            {
                "type": "bar",
                "x": middle,
                "y": [sign * share**0.5 for share in shares],
                "customdata": list(counts),
                "marker": {"color": colour, "opacity": 0.85 if sign > 0 else 0.55},
                "width": 0.9 / bars,
                "hovertemplate": f"%{{x:.0%}}<br>{hover}<extra></extra>",
            }
        )
    most = max(*yes, *no, 1e-9) ** 0.5
    sketch.layout.update(barmode="overlay", bargap=0.05)
    marks = _marks(most * most)
    sketch.layout["yaxis"].update(
        range=[-most * 1.18, most * 1.18],
        tickvals=[0, *(sign * mark**0.5 for sign in (-1, 1) for mark in marks)],
        ticktext=["0%", *(_percent(mark) for mark in marks + marks)],
    )
    across(sketch, Stroke(colours.ink, 1.5, "dot"), x=threshold)
    told = texts("figures.at_threshold", threshold=f"{threshold:.3f}")
    side = "left" if threshold < 0.6 else "right"
    shift = 6 if side == "left" else -6
    note(sketch, threshold, most * 1.1, told, colours.ink, xanchor=side, xshift=shift)
    for y, text, colour in (
        (most * 0.8, _plain(positive), colours.accent),
        (-most * 0.8, texts("figures.histogram.others"), colours.ink),
    ):
        note(sketch, 0.99, y, text, colour, xanchor="right")
    now = part.table.at(threshold)
    facts = {
        "above": f"{now.tp / max(part.positives, 1):.1%}",
        "below": f"{now.tn / max(now.tn + now.fp, 1):.1%}",
    }
    return Chart(sketch.figure(), texts("figures.histogram.finding", **facts))


def _marks(most: float) -> list[float]:
    """Round shares for the ticks of a square-root scale up to `most`: 10 % and 50 % of 54 %."""
    fits = [mark for mark in ROUND if mark <= most]
    if not fits:
        return []
    low = min(fits, key=lambda mark: abs(mark - fits[-1] / 4))
    return sorted({low, fits[-1]})


def _percent(share: float) -> str:
    return f"{100 * share:g}%"


def _share(counts: tuple[int, ...]) -> list[float]:
    whole = max(sum(counts), 1)
    return [count / whole for count in counts]


def _plain(name: str) -> str:
    """A value from a file, harmless in plotly's text, cut where it is long."""
    safe = name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
    return safe if len(safe) <= 24 else f"{safe[:23]}…"
