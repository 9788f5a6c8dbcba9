"""What was looked at before, kept by workspace, part and view: datasets never change, so nothing
grows old. What is returned is shared: do not change it."""

from typing import Any

import streamlit as st

from core.actions.explore import Choices, Kpis, Lacking, Products, Rhythm, explored
from core.base.view import View
from pages._ui.session import desk


@st.cache_resource(max_entries=120, show_spinner=False)
def _found(key: tuple[str, ...]) -> Any:
    return explored(desk(), key[1], View.model_validate_json(key[2]))


def _look(part: str, view: View) -> Any:
    return _found((str(desk().workspace.root), part, view.model_dump_json()))


def choice(dataset: str) -> Choices | Lacking:
    """What the filters of a dataset (id) offer."""
    return _look("choices", View(dataset=dataset))


def figures(view: View) -> Kpis | Lacking:
    """The figures of a view."""
    return _look("kpis", view)


def items(view: View) -> Products | Lacking:
    """The products of a view."""
    return _look("products", view)


def rhythm(view: View) -> Rhythm | Lacking:
    """When the customers of a view buy."""
    return _look("rhythm", view)
