"""A file that tells what is known ahead, honoured at every step of a finished forecast."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.actions.what_if import Beyond, beyond
from core.base import private
from core.base.errors import AppError
from core.base.forecast import Forecast
from core.base.texts import Texts
from core.data import reading
from core.data.booleans import parse_booleans
from core.data.dates import date_style, parse_dates
from core.data.numbers import number_style, parse_numbers
from core.data.options import ReadOptions
from core.data.roles import is_moment, meant_by
from core.data.words import joined
from core.demand.calendar_values import by_day
from core.demand.drivers import Drivers
from core.demand.panel import Floats, Panel
from core.demand.whatif import under
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.known import refuse_gaps

_DAYS = frozenset({"ds", "date", "day", "datum", "日期", "timestamp", "week", "month"})


@dataclass(frozen=True)
class Known:
    """The `forecast` under what a file tells of the columns `told`; `kept` are the columns known
    ahead that it does not tell, for which what the run knew holds; `ignored` are columns of the
    file that the run knows no effect of. `beyond` are the columns of which cells go so far beyond
    what was seen that their effect is held, as that of a what-if."""

    forecast: Forecast
    told: tuple[str, ...]
    kept: tuple[str, ...]
    ignored: tuple[str, ...]
    beyond: tuple[Beyond, ...] = ()

    def warnings(self, texts: Texts) -> list[str]:
        """What to beware of, a sentence each."""
        return [_held(one, texts) for one in self.beyond]


def with_future(bundle: DemandBundle, path: Path) -> Known:
    """The forecast with the values ahead that a file tells: a row a day (and series), columns of
    what the series are by, a day, and columns known ahead.

    Raises AppError future_not_known (the run knows no such column), future_without_days,
    future_missing (series and days that are not told), future_cell, future_price_none, those of
    reading a file.
    """
    if bundle.drivers is None:
        raise AppError("future_not_known", known=[], columns=[])
    with private.folder() as outside:
        cells = reading.start(path, ReadOptions(), outside / "raw").result().frame()
    return told_ahead(bundle, cells)


def told_ahead(bundle: DemandBundle, cells: pd.DataFrame) -> Known:
    """The same of a table of texts."""
    drivers = bundle.drivers
    if drivers is None:
        raise AppError("future_not_known", known=[], columns=[str(name) for name in cells])
    cells = cells.fillna("").astype(str).reset_index(drop=True)
    day = _day(cells)
    keys = _keys(cells, bundle.panel)
    columns = [str(name) for name in cells if name != day and name not in keys.values()]
    known = tuple(drivers.ahead)
    values: dict[str, pd.Series] = {}
    for name in columns:
        values |= _known(name, cells[name], known)
    _check_prices(drivers, values)
    if not values:
        raise AppError("future_not_known", known=list(known), columns=columns)
    when = _days(cells, day)
    rows = pd.DataFrame({key: cells[name].str.strip() for key, name in keys.items()})
    ahead = dict(drivers.ahead)
    for name, value in values.items():
        told = rows.assign(day=when, value=value.to_numpy())
        ahead[name] = _laid_out(bundle, name, told[told["value"].notna()], list(keys))
    changed = under(bundle.forecast, drivers, ahead)
    stems = {name.partition(" = ")[0] for name in values}
    return Known(
        forecast=changed.forecast,
        told=tuple(values),
        kept=tuple(name for name in known if name not in values),
        ignored=tuple(n for n in columns if n not in values and n not in stems),
        beyond=tuple(one for one, _ in beyond(bundle, changed) if one.cells),
    )


def _held(one: Beyond, texts: Texts) -> str:
    form = ".0%" if one.price else ".3g"
    ends = {"low": f"{one.low:{form}}", "high": f"{one.high:{form}}"}
    key = f"demand.future_held.{'price' if one.price else 'other'}"
    return texts(key, column=one.column, n=one.cells, **ends)


def _check_prices(drivers: Drivers, values: dict[str, pd.Series]) -> None:
    """Raises AppError future_price_none for a price that is not above zero."""
    scale = drivers.response.scale
    for name, kind in zip(scale.names, scale.kinds, strict=True):
        if kind == "price" and name in values and (values[name] <= 0).any():
            row = int(np.flatnonzero(values[name] <= 0)[0])
            amount = f"{values[name].iloc[row]:g}"
            raise AppError("future_price_none", row=row + 1, column=name, amount=amount)


def _laid_out(bundle: DemandBundle, name: str, told: pd.DataFrame, keys: list[str]) -> Floats:
    """The values (s, h) of a column. Raises AppError future_missing."""
    horizon = bundle.forecast.mean.shape[1]
    panel = bundle.panel
    end = Panel(panel.y[:, -1:], panel.keys, panel.dates[-1:], panel.freq)
    found = by_day(end, told, keys, horizon)
    refuse_gaps(end, name, found, horizon)
    return found[:, -horizon:]


def _day(cells: pd.DataFrame) -> str:
    for name in cells:
        if joined(str(name)) in _DAYS or is_moment(str(name)):
            return str(name)
    raise AppError("future_without_days", columns=[str(name) for name in cells])


def _keys(cells: pd.DataFrame, panel: Panel) -> dict[str, str]:
    """The columns of what the series are by; those that a file lacks are alike for all."""
    found = {}
    for key in panel.keys:
        role = meant_by(str(key))
        for name in cells:
            same = joined(str(name)) == joined(str(key))
            if same or (role is not None and meant_by(str(name)) == role):
                found[str(key)] = str(name)
                break
    return found


def _known(name: str, cells: pd.Series, known: tuple[str, ...]) -> dict[str, pd.Series]:
    """The columns known ahead that a column of the file tells, with their values."""
    column = name if name in known else name.rpartition(".")[2]
    if column in known:
        return {column: _numbers(name, cells)}
    words = [one for one in known if one.startswith(f"{column} = ")]
    said = cells.str.strip()
    return {one: (said == one.partition(" = ")[2]).astype(float) for one in words}


def _numbers(name: str, cells: pd.Series) -> pd.Series:
    """Numbers; empty cells are not told. Raises AppError future_cell."""
    texts = cells.str.strip().tolist()
    told = [text for text in texts if text]
    read = parse_numbers(texts, number_style(told, np.ones(len(told), dtype=np.int64)))
    yes, is_yes = parse_booleans(texts)
    values = np.where(read.ok, read.values, np.where(is_yes, yes.astype(float), np.nan))
    for place, text in enumerate(texts):
        if text and not np.isfinite(values[place]):
            raise AppError("future_cell", row=place + 1, column=name, cell=text)
    return pd.Series(values)


def _days(cells: pd.DataFrame, name: str) -> pd.Series:
    """The day of each row. Raises AppError future_cell."""
    texts = cells[name].str.strip().tolist()
    order = date_style(
        [t for t in texts if t], np.ones(sum(map(bool, texts)), dtype=np.int64)
    ).order
    found, ok = parse_dates(texts, order)
    if not ok.all():
        place = int(np.flatnonzero(~ok)[0])
        raise AppError("future_cell", row=place + 1, column=name, cell=texts[place])
    return pd.Series(found.astype("datetime64[D]").astype("datetime64[ns]"))
