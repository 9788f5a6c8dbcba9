"""How scores and names read in the charts of this room."""

_LONGEST = 26
SMALL = 0.1


def figure(value: float) -> str:
    """A score with three places: 0.131."""
    return f"{value:.3f}"


def plain(name: str) -> str:
    """A name that plotly takes for no markup, cut to what fits beside a chart."""
    safe = name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"


def places(highest: float) -> str:
    """How an axis of scores reads: small ones need three places."""
    return ".3f" if highest < SMALL else ".2f"
