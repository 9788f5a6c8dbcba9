"""What is to be known of a plan besides its lines."""

from collections.abc import Iterator

import numpy as np

from core.base.protocols import Problem
from core.inventory.curve import Floats
from core.inventory.fit import NAMED, Case
from core.inventory.given import problem
from core.inventory.limits import Wish
from core.inventory.margins import below_cost, underage
from core.inventory.policies.policy import Levels


def remarks(case: Case, wish: Wish, levels: Levels, proposed: Floats) -> list[Problem]:
    """What got no order though it was wished for, and why (errors), and what the orders rest on
    (warnings); `proposed` (s,) are the orders."""
    return [*_limited(case, wish, proposed), *_unplayed(case, levels), *_told(case, levels)]


def _limited(case: Case, wish: Wish, proposed: Floats) -> Iterator[Problem]:
    items = case.items
    wished = _has_limits(case) & (wish.order > 0)
    unweighed = wished & np.isnan(items.of("unit_cost"))
    for item in items.table.index[unweighed]:
        yield problem("item_cost_unknown_in_limit", item=item)
    dropped = wished & (proposed <= 0) & ~unweighed
    for item, units in zip(items.table.index[dropped], wish.order[dropped], strict=True):
        yield problem("item_dropped_by_limit", item=item, units=f"{units:,.6g}")


def _has_limits(case: Case) -> bool:
    return case.terms.budget is not None or case.terms.capacity is not None


def _unplayed(case: Case, levels: Levels) -> Iterator[Problem]:
    for item in case.items.table.index[np.isnan(levels.reorder_point)]:
        yield problem("item_policy_costs_unknown", item=item)


def _told(case: Case, levels: Levels) -> Iterator[Problem]:
    items, terms = case.items, case.terms
    best = terms.service_level is None
    losing = "sold_below_cost_not_ordered" if best else "sold_below_cost"
    masks = {
        "on_order_comes_late": levels.protects(case.outlook, items).late(items),
        losing: below_cost(items),
    }
    for code, mask in masks.items():
        names = [str(item) for item in items.table.index[mask]]
        if names:
            yield problem(code, "warning", count=len(names), items=names[:NAMED])
    unknown = int(np.isnan(underage(items)).sum())
    if unknown and (_has_limits(case) or best):
        level = terms.service_level or terms.usual_level
        yield problem("margin_unknown", "warning", count=unknown, level=f"{100 * level:g}")
