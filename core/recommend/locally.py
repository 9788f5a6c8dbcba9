"""What sells above usual this week where a customer usually is: in a store, or a region."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.cells import cells
from core.recommend.context import Codes, usual_of
from core.recommend.interactions import Interactions, matrix_of
from core.recommend.pairs import lift_bounds

DAYS = 7
FEWEST = 3
PLACES = ("store", "region")
"""What counts as a place, the nearest first."""


@dataclass(frozen=True)
class Locally:
    """Over the last `days` of one kind of place (`kind`): `surely` (places, items) has how many
    customers met an item where that is, with 95 % certainty, more than in all places and weeks
    together; `words` name the places, `usual` (users + 1,) is that of each customer, -1 for none.
    """

    kind: str
    words: tuple[str, ...]
    surely: sparse.csr_matrix
    usual: Codes
    days: int = DAYS

    def at(self, user: int, item: int) -> tuple[str, int] | None:
        """The usual place of a customer and how many met the item there; None where it is not
        above usual."""
        place = int(self.usual[user])
        many = self._many.get((place, item))
        return None if many is None else (self.words[place], many)

    @cached_property
    def _many(self) -> dict[tuple[int, int], int]:
        """The cells of `surely`: one after the other is asked for."""
        found = self.surely.tocoo()
        places = zip(found.row.tolist(), found.col.tolist(), strict=True)
        return dict(zip(places, found.data.astype(int).tolist(), strict=True))


def locally_of(found: Interactions) -> tuple[Locally, ...]:
    """By store and by region, where meetings tell of them and of times that reach farther back."""
    if not len(found) or not found.timed or found.end - found.day.min() < 2 * DAYS:
        return ()
    return tuple(_kinds(found))


def _kinds(found: Interactions) -> Iterator[Locally]:
    for kind in PLACES:
        coded = found.beside.get(kind)
        if coded is None or len(coded.words) < 2:
            continue
        late = found.where((found.day > found.end - DAYS) & (coded.code >= 0))
        surely = _surely(found, late, late.beside[kind].code, len(coded.words))
        yield Locally(kind, coded.words, surely, usual_of(found, coded))


def _surely(
    found: Interactions, late: Interactions, code: NDArray[np.int16], places: int
) -> sparse.csr_matrix:
    """Customers by place and item (places, items), where they are at least `FEWEST` and the low end
    of the lift of the meetings there is above 1."""
    items = len(found.items)
    ever = np.bincount(found.item, minlength=items) / len(found)
    shape = (places, items)
    count = matrix_of(code, late.item, np.ones(len(late)), shape).tocoo()
    size = np.bincount(code, minlength=places)
    _, low, _ = lift_bounds(count.data, size[count.row] * ever[count.col])
    pair = (late.user.astype(np.int64) * places + code) * items + late.item
    first = np.unique(pair, return_index=True)[1]
    customers = matrix_of(code[first], late.item[first], np.ones(len(first)), shape)
    many = cells(customers, count.row, count.col)
    sure = (low > 1) & (many >= FEWEST)
    return sparse.csr_matrix((many[sure], (count.row[sure], count.col[sure])), shape=shape)
