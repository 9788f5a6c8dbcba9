"""Rules between two items: a textbook's baskets, plain counts, and chance."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.recommend import pairs as counting
from core.recommend import rules_of as module
from core.recommend.interactions import Interactions
from core.recommend.pairs import together
from core.recommend.rules_of import rules_of
from tests.recommend.meetings import meetings, of_baskets, shops

BREAD, MILK, DIAPERS, BEER, EGGS, COLA = range(6)
TAN = [[BREAD, MILK], [BREAD, DIAPERS, BEER, EGGS], [MILK, DIAPERS, BEER, COLA],
       [BREAD, MILK, DIAPERS, BEER], [BREAD, MILK, DIAPERS, COLA]]  # fmt: skip
"""Tan, Steinbach and Kumar (2005), Introduction to Data Mining, table 6.1."""


def rule(rules: pd.DataFrame, antecedent: int, consequent: int) -> pd.Series:
    here = (rules["antecedent"] == f"i{antecedent}") & (rules["consequent"] == f"i{consequent}")
    (found,) = [row for _, row in rules[here].iterrows()]
    return found


def test_the_rules_of_a_textbook() -> None:
    rules = rules_of(of_baskets(TAN, 6), 2, 1.0)
    assert list(rules) == ["antecedent", "consequent", "count", "support", "confidence", "lift"]
    beer = rule(rules, DIAPERS, BEER)
    assert (beer["count"], beer["support"], beer["confidence"]) == (3, 0.6, 0.75)
    assert beer["lift"] == pytest.approx(1.25)
    assert rule(rules, BEER, DIAPERS)["confidence"] == 1
    cola = rule(rules, COLA, MILK)
    assert (cola["count"], cola["confidence"]) == (2, 1)
    assert cola["lift"] == pytest.approx(1.25)
    told = set(zip(rules["antecedent"], rules["consequent"], strict=True))
    assert ("i0", "i1") not in told, "bread and milk: 3/5 against 16/25 by chance"
    assert len(rules) == 6


def test_the_highest_lift_leads_and_of_equals_the_higher_count_and_confidence() -> None:
    rules = rules_of(of_baskets(TAN, 6), 2, 1.0)
    pairs = [(row.antecedent, row.consequent) for row in rules.itertuples()]
    assert pairs == [("i3", "i2"), ("i2", "i3"), ("i5", "i1"), ("i5", "i2"), ("i1", "i5"),
                     ("i2", "i5")]  # fmt: skip


def test_a_lift_of_a_tiny_count_does_not_lead() -> None:
    """Two rare items met twice by chance have a far higher lift than a pair that holds."""
    rng = np.random.default_rng(0)
    baskets = [[int(item) for item in rng.choice(200, 3, replace=False) + 2] for _ in range(2000)]
    for at in range(300):
        baskets[at] += [0, 1] if at < 200 else [at % 2]
    found = of_baskets(baskets, 202)
    loose, sure = rules_of(found, 1, 1.0), rules_of(found, 1)
    assert loose["lift"].iloc[0] > 3 * rule(loose, 0, 1)["lift"] / 2
    assert set(loose["antecedent"].iloc[:2]) != {"i0", "i1"}
    assert [*sure["antecedent"]] == ["i0", "i1"]
    assert rule(sure, 0, 1)["count"] == 200


def test_by_chance_alone_there_are_hardly_any_rules() -> None:
    """Where nothing holds, a rule is told in at most 5 % of the shops, give or take."""
    shops_with = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        held = rng.random((400, 20)) < 0.08
        shops_with += len(rules_of(of_baskets([np.flatnonzero(row) for row in held], 20), 2)) > 0
    assert shops_with / 100 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 100)


def test_the_test_is_that_of_the_binomial_and_never_less_strict_than_fisher() -> None:
    rng = np.random.default_rng(1)
    held = rng.random((300, 12)) < rng.uniform(0.05, 0.4, 12)
    held[:, 1] |= held[:, 0] & (rng.random(300) < 0.5)
    held[~held.any(axis=1), 11] = True
    pairs = together(of_baskets([np.flatnonzero(row) for row in held], 12), 1)
    above = pairs.count > pairs.expected
    held_both = pairs.held[np.stack([pairs.one, pairs.other])]
    binomial = stats.binom.sf(pairs.count - 1, held_both.min(axis=0), held_both.max(axis=0) / 300)
    assert pairs.baskets == 300
    assert pairs.chance == pytest.approx(np.where(above, binomial, 1))
    fisher = stats.hypergeom.sf(
        pairs.count - 1, pairs.baskets, pairs.held[pairs.one].astype(int),
        pairs.held[pairs.other].astype(int)
    )  # fmt: skip
    beyond = pairs.count >= pairs.expected + 1
    assert beyond.sum() > 10
    assert (pairs.chance[beyond] >= fisher[beyond]).all()
    assert pairs.chance.min() < 1e-4


def test_as_many_are_trusted_as_benjamini_and_hochberg_say() -> None:
    rng = np.random.default_rng(2)
    held = rng.random((200, 15)) < 0.15
    for at in range(0, 10, 2):
        held[:, at + 1] |= held[:, at] & (rng.random(200) < 0.12 * at)
    pairs = together(of_baskets([np.flatnonzero(row) for row in held], 15), 1)
    never = np.ones(15 * 14 // 2 - len(pairs.count))
    adjusted = stats.false_discovery_control(np.concatenate([pairs.chance, never]))
    trusted = pairs.trusted(1, 0.05)
    assert 0 < len(trusted.count) < len(pairs.count)
    assert len(trusted.count) == (adjusted <= 0.05).sum()
    assert trusted.chance.max() <= 0.05


@given(shops(most=60), st.integers(1, 3), st.sampled_from(["basket", "customer"]))
def test_pairs_are_counted_as_they_stand(found: Interactions, fewest: int, unit: str) -> None:
    groups = found.basket if unit == "basket" else found.user
    held = [set(found.item[groups == group].tolist()) for group in sorted(set(groups.tolist()))]
    counts = {pair: sum(set(pair) <= basket for basket in held)
              for pair in combinations(range(8), 2)}  # fmt: skip
    pairs = together(found, fewest, unit)  # type: ignore[arg-type]
    told = dict(zip(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True), pairs.count,
                    strict=True))  # fmt: skip
    assert told == {pair: count for pair, count in counts.items() if count >= fewest}
    assert pairs.baskets == len(held)
    assert pairs.held.tolist() == [sum(item in basket for basket in held) for item in range(8)]


@given(shops(most=60))
def test_rules_agree_with_one_another(found: Interactions) -> None:
    rules = rules_of(found, 1, 1.0)
    assert (rules["lift"] > 1).all()
    assert (np.diff(rules["lift"]) <= 0).all()
    assert (rules["support"] <= rules["confidence"]).all()
    assert rules["confidence"].between(0, 1).all()
    back = {(row.consequent, row.antecedent): row.lift for row in rules.itertuples()}
    assert all(back[(row.antecedent, row.consequent)] == row.lift for row in rules.itertuples())


def test_counts_in_small_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = of_baskets(TAN, 6)
    whole = rules_of(found, 1, 1.0)
    monkeypatch.setattr(counting, "CELLS", 12)
    pd.testing.assert_frame_equal(rules_of(found, 1, 1.0), whole)
    monkeypatch.setattr(module, "MOST", 3)
    pd.testing.assert_frame_equal(rules_of(found, 1, 1.0), whole.iloc[:3])


def test_without_pairs_the_table_is_empty() -> None:
    for found in (meetings([], 2, 3), of_baskets([[0], [1, 1]], 3)):
        rules = rules_of(found)
        assert rules.empty
        assert list(rules) == ["antecedent", "consequent", "count", "support", "confidence", "lift"]
