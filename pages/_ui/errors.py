"""Errors on a page: a sentence that says what is wrong, where, and what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import streamlit as st

from core.base.errors import AppError
from pages._ui.escape import md_escape
from pages._ui.session import texts

log = logging.getLogger("merchlab.pages")


@contextmanager
def guard() -> Iterator[None]:
    """Shows an `AppError` of the block as its sentence; logs a defect and says how to find it.

    The block ends at the error; what follows it on the page still runs. A fragment takes it as
    its decorator, `@guard()`: when it is drawn anew by itself, its page's guard does not stand
    around it.
    """
    try:
        yield
    except AppError as error:
        show_error(error)
    except Exception:
        mark = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
        log.exception("defect %s", mark)
        callout(texts()("app.error.page_defect", mark=mark), "error")


def show_error(error: AppError) -> None:
    """An `AppError` as a sentence."""
    t = texts()
    try:
        sentence = t.of(error)
    except KeyError:
        log.exception("no sentence for error %s", error)
        sentence = t("app.error.unworded", error=error.code)
    callout(sentence, "error")


_ICONS = {
    "error": ":material/error:",
    "warning": ":material/warning:",
    "info": ":material/info:",
    "success": ":material/check_circle:",
}


def callout(sentence: str, tone: str = "info") -> None:
    """One sentence, data in it made harmless. `tone`: error, warning, info or success."""
    box = {"error": st.error, "warning": st.warning, "success": st.success}.get(tone, st.info)
    box(md_escape(sentence), icon=_ICONS[tone])
