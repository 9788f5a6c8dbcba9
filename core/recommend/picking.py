"""The best items of every customer under caps and diversity: one after the other, greedily.

Diversity is maximal marginal relevance (Carbonell and Goldstein 1998): of what is left, the item
with the highest (1 - d) x relevance - d x likeness to the most similar one already taken.
Relevance is the score, from 0 to 1 within the pool.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.recommend import metrics
from core.recommend.attributes import Attributes, Codes
from core.recommend.interactions import Floats
from core.recommend.metrics import Lists

POOL = 200
"""Items of a customer that are weighed against one another."""
_ROWS = 256


@dataclass(frozen=True)
class Wishes:
    """How lists are put together: `k` items, diversity from 0 to 1, and by the name of an attribute
    how many items of the same value a list holds at most."""

    k: int
    diversity: float
    most: dict[str, int]


def pick(
    scores: Floats, allowed: NDArray[np.bool_], wishes: Wishes, told: Attributes
) -> tuple[Lists, dict[str, NDArray[np.int64]]]:
    """Lists (b, k) of `allowed` items (b, items), -1 where they end, and for each cap the items it
    passed over (n, 2), as row and item.

    The pool of a row is its best items; where these do not fill the list, all of its items.
    """
    k = min(wishes.k, scores.shape[1])
    if not wishes.most and wishes.diversity == 0:
        return padded(metrics.top(scores, k, allowed), wishes.k), {}
    lists = np.full((len(scores), wishes.k), -1)
    passed: dict[str, list[NDArray[np.int64]]] = {name: [] for name in wishes.most}
    for first in range(0, len(scores), _ROWS):
        rows = np.arange(first, min(first + _ROWS, len(scores)))
        for size in (max(POOL, 2 * k), scores.shape[1]):
            pool = metrics.top(scores[rows], size, allowed[rows])
            taken, over = _greedy(pool, _relevance(scores[rows], pool), wishes, told)
            done = (taken[:, -1] >= 0) | (pool[:, -1] < 0) | (size >= scores.shape[1])
            lists[rows[done]] = taken[done]
            for name, mask in over.items():
                row, place = np.nonzero(mask & done[:, None])
                passed[name].append(np.column_stack([rows[row], pool[row, place]]))
            rows = rows[~done]
            if not len(rows):
                break
    return lists, {name: np.concatenate(parts) for name, parts in passed.items() if parts}


def padded(lists: Lists, k: int) -> Lists:
    """Lists of `k` places, -1 where there is nothing."""
    return np.pad(lists, ((0, 0), (0, max(0, k - lists.shape[1]))), constant_values=-1)


def _relevance(scores: Floats, pool: Lists) -> NDArray[np.float64]:
    """The scores of the pool from 0 to 1 (b, p); -inf where the pool ends."""
    there = pool >= 0
    mine = np.take_along_axis(scores, np.maximum(pool, 0), axis=1).astype(float)
    low = np.where(there, mine, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    span = np.where(there, mine, -np.inf).max(axis=1, keepdims=True, initial=-np.inf) - low
    with np.errstate(invalid="ignore"):
        found = (mine - low) / np.where(span > 0, span, 1)
    return np.where(there, found, -np.inf)


def _greedy(
    pool: Lists, relevance: NDArray[np.float64], wishes: Wishes, told: Attributes
) -> tuple[Lists, dict[str, NDArray[np.bool_]]]:
    """The items taken (b, k), and the places of the pool (b, p) that each cap passed over."""
    rows = np.arange(len(pool))
    codes = {name: _of_pool(getattr(told, name), pool) for name in wishes.most}
    used = {name: np.zeros(pool.shape, np.int32) for name in wishes.most}
    over = {name: np.zeros(pool.shape, bool) for name in wishes.most}
    free, nearest = pool >= 0, np.zeros(pool.shape)
    lists = np.full((len(pool), wishes.k), -1)
    for step in range(min(wishes.k, pool.shape[1])):
        value = _value(relevance, nearest, wishes.diversity)
        at = np.where(free, value, -np.inf).argmax(axis=1)
        there = free[rows, at]
        if not there.any():
            break
        lists[there, step] = pool[rows, at][there]
        free[rows, at] = False
        for name, most in wishes.most.items():
            mine = codes[name][rows, at]
            same = (codes[name] == mine[:, None]) & (mine >= 0)[:, None]
            used[name] += same & there[:, None]
            full = free & (used[name] >= most)
            over[name] |= full
            free &= ~full
        if wishes.diversity > 0:
            np.maximum(nearest, _alike(told, pool, pool[rows, at]), out=nearest)
    return lists, over


def _value(
    relevance: NDArray[np.float64], nearest: NDArray[np.float64], diversity: float
) -> NDArray[np.float64]:
    """What is weighed; without diversity the place in the pool, which keeps every order."""
    if diversity == 0:
        return np.broadcast_to(-np.arange(relevance.shape[1], dtype=float), relevance.shape)
    return (1 - diversity) * np.maximum(relevance, 0) - diversity * nearest


def _of_pool(codes: Codes, pool: Lists) -> Codes:
    return np.where(pool >= 0, codes[np.maximum(pool, 0)], -1).astype(np.int32)


def _alike(told: Attributes, pool: Lists, taken: Lists) -> NDArray[np.float64]:
    """How alike the items of the pool (b, p) are to the one just taken (b,), from 0 to 1: the share
    of category and brand that is the same, or, where no item has either, who met them."""
    known = [codes for codes in (told.category, told.brand) if (codes >= 0).any()]
    if known:
        same = [
            (_of_pool(codes, pool) == codes[taken][:, None]) & (codes[taken] >= 0)[:, None]
            for codes in known
        ]
        return np.asarray(np.mean(same, axis=0), float)
    cosine = np.einsum("bpd,bd->bp", told.latent[np.maximum(pool, 0)], told.latent[taken])
    return np.maximum(cosine, 0.0).astype(float)
