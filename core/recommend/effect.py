"""What rules do to lists: to how right they are and to the margin they are expected to bring, both
at once, over the same customers.

The expected margin of 1,000 lists is the sum of probability x margin over what is listed. The
probability is that of `Response`: how often items where the model put this one were taken by the
customers who were judged. It is counted by the rank of the model alone, so that a rule that lifts
an item does not make it likelier. Differences have 95 % intervals from the paired differences of
the customers (1.96 standard errors of their mean).

What one rule does among others is told by leaving it out: the lists by all rules against those by
all but this one. As rules take the same items, what they do alone need not add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend import metrics
from core.recommend.cells import cells
from core.recommend.evaluate import Judged, beyond
from core.recommend.family import Ranker, at_a_time
from core.recommend.interactions import Floats
from core.recommend.listing import Applied, Facts, apply, joined
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

    `each` has a row for each `rule` and measure of a customer: its value `without` this rule alone,
    and `with_rules`, with all of them.

    `expected_margin` and `margin_taken` (the margin of what the customers took of the lists) are of
    `LISTS` lists; items of unknown margin count nothing, `margin_known` is the share of listed
    items that have one. `applied` is what the rules did to the `lists` of all who were
    asked about; `customers` are those of them who took something of the kind that is judged.
    """

    table: pd.DataFrame
    each: pd.DataFrame
    applied: Applied
    lists: int
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
    less = rules[1].one_less(rules[0])
    followed = _followed(ranker, judge, facts, (*rules, *less.values()))
    taken = _taken(judge.asked, rules)
    told = {one: _each(found, taken, facts) for one, found in followed.items()}
    plain, full = (followed[one] for one in rules)
    rows = _compared(told[rules[0]], told[rules[1]])
    wholes = [_whole(found.applied.lists, judge, facts) for found in (plain, full)]
    rows += [_row(name, wholes[0][name], wholes[1][name]) for name in wholes[0]]
    each = [
        {"rule": rule, **row}
        for rule, one in less.items()
        for row in _compared(told[one], told[rules[1]])
    ]
    judged = int((taken.getnnz(axis=1) > 0).sum())
    asked = len(judge.asked.users)
    return Effect(pd.DataFrame(rows), pd.DataFrame(each), full.applied, asked, judged)


@dataclass(frozen=True)
class _Followed:
    """What some rules show, and how likely every listed item is taken (q, k), 0 where a list
    ends."""

    applied: Applied
    chances: Numbers


def _followed(
    ranker: Ranker, judge: Judge, facts: Facts, every: Sequence[Rules]
) -> dict[Rules, _Followed]:
    """The lists by each of the rules; the customers are scored once for all of them."""
    parts: dict[Rules, list[Applied]] = {rules: [] for rules in every}
    chances: dict[Rules, list[Numbers]] = {rules: [] for rules in every}
    size = at_a_time(len(facts.told))
    for first in range(0, max(len(facts.histories), 1), size):
        some = facts.block(first, min(first + size, len(facts.histories)))
        scores = ranker.scores(some.histories)
        for rules, mine in parts.items():
            mine.append(apply(scores, rules, some))
            chances[rules].append(_chances(scores, mine[-1].lists, judge.response, some))
    return {
        rules: _Followed(joined(mine), np.concatenate(chances[rules]))
        for rules, mine in parts.items()
    }


def _taken(asked: Asked, rules: tuple[Rules, Rules]) -> sparse.csr_matrix:
    """What counts as right (q, items)."""
    view = rules[0].view if rules[0].view == rules[1].view else "all"
    if view == "all":
        return asked.taken
    met = (asked.had > 0).multiply(asked.taken).tocsr()
    found = met if view == "again" else (asked.taken - met).tocsr()
    found.eliminate_zeros()
    return found


def _chances(scores: Floats, lists: Lists, response: Response, facts: Facts) -> Numbers:
    """How likely every listed item is taken (b, k); 0 where a list ends."""
    customers = facts.told.customers
    found = np.zeros(lists.shape)
    row, place = np.nonzero(lists >= 0)
    item = lists[row, place]
    rank = ranks_of(scores, customers > 0, row, item)
    found[row, place] = response.of(rank, customers[item], facts.had[row, item])
    return found


def _each(followed: _Followed, taken: sparse.csr_matrix, facts: Facts) -> dict[str, Numbers]:
    """The measures of every customer (q,)."""
    lists = followed.applied.lists
    found = metrics.accuracy(lists, taken, facts.k)
    margin = np.append(facts.told.margin, np.nan)[lists]
    if np.isnan(facts.told.margin).all():
        return found
    row = np.arange(len(lists))[:, None]
    hits = cells(taken, row, np.maximum(lists, 0)) * (lists >= 0)
    found["expected_margin"] = np.nansum(followed.chances * margin, axis=1) * LISTS
    found["margin_taken"] = np.nansum(hits * margin, axis=1) * LISTS
    return found


def _compared(
    without: dict[str, Numbers], with_rules: dict[str, Numbers]
) -> list[dict[str, float | str]]:
    return [_paired(name, without[name], with_rules[name]) for name in without]


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
