"""The verdict on a forecast: one sentence on all pages, what to beware of, and what to do."""

import streamlit as st

from core.actions import forecast_verdict
from core.actions.forecast_verdict import ForecastVerdict
from core.actions.forecasts import DemandReport
from core.base.runs import Run
from pages._ui import layout, model_words, run_actions
from pages._ui.session import formats, texts


def show(run: Run, report: DemandReport, note: str) -> None:
    """The sentence with a `note` under it, the caution about intervals, and the way out of a
    forecast that a simple one beats."""
    t, f = texts(), formats()
    found = forecast_verdict.judged(run, report)
    beside = forecast_verdict.beside(found, t, f.percent)
    between = "" if t.lang == "zh" or not note else " "
    under = f"{beside}{between}{note}" if beside else note
    layout.verdict(found.tone, forecast_verdict.sentence(found, t, f.percent), under)
    told = forecast_verdict.caution(found, t, f.percent)
    if told is not None:
        layout.verdict("beware", *told)
    _way_out(run, found)


def for_orders(run: Run, report: DemandReport) -> None:
    """The same above an order plan, where there is something to beware of."""
    t = texts()
    found = forecast_verdict.judged(run, report)
    if found.good:
        return
    about = "naive" if found.naive else found.verdict
    named = model_words.family_name(found.baseline, t)
    told = found.verdict == "worse" or (found.verdict != "better" and not found.missed)
    show(run, report, t(f"demand.order_anyway_{about}", baseline=named) if told else "")


def missed_level(run: Run, report: DemandReport) -> tuple[str, str] | None:
    """Which way the service of an order plan is off (`narrow`: less than it says, `wide`: more),
    and the sentence for it; None where the intervals held what they promise."""
    t, f = texts(), formats()
    missed = forecast_verdict.judged(run, report).missed
    if not missed:
        return None
    way = "narrow" if missed[0].narrow else "wide"
    facts = {"level": f.percent(missed[0].level, 0), "covered": f.percent(missed[0].covered)}
    return way, t(f"orders.terms.service_level.{way}", **facts)


def _way_out(run: Run, found: ForecastVerdict) -> None:
    """A button that opens the training of the naive forecast, where that is as good or better."""
    if found.naive or found.verdict == "better":
        return
    t = texts()
    if st.button(
        t("demand.train_naive", baseline=model_words.family_name(found.baseline, t)),
        icon=":material/model_training:",
        key=f"train_naive_{run.id}",
        type="primary" if found.verdict == "worse" else "secondary",
    ):
        changes = {"family": found.baseline, "settings": {}}
        run_actions.open_training(run, run.spec.model_copy(update=changes))
