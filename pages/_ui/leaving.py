"""Leaving for a run that was just started.

A field that settles late sends the browser's old page back to the server, and may overtake the
change of page: then the run goes on and its starter still stands before the form. So the run is
kept in mind until its page is drawn.
"""

import streamlit as st

from pages._ui.session import go

_BOUND_FOR = "_bound_for_run"


def leave_for(run_id: str) -> None:
    """Goes to the page of a run that was started here."""
    st.session_state[_BOUND_FOR] = run_id
    go("run", run=run_id)


def go_on() -> None:
    """Goes to the run that was left for, where its page was never drawn."""
    if _BOUND_FOR in st.session_state:
        go("run", run=st.session_state[_BOUND_FOR])


def arrived() -> None:
    """The page of a run is being drawn."""
    st.session_state.pop(_BOUND_FOR, None)
