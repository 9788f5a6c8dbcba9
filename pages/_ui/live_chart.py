"""A chart that grows twice a second without being made anew: the reader's zoom and hover stay.

Streamlit's own Plotly element starts over whenever its data change, so this one
is a small component of ours (assets/live/curve.js); a finished run is drawn by Plotly.
"""

from pathlib import Path

import streamlit as st

from core.classify.figures import learning
from core.classify.figures.learning import Measured
from pages._ui.escape import html_escape
from pages._ui.session import texts, theme

_ASSETS = Path(__file__).resolve().parents[2] / "assets" / "live"
_CURVE = st.components.v2.component(
    "merchlab_curve",
    html='<div class="curve"><div class="plot"></div><button type="button" hidden></button></div>',
    css=(_ASSETS / "curve.css").read_text("utf-8"),
    js=(_ASSETS / "curve.js").read_text("utf-8"),
)


def show(measured: Measured, key: str, fit: str) -> None:
    """Draws `measured` under its finding. Another `fit` (a name) starts with the whole view."""
    data = learning.growing(measured, texts(), theme())
    st.html(f'<p class="ml-finding-title ml-two">{html_escape(data["alt"])}</p>')
    _CURVE(data={**data, "fit": fit}, key=key, height=learning.LIVE_HEIGHT)
