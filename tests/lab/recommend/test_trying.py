"""What a run tries is what was asked for, and what nobody speaks of is filled by what sells."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from core.base.specs import RunSpec
from core.demand.refits import Silent
from core.lab.recommend.blend import Blended, BlendMember, BlendSettings, lately, mixed
from core.lab.recommend.mixing import Mix, Trial
from core.lab.recommend.trying import DAYS, Answer, Setting, answer, final, setting_of
from core.recommend.evaluate import judge
from core.recommend.histories import of_baskets
from core.recommend.task import Question
from tests.recommend import made


class Still(Silent):
    """A reporter of a run that says nothing."""

    def curve(self, _family: str) -> "Still":
        return self


def asked_of(family: str, settings: dict[str, Any]) -> Setting:
    question = Question(target="window", test_share=0.2)
    told = question.model_dump(mode="json")
    spec = RunSpec(dataset="d", task="recommend", question=told, family=family, settings=settings)
    return setting_of(spec, question, made.known(made.meetings(users=300)))


def tried(asked: Setting) -> Answer:
    return answer(asked, Still())  # type: ignore[arg-type]


def members(*families: str) -> dict[str, Any]:
    found = BlendSettings(members=tuple(BlendMember(family=one) for one in families))
    return found.model_dump(mode="json")


def test_the_baseline_has_the_window_that_is_asked_for() -> None:
    assert tried(asked_of("recent_popularity", {"days": 33.0})).chosen.settings == {"days": 33.0}
    blend = members("ease", "recent_popularity")
    blend["members"][1]["settings"] = {"days": 33.0}
    assert tried(asked_of("blend", blend)).base.settings == {"days": 33.0}
    assert tried(asked_of("recent_popularity", {})).chosen.settings["days"] in DAYS


def test_a_blend_of_silent_members_shows_what_sells_lately() -> None:
    asked = asked_of("blend", members("ease", "item_knn"))
    ranker = final(asked, tried(asked), Still())  # type: ignore[arg-type]
    nobody = of_baskets([()], len(asked.known.items), asked.known.interactions.end)
    order = np.argsort(-ranker.scores(nobody)[0], kind="stable")
    assert order.tolist() == np.argsort(-ranker.popular, kind="stable").tolist()
    assert order.tolist() != sorted(order.tolist())


def test_a_mix_is_tried_as_it_is_judged() -> None:
    asked = asked_of("blend", members("ease", "item_knn"))
    found = tried(asked)
    blended = found.chosen.ranker.model
    assert isinstance(blended, Blended)
    trial = Trial(blended.members, asked.later, found.chosen.ranker.popular, "new")
    each = judge(found.chosen.ranker, asked.later, 10)["new"].each["ndcg"]
    np.testing.assert_allclose(trial.ndcg(Mix((1.0, 1.0)), 10), each)


def test_without_recency_a_mix_is_the_mean_of_what_is_said() -> None:
    said = [np.array([[1.0, 0.5, 0.0]], np.float32), np.array([[0.0, 1.0, 0.0]], np.float32)]
    popular = np.array([1.0, 3.0, 7.0], np.float32)
    assert mixed(said, [3, 1], lately(popular, 0.0), 0.01).tolist() == [[0.75, 0.625, 0.0]]
    with_it = mixed(said, [3, 1], lately(popular, 1.0), 0.01)
    np.testing.assert_allclose(with_it, [[0.75 / 4, 0.625 / 2, 0.01]])


def test_a_family_is_in_a_blend_once() -> None:
    with pytest.raises(ValidationError, match="same family"):
        BlendSettings(members=(BlendMember(family="als"), BlendMember(family="als", seed=1)))
