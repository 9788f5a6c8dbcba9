"""Values that are known ahead, as numbers that effects are learned of: prices, promotions, opening.

What is always above zero is held to be a price and taken as the logarithm of its ratio to what is
usual for the series, so its effect is an elasticity; a count as log(1 + count); a flag, a share or
what can be below zero as it is. A value at which next to nothing is ever sold (a closed shop) has
no effect to be learned: it shuts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.demand.panel import Floats, Panel

Kind = Literal["price", "count", "plain"]
_SHUT = 0.02
"""Sales at a value, as a share of all others', below which it is taken to shut the shop."""
_FEW = 20
"""Cells of a value that are enough to say that it shuts."""


@dataclass(frozen=True)
class Scale:
    """How the columns `names` are measured: their `kinds`, the `usual` (s, k) value of a price, and
    the value (s, k) at which nothing is sold (NaN: none)."""

    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    usual: Floats
    shut: Floats

    def measure(self, known: Mapping[str, Floats], width: int) -> tuple[Floats, NDArray[np.bool_]]:
        """The columns (s, width, k) of `known` values (s, width), 0 as usual and where nothing is
        known, and which cells are shut (s, width)."""
        shape = (len(self.usual), width)
        x, shut = np.zeros((*shape, len(self.names))), np.zeros(shape, dtype=bool)
        for place, name in enumerate(self.names):
            values = known[name]
            closed = values == self.shut[:, [place]]
            found = _measured(values, self.kinds[place], self.usual[:, [place]])
            x[:, :, place] = np.where(closed, 0.0, np.nan_to_num(found))
            shut |= closed
        return x, shut


def scale_of(panel: Panel, group: NDArray[np.int64]) -> Scale:
    """How the known columns of a panel are to be measured, told from its past; what shuts, for each
    `group` (s,) of series."""
    periods = panel.y.shape[1]
    names = tuple(panel.known)
    past = {name: panel.known[name][:, :periods] for name in names}
    kinds = tuple(_kind(past[name]) for name in names)
    usual = _usual_of(panel, names, kinds)
    shut = np.full(usual.shape, np.nan)
    for place, name in enumerate(names):
        for number in np.unique(group):
            rows = group == number
            shut[rows, place] = _shuts(panel.y[rows], past[name][rows])
    return Scale(names, kinds, usual, shut)


def usual_of(panel: Panel, scale: Scale) -> Floats:
    """The usual values (s, k) of all series of a panel; `scale` may know the first of them only."""
    return _usual_of(panel, scale.names, scale.kinds)


def _usual_of(panel: Panel, names: tuple[str, ...], kinds: tuple[Kind, ...]) -> Floats:
    usual = np.ones((len(panel.y), len(names)))
    for place, name in enumerate(names):
        if kinds[place] == "price":
            usual[:, place] = _usual(panel.known[name][:, : panel.y.shape[1]])
    return usual


def _kind(values: Floats) -> Kind:
    different = np.unique(values[~np.isnan(values)])
    if not len(different) or different[0] < 0:
        return "plain"
    if different[0] > 0:
        return "price"
    return "plain" if different[-1] <= 1 else "count"


def _usual(values: Floats) -> Floats:
    """The median of each series, that of all for one without any (s,)."""
    found = np.ones(len(values))
    there = ~np.isnan(values)
    whole = float(np.median(values[there]))
    for place, row in enumerate(values):
        known = row[there[place]]
        found[place] = np.median(known) if len(known) else whole
    return found


def _measured(values: Floats, kind: Kind, usual: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "price":
            return np.where(values > 0, np.log(values / usual), np.nan)
        return np.log1p(np.maximum(values, 0)) if kind == "count" else values


def _shuts(y: Floats, values: Floats) -> float:
    """The value of a column with two values at which next to nothing is sold; NaN: none."""
    there = ~np.isnan(values) & ~np.isnan(y)
    different = np.unique(values[there])
    if len(different) != 2:
        return float("nan")
    cells = [y[there & (values == value)] for value in different]
    means = [float(cell.mean()) for cell in cells]
    for place in (0, 1):
        if len(cells[place]) >= _FEW and means[place] < _SHUT * means[1 - place]:
            return float(different[place])
    return float("nan")
