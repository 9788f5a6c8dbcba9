"""Attributes that tell what is to be foretold: they were filled in afterwards.

A column is refused where it tells of what customers took later far beyond chance and beyond what
their histories tell: by naming those items, by parting those who take an item from the others, or,
of items, by being how often each was taken.
"""

import re
from collections.abc import Iterator
from math import lgamma, log
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.base.errors import AppError
from core.recommend.family import Known
from core.recommend.interactions import Interactions
from core.recommend.protocol import Asked

FEWEST = 8
"""Right answers that are named, or customers who take an item, from which on one can speak."""
LIFT, SHARE = 5.0, 0.5
"""How many times as often as by chance a column names what is taken, and the share of all that it
names, or of all that is taken, that must be right."""
NEARLY = 0.98
"""Area under the curve, or rank correlation, of an answer that is told."""
MOST_LEVELS = 200
SURE = log(1e9)
"""By how much the ways to draw as many takers must outnumber all that is tried."""
BEYOND = 0.9
"""Rank correlation with what came later that is left once what was known is taken out."""
FEWEST_ITEMS = 30
_APART = re.compile(r"[,;|/\s\[\]{}()\"'，；、]+")
_LISTED = re.compile(r"[,;|\[\]{}\"'，；、]+")


def refuse_answers(known: Known, later: Asked) -> None:
    """Raises AppError attribute_tells_answer with the `column`: `known` has the attributes and all
    that happened, `later` the question by which is judged."""
    column = next(_of_users(known, later), None) or next(_of_items(known, later), None)
    if column is not None:
        raise AppError("attribute_tells_answer", column=column)


def _of_users(known: Known, later: Asked) -> Iterator[str]:
    asked = known.users.iloc[later.users].reset_index(drop=True)
    fresh = _fresh(later)
    for name in asked.columns:
        cells = _cells(asked[name])
        if cells is not None and _names(cells, known, later, fresh):
            yield str(name)
    yield from _parting(asked, later, fresh)


def _of_items(known: Known, later: Asked) -> Iterator[str]:
    targets = _taken(known.interactions, later)
    before = np.bincount(later.known.item, minlength=len(known.items)).astype(float)
    for name in known.items.columns:
        values = known.items[name]
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            continue
        found = values.to_numpy(float, na_value=np.nan)
        if any(_equals(found, taken, before) for taken in targets):
            yield str(name)


def _fresh(later: Asked) -> sparse.csr_matrix:
    """1 where a customer took what was not had before (q, items)."""
    found = (later.taken - later.taken.multiply(later.had > 0)).tocsr()
    found.eliminate_zeros()
    return found


def _cells(column: pd.Series) -> pd.Series | None:
    """The cells as text, where ids may stand in them: words, and numbers without a fraction."""
    if pd.api.types.is_bool_dtype(column):
        return None
    if not pd.api.types.is_numeric_dtype(column):
        return column.astype("string").fillna("")
    values = column.to_numpy(float, na_value=np.nan)
    known = np.isfinite(values)
    if not known.any() or (values[known] != np.floor(values[known])).any():
        return None
    return pd.Series(
        [f"{one:.0f}" if there else "" for one, there in zip(values, known, strict=True)]
    )


def _names(cells: pd.Series, known: Known, later: Asked, fresh: sparse.csr_matrix) -> bool:
    """Whether the cells name what their customers take, and those of others do not."""
    named = _named(cells, known)
    named = (named - named.multiply(later.had > 0)).tocsr()
    hits = float(named.multiply(fresh).sum())
    if hits < FEWEST:
        return False
    chance = float(named.sum(axis=0).A1 @ fresh.sum(axis=0).A1) / len(cells)
    said = np.flatnonzero(np.diff(named.indptr))
    right = max(hits / named.sum(), hits / max(float(fresh[said].sum()), 1))
    return hits > LIFT * chance and right >= SHARE


def _named(cells: pd.Series, known: Known) -> sparse.csr_matrix:
    """1 where a cell has the id or the name of an item (q, items)."""
    place = {str(one).casefold(): at for at, one in enumerate(known.interactions.items)}
    if "text" in known.items.columns:
        for at, name in enumerate(known.items["text"].astype("string").fillna("")):
            if name.strip():
                place.setdefault(name.strip().casefold(), at)
    codes, different = pd.factorize(cells)
    rows: list[int] = []
    columns: list[int] = []
    for at, cell in enumerate(different):
        whole = str(cell).casefold()
        parts = {
            whole.strip(),
            *_APART.split(whole),
            *(one.strip() for one in _LISTED.split(whole)),
        }
        mine = {place[part] for part in parts if part in place}
        rows += [at] * len(mine)
        columns += mine
    shape = (len(different), len(known.items))
    each = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    return each[codes]


def _parting(asked: pd.DataFrame, later: Asked, fresh: sparse.csr_matrix) -> Iterator[str]:
    """The columns that part those who take an item from those who do not."""
    takers = np.asarray(later.taken.sum(axis=0)).ravel()
    often = np.flatnonzero((fresh.sum(axis=0).A1 >= FEWEST) & (takers <= len(asked) - FEWEST))
    if not len(often):
        return
    took = (later.taken[:, often] > 0).astype(float)
    ways = (1 if _amounts(asked[name]) else len(_levels(asked[name])) for name in asked.columns)
    tests = len(often) * sum(ways)
    for name in asked.columns:
        for rank in _orders(asked[name]):
            for at in np.flatnonzero(np.abs(_areas(took, rank) - 0.5) > 0.3):
                if _parts(rank, later, fresh, (int(often[at]), tests)):
                    yield str(name)


def _orders(column: pd.Series) -> Iterator[NDArray[np.float64]]:
    """The ranks of a column of amounts, missing ones last; of words whether it is each of the
    common ones (q,)."""
    if _amounts(column):
        values = column.astype("Float64").to_numpy(float, na_value=np.nan)
        yield np.asarray(pd.Series(values).rank(na_option="top"), np.float64)
        return
    words = column.astype("string").fillna("")
    for level in _levels(column):
        yield np.asarray((words == level).astype(float).rank(), np.float64)


def _amounts(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column)


def _levels(column: pd.Series) -> list[str]:
    """The common words of a column, the commonest first."""
    counts = column.astype("string").fillna("").value_counts()
    return list(counts.index[counts >= FEWEST][:MOST_LEVELS])


def _areas(took: sparse.csr_matrix, rank: NDArray[np.float64]) -> NDArray[np.float64]:
    """The area under the curve of every item (items,) with a column (q,), by rank sums; `took` (q,
    items) is 1 where it was taken."""
    many = took.sum(axis=0).A1
    others = len(rank) - many
    return np.asarray((took.T @ rank - many * (many + 1) / 2) / np.maximum(many * others, 1))


def _parts(
    rank: NDArray[np.float64], later: Asked, fresh: sparse.csr_matrix, of: tuple[int, int]
) -> bool:
    """Whether it does so among customers who had not met the item, where what they had does not,
    and surely: for an item, and as many `tests` as were made."""
    item, tests = of
    had = later.had
    asked = had[:, [item]].toarray().ravel() == 0
    took = fresh[:, [item]].toarray().ravel()[asked] > 0
    many, every = int(took.sum()), len(took)
    if many < FEWEST or every - many < FEWEST:
        return False
    ways = lgamma(every + 1) - lgamma(many + 1) - lgamma(every - many + 1)
    if ways < SURE + log(tests) or _apart(rank[asked], took) < NEARLY:
        return False
    beside = later.known.matrix()[:, [item]]
    alike = later.known.matrix().T @ beside
    behaviour = (had @ alike).toarray().ravel()[asked]
    return _apart(behaviour, took) < NEARLY


def _apart(values: NDArray[np.float64], took: NDArray[np.bool_]) -> float:
    """The area under the curve, whichever way round."""
    rank = pd.Series(values).rank().to_numpy()
    many = took.sum()
    area = (rank[took].sum() - many * (many + 1) / 2) / (many * (len(took) - many))
    return float(max(area, 1 - area))


def _taken(found: Interactions, later: Asked) -> list[NDArray[np.float64]]:
    """How often each item was taken by those asked about, and in all rows that were hidden."""
    items = len(found.items)
    hidden = np.bincount(found.item, minlength=items) - np.bincount(
        later.known.item, minlength=items
    )
    return [np.asarray(later.taken.sum(axis=0)).ravel().astype(float), hidden.astype(float)]


def _equals(
    values: NDArray[np.float64], taken: NDArray[np.float64], before: NDArray[np.float64]
) -> bool:
    """Whether the values order the items as what was taken later does, by Spearman's correlation,
    and still do so once what was known before is taken out (the partial correlation)."""
    there = np.isfinite(values)
    if there.sum() < FEWEST_ITEMS or min(map(_different, (values[there], taken[there]))) < 4:
        return False
    ranks = [pd.Series(one[there]).rank().to_numpy() for one in (values, taken, before)]
    if _different(ranks[2]) < 2:
        return bool(np.asarray(np.corrcoef(ranks[0], ranks[1]))[0, 1] >= NEARLY)
    table = np.asarray(np.corrcoef(ranks))
    both, mine, theirs = table[0, 1], table[0, 2], table[1, 2]
    rest = np.sqrt(max((1 - mine**2) * (1 - theirs**2), 0.0))
    return bool(both >= NEARLY and rest > 1e-9 and (both - mine * theirs) / rest >= BEYOND)


def _different(values: NDArray[Any]) -> int:
    return len(np.unique(values))
