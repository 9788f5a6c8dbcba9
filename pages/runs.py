"""Runs: find one, open it, compare several, keep the list in order."""

import streamlit as st

from core.actions import runs as running
from pages._ui import layout, runs_compare, runs_list
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, go, texts

t = texts()
layout.page_header(t("runs.title"), t("runs.question"))

with guard():
    every = running.runs(desk())
    runs_list.undo()
    if every:
        wanted = runs_list.ask()
        found = [run for run in every if wanted.keep(run)]
        picked = runs_list.show(found)
        if len(picked) > 1:
            runs_compare.show([run for run in found if run.id in picked])
        elif len(every) > 1:
            st.caption(md_escape(t("runs.pick_two")))
    else:
        with layout.empty_state("runs", "monitoring", t("runs.empty.title"), t("runs.empty.body")):
            if st.button(t("runs.empty.button"), type="primary", icon=":material/model_training:"):
                go("train")
    runs_list.trash()
