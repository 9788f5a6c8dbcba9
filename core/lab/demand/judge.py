"""How a run did: its report, and the scores of every series."""

import numpy as np
import pandas as pd

from core.demand.backtest import Window
from core.demand.classes import classed
from core.demand.evaluate import MEANS, outcome, overall, scored
from core.demand.panel import Panel
from core.demand.report import by_class, by_step
from core.lab.demand.bundle import DemandReport, Standing
from core.lab.demand.fitting import Ready
from core.lab.demand.read import Sales
from core.lab.demand.totals import LevelScore
from core.lab.demand.trying import Answer, weights


def report_of(
    sales: Sales, said: Answer, ready: Ready, levels: tuple[LevelScore, ...]
) -> DemandReport:
    """What is told of a run over the windows of its backtest."""
    model, base = said.chosen, said.base
    panel = sales.made.panel
    standings = tuple(
        Standing(family=one.name, scores=overall(one.scored), seconds=one.seconds)
        for one in said.every
    )
    return DemandReport(
        family=model.name,
        baseline=base.name,
        standings=standings,
        zero=overall(scored([_nothing(window) for window in model.windows])),
        outcome=outcome(model.scored, base.scored),
        cutoffs=tuple(str(window.panel.days(1)[-1].date()) for window in model.windows),
        horizon=sales.question.horizon,
        freq=panel.freq,
        series=len(panel.y),
        skipped=sales.made.skipped,
        steps=by_step(model.windows, base.windows),
        classes=by_class(classed(panel).both, model.scores, base.scores),
        weights=weights(ready),
        levels=levels,
        young=len(sales.made.young.y),
        noted=sales.noted,
        untold=sales.assumed,
        cancelled=sales.cancelled,
    )


def _nothing(window: Window) -> Window:
    """The same window, forecast by zeros: what scores must be seen beside on lumpy demand."""
    none = np.zeros_like(window.quantiles)
    return Window(window.panel, np.zeros_like(window.mean), none, none, window.sold)


def scores_of(said: Answer, whole: Panel) -> pd.DataFrame:
    """The classes of all series, and the scores of those that were learned from beside the
    baseline's; `baseline_suffices` where the model's mean was no better in any known unit of the
    windows. The others, too young for it, come last."""
    scores, base = said.chosen.scores, said.base.scores
    sizes = classed(whole)
    both = scores.join(base[list(MEANS)].add_prefix("baseline_"))
    both = both.assign(baseline_suffices=~(scores["rmsse"] < base["rmsse"]))
    every = both.reindex(range(len(whole.y)))
    return every.assign(
        baseline_suffices=every["baseline_suffices"].fillna(False).astype(bool),
        abc=sizes.abc,
        xyz=sizes.xyz,
        young=every.index >= len(scores),
    )
