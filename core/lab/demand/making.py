"""From the answer of a backtest to the bundle that is kept: forecast, totals, weeks held out."""

from collections.abc import Sequence

import numpy as np

from core.base.forecast import Forecast
from core.base.recipe import Recipe
from core.base.specs import RunSpec
from core.demand.drivers import drivers_of
from core.demand.newcomers import newcomers
from core.demand.panel import Floats, Panel, escaped
from core.demand.responsive import learned_of
from core.jobs.reporter import JobReporter
from core.lab.demand import bundle as bundles
from core.lab.demand.backtested import kept
from core.lab.demand.bundle import About, DemandBundle
from core.lab.demand.fitting import Ready, in_units
from core.lab.demand.held_out import HeldOut, affordable, held_out
from core.lab.demand.judge import report_of, scores_of
from core.lab.demand.read import Sales
from core.lab.demand.totalling import totals_of
from core.lab.demand.trying import Answer, Tried


def bundle_of(
    sales: Sales, spec: RunSpec, said: Answer, ready: Ready, reporter: JobReporter
) -> DemandBundle:
    """All that is kept of a run; `ready` is the chosen family fitted on all there is."""
    panel, horizon = sales.made.panel, sales.question.horizon
    chosen, seed = said.chosen, spec.seed
    above, levels = totals_of(panel, chosen, ready.mean, reporter)
    whole = panel.beside(sales.made.young)
    learned = learned_of(panel)
    drivers = None
    if learned is not None:
        drivers = drivers_of(learned, whole, horizon, sales.assumed)
    report = report_of(sales, said, ready, levels, seed)
    return DemandBundle(
        about=About(
            version=bundles.VERSION,
            spec=_resolved(spec, sales, chosen),
            question=sales.question,
            family=report.family,
            data_hash=sales.dataset.data_hash,
            recipe=sales.dataset.recipes.get(str(sales.question.table), Recipe()),
        ),
        report=report,
        forecast=_forecast(panel, sales.made.young, ready, horizon),
        panel=whole,
        series=scores_of(said, whole),
        backtest=kept(chosen.windows, said.base.windows),
        drivers=drivers,
        totals=above,
        held_out=_weeks(chosen, panel, horizon, seed),
    )


def _forecast(panel: Panel, young: Panel, ready: Ready, horizon: int) -> Forecast:
    """What the family says of its series, and of those too young for it what similar ones say."""
    single, sums = ready.distribution.quantiles(panel, ready.mean)
    parts: list[tuple[Floats, Floats, Floats]] = [(ready.mean, single, sums)]
    if len(young.y):
        new = newcomers(panel, young, horizon)
        parts.append((new.mean, new.quantiles, new.cumulative))
    mean, single, sums = (in_units(np.concatenate(part)) for part in zip(*parts, strict=True))
    dates = panel.days(horizon)[-horizon:].to_numpy("datetime64[D]")
    return Forecast(tuple(escaped(panel.beside(young).keys)), dates, mean, single, sums)


def _weeks(chosen: Tried, panel: Panel, horizon: int, seed: int) -> HeldOut | None:
    """The weeks held out with a forecast of their own, of a family that is quick enough for it."""
    if not all(affordable(one.family, one.settings, panel, horizon) for one in chosen.members):
        return None
    source = chosen.tester.source
    cutoffs: Sequence[int] = [window.panel.y.shape[1] for window in chosen.windows]
    return held_out(panel, lambda origin: source.fitted(origin)[0], cutoffs, horizon, seed)


def _resolved(spec: RunSpec, sales: Sales, chosen: Tried) -> RunSpec:
    return spec.model_copy(
        update={
            "family": chosen.name,
            "settings": chosen.settings,
            "question": sales.question.model_dump(mode="json"),
        }
    )
