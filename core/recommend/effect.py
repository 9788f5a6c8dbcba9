"""What rules do to lists: to how right they are and to the margin they are expected to bring, both
at once, over the same customers.

The expected margin of 1,000 lists is the sum of probability x margin over what is listed. The
probability is that of `Response`: how often items where the model put this one were taken by the
customers who were judged. It is counted by the rank of the model alone, so that a rule that lifts
an item does not make it likelier. Differences have 95 % intervals from the paired differences of
the customers (1.96 standard errors of their mean).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend import metrics
from core.recommend.cells import cells
from core.recommend.evaluate import Judged, beyond
from core.recommend.family import BLOCK, Ranker
from core.recommend.listing import Applied, Facts, apply_all
from core.recommend.metrics import Lists
from core.recommend.protocol import Asked
from core.recommend.ranks import ranks_of
from core.recommend.response import Response
from core.recommend.rules import Rules

Numbers = NDArray[np.float64]
LISTS = 1000
"""Money is told of so many lists."""


@dataclass(frozen=True)
class Effect:
    """`table` has a row for each `measure`: its value `without` and `with_rules`, the `difference`
    and the ends `low` and `high` of its interval (NaN where a measure is of all lists at once).

    `expected_margin` and `margin_taken` (the margin of what the customers took of the lists) are of
    `LISTS` lists; items of unknown margin count nothing, `margin_known` is the share of listed
    items that have one. `applied` is what the rules did. `customers` are those judged.
    """

    table: pd.DataFrame
    applied: Applied
    customers: int


@dataclass(frozen=True)
class Judge:
    """What lists are judged by: the customers `asked` about, how likely they take what (`response`)
    and what items are like (`vectors` (items, d), for the diversity)."""

    asked: Asked
    response: Response
    vectors: sparse.csr_matrix


def effect(ranker: Ranker, judge: Judge, facts: Facts, rules: tuple[Rules, Rules]) -> Effect:
    """The lists by the second of the `rules` against those by the first.

    `facts` are those of the customers asked about, in their order. Both are judged by what was new
    to a customer, or had before, where both show only that; else by all that was taken.
    """
    offered = facts.told.customers > 0
    facts = replace(facts, histories=judge.asked.histories, offered=offered)
    taken = _taken(judge.asked, rules)
    applied = [apply_all(ranker, each, facts) for each in rules]
    lists = [each.lists for each in applied]
    chances = _chances(ranker, judge, facts, lists)
    parts = [
        _each(shown, taken, chance, facts) for shown, chance in zip(lists, chances, strict=True)
    ]
    rows = [_paired(name, parts[0][name], parts[1][name]) for name in parts[0]]
    wholes = [_whole(shown, judge, facts) for shown in lists]
    rows += [_row(name, wholes[0][name], wholes[1][name]) for name in wholes[0]]
    return Effect(pd.DataFrame(rows), applied[1], len(judge.asked.users))


def _taken(asked: Asked, rules: tuple[Rules, Rules]) -> sparse.csr_matrix:
    """What counts as right (q, items)."""
    view = rules[0].view if rules[0].view == rules[1].view else "all"
    if view == "all":
        return asked.taken
    met = (asked.had > 0).multiply(asked.taken).tocsr()
    found = met if view == "again" else (asked.taken - met).tocsr()
    found.eliminate_zeros()
    return found


def _chances(ranker: Ranker, judge: Judge, facts: Facts, lists: list[Lists]) -> list[Numbers]:
    """How likely every listed item is taken, for each of the lists (q, k); 0 where one ends."""
    told, found = facts.told, [np.zeros(shown.shape) for shown in lists]
    at = 0
    for block in judge.asked.histories.blocks(BLOCK):
        scores, times = ranker.scores(block), block.times()
        for shown, into in zip(lists, found, strict=True):
            mine = shown[at : at + len(block)]
            row, place = np.nonzero(mine >= 0)
            item = mine[row, place]
            rank = ranks_of(scores, told.customers > 0, row, item)
            met = cells(times, row, item) > 0
            into[at + row, place] = judge.response.of(rank, told.customers[item], met)
        at += len(block)
    return found


def _each(
    lists: Lists, taken: sparse.csr_matrix, chances: Numbers, facts: Facts
) -> dict[str, Numbers]:
    """The measures of every customer (q,)."""
    found = metrics.accuracy(lists, taken, facts.k)
    margin = np.append(facts.told.margin, np.nan)[lists]
    if np.isnan(facts.told.margin).all():
        return found
    row = np.arange(len(lists))[:, None]
    hits = cells(taken, row, np.maximum(lists, 0)) * (lists >= 0)
    found["expected_margin"] = np.nansum(chances * margin, axis=1) * LISTS
    found["margin_taken"] = np.nansum(hits * margin, axis=1) * LISTS
    return found


def _paired(name: str, without: Numbers, with_rules: Numbers) -> dict[str, float | str]:
    there = ~(np.isnan(without) | np.isnan(with_rules))
    if not there.any():
        return _row(name, np.nan, np.nan)
    difference = with_rules[there] - without[there]
    many = len(difference)
    error = difference.std(ddof=1) / np.sqrt(many) if many > 1 else np.nan
    found = _row(name, float(without[there].mean()), float(with_rules[there].mean()))
    middle = float(difference.mean())
    return found | {"low": middle - 1.96 * error, "high": middle + 1.96 * error}


def _row(name: str, without: float, with_rules: float) -> dict[str, float | str]:
    return {
        "measure": name,
        "without": without,
        "with_rules": with_rules,
        "difference": with_rules - without,
        "low": np.nan,
        "high": np.nan,
    }


def _whole(lists: Lists, judge: Judge, facts: Facts) -> dict[str, float]:
    """Measures of all lists at once."""
    found = beyond(Judged(lists, pd.DataFrame()), judge.asked, judge.vectors)
    listed = lists[lists >= 0]
    if not np.isnan(facts.told.margin).all():
        known = ~np.isnan(facts.told.margin[listed])
        found["margin_known"] = float(known.mean()) if len(listed) else np.nan
    return {"popularity_bias": np.nan, **found}
