"""Totals of a forecast by the family that made it, and which of three ways does best for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.protocols import Reporter
from core.demand import metrics
from core.demand.backtest import Window, following
from core.demand.hierarchy import Hierarchy, hierarchy_of, naive_errors, reconciled, totals
from core.demand.panel import Floats, Panel
from core.demand.responsive import learned_of
from core.jobs.reporter import JobReporter
from core.lab.demand.blend import source_of
from core.lab.demand.fitting import Backtester, Candidate, Source
from core.lab.demand.read import Sales
from core.lab.demand.stages import Parts
from core.lab.demand.totals import LevelScore, Totals
from core.lab.demand.trying import Tried

CURVE = "totals"
"""What is behind the name of a family in the curves of how it learns the totals: a loss of sums is
far smaller than one of their series."""


def totals_of(
    sales: Sales, chosen: Tried, mean: Floats, reporter: JobReporter
) -> tuple[Totals | None, tuple[LevelScore, ...]]:
    """The totals of a forecast `mean` (n, h) of the sales, by the family that made it, and how the
    three ways did in the windows of its backtest; nothing for a single series."""
    panel = sales.made.panel
    if len(panel.y) < 2:
        return None, ()
    hierarchy = hierarchy_of(sales.grouped.iloc[: len(panel.y)])
    way = Alone(
        hierarchy, chosen.members, mean.shape[1], lambda name: reporter.curve(f"{name} {CURVE}")
    )
    parts = Parts(reporter, len(chosen.windows) + 1)
    scores = _scores(panel, way, chosen.windows, parts)
    above = way.panel(panel)
    ready = Backtester(way.source(above), above, way.horizon, way.members[0].seed).ready(
        panel.y.shape[1]
    )
    parts.done()
    series = _agreed(panel, above, hierarchy, mean, ready.mean)
    agreed = hierarchy.sums(series)
    single, sums = ready.distribution.quantiles(above, agreed)
    return Totals(hierarchy, ready.mean, agreed, series, single, sums), scores


@dataclass(frozen=True)
class Alone:
    """How the totals of a hierarchy are forecast by themselves: by the family, or the blend, of
    `members`."""

    hierarchy: Hierarchy
    members: Sequence[Candidate]
    horizon: int
    follow: Callable[[str], Reporter]

    def panel(self, panel: Panel) -> Panel:
        """The totals of a panel, that know what the effects learned from its past make of what is
        told ahead; of what is not told, totals have their usual share already."""
        told = [name for name in panel.known if name not in panel.untold]
        learned = learned_of(panel) if told else None
        effect = None
        if learned is not None:
            width = panel.known[told[0]].shape[1]
            places = [learned.response.scale.names.index(name) for name in told]
            effect = learned.response.factors(panel.known, width)[places].prod(axis=0)
        return totals(panel, self.hierarchy, effect)

    def source(self, above: Panel) -> Source:
        """The forecasts of these totals."""
        return source_of(self.members, above, self.horizon, self.follow)

    def means(self, panel: Panel, cutoffs: Sequence[int]) -> Iterator[Floats]:
        """The forecasts (m, h) at each cutoff, one after the other, made of no more than was known
        at it."""
        if not set(panel.known) - panel.untold:
            source = self.source(self.panel(panel))
            yield from (source.fitted(cutoff)[1] for cutoff in cutoffs)
            return
        for cutoff in cutoffs:
            yield self.source(self.panel(panel.until(cutoff))).fitted(cutoff)[1]


def _agreed(
    panel: Panel, above: Panel, hierarchy: Hierarchy, mean: Floats, alone: Floats
) -> Floats:
    cycle = panel.rhythm.cycle
    errors = naive_errors(panel.y, cycle), naive_errors(above.y, cycle)
    return reconciled(mean, alone, hierarchy.members, errors)


def _scores(
    panel: Panel, way: Alone, windows: Sequence[Window], parts: Parts
) -> tuple[LevelScore, ...]:
    found: dict[str, list[Floats]] = {"alone": [], "sums": [], "agreed": []}
    hierarchy = way.hierarchy
    every = totals(panel, hierarchy)
    cutoffs = [window.panel.y.shape[1] for window in windows]
    alone = way.means(panel, cutoffs)
    for window, cutoff, mean in zip(windows, cutoffs, alone, strict=True):
        parts.done()
        past, sold = every.until(cutoff), following(every, cutoff, way.horizon)
        agreed = _agreed(window.panel, past, hierarchy, window.mean, mean)
        ways = {"alone": mean, "sums": hierarchy.sums(window.mean)}
        ways["agreed"] = hierarchy.sums(agreed)
        for name, said in ways.items():
            found[name].append(metrics.rmsse(past.y, sold, said))
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
