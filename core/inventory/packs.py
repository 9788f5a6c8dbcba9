"""Orders in whole packs, not below the supplier's minimum, not above what the shelf holds."""

import numpy as np

from core.inventory.curve import Floats
from core.inventory.inputs import Items

_SLACK = 1e-9
"""So that a sum such as 0.1 + 0.2 does not open another pack."""


def rounded(wanted: Floats, position: Floats, items: Items) -> Floats:
    """`wanted` units (s,) as an order: up to whole packs and the minimum, down to what `max_stock`
    leaves above `position` (s,); nothing where that is less than the minimum."""
    pack, least, most = items.of("pack_size"), items.of("minimum_order"), items.of("max_stock")
    order = up(np.where(wanted > 0, np.maximum(wanted, least), 0.0), pack)
    room = np.where(np.isnan(most), np.inf, np.maximum(most - position, 0))
    fits = np.where(order > room, np.floor(np.minimum(room, order) / pack + _SLACK) * pack, order)
    return np.where(fits >= np.minimum(least, order), fits, 0.0)


def up(units: Floats, pack: Floats) -> Floats:
    """`units` up to whole packs; none is 0.0, not -0.0."""
    return np.ceil(units / pack - _SLACK) * pack + 0.0
