"""From the answer of a backtest to the bundle that is kept: forecast, totals, weeks held out."""

from collections.abc import Sequence

import numpy as np

from core.base.forecast import Forecast
from core.base.recipe import Recipe
from core.base.specs import RunSpec
from core.demand.drivers import drivers_of
from core.demand.newcomers import Newcomers, newcomers
from core.demand.panel import Floats, Panel, escaped
from core.demand.responsive import learned_of
from core.jobs.reporter import JobReporter
from core.lab.demand import bundle as bundles
from core.lab.demand.backtested import kept
from core.lab.demand.bundle import About, DemandBundle
from core.lab.demand.fitting import Ready, in_units
from core.lab.demand.held_out import HeldOut, held_out
from core.lab.demand.judge import report_of, scores_of
from core.lab.demand.origins import Lack, affordable, usual
from core.lab.demand.read import Sales
from core.lab.demand.stages import begin
from core.lab.demand.totalling import totals_of
from core.lab.demand.totals_young import with_young
from core.lab.demand.trying import Answer, Tried


def bundle_of(
    sales: Sales, spec: RunSpec, said: Answer, ready: Ready, reporter: JobReporter
) -> DemandBundle:
    """All that is kept of a run; `ready` is the chosen family fitted on all there is."""
    panel, horizon = sales.made.panel, sales.question.horizon
    chosen, seed = said.chosen, spec.seed
    young = sales.made.young
    new = newcomers(panel, young, horizon) if len(young.y) else None
    begin(reporter, "totals")
    above, levels = totals_of(sales, chosen, ready.mean, reporter)
    if above is not None and new is not None:
        above = with_young(above, sales.grouped.iloc[len(panel.y) :], new)
    whole = panel.beside(young)
    learned = learned_of(panel)
    drivers = None
    if learned is not None:
        drivers = drivers_of(learned, whole, horizon, sales.assumed)
    begin(reporter, "evaluate")
    report, scores = report_of(sales, said, ready, levels), scores_of(said, whole)
    begin(reporter, "weeks")
    weeks = _weeks(chosen, panel, horizon, seed, reporter)
    return DemandBundle(
        about=About(
            version=bundles.VERSION,
            spec=_resolved(spec, sales, chosen),
            question=sales.question,
            family=report.family,
            data_hash=sales.dataset.data_hash,
            recipe=sales.dataset.recipes.get(str(sales.question.table), Recipe()),
            without_weeks=weeks if isinstance(weeks, str) else None,
        ),
        report=report,
        forecast=_forecast(panel, whole, ready, new),
        panel=whole,
        series=scores,
        backtest=kept(chosen.windows, said.base.windows),
        drivers=drivers,
        totals=above,
        held_out=None if isinstance(weeks, str) else weeks,
    )


def _forecast(panel: Panel, whole: Panel, ready: Ready, new: Newcomers | None) -> Forecast:
    """What the family says of its series, and of those too young for it what similar ones say."""
    single, sums = ready.distribution.quantiles(panel, ready.mean)
    parts: list[tuple[Floats, Floats, Floats]] = [(ready.mean, single, sums)]
    if new is not None:
        parts.append((new.mean, new.quantiles, new.cumulative))
    mean, single, sums = (in_units(np.concatenate(part)) for part in zip(*parts, strict=True))
    horizon = mean.shape[1]
    dates = panel.days(horizon)[-horizon:].to_numpy("datetime64[D]")
    return Forecast(tuple(escaped(whole.keys)), dates, mean, single, sums, panel.freq)


def _weeks(
    chosen: Tried, panel: Panel, horizon: int, seed: int, reporter: JobReporter
) -> HeldOut | Lack:
    """The weeks held out with a forecast of their own, or why there are none; what is not as usual
    is told."""
    source = chosen.tester.source
    cutoffs: Sequence[int] = [window.panel.y.shape[1] for window in chosen.windows]
    found = affordable(chosen.members, panel, cutoffs, horizon)
    if isinstance(found, str):
        reporter.log(f"weeks_{found}", family=chosen.name)
        return found
    if found.every > usual(panel):
        reporter.log("weeks_apart", family=chosen.name, every=found.every, usual=usual(panel))
    return held_out(panel, lambda origin: source.fitted(origin)[0], found, horizon, seed)


def _resolved(spec: RunSpec, sales: Sales, chosen: Tried) -> RunSpec:
    return spec.model_copy(
        update={
            "family": chosen.name,
            "settings": chosen.settings,
            "question": sales.question.model_dump(mode="json"),
        }
    )
