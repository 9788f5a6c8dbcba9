"""What is reckoned with for each item: what was given, else its supplier's, else a stated default.

Costs and prices have no default: what is not known stays unknown (NaN), and so does all that
follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.base.protocols import Problem
from core.inventory.curve import Floats
from core.inventory.given import BY_SUPPLIER, NUMBERS, TEXTS, Given
from core.inventory.terms import Terms

DEFAULTS = {"on_hand": 0.0, "on_order": 0.0, "pack_size": 1.0, "minimum_order": 0.0, "volume": 1.0}
"""What is taken where nothing is given. Lead time, review period, holding rate and ordering cost
come from the terms, as does the sd of the lead time of all that state none (or whose supplier does
not, where the lead time is the supplier's); what is on order comes at the end of the lead time."""


@dataclass(frozen=True)
class Items:
    """The items of a plan in the order of their forecasts: `table` by id, the columns of `NUMBERS`
    and `TEXTS`. `taken`, by id too, says for each column with a default where it was taken."""

    table: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    taken: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, column: str) -> Floats:
        """A column of numbers (s,), NaN where not known."""
        return self.table[column].to_numpy(dtype=np.float64)

    @property
    def ids(self) -> list[str]:
        """The ids (s,)."""
        return [str(item) for item in self.table.index]

    @property
    def assumed(self) -> dict[str, int]:
        """For how many items each default was taken that was taken at all, by column."""
        counts = {str(name): int(mask.sum()) for name, mask in self.taken.items()}
        return {name: count for name, count in counts.items() if count}

    @property
    def cover(self) -> Floats:
        """For how many days after its arrival an order can sell (s,): until the next one, or until
        it spoils."""
        return np.fmin(self.of("review_period"), self.of("shelf_life"))

    @property
    def holding_cost(self) -> Floats:
        """What holding a unit for a day costs (s,), in money."""
        return self.of("unit_cost") * self.of("holding_rate") / 365

    def only(self, keep: np.ndarray, problems: Sequence[Problem] = ()) -> "Items":
        """The items at `keep` (s,) bool, with more `problems`."""
        return Items(self.table[keep], (*self.problems, *problems), self.taken[keep])


def items_of(ids: Sequence[str], terms: Terms, given: Given) -> Items:
    """The items with forecasts `ids` but for those that were left out of `given`; rows without a
    forecast are told."""
    kept = [item for item in ids if item not in given.out]
    table = given.items.reindex(kept)
    there = set(ids)
    strangers = [
        Problem(code="item_without_forecast", facts={"item": item})
        for item in given.items.index
        if item not in there
    ]
    filled, taken = _filled(table, terms, given)
    return Items(filled, (*given.problems, *strangers), taken)


def _filled(table: pd.DataFrame, terms: Terms, given: Given) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The items with their defaults, and where these were taken."""
    numbers = table[list(NUMBERS)].astype(np.float64)
    theirs = given.suppliers[[*BY_SUPPLIER]].reindex(table["supplier"]).astype(np.float64)
    theirs.index = table.index
    by_supplier = numbers["lead_time"].isna() & theirs["lead_time"].notna()
    theirs["lead_time_sd"] = theirs["lead_time_sd"].where(by_supplier)
    numbers["lead_time_sd"] = numbers["lead_time_sd"].fillna(theirs["lead_time_sd"])
    for column in ("lead_time", "review_period", "ordering_cost"):
        numbers[column] = numbers[column].fillna(theirs[column])
    stated = {
        "lead_time": terms.lead_time,
        "review_period": terms.review_period,
        "holding_rate": terms.holding_rate,
        **DEFAULTS,
    }
    if terms.ordering_cost is not None:
        stated["ordering_cost"] = terms.ordering_cost
    if terms.lead_time_sd > 0:
        stated["lead_time_sd"] = terms.lead_time_sd
    numbers.loc[numbers["lead_time"] == 0, "lead_time_sd"] = 0.0
    taken = numbers[list(stated)].isna()
    taken["due_in"] = numbers["due_in"].isna() & (numbers["on_order"] > 0)
    numbers = numbers.fillna(stated).fillna({"lead_time_sd": 0.0})
    numbers[["lead_time", "lead_time_sd"]] *= terms.lead_time_factor
    numbers.loc[numbers["lead_time"] == 0, "lead_time_sd"] = 0.0
    numbers["due_in"] = numbers["due_in"].fillna(numbers["lead_time"])
    numbers[[*TEXTS]] = table[[*TEXTS]]
    return numbers, taken
