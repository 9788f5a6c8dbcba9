"""What if: the same forecast under other prices, promotions, demand and closed days.
?run=ID says of which forecast, ?what=... or ?scenario=NAME the changes."""

import streamlit as st

from core.actions import runs as running
from pages._ui import forecast_choice, layout, what_if_view
from pages._ui.errors import guard
from pages._ui.session import desk, link, texts

t = texts()
layout.page_header(t("what_if.title"), t("what_if.question"))

with guard():
    done = running.finished(desk(), "demand")
    if done:
        left, right = st.columns([4, 1], vertical_alignment="bottom", gap="medium")
        with left:
            run = forecast_choice.choose("what_if", done, ("what", "scenario"))
        with right:
            link("forecasts", t("what_if.run.open"), ":material/query_stats:", run=run.id)
        what_if_view.show(run)
    else:
        forecast_choice.none_yet("what_if", "tune")
