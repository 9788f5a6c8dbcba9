"""The list of runs: filter, open, pick for comparison, rename, run again, delete and bring back."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.actions import runs as running
from core.base.runs import Run
from pages._ui import layout, measures, model_words, run_actions, run_words
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, link, notify, param, set_param, texts

PAGE = 12
_COMPARE = "compare"
_DELETED = "_run_deleted"
GROUPS = {
    "all": None,
    "going": {"queued", "running"},
    "finished": {"finished"},
    "ended": {"failed", "stopped", "interrupted"},
}


@dataclass(frozen=True)
class Filter:
    """What the reader looks for: words in the name, a group of states."""

    words: str
    group: str

    def keep(self, run: Run) -> bool:
        """Whether the run is looked for."""
        states = GROUPS[self.group]
        asked = run_words.asked(run, texts(), formats())
        model = model_words.model_name(run, texts(), formats())
        text = f"{run.name} {run.id} {asked} {run.spec.family} {model}".casefold()
        return (states is None or run.state in states) and all(
            word in text for word in self.words.casefold().split()
        )


def ask() -> Filter:
    """Draws the filter; it stands in the URL."""
    t = texts()
    left, right = st.columns([1, 2], vertical_alignment="bottom", gap="medium")
    with left:
        words = st.text_input(
            t("runs.search"),
            param("q", ""),
            key="runs_q",
            label_visibility="collapsed",
            placeholder=t("runs.search"),
        )
    with right:
        asked = param("state", "all")
        group = st.segmented_control(
            t("runs.states"),
            list(GROUPS),
            format_func=lambda code: t(f"runs.group.{code}"),
            default=asked if asked in GROUPS else "all",
            key="runs_state",
            required=True,
            label_visibility="collapsed",
        )
    set_param("q", words or None)
    set_param("state", None if group == "all" else group)
    return Filter(words or "", group)


def show(found: Sequence[Run]) -> list[str]:
    """Draws a page of the list; returns the ids picked for comparison."""
    t = texts()
    picked = chosen(found)
    pages = -(-len(found) // PAGE)
    first = 0
    box = st.container()
    if pages > 1:
        first = (st.pagination(pages, key="runs_page") - 1) * PAGE
    with box, layout.rows("runs"):
        for run in found[first : first + PAGE]:
            _row(run, run.id in picked)
    seen = {run.id for run in found}
    picked = [run.id for run in found if st.session_state.get(f"pick_{run.id}", run.id in picked)]
    set_param(_COMPARE, ",".join(picked) or None)
    if not seen:
        st.caption(md_escape(t("runs.none_match")))
    return picked


def chosen(found: Sequence[Run]) -> list[str]:
    """The runs picked so far: in the URL, as far as they are in the list."""
    asked = (param(_COMPARE) or "").split(",")
    return [run.id for run in found if run.id in asked]


def _row(run: Run, picked: bool) -> None:
    t, f = texts(), formats()
    with layout.row(run.id):
        key = f"pick_{run.id}"
        if key not in st.session_state:
            st.session_state[key] = picked
        st.checkbox(
            t("runs.pick", name=md_escape(run.name)),
            key=key,
            label_visibility="collapsed",
            width="content",
        )
        with st.container(gap=None):
            link("run", md_escape(run.name), run=run.id)
            layout.meta(
                [
                    state_word(run),
                    model_words.model_name(run, t, f),
                    measures.headline(run, t, f),
                    f.moment(run.created),
                ]
            )
        with st.popover("", icon=":material/more_horiz:", help=t("app.word.more")):
            run_actions.rename(run, "list")
            if run.over:
                run_actions.again(run)
            run_actions.change(run, "list")
            st.button(
                t("run.action.delete"),
                icon=":material/delete:",
                key=f"delete_{run.id}",
                on_click=delete,
                args=(run.id, run.name),
            )


def state_word(run: Run) -> str:
    """How the run stands: its verdict where it has one, else its state."""
    t = texts()
    if run.summary is not None:
        return run_words.judged(run, t)
    return t(f"app.state.{run.state}")


def delete(run_id: str, name: str) -> None:
    """Puts a run into the trash and offers to undo that; for a callback."""
    running.trash(desk(), run_id)
    st.session_state.pop(f"pick_{run_id}", None)
    st.session_state[_DELETED] = (run_id, name)


def undo() -> None:
    """The offer to bring back the run that was deleted last."""
    if _DELETED not in st.session_state:
        return
    t = texts()
    run_id, name = st.session_state[_DELETED]
    with st.container(horizontal=True, vertical_alignment="center", key="mlundo"):
        st.markdown(md_escape(t("runs.deleted", name=name)))
        st.button(
            t("app.word.undo"),
            icon=":material/undo:",
            type="tertiary",
            key="runs_undo",
            on_click=_restore,
            args=(run_id,),
        )


def _restore(run_id: str) -> None:
    running.restore(desk(), run_id)
    st.session_state.pop(_DELETED, None)


def trash() -> None:
    """The runs in the trash: bring back, or delete for good."""
    t, f = texts(), formats()
    found = running.runs(desk(), trashed=True)
    if not found:
        return
    with (
        st.expander(t("runs.trash", n=f.count(len(found))), icon=":material/delete:"),
        layout.rows("trash"),
    ):
        for run in found:
            with layout.row(f"trash-{run.id}"):
                st.markdown(md_escape(run.name))
                layout.meta([state_word(run), f.moment(run.created)])
                st.space("stretch")
                st.button(
                    t("runs.restore"),
                    icon=":material/restore_from_trash:",
                    key=f"restore_{run.id}",
                    on_click=_restore,
                    args=(run.id,),
                )
                _purge(run)


def _purge(run: Run) -> None:
    t = texts()
    with st.popover(t("runs.purge"), icon=":material/delete_forever:"):
        st.markdown(md_escape(t("runs.purge_sure", name=run.name)))
        if st.button(t("runs.purge_do"), type="primary", key=f"purge_{run.id}"):
            with guard():
                running.purge(desk(), run.id)
                notify(md_escape(t("runs.purged", name=run.name)))
                st.rerun()
