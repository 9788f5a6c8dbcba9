"""Lists for everybody, some customers at a time, and what there is to choose from."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.lab.recommend.answer import facts_for
from core.lab.recommend.asking import ListsAsked, Where
from core.lab.recommend.bundle import load_known
from core.lab.recommend.ready import Ready, ready
from core.recommend.context import told_contexts, words_of
from core.recommend.family import BLOCK
from core.recommend.histories import histories_of
from core.recommend.listing import apply_all
from core.recommend.reasons import Sources, reasons_of

SEGMENTS = ("all", "light", "heavy")
"""Who gets a list: everybody, or those of at most, or more than, the median number of items."""
SCHEMA = pa.schema(
    [
        ("user_id", pa.string()),
        ("rank", pa.int32()),
        ("item_id", pa.string()),
        ("score", pa.float32()),
        ("reason", pa.string()),
        ("facts", pa.string()),
    ]
)


def customers_of(where_json: str, segment: str) -> int:
    """How many customers a segment has."""
    return len(_of_segment(ready(Where.model_validate_json(where_json)), segment))


def lists_for_some(
    where_json: str, asked_json: str, segment: str, among: tuple[int, int], out: str
) -> int:
    """Writes a row for each customer of a segment, of its places `among` (first, behind the last),
    and rank into a Parquet file; how many rows. The reason is a code with its facts as JSON."""
    one = ready(Where.model_validate_json(where_json))
    asked = ListsAsked.model_validate_json(asked_json)
    users = _of_segment(one, segment)
    many = len(users) > BLOCK
    return written(one, asked, users[slice(*among)], out, many)


def written(
    one: Ready, asked: ListsAsked, users: NDArray[np.int64], out: str, many: bool = True
) -> int:
    """The same for the customers at those places, `BLOCK` at a time: what is held does not grow
    with their number. For `many` of them, reasons are prepared once."""
    rows = 0
    sources = one.sources_of_many if many else one.sources
    with pq.ParquetWriter(out, SCHEMA) as writer:
        for first in range(0, len(users), BLOCK):
            part = _rows(one, users[first : first + BLOCK], asked, sources)
            writer.write_table(part)
            rows += len(part)
    return rows


def catalogue(folder: Path, digest: str) -> tuple[pd.DataFrame, list[str]]:
    """A row for each item (`id`, what is known of it, `customers`), the most met first, and the
    customers, who came last first."""
    known = load_known(folder, digest)
    found = known.interactions
    pairs = np.unique(found.user.astype(np.int64) * len(found.items) + found.item)
    met = np.bincount(pairs % max(len(found.items), 1), minlength=len(found.items))
    items = known.items.assign(customers=met)
    items.insert(0, "id", found.items.astype(str))
    order = np.argsort(-met, kind="stable")
    latest = pd.unique(found.user[::-1])
    return items.iloc[order].reset_index(drop=True), [str(found.users[at]) for at in latest]


def contexts(folder: Path, digest: str) -> dict[str, tuple[str, ...]]:
    """The contexts that the meetings tell of, and what each may be: words of `context.WORDS`, or of
    a column, the commonest first."""
    found = load_known(folder, digest).interactions
    return {name: words_of(found, name) for name in told_contexts(found)}


def _of_segment(one: Ready, segment: str) -> NDArray[np.int64]:
    """The places of the customers who have a history, of a segment."""
    many = np.diff(one.told.met.indptr)
    there = many > 0
    middle = np.median(many[there]) if there.any() else 0
    inside = {"all": there, "light": there & (many <= middle), "heavy": many > middle}[segment]
    return np.flatnonzero(inside)


def _rows(one: Ready, users: NDArray[np.int64], asked: ListsAsked, sources: Sources) -> pa.Table:
    told = histories_of(one.found, users, one.found.end)
    listed = apply_all(one.ranker, asked.rules, facts_for(one, told, asked))
    why = reasons_of(listed.lists, told, sources)
    row, rank = np.nonzero(listed.lists >= 0)
    place = listed.lists[row, rank]
    reasons = [why[r][n][0] for r, n in zip(row, rank, strict=True)]
    return pa.table(
        {
            "user_id": pa.array(one.found.users[users[row]], pa.string()),
            "rank": pa.array(rank + 1, pa.int32()),
            "item_id": pa.array(one.found.items[place], pa.string()),
            "score": pa.array(listed.scores[row, rank], pa.float32()),
            "reason": [reason.code for reason in reasons],
            "facts": [json.dumps(reason.facts, ensure_ascii=False) for reason in reasons],
        },
        schema=SCHEMA,
    )
