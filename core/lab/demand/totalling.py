"""Totals of a forecast by the family that made it, and which of three ways does best for them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.demand import metrics
from core.demand.backtest import Window
from core.demand.hierarchy import Hierarchy, hierarchy_of, naive_errors, reconciled, totals
from core.demand.panel import Floats, Panel
from core.demand.responsive import learned_of
from core.jobs.reporter import JobReporter
from core.lab.demand.blend import source_of
from core.lab.demand.fitting import Backtester
from core.lab.demand.totals import LevelScore, Totals
from core.lab.demand.trying import Tried


def totals_of(
    panel: Panel, chosen: Tried, mean: Floats, reporter: JobReporter
) -> tuple[Totals | None, tuple[LevelScore, ...]]:
    """The totals of a forecast `mean` (n, h) of the panel, by the family that made it, and how the
    three ways did in the windows of its backtest; nothing for a single series."""
    if len(panel.y) < 2:
        return None, ()
    hierarchy = hierarchy_of(panel.keys)
    learned = learned_of(panel)
    effect = None
    if learned is not None and panel.known:
        width = next(iter(panel.known.values())).shape[1]
        effect = learned.response.factor(panel.known, width)
    above = totals(panel, hierarchy, effect)
    source = source_of(chosen.members, above, mean.shape[1], reporter.curve)
    tester = Backtester(source, above, mean.shape[1], chosen.members[0].seed)
    scores = _scores(tester, hierarchy, chosen.windows)
    ready = tester.ready(panel.y.shape[1])
    series = _agreed(panel, above, hierarchy, mean, ready.mean)
    agreed = hierarchy.sums(series)
    single, sums = ready.distribution.quantiles(above, agreed)
    return Totals(hierarchy, ready.mean, agreed, series, single, sums), scores


def _agreed(
    panel: Panel, above: Panel, hierarchy: Hierarchy, mean: Floats, alone: Floats
) -> Floats:
    cycle = panel.rhythm.cycle
    errors = naive_errors(panel.y, cycle), naive_errors(above.y, cycle)
    return reconciled(mean, alone, hierarchy.members, errors)


def _scores(
    tester: Backtester, hierarchy: Hierarchy, windows: Sequence[Window]
) -> tuple[LevelScore, ...]:
    found: dict[str, list[Floats]] = {"alone": [], "sums": [], "agreed": []}
    for window in windows:
        top = tester.window(window.panel.y.shape[1])
        agreed = _agreed(window.panel, top.panel, hierarchy, window.mean, top.mean)
        ways = {"alone": top.mean, "sums": hierarchy.sums(window.mean)}
        ways["agreed"] = hierarchy.sums(agreed)
        for name, mean in ways.items():
            found[name].append(metrics.rmsse(top.panel.y, top.sold, mean))
    levels = np.array(hierarchy.level)
    return tuple(
        LevelScore(
            level=level,
            count=int((levels == level).sum()),
            **{name: _mean(each, levels == level) for name, each in found.items()},
        )
        for level in dict.fromkeys(hierarchy.level)
    )


def _mean(scores: list[Floats], rows: NDArray[np.bool_]) -> float | None:
    values = np.concatenate([each[rows] for each in scores])
    return float(np.nanmean(values)) if not np.isnan(values).all() else None
