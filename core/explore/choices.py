"""What a view of a shop can be narrowed to."""

from dataclasses import dataclass

from core.base.view import Period
from core.data.queries.shop.words import words
from core.explore.shop import Shop, span

MOST = 500


@dataclass(frozen=True)
class Choices:
    """The days of the data, and the stores, categories and currencies that there are, the largest
    first, at most `MOST` each; empty where the data tells none."""

    days: Period
    stores: tuple[str, ...]
    categories: tuple[str, ...]
    currencies: tuple[str, ...]


def choices(shop: Shop) -> Choices:
    """What the filters offer; to be asked of a view without filters."""

    def of(column: str) -> tuple[str, ...]:
        if column not in shop.sums.columns:
            return ()
        return tuple(words(shop.sums, column, MOST).to_pandas()["word"])

    kinds = shop.kinds
    found = () if kinds is None else tuple(words(kinds, "category", MOST).to_pandas()["word"])
    return Choices(span(shop), of("store_id"), found, of("currency"))
