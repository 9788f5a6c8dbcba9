"""Days as readers of each language write them, on an axis and in a sentence."""

from datetime import date
from typing import Any

from babel.dates import format_date

from core.base.texts import LOCALES, Texts

_DAY = 86_400_000
_STOPS = {
    "en": (("%b %-d, %Y", [None, 20 * _DAY]), ("%b %Y", [20 * _DAY, None])),
    "zh": (("%Y年%-m月%-d日", [None, 20 * _DAY]), ("%Y年%-m月", [20 * _DAY, None])),
}
"""Formats of ticks by the distance between them, in milliseconds."""
_SHORT = {"en": "%b %-d", "zh": "%-m月%-d日"}


def day_words(day: str, texts: Texts) -> str:
    """A day (2024-03-01) as it stands in a sentence.

    >>> day_words("2024-03-01", Texts("en"))
    'Mar 1, 2024'
    """
    return format_date(date.fromisoformat(day), "medium", LOCALES[texts.lang])


def day_axis(texts: Texts, year: bool = True) -> dict[str, Any]:
    """Plotly's fields of such an axis; its labels stand clear of the ticks of the other axis. Of a
    few weeks the `year` can be left to the hover, so that a phone has room for the labels."""
    stops = [{"value": form, "dtickrange": reach} for form, reach in _STOPS[texts.lang]]
    return {
        **({"tickformatstops": stops} if year else {"tickformat": _SHORT[texts.lang]}),
        "hoverformat": _STOPS[texts.lang][0][0],
        "ticklabelstandoff": 6,
    }
