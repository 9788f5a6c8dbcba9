"""The second step of an import: files are read in another process; the page follows and may cancel.

Jobs are kept by a token in the URL for the whole server, so that a reload finds them again.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.actions.import_files import ImportJob, ReadOptions, start_reading
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, param, texts

_EVERY = 0.3
_KEEP = 50


@dataclass
class Going:
    """A reading that goes on."""

    job: ImportJob


@st.cache_resource(show_spinner=False)
def _going() -> dict[str, Going]:
    return {}


def begin(paths: Sequence[Path], options: ReadOptions) -> None:
    """Starts reading `paths` and leaves for the page that follows it."""
    known = _going()
    for old in list(known)[:-_KEEP]:
        del known[old]
    token = uuid.uuid4().hex[:12]
    known[token] = Going(start_reading(desk(), paths, options))
    go("import_review", reading=token)


def current() -> Going | None:
    """The reading that the URL names, if this server still knows it."""
    return _going().get(param("reading") or "")


@st.cache_resource(show_spinner=False)
def _became() -> dict[str, str]:
    return {}


def remember_saved(draft_id: str, dataset_id: str) -> None:
    """Keeps which dataset a draft became, for whoever comes back to the draft's address."""
    known = _became()
    for old in list(known)[:-_KEEP]:
        del known[old]
    known[draft_id] = dataset_id


def became(draft_id: str) -> str | None:
    """The dataset that a draft was saved as, if this server still knows it."""
    return _became().get(draft_id)


def follow() -> None:
    """Progress with Cancel; the end leads to the review, or to what is wrong with the file."""
    going = current()
    if going is None:
        return
    if going.job.done:
        _ended(going)
    else:
        st.fragment(_progress, run_every=_EVERY)()


@guard()
def _progress() -> None:
    going = current()
    if going is None or going.job.done:
        st.rerun()
    t, f = texts(), formats()
    now = going.job.progress()
    told = t(f"data.stage.{now.stage}")
    if now.rows:
        told = t("import.reading.rows", stage=told, rows=f.count(now.rows))
    st.progress(now.fraction or 0.0, told)
    if st.button(t("app.word.cancel"), icon=":material/close:", key="cancel_reading"):
        going.job.cancel()
        st.rerun()


def _ended(going: Going) -> None:
    """Draws nothing when all went well: the page is left for the review."""
    t = texts()
    with guard():
        draft = going.job.result()
        go("import_review", draft=draft.id)
    if st.button(t("import.again"), type="primary", icon=":material/upload_file:"):
        go("import_data")
