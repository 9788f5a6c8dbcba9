"""What is worked out of a finished recommender once."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from core.base.specs import RunSpec
from core.lab.recommend.ready import Ready
from core.recommend.interactions import Interactions, sorted_by_time
from core.recommend.protocol import questions
from core.recommend.task import Question
from tests.recommend import made
from tests.recommend.test_audience import Always

QUESTION = Question(target="window", test_share=0.2)


def with_passers_by(found: Interactions, many: int) -> Interactions:
    """The same with so many customers more, who bought one thing and never came back."""
    draw = np.random.default_rng(0)
    users = len(found.users)
    last = int(found.basket.max())
    return sorted_by_time(
        replace(
            found,
            user=np.append(found.user, users + np.arange(many, dtype=np.int32)),
            item=np.append(found.item, draw.integers(0, len(found.items), many).astype(np.int32)),
            weight=np.ones(len(found) + many, np.float32),
            day=np.append(found.day, draw.uniform(found.day.min(), np.median(found.day), many)),
            basket=np.append(found.basket, last + 1 + np.arange(many, dtype=np.int32)),
            users=np.append(found.users, [f"p{n}" for n in range(many)]),
        )
    )


def test_customers_who_bought_once_count_among_those_who_may_come_back() -> None:
    found = with_passers_by(made.meetings(users=1500), 1500)
    told = QUESTION.model_dump(mode="json")
    about = SimpleNamespace(
        spec=RunSpec(dataset="d", task="recommend", question=told, family="ease"), question=QUESTION
    )
    model = Always(*np.linspace(1, 2, len(found.items)))
    bundle = SimpleNamespace(about=about, known=made.known(found), judged=model)
    back = Ready(cast(Any, bundle)).chances.returning
    assert back is not None
    _, later = questions(found, QUESTION)
    came = np.zeros(len(found.users), bool)
    came[later.users] = True
    share = back.of(later.known, float(later.histories.now[0]))
    known = ~np.isnan(share)
    assert share[known].mean() == pytest.approx(came[known].mean(), rel=0.05)
