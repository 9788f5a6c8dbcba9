"""The contexts that lists can be made to fit, and what each may be, for the form of the rules."""

import streamlit as st

from core.actions.recommending import OF_TIME, Rules
from core.base.runs import Run
from pages._ui import recommend_cached
from pages._ui.session import texts

_MOST = 1000


def choices(run: Run, key: str, kept: Rules) -> dict[str, object]:
    """The options of the fields `context` and `context_value` of the form `key`; what is chosen
    already stays, though nobody knows it. A value of another context is let go."""
    known = recommend_cached.contexts(run)
    now = st.session_state.get(f"{key}__context", kept.context)
    words = list(known.get(now, ()))[:_MOST]
    if now == kept.context and kept.context_value and kept.context_value not in words:
        words.append(kept.context_value)
    if st.session_state.get(f"{key}__context_value", "") not in ("", *words):
        st.session_state[f"{key}__context_value"] = ""
    told = {one: _word(now, one) for one in ("", *words)}
    return {"context": ("none", *known, kept.context), "context_value": told}


def told(rules: Rules) -> str:
    """The context that rules ask for, and which one: by hour · 18:00."""
    name = texts()(f"{Rules.texts}.context.option.{rules.context}")
    return f"{name} · {_word(rules.context, rules.context_value)}"


def _word(context: str, value: str) -> str:
    """What a context is called: times in words, others as in the file; without a value the one that
    is taken then."""
    if not value:
        return texts()(f"lists.context.{'now' if context in OF_TIME else 'usual'}")
    if context == "hour":
        return f"{value}:00"
    key = f"lists.context.{context}.{value}"
    return texts()(key) if context in OF_TIME and texts().has(key) else value
