"""Whether there is enough behaviour to learn from, before anything is trained."""

from typing import TYPE_CHECKING, Any

import numpy as np

from core.base.errors import AppError
from core.base.protocols import Problem
from core.recommend.interactions import Interactions, core_of
from core.recommend.protocol import cut_of, earlier_share
from core.recommend.task import Question

if TYPE_CHECKING:
    from core.lab.recommend.read import Behaviour

FEWEST_MEETINGS, FEWEST_CUSTOMERS, FEWEST_ITEMS = 1000, 25, 2
_RETURN = 0.1
_MOST_OF_ITEM, _MOST_OF_USER = 0.5, 0.2


def refuse(found: Interactions, question: Question, anonymous: bool = False) -> None:
    """Raises AppError where a recommender would learn nothing, or could not be judged:
    one_customer, too_few_customers, one_item, too_few_meetings, too_few_left, no_times,
    one_day, no_time_before. Where baskets stand for customers (`anonymous`) it says so."""
    users, items = (len(np.unique(part)) for part in (found.user, found.item))
    if users == 1:
        raise AppError("one_basket" if anonymous else "one_customer", n=len(found))
    if items < FEWEST_ITEMS:
        raise AppError("one_item", n=len(found), item=str(found.items[found.item[0]]))
    if users < FEWEST_CUSTOMERS:
        raise AppError("too_few_customers", n=users, fewest=FEWEST_CUSTOMERS)
    if len(found) < FEWEST_MEETINGS:
        raise AppError("too_few_meetings", n=len(found), fewest=FEWEST_MEETINGS)
    if question.protocol == "time":
        _refuse_times(found, question)
    least = {"of_user": question.fewest_of_user, "of_item": question.fewest_of_item}
    left = core_of(found, **least)
    customers = len(np.unique(left.user))
    if len(left) < FEWEST_MEETINGS or customers < FEWEST_CUSTOMERS:
        facts = {"fewest": FEWEST_MEETINGS, "fewest_customers": FEWEST_CUSTOMERS}
        raise AppError("too_few_left", n=len(left), customers=customers, **least, **facts)


def _refuse_times(found: Interactions, question: Question) -> None:
    """Raises AppError where no two stretches of time can be cut off the end."""
    if not found.timed:
        raise AppError("no_times")
    first, last = float(found.day.min()), float(found.day.max())
    if int(first) == int(last):
        raise AppError("one_day", day=_day(first))
    before = found.before(cut_of(found, question.test_share))
    share = earlier_share(question.test_share)
    if not len(before) or cut_of(before, share) <= first:
        percent = round(100 * question.test_share)
        raise AppError("no_time_before", first=_day(first), last=_day(last), percent=percent)


def problems_of(told: "Behaviour") -> tuple[Problem, ...]:
    """What to beware of: customers who do not come back, an item or an id that holds most rows."""
    found = told.known.interactions
    problems = []
    met = _rows_of(found)
    if not told.anonymous and (share := _coming_back(found)) < _RETURN:
        problems.append(_warning("few_come_back", percent=_percent(share)))
    for code, counts, ids, most in (
        ("one_item_most", met[1], found.items, _MOST_OF_ITEM),
        ("one_customer_most", met[0], found.users, _MOST_OF_USER),
    ):
        share = counts.max() / len(found)
        if share >= most:
            top = str(ids[int(counts.argmax())])
            problems.append(_warning(code, id=top, percent=_percent(share)))
    return tuple(problems)


def short_lists(items: int, k: int) -> tuple[Problem, ...]:
    """Fewer items that anybody met than a list is long."""
    return (_warning("fewer_items_than_k", items=items, k=k),) if items <= k else ()


def _rows_of(found: Interactions) -> tuple[np.ndarray, np.ndarray]:
    """How many rows each customer and each item has."""
    return (
        np.bincount(found.user, minlength=len(found.users)),
        np.bincount(found.item, minlength=len(found.items)),
    )


def _coming_back(found: Interactions) -> float:
    """The share of customers who have more than one basket."""
    user = np.full(int(found.basket.max()) + 1, -1, np.int64)
    user[found.basket] = found.user
    baskets = np.bincount(user[user >= 0])
    return float((baskets > 1).sum() / (baskets > 0).sum())


def _day(time: float) -> str:
    return str(np.datetime64(int(np.floor(time)), "D"))


def _percent(share: float) -> int:
    return round(100 * share)


def _warning(code: str, **facts: Any) -> Problem:
    return Problem(code=code, severity="warning", facts=facts)
