"""What an order plan is asked for: one service level, and the terms of items that state none."""

from typing import Annotated, Literal

from pydantic import Field

from core.base.forecast import LEVELS
from core.base.model import Value

PolicyName = Literal[
    "projected_stock", "order_up_to", "reorder_quantity", "reorder_up_to", "base_stock",
    "newsvendor", "economic_order",
]  # fmt: skip
Days = Annotated[float, Field(gt=0, le=3650)]
Money = Annotated[float, Field(ge=0, le=1e15)]


class Terms(Value):
    """Times are in days, `holding_rate` is the share of an item's cost that a year in stock costs,
    `ordering_cost` the money that one order line costs (None: not known).

    `service_level` is the cycle service level; None takes the best one of each item, its critical
    ratio, and `usual_level` for those whose margin is not known. `budget` is money, `capacity` the
    room that orders may take, in the unit of the items' `volume`. `lead_time_factor` stretches the
    lead times of all items alike, for a what-if.
    """

    policy: PolicyName = "order_up_to"
    service_level: float | None = Field(0.95, ge=0.5, le=LEVELS[-1])
    usual_level: float = Field(0.95, ge=0.5, le=LEVELS[-1])
    lead_time: float = Field(7.0, ge=0, le=3650)
    lead_time_sd: float = Field(0.0, ge=0, le=3650)
    lead_time_factor: float = Field(1.0, gt=0, le=10)
    review_period: Days = 7.0
    holding_rate: float = Field(0.25, ge=0, le=10)
    ordering_cost: Money | None = None
    budget: Money | None = None
    capacity: Money | None = None
