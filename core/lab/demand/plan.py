"""What a forecast would do, before it starts: problems, an estimate, series and periods."""

from core.base.errors import AppError
from core.base.model import Value
from core.base.protocols import Estimate, Problem
from core.base.specs import RunSpec
from core.data.queries.cancelled import Cancelled
from core.demand.backtest import cutoffs
from core.demand.panel import Panel
from core.demand.series import End, Skipped
from core.demand.task import Question
from core.lab.demand.fitting import fits_of
from core.lab.demand.read import read
from core.lab.demand.select import candidates, seconds
from core.store.reader import DatasetReader

FEWEST_BEFORE = 2
"""Periods that must be known before the first cutoff of a backtest."""


class Plan(Value):
    """Problems and an estimate; the `windows` that fit, `cutoffs` as the first days that each is
    asked for, the `first` day of the data and the `next`, which the forecast begins with, and what
    the data are; `young` series more are only likened to the others; at the ends in `partial` a
    period was not whole and left out; `noted` are rows that are not read as they stand; order lines
    that were `cancelled` are left out."""

    problems: tuple[Problem, ...]
    estimate: Estimate
    series: int
    periods: int
    freq: str
    windows: int
    cutoffs: tuple[str, ...]
    first: str
    next: str
    young: int
    skipped: tuple[Skipped, ...]
    partial: tuple[End, ...]
    noted: tuple[Problem, ...]
    cancelled: Cancelled


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of `spec`. Raises AppError for series that cannot be made, and horizon_too_long."""
    sales = read(store, spec)
    panel, question = sales.made.panel, sales.question
    at = windows_of(panel, question)
    fits = fits_of(at, panel.y.shape[1], question.horizon)
    tried = candidates(spec, panel, question.horizon, fits)
    problems = [p for c in tried for p in c.family.check(c.settings, panel, question.horizon)]
    if len(at) < question.windows:
        facts = {"asked": question.windows, "fit": len(at), "periods": panel.y.shape[1]}
        problems.append(Problem(code="fewer_windows", severity="warning", facts=facts))
    if sales.assumed:
        told = {"columns": list(sales.assumed)}
        problems.append(Problem(code="future_untold", severity="warning", facts=told))
    each = [c.family.estimate(c.settings, panel, question.horizon) for c in tried]
    return Plan(
        problems=tuple(sorted(problems, key=lambda problem: problem.severity != "error")),
        estimate=Estimate(
            seconds=round(2.0 + sum(seconds(c, panel, question.horizon, fits) for c in tried), 1),
            memory_mb=max(one.memory_mb for one in each),
        ),
        series=panel.y.shape[0],
        periods=panel.y.shape[1],
        freq=panel.freq,
        windows=len(at),
        cutoffs=tuple(str(panel.days(0)[place].date()) for place in at),
        first=str(panel.days(0)[0].date()),
        next=str(panel.days(1)[-1].date()),
        young=len(sales.made.young.y),
        skipped=sales.made.skipped,
        partial=sales.made.partial,
        noted=sales.noted,
        cancelled=sales.cancelled,
    )


def windows_of(panel: Panel, question: Question) -> list[int]:
    """The cutoffs of the backtest that the data are long enough for, earliest first.

    Raises AppError horizon_too_long where not a single one is.
    """
    periods, horizon = panel.y.shape[1], question.horizon
    step = question.step or horizon
    earliest = max(FEWEST_BEFORE, min(horizon, periods // 2))
    found = [at for at in cutoffs(periods, horizon, question.windows, step) if at >= earliest]
    if not found:
        raise AppError("horizon_too_long", horizon=horizon, periods=periods, most=periods // 2)
    return found
