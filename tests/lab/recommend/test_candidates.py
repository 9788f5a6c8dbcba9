"""What `best` tries, and why it does not try the rest."""

from core.base.specs import RunSpec
from core.lab.recommend.candidates import CLOSED, FACTORS, NETWORKS, ONLY_AGAIN, candidate, choice
from core.recommend.family import Size
from core.recommend.task import Question

SHOP = Size(users=4000, items=3500, rows=400_000)
EVERY = {*CLOSED, *FACTORS, *NETWORKS} - {*ONLY_AGAIN}


def told(budget: float, size: Size) -> tuple[set[str], dict[str, int | None]]:
    spec = RunSpec(dataset="d", task="recommend", question={}, family="best", budget=budget)
    found, left_out = choice(spec, Question(lists="new"), size)
    return {one.family.name for one in found}, {one.family: one.seconds for one in left_out}


def test_every_family_is_tried_or_told_with_what_was_left() -> None:
    for budget in (5.0, 60.0, 100_000.0):
        tried, left_out = told(budget, SHOP)
        assert tried | set(left_out) == EVERY and not tried & set(left_out)
        spent = sum(candidate(name, {}, 0).seconds(SHOP) for name in tried)
        assert spent <= budget
        for name, seconds in left_out.items():
            assert seconds is not None
            assert seconds <= budget
            assert candidate(name, {}, 0).seconds(SHOP) > budget - spent
    assert not left_out


def test_what_needs_too_much_memory_is_left_out_however_much_time_there_is() -> None:
    huge = Size(users=500_000, items=400_000, rows=10_000_000)
    tried, left_out = told(1e9, huge)
    assert left_out["ease"] is None
    assert "ease" not in tried
