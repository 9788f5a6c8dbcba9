"""What a page knows of its reader: workspace, language, theme, and the URL.

Anything that identifies a view lives in the URL (`param`, `set_param`,
`link`, `go`); everything else is Streamlit's session state.
"""

import gc
import os
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from core.base.texts import LANGUAGES, Texts
from pages._ui import kept_language
from pages._ui.formats import Formats

if TYPE_CHECKING:
    from core.actions.desk import Desk

LANG = "lang"
_WARM = ("pandas", "plotly.graph_objs._figure", "babel.dates")
_WARM_PACKAGES = (
    "core.actions", "core.classify.figures", "core.demand.figures", "core.inventory.figures",
    "core.recommend.figures", "pages._ui",
)  # fmt: skip


@st.cache_resource(show_spinner=False)
def freeze() -> int:
    """Imports what pages use and takes it out of the garbage collector's sight, once a process.

    Streamlit collects garbage after every script run; without this each click
    pays for walking all imported libraries. Returns the number of frozen objects.
    """
    for package in _WARM_PACKAGES:
        for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    for name in _WARM:
        import_module(name)
    gc.collect()
    gc.freeze()
    return gc.get_freeze_count()


def desk() -> "Desk":
    """The open workspace, shared by all sessions of this server; its engine warms up aside."""
    return _open_desk(os.environ.get("MERCHLAB_WORKSPACE", ""))


@st.cache_resource(show_spinner=False)
def _open_desk(_root: str) -> "Desk":
    from core.actions.desk import open_desk

    opened = open_desk()
    opened.warm()
    return opened


def engine_state() -> str:
    """How the engine is now, without waiting for it: starting, warming, ready or failed."""
    return _engine_state(str(desk().workspace.root))


@st.cache_data(ttl=1, max_entries=20, show_spinner=False)
def _engine_state(_of: str) -> str:
    opened = desk()
    connected = opened.connected
    if connected is None:
        return "failed" if opened.trouble else "starting"
    return "ready" if connected.state().tensorflow_ready else "warming"


def settle_language() -> str:
    """Decides the language of this run and keeps an explicit choice in the URL. For app.py.

    The URL comes first, then what was chosen in this session, then what was chosen in this
    browser before (a cookie), then the browser's language.
    """
    asked = st.query_params.get(LANG)
    if asked in LANGUAGES:
        st.session_state["_chosen_lang"] = asked
    chosen = st.session_state.get("_chosen_lang") or kept_language.kept()
    if chosen is not None and asked != chosen:
        st.query_params[LANG] = chosen
    st.session_state["_lang"] = chosen or browser_language()
    return st.session_state["_lang"]


def choose_language(lang: str) -> None:
    """Switches the language, for a callback; the URL tells it from now on.

    A widget with options answers in the words it showed. What was chosen is put
    anew, or the next answer would be in words that are no option any more.
    """
    for key, value in st.session_state.items():
        if _is_choice(value):
            st.session_state[key] = value
    st.session_state["_chosen_lang"] = st.session_state["_keep_lang"] = lang
    st.session_state["_lang"] = lang
    st.query_params[LANG] = lang


def _is_choice(value: object) -> bool:
    """Whether a widget with options may hold this: one value, or several words."""
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(item, str) for item in value)
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def begin(key: str, value: object) -> str:
    """`value` as what the widget of this key begins with. A default of its own would be told
    beside the value that a switch of language puts anew, which Streamlit warns of."""
    if value is not None:
        st.session_state.setdefault(key, value)
    return key


def keep_language() -> None:
    """Has the browser remember a choice made by the switch, for pages opened without one. For
    app.py; a link in another language changes nothing."""
    lang = st.session_state.pop("_keep_lang", None)
    if lang is not None:
        kept_language.keep(lang)


def browser_language() -> str:
    """`zh` for a Chinese browser, else `en`."""
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def language() -> str:
    """The language of this run."""
    return st.session_state.get("_lang") or browser_language()


def texts() -> Texts:
    """The words of the reader's language."""
    return Texts(language())


def formats() -> Formats:
    """The formats of the reader's language and time zone."""
    return Formats(language(), st.context.timezone or "UTC")


def theme() -> str:
    """`light` or `dark`, as the browser shows the page now."""
    return "dark" if st.context.theme.type == "dark" else "light"


def param(name: str, default: str | None = None) -> str | None:
    """A parameter of the URL."""
    return st.query_params.get(name, default)


def set_param(name: str, value: str | None) -> None:
    """Sets a parameter of the URL; None takes it away."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def hold_param(name: str) -> None:
    """Puts a parameter of this run into the browser's address.

    A link to another view of the same page reaches the script, but Streamlit
    leaves the address as it was; telling it again mends that.
    """
    if name in st.query_params:
        st.query_params[name] = st.query_params[name]


def query(**params: str | None) -> dict[str, str]:
    """The query of a link to another view: `params` and an explicitly chosen language."""
    kept = {name: value for name, value in params.items() if value is not None}
    if "_chosen_lang" in st.session_state:
        kept[LANG] = st.session_state["_chosen_lang"]
    return kept


def page_path(name: str) -> str:
    """The file of a page: `run` is pages/run.py."""
    return f"pages/{name}.py"


def link(page: str, label: str, icon: str | None = None, **params: str | None) -> None:
    """A link to the view of `page` that `params` identify. `label` is Markdown: escape data."""
    st.page_link(
        page_path(page), label=label, icon=icon, width="stretch", query_params=query(**params)
    )


def go(page: str, **params: str | None) -> None:
    """Leaves for the view of `page` that `params` identify."""
    st.switch_page(page_path(page), query_params=query(**params))


def notify(text: str, icon: str = ":material/check:") -> None:
    """A toast that survives the rerun or page switch that follows. `text` is Markdown."""
    st.session_state.setdefault("_toasts", []).append((text, icon))


def show_notices() -> None:
    """Shows the toasts left by `notify`. For app.py."""
    for text, icon in st.session_state.pop("_toasts", []):
        st.toast(text, icon=icon)
