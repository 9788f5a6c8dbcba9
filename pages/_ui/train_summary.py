"""Beside the form: what would be trained, what is wrong with it, how long it takes, and Train."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from core.actions.train import start
from core.base.errors import AppError
from core.base.protocols import Estimate, Problem
from core.base.specs import RunSpec
from pages._ui import cached, layout, model_words
from pages._ui import draft as drafts
from pages._ui.draft import Draft
from pages._ui.errors import callout, show_error
from pages._ui.escape import md_escape
from pages._ui.leaving import leave_for
from pages._ui.run_words import span
from pages._ui.series_skipped import cancelled, noticed, skipped
from pages._ui.session import desk, formats, language, texts

if TYPE_CHECKING:
    from core.actions.train import ClassifyPlan, DemandPlan, RecommendPlan

_ASKED = "train_asked"


def show(draft: Draft, settled: bool) -> None:
    """Draws the summary; the button is disabled, with the reason, while something forbids it."""
    t = texts()
    spec, told = None, t("train.preview.needs_yes")
    if settled:
        spec, told = _spec(draft)
    ready = False
    if spec is not None:
        try:
            with st.spinner(t("train.summary.working")):
                plan = cached.plan(spec)
            FACTS[draft.task](plan)
            wrong = _problems(plan.problems)
            ready = wrong is None
            told = wrong or t("train.takes", time=_time(plan.estimate))
        except AppError as error:
            show_error(error)
            told = t.of(error)
    _changes(draft)
    _name(draft)
    _go(ready, told)
    if settled and st.session_state.pop(_ASKED, False) and spec is not None and ready:
        leave_for(start(desk(), spec, draft.plain()["name"], language()).id)


def _go(ready: bool, told: str) -> None:
    """The button. `told` is how long it will take, or why it cannot be pressed.

    A click is noted before the page is drawn again, so that a redraw that is cut
    short by another, from a field that settles late, does not lose it.
    On a small screen the stylesheet keeps both at the lower edge; on a large
    one the line is hidden, since what it says stands right above.
    """
    t = texts()
    with st.container(key="mlgo"):
        layout.meta([told])
        st.button(
            t("train.start"),
            type="primary",
            icon=":material/play_arrow:",
            width="stretch",
            disabled=not ready,
            key="train_start",
            help=None if ready else t("train.start_blocked"),
            on_click=_ask,
        )


def _ask() -> None:
    st.session_state[_ASKED] = True


def _spec(draft: Draft) -> tuple[RunSpec | None, str]:
    """The draft's spec; None, with a sentence for each field, while one cannot be used."""
    t = texts()
    told = [
        t("train.summary.invalid", field=field, why=why)
        for field, why in draft.faults(t, formats()).items()
    ]
    if not told:
        try:
            return draft.spec(), ""
        except ValidationError as error:
            fields = {str(one["loc"][0]) if one["loc"] else "" for one in error.errors()}
            told = [t("train.summary.unusable", field=_label(draft, f)) for f in sorted(fields)]
    for sentence in told:
        callout(sentence, "error")
    return None, told[0]


def _label(draft: Draft, field: str) -> str:
    t = texts()
    for _, settings in draft.sections():
        if field in settings.model_fields:
            return t(f"{settings.texts}.{field}.label")
    return field


def _rows(plan: "ClassifyPlan") -> None:
    """Rows by part, the base rate, columns, and what the run will take."""
    t, f = texts(), formats()
    pairs = {
        t(f"train.summary.{part}"): t("train.summary.rows", n=f.count(plan.rows[part]))
        for part in ("train", "validation", "test")
    }
    method = t(f"split.method.option.{plan.method}")
    divided = t("train.summary.by", method=method, column=plan.by) if plan.by else method
    pairs[t("train.summary.method")] = divided
    pairs[t("train.summary.rate")] = f.percent(plan.base_rate)
    pairs[t("train.summary.columns")] = f.count(len(plan.features))
    layout.facts(pairs | takes(plan.estimate))


def takes(estimate: Estimate) -> dict[str, str]:
    """What a run will take, by its name."""
    t, f = texts(), formats()
    about = {
        "time": _time(estimate),
        "memory": f.bytes(estimate.memory_mb * 1e6),
    }
    pairs = {
        t(f"train.summary.{name}"): t("train.summary.about", what=what)
        for name, what in about.items()
    }
    if estimate.parameters:
        pairs[t("train.summary.parameters")] = f.count(estimate.parameters)
    return pairs


def _time(estimate: Estimate) -> str:
    """How long it takes; from a free machine to a busy one where that was reckoned."""
    f = formats()
    if estimate.at_most is None:
        return f.duration(estimate.seconds)
    return f.within(estimate.seconds, estimate.at_most)


def _series(plan: "DemandPlan") -> None:
    """What is forecast, from which periods, how it is tried, and what the run will take."""
    t, f = texts(), formats()
    pairs = {
        t("train.summary.series"): _counted(plan),
        t("train.summary.periods"): span(plan.periods, plan.freq, t, f),
        t("train.summary.first"): f.day(date.fromisoformat(plan.first)),
        t("train.summary.next"): f.day(date.fromisoformat(plan.next)),
        t("train.summary.cutoffs"): f.series(f.day(date.fromisoformat(d)) for d in plan.cutoffs),
    }
    if plan.skipped:
        pairs[t("train.summary.skipped")] = f.count(len(plan.skipped))
    layout.facts(pairs | takes(plan.estimate))
    for end in plan.partial:
        st.caption(md_escape(t(f"train.summary.partial.{end}.{plan.freq}")))
    cancelled(plan.cancelled)
    if plan.young:
        st.caption(md_escape(t("demand.young", n=plan.young)))
    if plan.noted:
        with st.expander(t("demand.noted.title"), icon=":material/info:", expanded=True):
            noticed(plan.noted)
    if plan.skipped:
        with st.expander(t("train.summary.skipped_why"), icon=":material/do_not_disturb_on:"):
            skipped(plan.skipped, "plan")


def _counted(plan: "DemandPlan") -> str:
    """How many series are learned from, and how many new ones are only likened to them."""
    t, f = texts(), formats()
    if not plan.young:
        return f.count(plan.series)
    return t("train.summary.series_new", n=f.count(plan.series), young=f.count(plan.young))


def _behaviour(plan: "RecommendPlan") -> None:
    """Who met what how often, who is asked about, what is tried, and what the run will take."""
    t, f = texts(), formats()
    pairs = {
        t("train.summary.customers"): f.count(plan.customers),
        t("train.summary.items"): f.count(plan.items),
        t("train.summary.meetings"): f.count(plan.rows),
        t("train.summary.asked"): f.count(plan.asked),
    }
    if plan.cut is not None:
        pairs[t("train.summary.hidden")] = f.day(date.fromisoformat(plan.cut))
    if len(plan.tried) > 1:
        names = (model_words.family_name(name, t) for name in plan.tried)
        pairs[t("train.summary.tried")] = f.series(names)
    for name, families in (("no_time", plan.no_time), ("too_large", plan.too_large)):
        if families:
            told = f.series(model_words.family_name(one, t) for one in families)
            pairs[t(f"train.summary.{name}")] = told
    layout.facts(pairs | takes(plan.estimate))
    if plan.noted:
        with st.expander(t("recommend.noted.title"), icon=":material/info:", expanded=True):
            noticed(plan.noted)


FACTS: dict[str, Callable[[Any], None]] = {
    "classify": _rows,
    "demand": _series,
    "recommend": _behaviour,
}
"""What a plan tells, by task."""


def _problems(problems: tuple[Problem, ...]) -> str | None:
    """Says what is wrong; the first that forbids the start, or None."""
    t = texts()
    forbids = None
    for problem in problems:
        sentence = t.problem(problem.code, problem.facts)
        callout(sentence, problem.severity)
        if problem.severity == "error":
            forbids = forbids or sentence
    return forbids


def _changes(draft: Draft) -> None:
    """What differs from the default, with a Reset."""
    t, f = texts(), formats()
    told: list[str] = []
    for section, settings in draft.sections():
        kept = draft.form(section, settings)
        asked = {k: v for k, v in kept.items() if k not in drafts.CHOSEN[draft.task]}
        told += model_words.changes(settings, asked, t, f)
    plain = draft.plain()
    if plain["seed"]:
        told.append(f"{t('train.seed.label')}: {plain['seed']}")
    if plain["parent"]:
        told.append(t("train.summary.from_run"))
    if not told:
        st.caption(md_escape(t("train.summary.defaults")))
        return
    st.caption(md_escape(t("train.summary.differs")))
    layout.chips(told, "accent")
    st.button(
        t("app.form.reset"),
        key="train_reset",
        type="tertiary",
        icon=":material/undo:",
        on_click=drafts.reset,
        args=(draft,),
    )


def _name(draft: Draft) -> None:
    t = texts()
    key = draft.key("name")
    if key not in st.session_state:
        st.session_state[key] = draft.plain()["name"]
    name = st.text_input(
        t("train.name.label"),
        key=key,
        max_chars=120,
        placeholder=t("train.name.placeholder"),
        help=t("train.name.help"),
    )
    draft.put(name=(name or "").strip())
