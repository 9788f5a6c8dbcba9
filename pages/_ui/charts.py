"""Charts: the finding above, the plot in the page's look, its downloads beside."""

from typing import Any

import streamlit as st

from pages._ui.escape import html_escape
from pages._ui.session import texts


def show(figure: Any, key: str, finding: str = "", file_name: str = "chart") -> None:
    """A Plotly figure under its finding (plain text, also its alternative text).

    The camera saves a PNG; the button saves a page of its own (HTML) that
    needs no network. `key` is constant while a live chart grows, so zoom stays.
    """
    with st.container(key=f"mlchart-{key}", gap="xsmall"):
        if finding:
            st.html(f'<p class="ml-finding-title">{html_escape(finding)}</p>')
        st.plotly_chart(figure, theme=None, key=key, alt=finding or None, config=config(file_name))
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.download_button(
                texts()("app.word.chart_html"),
                lambda: page_of(figure),
                file_name=f"{file_name}.html",
                mime="text/html",
                key=f"{key}_html",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
                help=texts()("app.help.chart_html"),
            )


def config(file_name: str = "chart") -> dict[str, Any]:
    """Plotly's tools: zoom, pan, reset and a camera of twice the resolution."""
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
    }


def page_of(figure: Any) -> bytes:
    """The figure as one HTML page with Plotly inside (about 4.5 MB)."""
    return figure.to_html(include_plotlyjs=True, full_html=True).encode("utf-8")
