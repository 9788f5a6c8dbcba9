"""What scenarios share, whatever they change: kept under a name, opened, shared, removed, brought
back. The first part of all keys is the `page` that they are of."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

import streamlit as st

from core.base.runs import Run
from pages._ui.escape import md_escape
from pages._ui.session import notify, query, texts


class Named(Protocol):
    """A scenario of any kind."""

    @property
    def name(self) -> str:
        """What it is called."""


def keep(page: str, unnamed: str, add: Callable[[str], Named], ready: bool = True) -> None:
    """A field for a name and the button that keeps what is chosen now; without a name it is called
    `unnamed`."""
    t = texts()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("app.scenario.name"), key=f"{page}_name", max_chars=120, width=320)
        st.button(
            t("app.scenario.keep"),
            icon=":material/bookmark_add:",
            on_click=_kept,
            args=(page, unnamed, add),
            disabled=not ready,
            key=f"{page}_keep",
        )


def _kept(page: str, unnamed: str, add: Callable[[str], Named]) -> None:
    name = add(st.session_state.get(f"{page}_name", "").strip() or unnamed).name
    st.session_state[f"{page}_name"] = ""
    notify(md_escape(texts()("app.scenario.kept", name=name)))


def opener(key: str, name: str, put: Callable[..., None], *args: Any) -> None:
    """The button that puts a scenario into the form."""
    st.button(
        texts()("app.scenario.open", name=md_escape(name)),
        icon=":material/tune:",
        type="tertiary",
        on_click=put,
        args=args,
        key=key,
    )


def share(key: str, **params: str | None) -> None:
    """The address of the view that `params` identify, to be copied."""
    t = texts()
    with st.popover(t("app.scenario.share"), icon=":material/link:", type="tertiary", key=key):
        st.caption(md_escape(t("app.scenario.share_note")))
        base = (st.context.url or "").split("?")[0]
        told = urlencode(query(**params), safe=":,")
        st.code(f"{base}?{told}", language=None, wrap_lines=True)


def remover(page: str, run: Run, place: int, one: Named, drop: Callable[[str], object]) -> None:
    """The button that takes a scenario away; `undo` offers the way back."""

    def away() -> None:
        drop(one.name)
        st.session_state[f"{page}_gone"] = (run.id, one)

    st.button(
        texts()("app.scenario.drop"),
        icon=":material/delete:",
        type="tertiary",
        on_click=away,
        key=f"{page}_drop_{place}",
    )


def undo(page: str, run: Run, put_back: Callable[[Any], object]) -> None:
    """The way back for the scenario of the run that was removed last."""
    key = f"{page}_gone"
    of, gone = st.session_state.get(key, ("", None))
    if of != run.id:
        return

    def back() -> None:
        put_back(gone)
        del st.session_state[key]

    st.button(
        texts()("app.scenario.undo", name=md_escape(gone.name)),
        icon=":material/undo:",
        type="tertiary",
        on_click=back,
        key=f"{page}_undo",
    )
