"""An axis of days, as readers of each language write them."""

from typing import Any

from core.base.texts import Texts

_DAY = 86_400_000
_STOPS = {
    "en": (("%b %-d, %Y", [None, 20 * _DAY]), ("%b %Y", [20 * _DAY, None])),
    "zh": (("%Y年%-m月%-d日", [None, 20 * _DAY]), ("%Y年%-m月", [20 * _DAY, None])),
}
"""Formats of ticks by the distance between them, in milliseconds."""


def day_axis(texts: Texts) -> dict[str, Any]:
    """Plotly's fields of such an axis; its labels stand clear of the ticks of the other axis."""
    return {
        "tickformatstops": [
            {"value": form, "dtickrange": reach} for form, reach in _STOPS[texts.lang]
        ],
        "hoverformat": "%Y-%m-%d",
        "ticklabelstandoff": 6,
    }
