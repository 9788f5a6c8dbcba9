"""What an address asks for that a page knows nothing of: said, instead of left aside in silence."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages._ui.errors import callout
from pages._ui.session import LANG, formats, texts

Takes = Callable[[str], bool]
_LONGEST = 60


def whole(low: int, high: int) -> Takes:
    """Takes whole numbers from `low` to `high`."""
    return lambda told: told.isdecimal() and low <= int(told) <= high


def strange(known: Mapping[str, Takes | None]) -> tuple[str, ...]:
    """The parameters of the address that are not `known`, or not of the values that these take
    (None: any), as they stand in it."""
    return tuple(
        f"{name}={value if len(value) <= _LONGEST else value[:_LONGEST] + '…'}"
        for name, value in st.query_params.items()
        if name != LANG and (name not in known or not (known[name] or _any)(value))
    )


def tell(known: Mapping[str, Takes | None]) -> None:
    """One sentence that names them; nothing where all is understood."""
    if found := strange(known):
        callout(texts()("app.address.strange", what=formats().series(found)), "warning")


def _any(_value: str) -> bool:
    return True
