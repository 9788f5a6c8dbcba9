"""Beside the form: what would be trained, what is wrong with it, how long it takes, and Train."""

import streamlit as st
from pydantic import ValidationError

from core.actions.train import start
from core.base.errors import AppError
from core.base.protocols import Problem
from core.base.specs import RunSpec
from pages._ui import cached, layout, model_words
from pages._ui import draft as drafts
from pages._ui.draft import Draft
from pages._ui.errors import callout, show_error
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, texts
from pages._ui.settings_form import read_form


def show(draft: Draft, settled: bool) -> None:
    """Draws the summary; the button is disabled while something forbids the start."""
    t = texts()
    spec = _spec(draft) if settled else None
    ready = False
    if spec is not None:
        try:
            with st.spinner(t("train.summary.working")):
                plan = cached.plan(spec)
            _facts(plan)
            ready = _problems(plan.problems)
        except AppError as error:
            show_error(error)
    _changes(draft)
    _name(draft)
    if st.button(
        t("train.start"),
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        disabled=not ready,
        key="train_start",
        help=None if ready else t("train.start_blocked"),
    ):
        assert spec is not None
        run = start(desk(), spec, draft.plain()["name"])
        go("run", run=run.id)


def _spec(draft: Draft) -> RunSpec | None:
    """The draft's spec; None, with a sentence, while a value is out of bounds."""
    try:
        return draft.spec()
    except ValidationError as error:
        t = texts()
        for wrong in error.errors():
            field = str(wrong["loc"][0]) if wrong["loc"] else ""
            callout(t("train.summary.invalid", field=_label(draft, field)), "error")
        return None


def _label(draft: Draft, field: str) -> str:
    t = texts()
    for _, settings in draft.sections():
        if field in settings.model_fields:
            return t(f"{settings.texts}.{field}.label")
    return field


def _facts(plan) -> None:  # type: ignore[no-untyped-def]
    """Rows by part, the base rate, columns, and what the run will take."""
    t, f = texts(), formats()
    estimate = plan.estimate
    pairs = {
        t(f"train.summary.{part}"): t("train.summary.rows", n=f.count(plan.rows[part]))
        for part in ("train", "validation", "test")
    }
    pairs[t("train.summary.method")] = t(f"split.method.option.{plan.method}")
    pairs[t("train.summary.rate")] = f.percent(plan.base_rate)
    pairs[t("train.summary.columns")] = f.count(len(plan.features))
    pairs[t("train.summary.time")] = t("train.summary.about", what=f.duration(estimate.seconds))
    memory = f.bytes(estimate.memory_mb * 1e6)
    pairs[t("train.summary.memory")] = t("train.summary.about", what=memory)
    if estimate.parameters:
        pairs[t("train.summary.parameters")] = f.count(estimate.parameters)
    layout.facts(pairs)


def _problems(problems: tuple[Problem, ...]) -> bool:
    """Says what is wrong; whether nothing forbids the start."""
    t = texts()
    for problem in problems:
        callout(t.problem(problem.code, problem.facts), problem.severity)
    return all(problem.severity != "error" for problem in problems)


def _changes(draft: Draft) -> None:
    """What differs from the default, with a Reset."""
    t, f = texts(), formats()
    told: list[str] = []
    for section, settings in draft.sections():
        kept = read_form(draft.key(section))
        asked = {k: v for k, v in kept.items() if k not in ("target", "positive", "table")}
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
