"""How much a series has sold in a stretch of time before: its own usual and its own extremes."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.demand.panel import Floats, Panel

SHARES = (0.5, 0.8, 0.95, 1.0)
"""The quantiles of a series' own sums that are looked at; the last is the largest sum."""
_SPANS = (4, 6)
"""Places, among the windows of a rhythm, of how far is looked back."""


def own_sums(panel: Panel, span: int) -> Floats:
    """`SHARES` of what each series sold in `span` periods on end, as a mean of one period, over the
    last quarter and the last year (s, 2 x 4); zero where it is younger than a span."""
    windows = panel.rhythm.windows
    reach = [windows[min(place, len(windows) - 1)] for place in _SPANS]
    return np.hstack([_sums(panel.y[:, -max(back, 2 * span) :], span) for back in reach])


def sizes(panel: Panel) -> tuple[Floats, Floats]:
    """What each series sells in a period in which it sells (s,), over the last year: the median,
    and what only a tenth of them exceed; zero where it never sold."""
    recent = panel.y[:, -panel.rhythm.year :]
    ranked = np.sort(np.where(recent > 0, recent, np.nan), axis=1)
    count = (~np.isnan(ranked)).sum(axis=1)
    found = [
        np.take_along_axis(ranked, (share * np.maximum(count - 1, 0)).astype(int)[:, None], 1)
        for share in (0.5, 0.9)
    ]
    return np.nan_to_num(found[0][:, 0]), np.nan_to_num(found[1][:, 0])


def _sums(y: Floats, span: int) -> Floats:
    """The quantiles of one stretch of the past `y` (s, t); neighbouring sums are nearly the same,
    so only some of them are looked at."""
    if y.shape[1] < span:
        return np.zeros((len(y), len(SHARES)))
    sums = sliding_window_view(y, span, axis=1)[:, :: -max(1, span // 3)].sum(axis=-1) / span
    ranked = np.sort(sums, axis=1)
    count = (~np.isnan(ranked)).sum(axis=1)
    places = np.asarray(SHARES)[None] * np.maximum(count - 1, 0)[:, None]
    low = np.floor(places).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0)[:, None])
    under, over = (np.take_along_axis(ranked, place, 1) for place in (low, high))
    return np.nan_to_num(under + (over - under) * (places - low))
