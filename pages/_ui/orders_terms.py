"""The terms of an order plan: sliders and fields, a sentence beside each, kept and in the URL."""

from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError

from core.actions import order_book
from core.actions.order_plan import Terms
from core.base.runs import Run
from pages._ui import forecast_verdict, layout, orders_cached
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, param, set_param, texts

PARAM = "terms"
BEST = "none"
"""How the URL says that each item has the best level of its margin."""
POLICIES = (
    "order_up_to", "projected_stock", "reorder_quantity", "reorder_up_to", "base_stock",
    "newsvendor", "economic_order",
)  # fmt: skip
LOWEST, HIGHEST = 80.0, 99.5


@dataclass(frozen=True)
class Number:
    """A field for a number: its bounds and step; where it is `optional`, empty means none."""

    name: str
    low: float
    high: float
    step: float
    optional: bool = False


@dataclass(frozen=True)
class Best:
    """Whether the best level from its margin is `known` of any item, and what is `said` of it."""

    known: bool
    said: str


_SHORT = (
    Number("review_period", 0.5, 3650.0, 1.0),
    Number("budget", 0.0, 1e15, 100.0, optional=True),
)
_MORE = (
    Number("lead_time_sd", 0.0, 3650.0, 0.5),
    Number("holding_rate", 0.0, 10.0, 0.05),
    Number("ordering_cost", 0.0, 1e15, 1.0, optional=True),
    Number("capacity", 0.0, 1e15, 10.0, optional=True),
)


def now(run: Run) -> Terms:
    """The terms as the form has them, before it is drawn."""
    _start(run)
    return _read(run)


def ask(run: Run, horizon: float, best: Best, own_times: bool) -> None:
    """The form; `horizon` are the days that the forecast reaches, `best` says what the best levels
    from margins are, `own_times` that every item or its supplier states a lead time."""
    t = texts()
    with layout.card("terms"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("orders.terms.title"), anchor=False)
            st.button(
                t("orders.terms.reset"),
                type="tertiary",
                icon=":material/restart_alt:",
                on_click=put,
                args=(run, Terms()),
                disabled=_read(run) == Terms(),
                key="orders_reset",
            )
        level, lead, *others = st.columns(4, gap="medium")
        with level:
            _level(run, best)
        with lead:
            _lead_time(run, horizon, own_times)
        for column, number in zip(others, _SHORT, strict=True):
            with column:
                _number(run, number)
        with st.expander(t("orders.terms.more")):
            _more(run)
    _keep(run, _read(run))


def put(run: Run, terms: Terms) -> None:
    """Puts `terms` into the form, for a callback."""
    level = terms.service_level
    values: dict[str, object] = {
        **terms.model_dump(exclude={"service_level", "usual_level"}),
        "best": level is None,
        "level": round(100 * (terms.usual_level if level is None else level), 2),
    }
    for name, value in values.items():
        st.session_state[_key(run, name)] = value


def written(terms: Terms) -> str | None:
    """What differs from the defaults, for the URL: `service_level:0.98,budget:20000`."""
    found = terms.model_dump(exclude_defaults=True)
    told = [f"{name}:{BEST if value is None else _short(value)}" for name, value in found.items()]
    return ",".join(told) or None


def read(text: str) -> Terms | None:
    """The terms of `written`; None where it was damaged on its way.

    >>> read("budget:20000").budget
    20000.0
    """
    pairs = [part.partition(":") for part in text.split(",")]
    given = {name: None if value == BEST else value for name, _, value in pairs}
    try:
        return Terms.model_validate(given)
    except ValidationError:
        return None


def _short(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _key(run: Run, name: str) -> str:
    return f"orders_{name}_{run.id}"


def _start(run: Run) -> None:
    """Fills the form when the page is opened: from the URL, else from what is kept."""
    if _key(run, "lead_time") in st.session_state:
        return
    asked, kept = param(PARAM), order_book.book_of(desk(), run.id).terms or Terms()
    found = read(asked) if asked else kept
    if found is None:
        callout(texts()("orders.terms.damaged"), "warning")
    put(run, found or kept)


def _read(run: Run) -> Terms:
    state = st.session_state
    names = [*(n.name for n in (*_SHORT, *_MORE)), "policy", "lead_time", "lead_time_factor"]
    values = {name: state[_key(run, name)] for name in names}
    level = round(state[_key(run, "level")] / 100, 6)
    by_item = {"service_level": None, "usual_level": level}
    levels = by_item if state[_key(run, "best")] else {"service_level": level}
    return Terms.model_validate({**values, **levels})


def _keep(run: Run, terms: Terms) -> None:
    """Keeps what was chosen, in the URL and beside the run; what was only looked at is not."""
    told = written(terms)
    seen = st.session_state.get(_key(run, "seen"))
    if seen is not None and seen != terms:
        order_book.keep_terms(desk(), run.id, terms)
    st.session_state[_key(run, "seen")] = terms
    set_param(PARAM, told)


def _level(run: Run, best: Best) -> None:
    t = texts()
    chosen = st.session_state[_key(run, "best")]
    value = st.session_state[_key(run, "level")]
    st.slider(
        t("orders.terms.service_level.label"),
        min(LOWEST, value),
        HIGHEST,
        step=0.5,
        format="%.1f%%",
        key=_key(run, "level"),
    )
    st.caption(md_escape(t("orders.terms.service_level.note")))
    missed = forecast_verdict.missed_level(run, orders_cached.bundle(run).report)
    if missed is not None:
        callout(missed[1], "warning")
    st.toggle(
        t("orders.terms.best.label"),
        key=_key(run, "best"),
        disabled=not best.known and not chosen,
        help=t("orders.terms.best.help"),
    )
    st.caption(md_escape(best.said))


def _lead_time(run: Run, horizon: float, own_times: bool) -> None:
    t, f = texts(), formats()
    value = st.session_state[_key(run, "lead_time")]
    st.slider(
        t("orders.terms.lead_time.label"),
        0.0,
        max(float(int(horizon)), value, 2.0),
        step=0.5 if value % 1 or horizon < 4 else 1.0,
        format="%g",
        key=_key(run, "lead_time"),
        disabled=own_times,
    )
    if own_times:
        st.caption(md_escape(t("orders.terms.lead_time.own")))
        return
    st.caption(md_escape(t("orders.terms.lead_time.note", horizon=f.number(horizon))))


def _more(run: Run) -> None:
    """What is changed less often, in a grid."""
    columns = st.columns(3, gap="medium")
    with columns[0]:
        _policy(run)
    with columns[1]:
        _stretch(run)
    for place, number in enumerate(_MORE, start=2):
        with columns[place % 3]:
            _number(run, number)


def _stretch(run: Run) -> None:
    t = texts()
    value = st.session_state[_key(run, "lead_time_factor")]
    st.slider(
        t("orders.terms.lead_time_factor.label"),
        min(0.5, value),
        max(3.0, value),
        step=0.05,
        format="× %.2f",
        key=_key(run, "lead_time_factor"),
    )
    st.caption(md_escape(t("orders.terms.lead_time_factor.note")))


def _policy(run: Run) -> None:
    t = texts()
    chosen = st.selectbox(
        t("orders.terms.policy.label"),
        POLICIES,
        format_func=lambda name: t(f"orders.terms.policy.option.{name}"),
        key=_key(run, "policy"),
    )
    st.caption(md_escape(t(f"orders.terms.policy.note.{chosen}")))


def _number(run: Run, number: Number) -> None:
    t = texts()
    key = _key(run, number.name)
    st.number_input(
        t(f"orders.terms.{number.name}.label"),
        min_value=min(number.low, st.session_state[key] or number.low),
        max_value=number.high,
        value=None if number.optional else "min",
        step=number.step,
        format="%.6g",
        placeholder=t("orders.terms.none") if number.optional else None,
        key=begin(key, None),
    )
    st.caption(md_escape(t(f"orders.terms.{number.name}.note")))
