"""Why a series is forecast as it is: a sentence, the way from lately to the forecast, its parts."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions.why import seasons_of, why_of
from core.base.runs import Run
from core.demand.figures import why as figures
from pages._ui import cached, charts, layout
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import desk, formats, texts, theme
from pages._ui.tables import file_name
from pages._ui.what_if_words import flag_name, signed

if TYPE_CHECKING:
    from core.actions.why import Flatness, Seasons, Step, Why

_MOVES = 0.02
"""A part that changes less is not told in the sentence."""
_TOLD = 2


def show(run: Run, series: str) -> None:
    """Draws what moved the forecast of a series."""
    t = texts()
    bundle = cached.forecast(run)
    found = why_of(bundle, _seasons(str(desk().workspace.root), run.id, run.digest or ""), series)
    with layout.card("why"):
        st.subheader(t("why.title"), anchor=False)
        st.markdown(md_escape(sentence(found, bundle.panel.freq)))
        if found.flat is not None:
            layout.paragraph(t("why.flat.title"), _flat(found.flat, bundle.panel.freq))
        names = [name(step) for step in found.steps]
        chart = figures.waterfall(found, names, t("why.chart"), t, theme())
        charts.show(chart.figure, "series_why", chart.finding, file_name(series, "why"))
        with st.expander(t("why.parts"), icon=":material/table:"):
            _table(found)


@st.cache_resource(max_entries=8, show_spinner=False)
def _seasons(_root: str, run_id: str, _digest: str) -> "Seasons":
    from core.actions.forecasts import forecast_of

    return seasons_of(forecast_of(desk(), run_id))


def sentence(found: "Why", freq: str) -> str:
    """What sold lately, what is forecast, and what moves it most."""
    t, f = texts(), formats()
    facts = {
        "lately": f.number(found.lately),
        "ahead": f.number(found.ahead),
        "window": t(f"demand.span.{freq}", n=f.count(found.window)),
        "each": t(f"why.each.{freq}"),
    }
    whole = found.ahead / found.lately - 1 if found.lately > 0 else 0.0
    moved = sorted(found.steps, key=lambda step: -abs(step.units))
    told = [step for step in moved if abs(step.factor - 1) >= _MOVES][:_TOLD]
    first = t("why.sentence", change=_percent(whole), **facts)
    if not told:
        return f.sentences(first, t("why.steady"))
    return f.sentences(first, t("why.moved", parts=f.series(_moves(step) for step in told)))


def _moves(step: "Step") -> str:
    """What a part does, in words."""
    way = "adds" if step.factor >= 1 else "takes"
    told = formats().before(name(step))
    return texts()(f"why.{way}", name=told, share=_percent(abs(step.factor - 1))[1:])


def name(step: "Step") -> str:
    """A part in words."""
    return texts()(f"why.part.{step.part}", name=flag_name(step.column))


def _percent(share: float) -> str:
    f = formats()
    return f"{'+' if share >= 0 else '−'}{f.percent(abs(share), 0 if abs(share) >= 0.1 else 1)}"


def _flat(found: "Flatness", freq: str) -> str:
    t, f = texts(), formats()
    return t(
        f"why.flat.{found.reason}",
        selling=f.percent(found.selling, 0),
        periods=t(f"demand.span.{freq}", n=f.count(found.periods)),
    )


def _table(found: "Why") -> None:
    """Each part with what it multiplies by, in words what it is."""
    t, f = texts(), formats()
    rows = [
        [
            Cell(name(step), t(f"why.help.{step.part}")),
            Cell(f"× {f.fixed(step.factor, 2)}"),
            Cell(signed(step.units)),
        ]
        for step in found.steps
    ]
    layout.table(
        [t(f"why.column.{one}") for one in ("part", "factor", "units")], rows, t("why.parts")
    )
    low, high = float(found.own.min()), float(found.own.max())
    st.caption(md_escape(t("why.own", low=f.fixed(low, 2), high=f.fixed(high, 2))))
