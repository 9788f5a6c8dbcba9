"""The newest forecast that newer data scored, in one line of Home."""

from collections.abc import Sequence
from itertools import islice

import streamlit as st

from core.actions.forecast_scored import may_be_scored
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import cached, forecast_came, layout
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, link, texts

LOOKED_AT = 3
"""At most so many of the newest forecasts are looked at: each takes a look at all its sales."""


def show(runs: Sequence[Run]) -> None:
    """A line with what came of the newest forecast of which something has; nothing where nothing
    has. `runs` come newest first."""
    for run in islice(may_be_scored(desk(), runs), LOOKED_AT):
        told = _told(run)
        if told:
            _line(run, told)
            return


def _told(run: Run) -> list[str]:
    """What came of it, or why that cannot be said; nothing while nothing has come."""
    try:
        with st.spinner(texts()("forecasts.came.looking")):
            found = cached.scored(run)
    except AppError as error:
        return [texts().of(error)]
    if found is None:
        return []
    return [forecast_came.verdict(found)[1], forecast_came.heard(found)]


def _line(run: Run, told: list[str]) -> None:
    t, f = texts(), formats()
    layout.section(t("home.came.title"), key="came")
    with layout.rows("came"), layout.row(f"came-{run.id}"):
        link("forecasts", md_escape(run.name), ":material/fact_check:", run=run.id, view="came")
        layout.meta([t("home.came.of", day=f.date(run.created)), *told])
