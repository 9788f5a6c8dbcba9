"""Answers of what-if, kept by forecast and changes. They are shared: do not change them."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core.actions import scenarios, what_if
from core.base.runs import Run
from pages._ui import cached
from pages._ui.session import desk

if TYPE_CHECKING:
    from core.actions.what_if import Answer, Change


def answer(
    run: Run, changes: Sequence["Change"], chosen: Mapping[str, Sequence[str]],
    also: Sequence["Change"] = (),
) -> "Answer":  # fmt: skip
    """What changes make of the chosen series, and of those that `also` are of."""
    scope = json.dumps({name: list(values) for name, values in chosen.items()}, sort_keys=True)
    told = (scenarios.written(changes), scope, scenarios.written(also))
    return _answer((*told, str(desk().workspace.root), run.id, run.digest or ""), run)


@st.cache_resource(max_entries=60, show_spinner=False)
def _answer(key: tuple[str, ...], _run: Run) -> "Answer":
    changes, also = (scenarios.read(one) or () for one in (key[0], key[2]))
    return what_if.answer(cached.forecast(_run), changes, json.loads(key[1]), also)
