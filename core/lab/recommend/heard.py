"""What thumbs did to a recommender: how many it learned from, and what moved for whom.

To tell what moved, the finished model ranks the items of those customers twice: by the history with
their thumbs, and by the one without. What the thumbs of others changed in the model itself is in
both; that would take a second fit.
"""

from dataclasses import replace

import numpy as np

from core.jobs.reporter import JobReporter
from core.lab.recommend.bundle import Moved, ThumbsUsed
from core.lab.recommend.trying import Setting
from core.recommend.evaluate import allowed
from core.recommend.family import Ranker
from core.recommend.histories import Histories, histories_of
from core.recommend.ranks import Ranks, ranks
from core.recommend.thumbs import Heard, Thumbs

LOOKED, TOLD = 200, 5
"""Customers whose lists are compared, those who gave thumbs last; and thumbs that are told of,
those that moved most."""


def with_thumbs(asked: Setting, thumbs: Thumbs) -> Setting:
    """What the final model learns from; the questions stay as they were."""
    found = thumbs.learned(asked.known.interactions)
    return replace(asked, known=replace(asked.known, interactions=found))


def used(asked: Setting, thumbs: Thumbs, ranker: Ranker) -> ThumbsUsed:
    """What is told of the thumbs; `ranker` is the final model."""
    return ThumbsUsed(
        up=int(thumbs.up.sum()),
        down=int((~thumbs.up).sum()),
        unknown=thumbs.unknown,
        customers=len(np.unique(thumbs.user)),
        moved=_moved(asked, thumbs, ranker) if len(thumbs) else (),
    )


def tell(reporter: JobReporter, found: ThumbsUsed) -> None:
    """Says it in the notes of the run."""
    if found.up or found.down:
        facts = {"up": found.up, "down": found.down, "customers": found.customers}
        reporter.log("thumbs_used", **facts)
    if found.unknown:
        reporter.log("thumbs_unknown", n=found.unknown)
    for one in found.moved:
        code = f"thumb_{one.kind}"
        reporter.log(code, item=one.item, customer=one.user, before=one.before, after=one.after)


def _moved(asked: Setting, thumbs: Thumbs, ranker: Ranker) -> tuple[Moved, ...]:
    """The thumbs that moved their item most, a place counting as it does in NDCG; those whose item
    the list may not hold anyway, as what was had before, are left out."""
    found = asked.known.interactions
    users = np.array(list(dict.fromkeys(thumbs.user[::-1].tolist()))[:LOOKED], np.int64)
    told = histories_of(found, users, found.end)
    may = _allowed(asked, told.times().toarray() > 0)
    may_now = may & (thumbs.refused(told).toarray() == 0)
    before = _ranks(ranker, told, may)
    after = _ranks(Heard(ranker, thumbs), told, may_now)
    place = {int(user): row for row, user in enumerate(users)}
    rows = []
    for user, item, up in zip(thumbs.user.tolist(), thumbs.item.tolist(), thumbs.up, strict=True):
        row = place.get(user)
        if row is not None and may[row, item]:
            now = int(after[row, item]) if may_now[row, item] else None
            ids = {"user": str(found.users[user]), "item": str(found.items[item])}
            rows.append(Moved(**ids, up=bool(up), before=int(before[row, item]), after=now))
    return tuple(sorted(rows, key=_size, reverse=True)[:TOLD])


def _ranks(ranker: Ranker, told: Histories, may: np.ndarray) -> Ranks:
    """The places of the items among those that may be listed (b, items)."""
    scores = np.where(may, ranker.scores(told), -np.inf).astype(np.float32)
    return ranks(scores, np.ones(may.shape[1], bool))


def _allowed(asked: Setting, had: np.ndarray) -> np.ndarray:
    """What lists of the question may hold (b, items)."""
    found = asked.known.interactions
    met = np.bincount(found.item, minlength=len(found.items)) > 0
    return allowed(asked.question.lists, had, met)


def _size(one: Moved) -> float:
    """How much of the gain of a right answer lies between the two places."""
    now = 0.0 if one.after is None else 1 / np.log2(one.after + 1)
    return float(abs(1 / np.log2(one.before + 1) - now))
