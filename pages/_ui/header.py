"""The bar on every page: what the workspace holds, how the engine is, and the language."""

import json
from collections.abc import Sequence

import streamlit as st

from core.base.runs import Run
from pages._ui.errors import guard
from pages._ui.escape import html_escape, md_escape
from pages._ui.session import choose_language, desk, engine_state, formats, language, texts

NAMES = {"en": "EN", "zh": "中文"}
_EVERY = "2s"
_DROP = ("title", "note", "button")
_MENU = ("system", "light", "dark", "about")
_LIST = ("all", "nothing")
_GOING = "_runs_seen_going"


def show() -> None:
    """Draws the bar; while something is going on its figures move by themselves."""
    _name_streamlits_own()
    with st.container(key="mlbar", horizontal=True, vertical_alignment="center"):
        st.fragment(_status, run_every=_EVERY if _busy() else None)()
        _language()


def _name_streamlits_own() -> None:
    """Streamlit's uploader and menu speak English only: the stylesheet shows these."""
    t = texts()
    words = {f"drop-{name}": t(f"app.drop.{name}") for name in _DROP}
    words |= {f"menu-{name}": t(f"app.menu.{name}") for name in _MENU}
    words |= {f"list-{name}": t(f"app.list.{name}") for name in _LIST}
    told = " ".join(f"--{name}: {_css_text(word)};" for name, word in words.items())
    st.html(f"<style>:root {{ {told} }}</style>")


def _css_text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _busy() -> bool:
    from core.actions.runs import runs

    waiting = engine_state() in ("starting", "warming")
    return waiting or any(not run.over for run in runs(desk()))


@guard()
def _status() -> None:
    """The figures, and a toast for each run that ended since the last look."""
    from core.actions.datasets import datasets
    from core.actions.runs import runs

    found = runs(desk())
    st.html(status_html(len(datasets(desk())), found, engine_state()))
    _announce(found)


def status_html(datasets: int, runs: Sequence[Run], engine: str) -> str:
    """The bar's figures as HTML. `engine`: starting, warming, ready or failed."""
    t, f = texts(), formats()
    tone = {"ready": "good", "failed": "bad"}.get(engine, "warn")
    state = t(f"app.header.engine.{engine}")
    active = [
        t(f"app.header.{kind}", n=f.count(number))
        for kind in ("running", "queued")
        if (number := sum(run.state == kind for run in runs))
    ]
    parts = [
        f'<span><i class="ml-dot {tone}"></i>{html_escape(state)}</span>',
        f"<span>{html_escape(t('app.header.datasets'))} <b>{f.count(datasets)}</b></span>",
        f"<span>{html_escape(t('app.header.runs'))} <b>{f.count(len(runs))}</b></span>",
    ]
    if active:
        told = html_escape(f.series(active))
        parts.append(f'<span class="ml-active">{told}</span>')
    return f'<div class="ml-status" role="status">{"".join(parts)}</div>'


def _announce(runs: Sequence[Run]) -> None:
    """Of the runs that this session saw going, those that have ended since."""
    seen = st.session_state.get(_GOING, frozenset())
    for run in runs:
        if run.over and run.id in seen:
            t = texts()
            told = t("app.header.ended", name=run.name, state=t(f"app.state.{run.state}"))
            icon = ":material/check_circle:" if run.state == "finished" else ":material/info:"
            st.toast(md_escape(told), icon=icon)
    st.session_state[_GOING] = {run.id for run in runs if not run.over}


def _language() -> None:
    st.session_state["lang_switch"] = language()
    st.segmented_control(
        texts()("app.header.language"),
        list(NAMES),
        format_func=NAMES.__getitem__,
        key="lang_switch",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: choose_language(st.session_state["lang_switch"]),
    )
