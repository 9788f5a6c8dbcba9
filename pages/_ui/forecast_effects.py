"""What prices, promotions and opening days do in a forecast, in words; what empty shelves hid."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import why
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import formats, texts
from pages._ui.what_if_words import flag_name

if TYPE_CHECKING:
    from core.actions.forecasts import DemandBundle
    from core.actions.why import Effect

_MOST = 10.0
"""A share from which an effect that may as well be none is not told in figures."""


def show(bundle: "DemandBundle") -> None:
    """The effects that the series share, and the note about empty shelves."""
    t = texts()
    effects = why.effects_of(bundle)
    if effects:
        st.caption(md_escape(t("effects.note")))
        heads = [t(f"effects.column.{name}") for name in ("what", "effect", "between")]
        layout.table(heads, [_row(effect) for effect in effects], t("effects.title"))
    else:
        st.caption(md_escape(t("effects.none")))
    _hidden(bundle)


def _row(effect: "Effect") -> list[Cell]:
    t, f = texts(), formats()
    what = t(f"effects.what.{effect.kind}", name=flag_name(effect.column))
    if effect.kind == "shut":
        return [Cell(what), Cell(t("effects.nothing")), Cell("–")]
    ends = {"low": _signed(effect.low), "high": _signed(effect.high)}
    around = {"low": _signed(effect.least), "high": _signed(effect.most)}
    apart = around["low"] != around["high"]
    if effect.low <= 0 <= effect.high:
        each = t("effects.between", **around) if apart else "–"
        note = t("effects.unsure_note", **ends) if effect.high < _MOST else t("effects.anything")
        return [Cell(what), Cell(t("effects.unsure"), note), Cell(each)]
    way = "more" if effect.share > 0 else "fewer"
    said = t(f"effects.{way}", share=f.percent(abs(effect.share)))
    each = t("effects.between", **around) if apart else t("effects.alike")
    return [Cell(what), Cell(said, t("effects.between", **ends)), Cell(each)]


def _signed(share: float) -> str:
    return f"{'+' if share >= 0 else '−'}{formats().percent(abs(share))}"


def _hidden(bundle: "DemandBundle") -> None:
    """What was wanted on days with empty shelves, and what treating it changes."""
    t, f = texts(), formats()
    found = why.hidden_of(bundle)
    if found is None:
        return
    facts = {
        "cells": f.count(found.cells),
        "series": f.count(found.series),
        "units": f.short(round(found.units)),
        "share": f.percent(found.share),
    }
    layout.paragraph(t("effects.hidden.title"), t("effects.hidden.body", **facts))
