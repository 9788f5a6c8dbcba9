"""The form of the Train page for a recommender: the lists, the model, how they are judged."""

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from core.actions.behaviour_tables import Told, told_by
from core.lab.catalog import task
from pages._ui import cached, layout, train_form
from pages._ui.draft import CHOSEN, JUDGING, Draft
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts
from pages._ui.settings_form import settings_form

if TYPE_CHECKING:
    from core.actions.train import RecommendPlan

_BY_EVENT = ("view_weight", "cart_weight", "purchase_weight")
_BY_TIME = ("half_life",)


def question(draft: Draft) -> bool:
    """Asks what the lists are of and how behaviour counts; always settled."""
    asked = task(draft.task).question
    skip = (*CHOSEN[draft.task], *JUDGING, *_without(told_by(draft.dataset, draft.table)))
    settings_form(asked, None, draft.key("question"), skip=skip)
    return True


def show(draft: Draft, _settled: bool) -> None:
    """The cards of a recommender: the model, and how its lists are judged."""
    t = texts()
    train_form.model(draft)
    with layout.card("judging"), guard():
        st.subheader(t("train.card.judging"), anchor=False)
        st.caption(md_escape(t("train.card.judging_note")))
        asked = task(draft.task).question
        timed = told_by(draft.dataset, draft.table).timed
        start = {"protocol": "time" if timed else "leave_one_out"}
        skip = [name for name in asked.model_fields if name not in JUDGING]
        settings_form(asked, start, draft.key("judging"), skip=skip)
        _asked(draft)


def _asked(draft: Draft) -> None:
    """Who is asked about, and what is hidden from the models, in one sentence."""
    t = texts()
    if draft.faults(t, formats()):
        st.caption(md_escape(t("train.preview.needs_values")))
        return
    spec = draft.spec()
    with st.spinner(t("train.summary.working")):
        plan: RecommendPlan = cached.plan(spec)
    st.markdown(md_escape(asked_words(plan, spec.question["target"])))


def asked_words(plan: "RecommendPlan", target: str) -> str:
    """How lists will be judged: of how many customers, and by what."""
    t, f = texts(), formats()
    if plan.cut is None:
        return t("train.judged.last", n=f.count(plan.asked))
    facts = {"n": f.count(plan.asked), "cut": f.day(date.fromisoformat(plan.cut))}
    return t(f"train.judged.{target}", **facts)


def _without(told: Told) -> tuple[str, ...]:
    """Fields that mean nothing for a table: without events, or without times."""
    return (*(() if told.events else _BY_EVENT), *(() if told.timed else _BY_TIME))
