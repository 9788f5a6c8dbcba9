"""The policies by name."""

from collections.abc import Mapping
from typing import Protocol

from core.inventory.curve import Floats
from core.inventory.policies.base_stock import BaseStock
from core.inventory.policies.economic_order import EconomicOrder
from core.inventory.policies.newsvendor import Newsvendor
from core.inventory.policies.order_up_to import OrderUpTo
from core.inventory.policies.policy import Policy
from core.inventory.policies.projected_stock import ProjectedStock
from core.inventory.policies.reorder_quantity import ReorderQuantity
from core.inventory.policies.reorder_up_to import ReorderUpTo
from core.inventory.terms import PolicyName


class Maker(Protocol):
    """Makes a policy for a service level, a number or one an item (s,)."""

    def __call__(self, service_level: float | Floats, /) -> Policy: ...


def _economic_order(_service_level: float | Floats, /) -> Policy:
    return EconomicOrder()


POLICIES: Mapping[PolicyName, Maker] = {
    "projected_stock": ProjectedStock,
    "order_up_to": OrderUpTo,
    "reorder_quantity": ReorderQuantity,
    "reorder_up_to": ReorderUpTo,
    "base_stock": BaseStock,
    "newsvendor": Newsvendor,
    "economic_order": _economic_order,
}
"""Every policy; the economic order takes demand as sure and knows no service level."""
