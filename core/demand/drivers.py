"""What a forecast keeps of prices, promotions, opening days and empty shelves: their effects, their
values ahead, and the demand that empty shelves hid."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.demand.known import Kind, Scale, usual_of
from core.demand.panel import Floats, Freq, Panel
from core.demand.response import Learned, Response

FILE = "drivers.npz"
WINDOW: Mapping[Freq, int] = {"D": 56, "W": 26, "M": 12}
"""The last periods: what is held to be lately."""
_ENDS = (0.0025, 0.9975)
_ALIKE, _NEVER = 0.98, 1e-9
"""Correlation from which two columns move as one, and the size of one that never moves."""
_EFFECTS = ("beta", "error", "common", "common_error", "spread")


@dataclass(frozen=True)
class Drivers:
    """The `response` of the series, the `ahead` values (s, h) of its columns, those of them that
    are only `assumed` to be as usual, and where shelves were empty: the cells (n, 2) as series and
    period, and the `wanted` units (n,) there. `past` (k, s, w) is what each column
    multiplied sales by in the last periods, `seen` (k, 2) the lowest and highest that each column,
    as it is measured, has been but for one cell in two hundred; columns that as good as always
    changed `together`, two by two, so that no sales tell their effects apart."""

    response: Response
    ahead: Mapping[str, Floats]
    assumed: tuple[str, ...]
    empty: NDArray[np.int64]
    wanted: Floats
    past: Floats
    seen: Floats
    together: tuple[tuple[str, str], ...] = ()

    def demand(self, y: Floats) -> Floats:
        """What was wanted (s, t), where `y` (s, t) was sold."""
        found = y.copy()
        found[self.empty[:, 0], self.empty[:, 1]] = self.wanted
        return found

    def factor(self, ahead: Mapping[str, Floats] | None = None) -> Floats:
        """What the values ahead multiply sales by (s, h); see `Response.factor`."""
        values = self.ahead if ahead is None else ahead
        width = next((v.shape[1] for v in values.values()), 0)
        return self.response.factor(values, width)


def drivers_of(learned: Learned, panel: Panel, horizon: int, assumed: tuple[str, ...]) -> Drivers:
    """What was learned of the first series of a panel, and what is known of the `horizon` periods
    after it; later series are held to respond as all do."""
    end, old = panel.y.shape[1], len(learned.demand)
    ahead = {name: values[:, end : end + horizon] for name, values in panel.known.items()}
    with np.errstate(invalid="ignore"):
        hidden = np.argwhere(learned.demand > panel.y[:old])
    wanted = learned.demand[hidden[:, 0], hidden[:, 1]]
    before = {name: values[:, :end] for name, values in panel.known.items()}
    lately = {name: values[:, -WINDOW[panel.freq] :] for name, values in before.items()}
    usual = usual_of(panel, learned.response.scale)
    response = learned.response.for_more(len(panel.y) - old, usual)
    past = response.factors(lately, min(end, WINDOW[panel.freq]))
    x, _ = response.scale.measure(before, end)
    known = ~np.isnan(panel.y)
    together = _together(response.scale.names, x, known)
    return Drivers(response, ahead, assumed, hidden, wanted, past, _seen(x[known]), together)


def _seen(there: Floats) -> Floats:
    """The ends of each measured column (k, 2) of cells (n, k)."""
    if not len(there):
        return np.zeros((there.shape[1], 2))
    return np.asarray(np.quantile(there, _ENDS, axis=0).T)


def _together(
    names: tuple[str, ...], x: Floats, known: NDArray[np.bool_]
) -> tuple[tuple[str, str], ...]:
    """The columns, two by two, whose measured values `x` (s, t, k) move as one within the series,
    in the cells that are `known` (s, t)."""
    count = np.maximum(known.sum(axis=1), 1)[:, None, None]
    inside = np.where(known[:, :, None], x, 0.0)
    away = np.where(known[:, :, None], x - inside.sum(axis=1, keepdims=True) / count, 0.0)
    both = np.einsum("stk,stl->kl", away, away)
    size = np.sqrt(np.diagonal(both))
    alike = np.abs(both) > _ALIKE * np.outer(size, size)
    pairs = np.argwhere(np.triu(alike & (size > _NEVER) & (size[:, None] > _NEVER), 1))
    return tuple((names[one], names[other]) for one, other in pairs)


def write(drivers: Drivers, folder: Path) -> None:
    """Writes `drivers.npz` into the folder."""
    response, scale = drivers.response, drivers.response.scale
    kept: dict[str, Any] = {
        "names": np.array(scale.names, dtype=np.str_),
        "kinds": np.array(scale.kinds, dtype=np.str_),
        "usual": scale.usual,
        "shut": scale.shut,
        "assumed": np.array(drivers.assumed, dtype=np.str_),
        "empty": drivers.empty,
        "wanted": drivers.wanted,
        "past": drivers.past.astype(np.float32),
        "seen": drivers.seen,
        "together": np.array(drivers.together, dtype=np.str_).reshape(-1, 2),
    }
    kept |= {name: getattr(response, name) for name in _EFFECTS}
    kept |= {f"ahead_{place}": drivers.ahead[name] for place, name in enumerate(scale.names)}
    np.savez_compressed(folder / FILE, **kept)


def load(folder: Path) -> Drivers | None:
    """Reads what `write` wrote; None where there is nothing."""
    if not (folder / FILE).exists():
        return None
    with np.load(folder / FILE) as kept:
        names = tuple(str(name) for name in kept["names"])
        kinds: tuple[Kind, ...] = tuple(kept["kinds"].tolist())
        scale = Scale(names, kinds, kept["usual"], kept["shut"])
        return Drivers(
            Response(scale, *(kept[name] for name in _EFFECTS)),
            {name: kept[f"ahead_{place}"] for place, name in enumerate(names)},
            tuple(str(name) for name in kept["assumed"]),
            kept["empty"],
            kept["wanted"],
            kept["past"].astype(float),
            kept["seen"],
            tuple((str(one), str(other)) for one, other in kept["together"])
            if "together" in kept
            else (),
        )
