"""What a recommender must not be better by."""

from dataclasses import replace

import numpy as np
import pytest

from core.base.specs import RunSpec
from core.demand.refits import Silent
from core.lab.recommend.candidates import candidate
from core.lab.recommend.trying import setting_of
from core.recommend.evaluate import judge
from core.recommend.filled import Filled
from core.recommend.interactions import Interactions
from core.recommend.task import Question
from tests.recommend import made

PERSONAL = (
    "item_knn", "als", "ease", "sequence_ridge", "session_knn", "association_rules", "next_item",
)  # fmt: skip
QUESTION = Question(target="window", test_share=0.2)


def ndcg(name: str, found: Interactions) -> np.ndarray:
    """Of every customer, in lists of what is new to them."""
    spec = RunSpec(dataset="d", task="recommend", question=QUESTION.model_dump(mode="json"))
    asked = setting_of(spec, QUESTION, made.known(found)).later
    known = replace(made.known(found), interactions=asked.known)
    popular = candidate("popularity", {}, 0).fit(known, Silent())
    counts = popular.scores(asked.histories)[0]
    ranker = Filled(candidate(name, {}, 0).fit(known, Silent()), counts)
    return judge(ranker, asked, 10)["new"].each["ndcg"].to_numpy(float)


def permuted(found: Interactions) -> Interactions:
    """The same rows, each given to a customer by lot: nobody has a taste any more."""
    draw = np.random.default_rng(7)
    own = np.arange(len(found), dtype=np.int32)
    return replace(found, user=draw.permutation(found.user), basket=own)


@pytest.mark.parametrize("name", PERSONAL)
def test_where_customers_are_mixed_up_no_model_is_better_than_what_is_popular(name: str) -> None:
    found = made.meetings(users=400, seed=3)
    alone = permuted(found)
    mixed, popular = ndcg(name, alone), ndcg("popularity", alone)
    gain = mixed - popular
    gain = gain[~np.isnan(gain)]
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    assert gain.mean() <= 3 * error


@pytest.mark.parametrize("name", PERSONAL)
def test_where_customers_have_tastes_it_is_better(name: str) -> None:
    found = made.meetings(users=400, seed=3)
    gain = ndcg(name, found) - ndcg("popularity", found)
    gain = gain[~np.isnan(gain)]
    assert gain.mean() > 3 * gain.std(ddof=1) / np.sqrt(len(gain))
