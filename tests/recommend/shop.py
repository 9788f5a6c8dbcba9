"""Small shops for tests."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.recommend.family import Known
from core.recommend.interactions import Interactions, sorted_by_time


def interactions(rows: Sequence[tuple[str, str, float, int]], items: str, users: str = "") -> Any:
    """Of (customer, item, day, basket), each a letter; `items` and `users` are all there are."""
    customers = sorted(set(users) | {row[0] for row in rows})
    return sorted_by_time(
        Interactions(
            np.array([customers.index(row[0]) for row in rows], np.int32),
            np.array([items.index(row[1]) for row in rows], np.int32),
            np.ones(len(rows), np.float32),
            np.array([row[2] for row in rows], float),
            np.array([row[3] for row in rows], np.int32),
            np.array(customers, object),
            np.array(list(items), object),
        )
    )


def known(found: Interactions, **columns: Sequence[Any]) -> Known:
    """Those meetings, with these attributes of the items."""
    index = range(len(found.items))
    return Known(found, pd.DataFrame(columns, index=index), pd.DataFrame(index=found.users))


def baskets(*held: str, items: str) -> Interactions:
    """A basket each, of a customer each, a day each."""
    rows = [
        (chr(65 + number), item, float(number), number)
        for number, basket in enumerate(held)
        for item in basket
    ]
    return interactions(rows, items)
