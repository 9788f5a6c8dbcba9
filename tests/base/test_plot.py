"""The look that all figures share."""

import pytest

from core.base.look import DARK, LIGHT, Look
from core.base.plot import Axis, frame


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_tools_of_a_chart_are_quiet_on_the_paper_of_their_theme(look: Look) -> None:
    """Plotly makes a dark bar of a transparent paper, unless told otherwise."""
    figure = frame(look, Axis("x"), Axis("y")).figure()
    tools = figure.layout.template.layout.modebar
    assert tools.bgcolor.replace(" ", "").endswith(",0)")
    assert (tools.color, tools.activecolor) == (look.muted, look.accent)
