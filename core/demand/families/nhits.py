"""N-HiTS (Challu et al. 2023): stacks look at the past at several rates, each explains a part of it
away and says its part of the forecast at its own rate, from long waves to short ones."""

from typing import Annotated

from pydantic import Field

from core.base.specs import SHORT
from core.demand.net import PanelNetSettings, network_family
from core.demand.net_rows import Layout

Pool = Annotated[int, Field(ge=1, le=365)]


class NhitsSettings(PanelNetSettings):
    """A stack for each of `pools`: so many periods it sees, and says, as one."""

    pools: tuple[Pool, ...] = Field((14, 7, 1), min_length=1, max_length=8, json_schema_extra=SHORT)
    hidden: tuple[int, ...] = Field((96, 96), max_length=10, json_schema_extra=SHORT)


def knots(horizon: int, pool: int) -> int:
    """How many numbers a stack says of the horizon; those between are on straight lines."""
    return max(1, -(-horizon // pool))


def parameters(settings: NhitsSettings, layout: Layout) -> int:
    """Parameters of all stacks."""
    total = 0
    for number, pool in enumerate(settings.pools, start=1):
        seen = -(-layout.history // pool) + layout.width - layout.history
        for width in settings.hidden:
            total += seen * width + (2 * width if settings.batch_normalisation else width)
            seen = width
        last = number == len(settings.pools)
        explained = 0 if last else knots(layout.history, pool)
        total += (seen + 1) * (knots(layout.horizon, pool) + explained)
    return total


FAMILY = network_family("nhits", NhitsSettings, parameters, traced=3.0)
