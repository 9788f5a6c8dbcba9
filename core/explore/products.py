"""Which products sell most, and which rose or fell by more than chance."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.data.queries.shop.moves import moves
from core.explore.periods import Periods, periods
from core.explore.shop import Shop, span

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FALSE_SHARE = 0.1
"""Of the products that are told to have moved, at most this share is expected to be chance."""
LEAST_DAYS = 7
"""Shorter periods tell no movement from noise."""


@dataclass(frozen=True)
class Products:
    """A row for each product that sold in the present period or the one before, the most sales
    first: `item_id`, `name` and `category` (where told), `sales` (net money, where there is some)
    and `units`, each with `_before`; `p` of the test that both periods sell alike by day, and
    whether it `moved`: p below what keeps the share of false findings at `FALSE_SHARE`."""

    periods: Periods
    rows: "pd.DataFrame"
    money: bool

    @property
    def rank_by(self) -> str:
        """What products are ranked by."""
        return "sales" if self.money else "units"


def products(shop: Shop) -> Products:
    """The products of a view. LackingError no_items."""
    when = periods(shop.view, span(shop))
    found = moves(shop.days, when.now, when.before)
    if shop.names is not None:
        found = found.left_join(shop.names, "item_id").drop("item_id_right")
    if shop.kinds is not None:
        found = found.left_join(shop.kinds, "item_id").drop("item_id_right")
    rows = found.to_pandas()
    money = "sold_now" in rows
    for name in when.named.keys() & {"now", "before"}:
        end = "" if name == "now" else "_before"
        if money:
            rows[f"sales{end}"] = rows[f"sold_{name}"] + rows[f"returned_{name}"]
        rows[f"units{end}"] = rows[f"units_{name}"] if f"units_{name}" in rows else float("nan")
    if when.before is not None and when.now.days >= LEAST_DAYS and "squares_now" in rows:
        rows["p"] = _p(rows, when.now.days)
        rows["moved"] = discoveries(rows["p"].to_numpy())
    rank = "sales" if money else "units"
    kept = ("item_id", "name", "category", "sales", "units", "sales_before", "units_before")
    chosen = [name for name in (*kept, "p", "moved") if name in rows]
    rows = rows.sort_values([rank, "item_id"], ascending=[False, True], ignore_index=True)
    return Products(when, rows[chosen], money)


def _p(rows: "pd.DataFrame", days: int) -> "np.ndarray":
    """Welch's test of the units a day in two periods of as many `days` (Welch, Biometrika 1947);
    1 where neither varies."""
    import numpy as np
    from scipy.stats import ttest_ind_from_stats

    sides = []
    for name in ("now", "before"):
        mean = rows[f"units_{name}"].to_numpy(float) / days
        squares = rows[f"squares_{name}"].fillna(0).to_numpy(float)
        variance = np.maximum(squares - days * mean**2, 0) / (days - 1)
        sides += [mean, np.sqrt(variance), np.full(len(mean), days)]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = ttest_ind_from_stats(*sides, equal_var=False).pvalue
    return np.where(np.isnan(found), 1.0, found)


def discoveries(p: "np.ndarray", share: float = FALSE_SHARE) -> "np.ndarray":
    """Which of the hypotheses with these p values are rejected where at most `share` of the
    rejections may be false (Benjamini and Hochberg, JRSS B 1995).

    >>> import numpy as np
    >>> discoveries(np.array([0.001, 0.5, 0.04]), 0.1).tolist()
    [True, False, True]
    """
    import numpy as np
    from scipy.stats import false_discovery_control

    return false_discovery_control(p) <= share if len(p) else np.zeros(0, dtype=bool)
