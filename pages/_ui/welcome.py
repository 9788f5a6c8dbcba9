"""The empty workspace: two ways to begin, and how it goes on."""

from typing import Literal

import streamlit as st

from core.actions.datasets import free_name
from core.actions.make_sample_shop import make_sample_shop
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import desk, go, notify, texts


def show() -> None:
    """The empty workspace: two ways to begin."""
    t = texts()
    layout.page_header(t("home.welcome.title"), t("home.welcome.question"))
    left, right = st.columns(2, gap="medium")
    with left, layout.card("sample", height="stretch"):
        points = [t(f"home.sample.point{i}") for i in (1, 2, 3)]
        layout.lead("storefront", t("home.sample.title"), t("home.sample.body"), points)
        st.space("stretch")
        sample_button("primary")
    with right, layout.card("files", height="stretch"):
        points = [t(f"home.files.point{i}") for i in (1, 2, 3)]
        layout.lead("upload_file", t("home.files.title"), t("home.files.body"), points)
        st.space("stretch")
        if st.button(t("home.files.button"), icon=":material/upload_file:", width="stretch"):
            go("import_data")
    layout.section(t("home.how.title"), key="how")
    for column, step in zip(st.columns(3, gap="medium"), ("data", "learn", "decide"), strict=True):
        with column:
            layout.paragraph(t(f"home.how.{step}.title"), t(f"home.how.{step}.body"))


def sample_button(
    kind: Literal["primary", "secondary"], width: Literal["stretch", "content"] = "stretch"
) -> None:
    """Makes the sample shop with progress, then opens it."""
    t = texts()
    if not st.button(t("home.sample.button"), icon=":material/storefront:", type=kind, width=width):
        return
    bar = st.progress(0.0, t("home.sample.making"))
    made = make_sample_shop(
        desk(),
        progress=lambda share: bar.progress(min(share, 1.0), t("home.sample.making")),
        name=free_name(desk(), t("sample.name")),
    )
    notify(md_escape(t("home.sample.made", name=made.name)))
    go("dataset", dataset=made.id)
