"""The form of the Train page: model, cost of mistakes, and all other settings by section."""

import pandas as pd
import streamlit as st

from core.base.specs import PrepSpec, SplitSpec
from core.lab.catalog import BEST, task
from core.lab.catalog import family as known_family
from pages._ui import cached, layout, model_words, train_preview
from pages._ui import draft as drafts
from pages._ui.draft import Draft
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.faults import fault, whole
from pages._ui.session import formats, texts
from pages._ui.settings_form import read_form, settings_form
from pages._ui.tables import show_table

SECTIONS = ("prep", "columns", "split", "preview")


def show(draft: Draft, settled: bool) -> None:
    """The cards of a question about rows: model, cost of mistakes, everything else."""
    t = texts()
    model(draft)
    with layout.card("mistakes"):
        st.subheader(t("train.card.mistakes"), anchor=False)
        st.caption(t("train.card.mistakes_note"))
        mistakes(draft)
    with layout.card("everything"), guard():
        st.subheader(t("train.card.everything"), anchor=False)
        sections(draft, settled)


def model(draft: Draft) -> None:
    """The card of the model."""
    with layout.card("model"):
        st.subheader(texts()("train.card.model"), anchor=False)
        _family(draft)


def _family(draft: Draft) -> None:
    """Which family learns, and how: the short form first."""
    t = texts()
    key = draft.key("family")
    known = drafts.families(draft.task)
    if st.session_state.get(key) not in known:
        st.session_state[key] = draft.plain()["family"]
    family = st.pills(
        t("train.family.label"),
        known,
        format_func=lambda name: model_words.family_name(name, t),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    draft.put(family=family)
    st.caption(md_escape(model_words.family_about(family, draft.task, t)))
    if family == BEST:
        _budget(draft)
    else:
        settings_form(known_family(draft.task, family).settings, None, draft.key(family))


def _budget(draft: Draft) -> None:
    t, f = texts(), formats()
    key = draft.key("budget")
    if key not in st.session_state:
        kept = draft.plain()["budget"]
        st.session_state[key] = min(drafts.BUDGETS, key=lambda seconds: abs(seconds - kept))
    seconds = st.select_slider(
        t("train.budget.label"),
        drafts.BUDGETS,
        format_func=f.duration,
        key=key,
        help=t("train.budget.help"),
    )
    draft.put(budget=float(seconds))


def mistakes(draft: Draft) -> None:
    """How a probability becomes a decision, and what the two mistakes cost."""
    asked = task(draft.task).question
    settings_form(asked, None, draft.key("question"), skip=drafts.CHOSEN[draft.task])


def sections(draft: Draft, settled: bool) -> None:
    """All other settings; only the open section is drawn."""
    t = texts()
    chosen = layout.tabs({name: t(f"train.section.{name}") for name in SECTIONS}, key="settings")
    if chosen == "prep":
        st.caption(md_escape(t("train.section.prep_note")))
        settings_form(PrepSpec, None, draft.key("prep"), skip=("exclude",))
    elif chosen == "columns":
        columns(draft)
    elif chosen == "split":
        st.caption(md_escape(t("train.section.split_note")))
        names = [column.name for column in draft.table.columns if column.name != draft.target]
        times = [column.name for column in draft.table.columns if column.type == "datetime"]
        form = {"group": names, "time": times}
        settings_form(SplitSpec, None, draft.key("split"), choices=form)
        _seed(draft)
    elif draft.faults(t, formats()):
        st.caption(md_escape(t("train.preview.needs_values")))
    elif settled:
        train_preview.show(draft)
    else:
        st.caption(md_escape(t("train.preview.needs_yes")))


def _seed(draft: Draft) -> None:
    t = texts()
    key = draft.key("seed")
    if key not in st.session_state:
        kept = draft.plain()["seed"]
        st.session_state[key] = None if kept is None else float(kept)
    typed = st.number_input(
        t("train.seed.label"),
        value=None,
        step=1.0,
        format="%.12g",
        key=key,
        help=t("train.seed.help"),
        width=240,
    )
    seed = whole(typed)
    wrong = fault(drafts.SEED, seed, t, formats())
    if wrong:
        st.caption(f":red[{md_escape(wrong)}]")
    draft.put(seed=seed)


def columns(draft: Draft) -> None:
    """Which columns are learned from: leave some out, and see which cannot be used and why."""
    t, f = texts(), formats()
    st.caption(md_escape(t("train.section.columns_note")))
    usable, refused = cached.features(draft.dataset.id, draft.table.name, draft.target)
    names = [column.name for column in usable]
    key = draft.key("exclude")
    if key not in st.session_state:
        kept = read_form(draft.key("prep")).get("exclude") or ()
        st.session_state[key] = [name for name in kept if name in names]
    out = st.multiselect(
        t("prep.exclude.label"),
        names,
        key=key,
        help=t("prep.exclude.help"),
        placeholder=t("app.form.choose"),
        wrap=True,
    )
    drafts.put_exclude(draft, tuple(out))
    reasons = {each.name: t(each.text) for each in refused if each.reason != "target"}
    rows = [
        {
            t("train.column.name"): column.name,
            t("train.column.use"): t(_use(column.name, out, reasons)),
            t("train.column.type"): t(f"datasets.type.{column.type}"),
            t("train.column.missing"): f.percent(column.missing / max(draft.table.rows, 1)),
            t("train.column.distinct"): column.distinct,
            t("train.column.why"): reasons.get(column.name, ""),
        }
        for column in draft.table.columns
        if column.name != draft.target
    ]
    if reasons:
        st.markdown(f"**{md_escape(t('run.importance.refused'))}**")
        layout.facts(reasons)
    label, distinct = t("train.section.columns"), t("train.column.distinct")
    heads = {distinct: st.column_config.NumberColumn(distinct, format="localized")}
    show_table(pd.DataFrame(rows), draft.key("columns"), "merchlab-columns", heads, alt=label)


def _use(name: str, out: list[str], reasons: dict[str, str]) -> str:
    if name in reasons:
        return "train.column.refused"
    return "train.column.out" if name in out else "train.column.in"
