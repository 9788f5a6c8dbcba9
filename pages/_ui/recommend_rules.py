"""The rules of the lists: a form whose values stand in the URL, and the shortcut that hides an
item."""

from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from core.actions.recommending import ASKS, Rules
from core.base.runs import Run
from pages._ui import recommend_cached, recommend_context
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.recommend_choose import LONGEST, MOST
from pages._ui.session import formats, notify, param, set_param, texts
from pages._ui.settings_form import fill_form, read_form, settings_form

PARAM = "rules"


@dataclass(frozen=True)
class Asked:
    """The rules as they stand in the form, and where to tell what they do."""

    rules: Rules
    told: DeltaGenerator


def ask(run: Run) -> Asked:
    """Draws the form. What cannot be used is said under its field, and the rules before hold."""
    t = texts()
    _start(run)
    key = _key(run)
    kept: Rules = st.session_state[f"{key}_kept"]
    with st.expander(
        _title(run, kept), key=f"{key}_box", icon=":material/rule:",
        expanded=st.session_state[f"{key}_open"],
    ):  # fmt: skip
        st.caption(md_escape(t("lists.rules.note")))
        st.caption(md_escape(t("lists.rules.what_if")))
        lacking = _lacking(run, kept)
        values = settings_form(Rules, kept, key, choices=_choices(run, kept), skip=lacking)
        _left_out(lacking)
        told = st.container()
    try:
        rules = Rules.model_validate(values)
    except ValidationError:
        rules = kept
    st.session_state[f"{key}_kept"] = rules
    written = written_of(rules)
    set_param(PARAM, written if written and len(written) <= LONGEST else None)
    return Asked(rules, told)


def hide(run: Run, item: str) -> None:
    """Takes an item out of all lists, for a callback."""
    key = _key(run)
    now = tuple(read_form(key).get("excluded") or ())
    if item not in now:
        fill_form(key, {"excluded": (*now, item)})
        kept: Rules = st.session_state.get(f"{key}_kept", Rules())
        st.session_state[f"{key}_kept"] = kept.model_copy(update={"excluded": (*now, item)})
        name = recommend_cached.shop(run).name(item)
        notify(md_escape(texts()("lists.rules.hidden", item=name)), ":material/visibility_off:")


def written_of(rules: Rules) -> str | None:
    """What differs from the defaults, for the URL: `{"in_stock_only":true}`."""
    found = rules.model_dump_json(exclude_defaults=True)
    return None if found == "{}" else found


def read(text: str) -> Rules | None:
    """The rules of `written_of`; None where they were damaged on their way.

    >>> read('{"bought":"allow"}').bought
    'allow'
    """
    try:
        return Rules.model_validate_json(text)
    except ValidationError:
        return None


def label(rule: str) -> str:
    """What a rule is called."""
    return texts()(f"{Rules.texts}.{rule}.label")


def named(rule: str, rules: Rules) -> str:
    """What a rule is called; a context with the one that is asked for."""
    if rule != "context":
        return label(rule)
    told = recommend_context.told(rules)
    return texts()("lists.rules.named", rule=label(rule), value=told)


def _lacking(run: Run, kept: Rules) -> tuple[str, ...]:
    """The rules that nothing in the shop's data could be followed by; one that is set stays, and
    why it does nothing is told."""
    shop, values = recommend_cached.shop(run), dict(kept)
    usual = {name: field.default for name, field in Rules.model_fields.items()}
    return tuple(
        rule
        for rule, column in ASKS.items()
        if column not in shop.told and values[rule] == usual[rule]
    )


def _left_out(lacking: tuple[str, ...]) -> None:
    """What would have to be known for the rules that are left out."""
    if lacking:
        t = texts()
        columns = dict.fromkeys(ASKS[rule] for rule in lacking)
        names = formats().series(t(f"app.fact.attribute.{column}") for column in columns)
        st.caption(md_escape(t("lists.rules.left_out", attributes=names)))


def _title(run: Run, kept: Rules) -> str:
    """What the form is called, with how many rules are set."""
    t, key, many = texts(), _key(run), 0
    for name, field in Rules.model_fields.items():
        now = st.session_state.get(f"{key}__{name}", getattr(kept, name))
        many += (tuple(now) if isinstance(now, list) else now) != field.default
    return t("lists.rules.title_set", n=many) if many else t("lists.rules.title")


def _key(run: Run) -> str:
    return f"lists_rules_{run.id}"


def _start(run: Run) -> None:
    """Fills the form when the page is opened, from the URL."""
    key = _key(run)
    if f"{key}_kept" in st.session_state:
        return
    asked = param(PARAM)
    usual = recommend_cached.usual_rules(run)
    found = read(asked) if asked else usual
    if found is None:
        callout(texts()("lists.rules.damaged"), "warning")
    rules = found or usual
    st.session_state[f"{key}_kept"] = rules
    st.session_state[f"{key}_open"] = rules != usual


def _choices(run: Run, kept: Rules) -> dict[str, object]:
    """The categories and items there are; what is chosen already stays, though nobody knows it."""
    shop = recommend_cached.shop(run)
    chosen = tuple(st.session_state.get(f"{_key(run)}__excluded") or ()) + kept.excluded
    items = dict.fromkeys((*chosen, *shop.items[:MOST]))
    categories = {
        name: {one: one for one in dict.fromkeys((*shop.categories, *getattr(kept, name)))}
        for name in ("categories_in", "categories_out")
    }
    hidden = {item: shop.label(item) for item in items}
    return {"excluded": hidden, **categories, **recommend_context.choices(run, _key(run), kept)}
