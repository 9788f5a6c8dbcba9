"""One visual language for all charts, in light and dark.

What happened is ink, what we predict is the accent, the baseline is grey,
uncertainty is a band of the accent. The colours of `series` (Okabe and Ito,
safe for colour-blind readers) come with dashes, so that colour never stands alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
)
POINTS = 2000
"""At most so many points a trace: more costs the browser time and shows nothing."""


@dataclass(frozen=True)
class Look:
    """The colours of one theme."""

    name: str
    ink: str
    muted: str
    accent: str
    band: str
    tint: str
    baseline: str
    grid: str
    paper: str
    series: tuple[tuple[str, str], ...]


LIGHT = Look(
    name="light",
    ink="#1b2430",
    muted="#5b6675",
    accent="#0f6fb8",
    band="rgba(15,111,184,0.16)",
    tint="rgba(15,111,184,0.10)",
    baseline="#8b95a3",
    grid="#e6e9ee",
    paper="#ffffff",
    series=(
        ("#0f6fb8", "solid"),
        ("#b4530a", "dash"),
        ("#00795b", "dot"),
        ("#9b3f7d", "dashdot"),
        ("#1b2430", "longdash"),
        ("#7a6a00", "longdashdot"),
    ),
)
DARK = Look(
    name="dark",
    ink="#e8ecf2",
    muted="#9aa6b6",
    accent="#5cb3f2",
    band="rgba(92,179,242,0.20)",
    tint="rgba(92,179,242,0.13)",
    baseline="#7e8a9a",
    grid="#2a323d",
    paper="#12171e",
    series=(
        ("#5cb3f2", "solid"),
        ("#f0a35e", "dash"),
        ("#45c9a5", "dot"),
        ("#d98cc0", "dashdot"),
        ("#e8ecf2", "longdash"),
        ("#e3d36a", "longdashdot"),
    ),
)


def look(theme: str) -> Look:
    """The colours of `theme` (`light` or `dark`)."""
    return DARK if theme == "dark" else LIGHT


class Chart(NamedTuple):
    """A drawn figure and the finding it shows, as one sentence."""

    figure: Any
    finding: str


def thin(values: Sequence[object], limit: int = POINTS) -> list[int]:
    """At most `limit` positions of `values`, evenly spread, first and last always among them."""
    n = len(values)
    if n <= limit:
        return list(range(n))
    step = (n - 1) / (limit - 1)
    return [round(i * step) for i in range(limit)]
