"""Train: ask a question of a table, see what it will take, and start."""

import streamlit as st

from core.actions.datasets import datasets
from pages._ui import (
    layout,
    leaving,
    train_demand,
    train_form,
    train_question,
    train_recommend,
    train_summary,
)
from pages._ui.errors import guard
from pages._ui.session import desk, go, texts

t = texts()
layout.page_header(t("train.title"), t("train.question"))


QUESTIONS = {
    "classify": train_question.positive,
    "demand": train_demand.question,
    "recommend": train_recommend.question,
}
FORMS = {
    "classify": train_form.show,
    "demand": train_demand.show,
    "recommend": train_recommend.show,
}


def form() -> None:
    """The question, the settings, and the summary with its one button."""
    with layout.card("question"):
        st.subheader(t("train.card.question"), anchor=False)
        draft = train_question.ask(shops)
        settled = False
        if draft is not None:
            with guard():
                settled = QUESTIONS[draft.task](draft)
    if draft is None:
        return
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        FORMS[draft.task](draft, settled)
    with right, st.container(key="mlsticky"), layout.card("summary"), guard():
        st.subheader(t("train.card.summary"), anchor=False)
        train_summary.show(draft, settled)


with guard():
    leaving.go_on()
    shops = datasets(desk())
    if shops:
        form()
    else:
        with layout.empty_state("train", "database", t("train.empty.title"), t("train.empty.body")):
            if st.button(t("train.empty.button"), type="primary", icon=":material/upload_file:"):
                go("import_data")
