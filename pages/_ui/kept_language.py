"""The language that was chosen in this browser before: a cookie of the app's own.

Streamlit reads cookies but cannot set one, so the browser is told to by a script: the one place
where a page has one, and it holds nothing but constants of this file.
"""

import streamlit as st

from core.base.texts import LANGUAGES

COOKIE = "merchlab_lang"
SCRIPTS = {
    lang: (
        f'<script>document.cookie = "{COOKIE}={lang}; path=/; max-age=31536000; SameSite=Lax"'
        "</script>"
    )
    for lang in LANGUAGES
}


def kept() -> str | None:
    """The language that the browser keeps, if any."""
    lang = st.context.cookies.get(COOKIE)
    return lang if lang in LANGUAGES else None


def keep(lang: str) -> None:
    """Has the browser keep a language. Raises KeyError for what is none of `LANGUAGES`."""
    st.html(SCRIPTS[lang], unsafe_allow_javascript=True)
