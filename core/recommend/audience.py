"""For a product to move: the customers who most likely take it, and what that brings."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recommend.attributes import Attributes, attributes_of
from core.recommend.cells import cells
from core.recommend.family import Known, Ranker, at_a_time
from core.recommend.histories import histories_of
from core.recommend.interactions import Interactions
from core.recommend.ranks import Ranks, ranks_of
from core.recommend.response import Response
from core.recommend.returning import Returning
from core.recommend.thumbs import Thumbs

Numbers = NDArray[np.float64]
COLUMNS = (
    "customer", "item", "score", "rank", "probability", "expected_margin", "last_bought", "had",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """The places of the `items` to move; customers who met them within the last `without_days` are
    left out (None: nobody is; infinity: all who ever did, though nobody knows when); at most `most`
    customers."""

    items: tuple[int, ...]
    without_days: float | None = None
    most: int = 1_000_000


@dataclass(frozen=True)
class Chances:
    """What is known of the answer: by `response` of who comes, and by `returning` of who comes at
    all (None where that is not known: probabilities then are of those who come)."""

    response: Response
    returning: Returning | None = None


def audience(
    ranker: Ranker, known: Known, wanted: Wanted, chances: Chances, thumbs: Thumbs | None = None
) -> pd.DataFrame:
    """A row of `COLUMNS` for each customer with the one of the items that is expected to bring most
    (the likeliest where a margin is unknown), best first; of all customers, some at a time.

    `rank` is that of the item among all that were ever met, `last_bought` when the customer met it
    last, `had` whether ever. The expected margin is NaN where the margin is unknown. Nobody is
    shown an item that the same customer gave a thumb down.
    """
    told = attributes_of(known)
    now = known.interactions.end
    parts, size = [], at_a_time(len(told))
    for first in range(0, len(known.interactions.users), size):
        users = np.arange(first, min(first + size, len(known.interactions.users)))
        parts.append(_block(ranker, known.interactions, told, (users, wanted, chances.response)))
    found = pd.concat(parts, ignore_index=True)
    if thumbs is not None:
        found = found[~thumbs.down(found["user"].to_numpy(), found["place"].to_numpy())]
    if chances.returning is not None:
        found["probability"] *= chances.returning.of(known.interactions, now)[found["user"]]
    found["expected_margin"] = found["probability"] * told.margin[found["place"]]
    recent = _last(known.interactions, wanted.items, found)
    if wanted.without_days is not None:
        ever = found["had"].to_numpy() & np.isinf(wanted.without_days)
        kept = ~(ever | (now - recent <= wanted.without_days))
        found, recent = found[kept], recent[kept]
    found["last_bought"] = pd.to_datetime(pd.Series(recent, found.index), unit="D").dt.floor("s")
    return _best(found.dropna(subset="probability"), wanted, known.interactions)


def _block(
    ranker: Ranker,
    found: Interactions,
    told: Attributes,
    asked: tuple[NDArray[np.int64], Wanted, Response],
) -> pd.DataFrame:
    """A row for each of some customers with each item."""
    users, wanted, response = asked
    histories = histories_of(found, users, found.end)
    scores = np.asarray(ranker.scores(histories), np.float32)
    allowed = told.customers > 0
    allowed[list(wanted.items)] = True
    row = np.repeat(np.arange(len(users)), len(wanted.items))
    place = np.tile(np.array(wanted.items, np.int64), len(users))
    rank: Ranks = ranks_of(scores, allowed, row, place)
    met = cells(histories.times(), row, place) > 0
    return pd.DataFrame(
        {
            "user": users[row],
            "place": place,
            "score": scores[row, place],
            "rank": rank,
            "probability": response.of(rank, told.customers[place], met),
            "had": met,
        }
    )


def _last(found: Interactions, items: tuple[int, ...], asked: pd.DataFrame) -> Numbers:
    """When each customer met the item of each row last (n,); NaN where never, or at no known
    time."""
    rows = np.isin(found.item, items)
    met = pd.DataFrame({"user": found.user, "place": found.item, "day": found.day})[rows]
    last = met.groupby(["user", "place"])["day"].max()
    asked_of = pd.MultiIndex.from_frame(asked[["user", "place"]])
    return last.reindex(asked_of).to_numpy(float)


def _best(found: pd.DataFrame, wanted: Wanted, known: Interactions) -> pd.DataFrame:
    """The best item of every customer, the best customers first; of equal ones the higher rank."""
    worth = "probability" if found["expected_margin"].isna().any() else "expected_margin"
    order = found.sort_values([worth, "rank"], ascending=[False, True], kind="stable")
    best = order.drop_duplicates("user").head(wanted.most).reset_index(drop=True)
    best["customer"] = known.users[best["user"]]
    best["item"] = known.items[best["place"]]
    return best[list(COLUMNS)]
