"""Score: drop a new file on a finished run and take the ranked list home. ?run=ID says which."""

import streamlit as st

from core.actions import runs as running
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import layout, model_words, score_list
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.measures import headline
from pages._ui.session import desk, formats, go, link, param, set_param, texts

t = texts()
layout.page_header(t("score.title"), t("score.question"))


def unfit(asked: str) -> None:
    """Says why the run of the address cannot score, before another takes its place."""
    with guard():
        found = running.run(desk(), asked)
        if found.spec.task != "classify":
            callout(t("score.forecasts", name=found.name), "info")
            link("forecasts", t("score.forecasts_open"), ":material/query_stats:", run=found.id)
            return
        raise AppError("run_not_finished", run=asked, name=found.name)


def choose(done: list[Run]) -> Run:
    """The run that scores: the one in the URL, else the best of the newest question."""
    known = {run.id: run for run in done}
    best = running.best_of_newest(done)
    asked = param("run")
    if asked and asked not in known:
        unfit(asked)
    if st.session_state.get("score_run") not in known:
        st.session_state["score_run"] = asked if asked in known else best.id
    labels = {run.id: told(run) for run in done}
    at = st.selectbox(
        t("score.run.label"),
        list(known),
        format_func=labels.__getitem__,
        key="score_run",
        help=t("score.run.help"),
    )
    set_param("run", at)
    if at == best.id and len(done) > 1:
        st.caption(md_escape(t("score.run.best")))
    return known[at]


def told(run: Run) -> str:
    """A run as it stands in the list: name, model, AUC on its test rows, when."""
    f = formats()
    scores = run.summary.metrics.get("test", {}) if run.summary else {}
    auc = [f"AUC {f.fixed(scores['roc_auc'].value)}"] if "roc_auc" in scores else []
    return " · ".join([run.name, model_words.model_name(run, t, f), *auc, f.moment(run.created)])


with guard():
    done = running.finished(desk(), "classify")
    if done:
        with layout.card("score"):
            run = choose(done)
            f = formats()
            parts = [model_words.model_name(run, t, f), headline(run, t, f), f.moment(run.created)]
            layout.meta(parts)
            link("run", t("score.run.open"), ":material/monitoring:", run=run.id)
            file = score_list.ask(run)
        if run.summary and run.summary.verdict != "better":
            layout.verdict("no_better", t("score.run.not_better_title"), t("score.run.not_better"))
        if file is not None:
            score_list.show(run, score_list.scored(run, file))
    else:
        if asked := param("run"):
            unfit(asked)
        with layout.empty_state("score", "fact_check", t("score.none.title"), t("score.none.body")):
            if st.button(t("score.none.button"), type="primary", icon=":material/model_training:"):
                go("train")
