"""Columns whose values are known ahead, on the series and periods of a panel; and empty shelves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.values import Dataset, Table
from core.data.queries.by_day import spans_of, values_by_day, words_of
from core.data.roles import is_stock
from core.demand.calendar_values import by_day, by_span, filled
from core.demand.panel import Floats, Panel
from core.lab.demand.sources import Source, as_source, day_of, keys_of, source_of
from core.store.reader import DatasetReader

WORDS = 6
"""Different words of a column that become columns of their own, the commonest first."""
_NAMED = 5


@dataclass(frozen=True)
class Known:
    """Values (s, t + ahead) by name, without gaps, and the names of those of which nothing is told
    ahead: for them the future is held to be as it was last."""

    values: dict[str, Floats]
    assumed: tuple[str, ...]


def read_known(
    store: DatasetReader, dataset: Dataset, sales: Table, wished: Sequence[str], panel: Panel,
    ahead: int,
) -> Known:  # fmt: skip
    """The `wished` columns, of the table of sales or of another (`table.column`).

    Raises AppError future_unknown, future_missing (values ahead for some series or dates only).
    """
    told: dict[str, Floats] = {}
    for name in wished:
        source = source_of(store, dataset, sales, name, panel)
        for one in _each_word(source):
            told[one.name] = _values(one, panel, ahead)
    periods = panel.y.shape[1]
    assumed = tuple(name for name, cells in told.items() if not _told_ahead(cells[:, periods:]))
    values = {}
    for name, cells in told.items():
        if not np.isnan(cells[:, periods:]).all():
            refuse_gaps(panel, name, cells, ahead)
        values[name] = _ahead_as_last(filled(cells, periods))
    return Known(values, assumed)


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


def _told_ahead(cells: Floats) -> bool:
    """Whether anything is told of the periods ahead: a list of promotions of which none is ahead
    tells nothing."""
    return not np.isnan(cells).all() and bool(np.nan_to_num(cells).any())


def _each_word(source: Source) -> list[Source]:
    if not source.words:
        return [source]
    found = words_of(source.told.path, source.told.value, WORDS)
    return [source.of_word(word) for word in found]


def _values(source: Source, panel: Panel, ahead: int) -> Floats:
    if source.told.end is not None:
        return by_span(panel, spans_of(source.told), source.keys, ahead)
    return by_day(panel, values_by_day(source.told), source.keys, ahead)


def _ahead_as_last(values: Floats) -> Floats:
    """Cells that nothing is told of take the last one told of their series."""
    place = np.where(np.isnan(values), 0, np.arange(values.shape[1]))
    return np.asarray(np.take_along_axis(values, np.maximum.accumulate(place, axis=1), axis=1))
