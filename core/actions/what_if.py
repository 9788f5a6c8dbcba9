"""What if: what can be changed in a forecast, and what a change makes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.actions import forecasts
from core.base.errors import AppError
from core.base.forecast import LEVELS
from core.demand.difference import Amount, Difference, difference, price_column
from core.demand.scenario import Change, cells
from core.demand.whatif import Changed, held, what_if
from core.lab.demand.bundle import DemandBundle

__all__ = ["Amount", "Change", "Difference"]
_SLACK = 0.02
_FAR = 0.05
"""Share of the changed cells beyond what was seen that is told of."""
_LOW, _HIGH = LEVELS.index(0.1), LEVELS.index(0.9)
Keys = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Levers:
    """What can be changed: the `price` column (None: no price is known), the columns that are on
    or off (`flags`), and others with a number; the values of each key, and the days from `first`
    to `last`. `flat` are the columns whose future is assumed to stay as it was."""

    price: str | None
    flags: tuple[str, ...]
    others: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    first: date
    last: date
    flat: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that have an effect."""
        return ((self.price,) if self.price else ()) + self.flags + self.others


@dataclass(frozen=True)
class Beyond:
    """A `column` that is changed further than it ever was: it has been between `low` and `high` for
    as good as all series and days, of a `price` as ratios to what is usual for the series. What its
    effect is there, no sales tell. `cells` of series and days are so far out that the effect of the
    farthest near to what was seen is taken for theirs."""

    column: str
    price: bool
    low: float
    high: float
    cells: int


@dataclass(frozen=True)
class Answer:
    """The `difference` that changes make of the chosen series, the `days` of it, and, where one
    series is chosen, the 80 % bands of the forecast before and after (h,); `beyond` are columns
    that are changed further than sales tell of. Where the difference is not known, `together` are
    the changed columns that always changed together with another one, and that one."""

    days: NDArray[np.datetime64]
    difference: Difference
    series: int
    bands: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]
    beyond: tuple[Beyond, ...]
    together: tuple[tuple[str, str], ...] = ()


def levers_of(bundle: DemandBundle) -> Levers:
    """What can be changed in a forecast."""
    found, price = bundle.drivers, price_column(bundle.drivers)
    flags: list[str] = []
    others: list[str] = []
    if found is not None:
        scale = found.response.scale
        for place, (name, kind) in enumerate(zip(scale.names, scale.kinds, strict=True)):
            if name != price:
                shuts = bool(np.isfinite(scale.shut[:, place]).any())
                (flags if kind == "plain" and not shuts else others).append(name)
    days = bundle.forecast.dates.astype("datetime64[D]")
    return Levers(
        price=price,
        flags=tuple(flags),
        others=tuple(others),
        keys={str(name): _values(bundle, str(name)) for name in bundle.panel.keys},
        first=days[0].item(),
        last=days[-1].item(),
        flat=() if found is None else found.assumed,
    )


def answer(
    bundle: DemandBundle, changes: Sequence[Change], chosen: Keys, also: Sequence[Change] = ()
) -> Answer:
    """The forecast of the `chosen` series (values by key, none: all) under changes, and of the
    series that the changes in `also` are of.

    Raises AppError change_unknown_column, change_unknown_key.
    """
    changed = changed_by(bundle, changes)
    series = rows_of(bundle, chosen) | touched(bundle, also)
    bands = []
    if series.sum() == 1:
        at = int(np.flatnonzero(series)[0])
        for said in (bundle.forecast, changed.forecast):
            bands.append((said.quantiles[at, :, _LOW], said.quantiles[at, :, _HIGH]))
    found = difference(bundle.forecast, changed, bundle.drivers, series)
    return Answer(
        days=bundle.forecast.dates,
        difference=found,
        series=int(series.sum()),
        bands=tuple(bands),
        beyond=tuple(one for one, far in beyond(bundle, changed) if far > _FAR),
        together=() if found.units.known else _together(bundle, changed),
    )


def _together(bundle: DemandBundle, changed: Changed) -> tuple[tuple[str, str], ...]:
    """The columns that always changed together, of which one at least is changed."""
    drivers = bundle.drivers
    if drivers is None:
        return ()
    moved = {
        name for name, values in changed.ahead.items()
        if not np.array_equal(values, drivers.ahead[name], equal_nan=True)
    }  # fmt: skip
    return tuple(pair for pair in drivers.together if moved & set(pair))


def beyond(bundle: DemandBundle, changed: Changed) -> Iterator[tuple[Beyond, float]]:
    """The columns changed further than sales tell of, each with the share of the changed cells that
    are."""
    drivers = bundle.drivers
    if drivers is None or not changed.ahead:
        return
    scale, width = drivers.response.scale, bundle.forecast.mean.shape[1]
    before, _ = scale.measure(drivers.ahead, width)
    after, _ = scale.measure(changed.ahead, width)
    cut = np.abs(held(drivers, before, after) - after) > _SLACK
    for place, name in enumerate(scale.names):
        low, high = drivers.seen[place]
        moved = after[:, :, place][after[:, :, place] != before[:, :, place]]
        far = (moved < low - _SLACK) | (moved > high + _SLACK)
        if far.any():
            price = scale.kinds[place] == "price"
            shown = np.exp([low, high]) if price else [low, high]
            count = int(cut[:, :, place].sum())
            yield Beyond(name, price, float(shown[0]), float(shown[1]), count), float(far.mean())


def changed_by(bundle: DemandBundle, changes: Sequence[Change]) -> Changed:
    """The forecast under changes. Raises AppError change_unknown_column, change_unknown_key."""
    keys = _keys(bundle)
    known = () if bundle.drivers is None else tuple(bundle.drivers.ahead)
    for change in changes:
        if change.kind in ("price", "set") and change.column not in known:
            raise AppError("change_unknown_column", column=change.column, known=list(known))
        _known_keys(change.values, keys)
    return what_if(bundle.forecast, keys, bundle.drivers, changes)


def changed_rows(bundle: DemandBundle, changes: Sequence[Change]) -> pd.DataFrame:
    """The changed forecast, a row a series and period: as `predict` writes it."""
    return forecasts.rows_of(replace(bundle, forecast=changed_by(bundle, changes).forecast))


def rows_of(bundle: DemandBundle, chosen: Keys) -> NDArray[np.bool_]:
    """Which series (s,) have one of the `chosen` values of each key; no value chosen is all of
    them. Raises AppError change_unknown_key."""
    _known_keys(chosen, _keys(bundle))
    found = np.ones(len(bundle.forecast.mean), dtype=bool)
    for name, wanted in chosen.items():
        if wanted:
            found &= bundle.panel.keys[name].astype(str).isin(list(wanted)).to_numpy()
    return found


def touched(bundle: DemandBundle, changes: Sequence[Change]) -> NDArray[np.bool_]:
    """The series (s,) that one of the changes is of."""
    keys = _keys(bundle)
    found = np.zeros(len(bundle.forecast.mean), dtype=bool)
    for change in changes:
        found |= cells(bundle.forecast, keys, change).any(axis=1)
    return found


def most_changed(bundle: DemandBundle, made: Answer, most: int | None = None) -> pd.DataFrame:
    """A row for each series whose forecast changes, those with most units first: `series_id`, the
    columns it is by, `before`, `after`, `more` (`low` to `high`), `share`, `more_money`; all but
    `before` are empty where the effects do not tell them."""
    found = made.difference
    before = bundle.forecast.mean.sum(axis=1)
    frame = pd.DataFrame({"series_id": list(bundle.forecast.ids), "before": before})
    frame["after"] = before + found.more
    frame["more"], frame["low"], frame["high"] = found.more, found.low, found.high
    frame["share"] = found.more / np.where(before > 0, before, np.nan)
    if found.more_money is not None:
        frame["more_money"] = found.more_money
    moved = np.flatnonzero(np.abs(found.more) > 1e-9)
    frame.loc[~found.known, [name for name in frame if name not in ("series_id", "before")]] = (
        np.nan
    )
    order = moved[np.argsort(-np.abs(found.more[moved]), kind="stable")][:most]
    return frame.iloc[order].reset_index(drop=True)


def _values(bundle: DemandBundle, name: str) -> tuple[str, ...]:
    return tuple(sorted(bundle.panel.keys[name].astype(str).unique()))


def _keys(bundle: DemandBundle) -> Keys:
    return {str(name): bundle.panel.keys[name].astype(str).tolist() for name in bundle.panel.keys}


def _known_keys(chosen: Mapping[str, Sequence[str]], keys: Keys) -> None:
    for name in chosen:
        if name not in keys:
            raise AppError("change_unknown_key", key=name, known=list(keys))
