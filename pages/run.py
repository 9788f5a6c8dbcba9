"""One run: its live card while it trains, its result once it is done. ?run=ID says which."""

from collections.abc import Mapping

import streamlit as st

from core.actions import runs as running
from core.base.runs import Run
from pages._ui import follow, layout, leaving, model_words, result, run_actions, run_words, story
from pages._ui.errors import callout, guard
from pages._ui.session import desk, formats, go, param, texts

t = texts()


def subject(run: Run) -> str:
    """What was asked, of what, with which model, and when."""
    parts = [
        run_words.asked(run, t, formats()),
        model_words.model_name(run, t, formats()),
        formats().moment(run.created),
    ]
    if run.summary:
        parts.append(t("run.took", time=formats().duration(run.summary.seconds)))
    return " · ".join(parts)


def why(code: str, facts: Mapping[str, object]) -> str:
    """The sentence for an error; facts kept by an older version may lack what it tells now."""
    try:
        return t.error(code, facts)
    except KeyError:
        return t("app.error.unworded", error=code)


def ended(run: Run) -> None:
    """A run that ended without a result, told in words; Retry stands in the bar above."""
    sentence = t(f"run.ended.{run.state}")
    reason = ""
    if run.error == "defect":
        reason = t("run.ended.defect")
    elif run.error:
        reason = why(run.error, run.facts)
    callout(f"{sentence} {reason}".strip(), "error" if run.state == "failed" else "warning")
    told = story.read(run.id)
    if told.fits:
        layout.section(t("run.ended.until"), key="until")
        follow.curves(told, key="past", name=run.name, task=run.spec.task)
        follow.notes(told)


def show(run: Run) -> None:
    """The run, whatever its state."""
    layout.page_header(run.name, subject(run))
    run_actions.bar(run)
    if run.trashed:
        callout(t("run.trashed"), "info")
    if not run.over:
        follow.card(run)
    elif run.state == "finished":
        result.show(run)
    else:
        ended(run)


with guard():
    asked = param("run")
    leaving.arrived()
    if asked:
        show(running.run(desk(), asked))
    else:
        with layout.empty_state("run", "monitoring", t("run.none.title"), t("run.none.body")):
            if st.button(t("run.none.button"), type="primary"):
                go("runs")
