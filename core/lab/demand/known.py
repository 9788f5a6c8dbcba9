"""Columns whose values are known ahead, on the series and periods of a panel; and empty shelves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.values import Dataset, Table
from core.data.queries.by_day import spans_of, values_by_day, words_of
from core.data.roles import is_stock
from core.demand.calendar_values import by_day, by_span, filled
from core.demand.panel import Floats, Panel
from core.demand.series import Made
from core.demand.sold_only import completed
from core.demand.task import Question
from core.demand.untold import held
from core.lab.demand.sources import Source, as_source, day_of, keys_of, source_of
from core.store.reader import DatasetReader

WORDS = 6
"""Different words of a column that become columns of their own, the commonest first."""
_NAMED = 5


@dataclass(frozen=True)
class Known:
    """Values (s, t + ahead) by name, without gaps, and the names of those of which nothing is told
    ahead: for them the future is `held` to be as it usually is."""

    values: dict[str, Floats]
    assumed: tuple[str, ...]


def read_known(
    store: DatasetReader, dataset: Dataset, sales: Table, question: Question, made: Made
) -> Known:
    """The columns that the question knows ahead, of the table of sales or of another
    (`table.column`).

    Raises AppError future_unknown, future_missing (values ahead for some series or dates only),
    future_of_sales (told only where something was sold, and changing too often to be completed).
    """
    panel, ahead = made.panel.beside(made.young), question.horizon
    periods = panel.y.shape[1]
    begun = int("last" in made.partial)
    values: dict[str, Floats] = {}
    assumed = []
    for name in question.future:
        source = source_of(store, dataset, sales, name, panel)
        for one in _each_word(source):
            cells = _values(one, panel, ahead)
            past, later = _past(one, panel, cells[:, :periods]), cells[:, periods:]
            if _told_ahead(one, later[:, begun:]):
                refuse_gaps(panel, one.name, later, ahead)
            else:
                later = held(past, ahead, panel.freq)
                assumed.append(one.name)
            values[one.name] = np.concatenate([past, later], axis=1)
    return Known(values, tuple(assumed))


def refuse_gaps(panel: Panel, name: str, told: Floats, ahead: int) -> None:
    """Raises AppError future_missing, naming series and dates, where one of the last `ahead`
    values (s, ...) is not told."""
    gaps = np.isnan(told[:, -ahead:])
    if not gaps.any():
        return
    series, step = np.nonzero(gaps)
    days = panel.days(ahead)[-ahead:]
    ids = panel.keys.astype(str).agg(" | ".join, axis=1).to_numpy()
    named = [str(one) for one in dict.fromkeys(ids[series])]
    raise AppError(
        "future_missing",
        column=name,
        missing=int(gaps.sum()),
        series=named[:_NAMED],
        count=len(named),
        first=str(days[step.min()].date()),
        last=str(days[step.max()].date()),
    )


def empty_shelves(store: DatasetReader, dataset: Dataset, panel: Panel) -> NDArray[np.bool_] | None:
    """The periods (s, t) in which a table of stock says that nothing was left, in none of the shops
    that a series is sold in; None where no table tells it of what the panel is by."""
    for table in dataset.tables:
        shelf = next((c for c in table.columns if is_stock(c.name)), None)
        known = keys_of(table, panel)
        if day_of(table) is None or shelf is None or len(known) < len(panel.keys.columns):
            continue
        source = as_source(store, dataset, table, shelf, panel)
        told = values_by_day(source.told, "lowest")
        most = told.groupby([*source.keys, "day"], as_index=False).agg({"value": "max"})
        return np.asarray(by_day(panel, most, source.keys, 0) <= 0)
    return None


def _past(source: Source, panel: Panel, cells: Floats) -> Floats:
    """What is told of the past (s, t), without gaps. Raises AppError future_of_sales."""
    if not source.sold:
        return filled(cells)
    found = completed(panel, cells)
    if found is None:
        there = ~np.isnan(panel.y)
        share = (there & ~np.isnan(cells)).sum() / there.sum()
        raise AppError("future_of_sales", column=source.name, percent=round(100 * share))
    return found


def _told_ahead(source: Source, cells: Floats) -> bool:
    """Whether anything is told of the periods ahead (s, ahead): a list of promotions of which none
    is ahead tells nothing."""
    if source.told.end is not None:
        return bool(cells.any())
    return not np.isnan(cells).all()


def _each_word(source: Source) -> list[Source]:
    if not source.words:
        return [source]
    found = words_of(source.told.path, source.told.value, WORDS)
    return [source.of_word(word) for word in found]


def _values(source: Source, panel: Panel, ahead: int) -> Floats:
    if source.told.end is not None:
        return by_span(panel, spans_of(source.told), source.keys, ahead)
    return by_day(panel, values_by_day(source.told), source.keys, ahead)
