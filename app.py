"""Merchlab's entry: page set-up, navigation, language, header; nothing else."""

from pathlib import Path

import streamlit as st

from pages._ui import header
from pages._ui.errors import guard
from pages._ui.session import freeze, keep_language, settle_language, show_notices, texts, theme

ASSETS = Path(__file__).parent / "assets"
NAVIGATION = {
    "start": [("home", "home")],
    "data": [
        ("import_data", "upload_file"),
        ("datasets", "database"),
        ("explore", "search_insights"),
    ],
    "learn": [("train", "model_training"), ("runs", "monitoring")],
    "decide": [
        ("forecasts", "query_stats"),
        ("what_if", "tune"),
        ("orders", "local_shipping"),
        ("recommend", "recommend"),
        ("score", "fact_check"),
    ],
    "help": [("glossary", "menu_book")],
}
UNLISTED = {
    "data": ["import_review", "dataset", "trash"],
    "learn": ["run"],
    "decide": ["series"],
}
"""Pages without an entry of their own: from there every entry leads to its page's start."""


def pages() -> dict[str, list[st.Page]]:
    """The navigation in the reader's language."""
    t = texts()
    groups = {
        t(f"app.group.{group}"): [
            st.Page(
                f"pages/{name}.py",
                title=t(f"app.page.{name}"),
                icon=f":material/{icon}:",
                default=name == "home",
            )
            for name, icon in entries
        ]
        for group, entries in NAVIGATION.items()
    }
    for group, names in UNLISTED.items():
        for name in names:
            page = st.Page(f"pages/{name}.py", title=t(f"app.page.{name}"), visibility="hidden")
            groups[t(f"app.group.{group}")].append(page)
    return groups


settle_language()
st.set_page_config(
    page_title="Merchlab",
    page_icon=str(ASSETS / "icons" / "mark.svg"),
    layout="wide",
    menu_items={"About": texts()("app.about")},
)
logo = "logo-dark.svg" if theme() == "dark" else "logo.svg"
st.logo(ASSETS / "icons" / logo, icon_image=ASSETS / "icons" / "mark.svg", size="large")
st.html(ASSETS / "styles" / "app.css")
chosen = st.navigation(pages())
with guard():
    with st.skeleton(height=420):
        freeze()
    header.show()
    show_notices()
    keep_language()
with guard():
    chosen.run()
