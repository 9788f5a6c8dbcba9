"""The empty workspace: the ways to begin, and how it goes on."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from core.actions.datasets import free_name
from core.actions.make_sample_shop import make_sample_shop
from core.actions.try_real_grocer import available, try_real_grocer
from core.base.values import Dataset
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import desk, go, notify, texts

Width = Literal["stretch", "content"]


def show() -> None:
    """The empty workspace: a simulated shop, a real one where its data is installed, own files."""
    t = texts()
    layout.page_header(t("home.welcome.title"), t("home.welcome.question"))
    ways: dict[str, tuple[str, Callable[[], None]]] = {
        "sample": ("storefront", lambda: sample_button("primary")),
        "files": ("upload_file", _files_button),
    }
    if available():
        ways["grocer"] = ("shopping_basket", grocer_button)
    for column, (way, (icon, button)) in zip(
        st.columns(len(ways), gap="medium"), ways.items(), strict=True
    ):
        with column, layout.card(way, height="stretch"):
            points = [t(f"home.{way}.point{i}") for i in (1, 2, 3)]
            layout.lead(icon, t(f"home.{way}.title"), t(f"home.{way}.body"), points)
            st.space("stretch")
            button()
    layout.section(t("home.how.title"), key="how")
    for column, step in zip(st.columns(3, gap="medium"), ("data", "learn", "decide"), strict=True):
        with column:
            layout.paragraph(t(f"home.how.{step}.title"), t(f"home.how.{step}.body"))


def _files_button() -> None:
    t = texts()
    if st.button(t("home.files.button"), icon=":material/upload_file:", width="stretch"):
        go("import_data")


def sample_button(kind: Literal["primary", "secondary"], width: Width = "stretch") -> None:
    """Makes the sample shop with progress, then opens it."""
    t = texts()
    if not st.button(t("home.sample.button"), icon=":material/storefront:", type=kind, width=width):
        return
    name = free_name(desk(), t("sample.name"))
    _open(
        t("home.sample.making"),
        lambda tell: make_sample_shop(desk(), progress=tell, name=name),
    )


def grocer_button(width: Width = "stretch") -> None:
    """Imports the real grocer with progress, then opens it."""
    t = texts()
    icon = ":material/shopping_basket:"
    if not st.button(t("home.grocer.button"), icon=icon, width=width):
        return
    name = free_name(desk(), t("sample.grocer.name"))
    _open(
        t("home.grocer.making"),
        lambda tell: try_real_grocer(desk(), progress=tell, name=name),
    )


def _open(making: str, make: Callable[[Callable[[float], None]], Dataset]) -> None:
    """Shows how far the making is, then what was made. Leaving the page ends it."""
    bar = st.progress(0.0, making)
    made = make(lambda share: bar.progress(min(share, 1.0), making))
    notify(md_escape(texts()("home.sample.made", name=made.name)))
    go("dataset", dataset=made.id)
