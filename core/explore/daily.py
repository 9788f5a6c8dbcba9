"""Sales by day, with days on which nothing was sold."""

from typing import TYPE_CHECKING

from core.base.view import Period
from core.data.queries.shop import filtered, sums
from core.explore.shop import Shop

if TYPE_CHECKING:
    import pandas as pd


def daily(shop: Shop, period: Period) -> "pd.DataFrame":
    """A row for each day of the period (index `day`): `lines`, `units`, `bought`, `sold`,
    `returned` and `orders` as far as the data tells them; 0 on days without sales."""
    import pandas as pd

    found = sums.by_day(filtered.within(shop.sums, period)).to_pandas()
    days = pd.date_range(period.first, period.last, freq="D", name="day")
    return found.set_index(pd.DatetimeIndex(found.pop("day"))).reindex(days).fillna(0.0)
