"""The effect of rules: measures of both lists, side by side, by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.recommend import metrics
from core.recommend.attributes import attributes_of
from core.recommend.effect import Effect, Judge, effect
from core.recommend.evaluate import judge
from core.recommend.family import BLOCK
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.listing import Facts
from core.recommend.protocol import by_time
from core.recommend.response import Response, response_of
from core.recommend.rules import Rules, plain
from tests.recommend import shop
from tests.recommend.test_audience import Always

ITEMS = "abcd"


def asked_of() -> Any:
    """A and B know a, and take b and c next; C knows d and takes a and d."""
    rows = [("A", "a", 1.0, 0), ("B", "a", 1.0, 1), ("C", "d", 1.0, 2)]
    rows += [("D", item, 2.0, 3) for item in ITEMS]
    rows += [("A", "b", 5.0, 4), ("B", "c", 5.0, 5), ("C", "a", 5.0, 6), ("C", "d", 5.0, 6)]
    return by_time(shop.interactions(rows, ITEMS), 4.0, "basket")


def response() -> Response:
    """New items at rank r are taken at 0.4 / r, whatever their popularity."""
    rates = 0.4 / np.arange(1, 5)
    return Response(np.stack([[rates], [rates * 2]]), np.arange(1, 5), np.zeros(0), 100)


def effect_of(rules: tuple[Rules, Rules], k: int = 2, **columns: Any) -> Effect:
    asked = asked_of()
    told = attributes_of(shop.known(asked.known, **columns))
    vectors = asked.known.matrix().T.tocsr()
    made = Judge(asked, response(), vectors)
    return effect(Always(4, 3, 2, 1), made, Facts(told, asked.histories, k), rules)


def test_both_lists_are_judged_over_the_same_customers() -> None:
    """Without: A and B see b c, C sees a b. With c excluded: b d, b d, a b. B's hit is lost."""
    found = effect_of((plain("new"), Rules(excluded=("c",))))
    table = found.table.set_index("measure")
    assert found.customers == 3 and found.applied.short == 0
    assert found.applied.lists.tolist() == [[1, 3], [1, 3], [0, 1]]
    hr = table.loc["hr"]
    assert (hr["without"], hr["with_rules"]) == (1.0, pytest.approx(2 / 3))
    difference = np.array([0.0, -1, 0])
    error = stats.sem(difference)
    assert hr["difference"] == pytest.approx(-1 / 3)
    assert hr["low"] == pytest.approx(difference.mean() - 1.96 * error)
    assert hr["high"] == pytest.approx(difference.mean() + 1.96 * error)
    assert table.loc["coverage", "without"] == 0.75
    assert np.isnan(table.loc["coverage", "low"])
    assert "expected_margin" not in table.index


def test_margin_is_expected_by_the_rank_of_the_model() -> None:
    """Margins 1, 2, 10, 5. Plain, k = 1: A and B see b (rank 2 of the model: .2 x 2), C a (.4 x 1).
    A boost of 3 shows c instead, at the model's rank 3: .4 / 3 x 10; its own place is no merit."""
    found = effect_of((plain("new"), Rules(margin_boost=3)), k=1, margin=[1.0, 2, 10, 5])
    table = found.table.set_index("measure")
    assert found.applied.lists.tolist() == [[2], [2], [2]]
    money = table.loc["expected_margin"]
    assert money["without"] == pytest.approx((0.4 + 0.4 + 0.4) / 3 * 1000)
    assert money["with_rules"] == pytest.approx(4 / 3 * 1000)
    assert table.loc["margin_taken", "without"] == pytest.approx((2 + 0 + 1) / 3 * 1000)
    assert table.loc["margin_taken", "with_rules"] == pytest.approx(10 / 3 * 1000)
    assert table.loc["margin_known", "without"] == 1.0


def test_items_of_unknown_margin_count_nothing_and_are_told() -> None:
    found = effect_of((plain("new"), plain("new")), k=2, margin=[np.nan, 2, np.nan, 5])
    table = found.table.set_index("measure")
    assert table.loc["margin_known", "without"] == 0.5
    assert table.loc["expected_margin", "without"] == pytest.approx(0.2 * 2 * 1000)


def test_lists_of_different_views_are_judged_by_all_that_was_taken() -> None:
    """C took d, which it had: only the second lists may show it."""
    found = effect_of((plain("new"), plain("all")), k=4)
    recall = found.table.set_index("measure").loc["recall"]
    assert recall["without"] == pytest.approx((1 + 1 + 0.5) / 3) and recall["with_rules"] == 1.0


def test_plain_rules_measure_what_the_judgement_of_a_model_does() -> None:
    rng = np.random.default_rng(0)
    letters = "".join(chr(200 + item) for item in range(12))
    rows = [
        (chr(1000 + int(rng.integers(80))), letters[int(rng.integers(12))], float(day), day)
        for day in rng.permutation(900)
    ]
    asked = by_time(shop.interactions(rows, letters), 700.0, "basket")
    ranker = Always(*rng.random(12))
    told = attributes_of(shop.known(asked.known))
    made = Judge(asked, response_of(ranker, asked), asked.known.matrix().T.tocsr())
    expected = judge(ranker, asked, 5)
    for view in ("new", "again", "all"):
        rules = plain(view), plain(view)
        found = effect(ranker, made, Facts(told, asked.histories, 5), rules)
        table = found.table.set_index("measure")
        for name in metrics.ACCURACY:
            assert table.loc[name, "without"] == pytest.approx(expected[view].each[name].mean())
        shown = expected[view].lists
        assert (found.applied.lists[:, : shown.shape[1]] == shown).all()
        assert (table["difference"].dropna() == 0).all()
    assert len(asked.users) < BLOCK


def test_of_each_rule_is_told_what_it_does_beside_the_others() -> None:
    """All new items are offered in the order a b c d, margins 1, 2, 10, 5, k = 1. Both rules: b and
    c are gone, A and B see d (rank 4: .1 x 5), C a (.4 x 1). Without the hiding of b: b, b, a.
    Without the price: A and B see c (.4 / 3 x 10)."""
    rules = Rules(excluded=("b",), price_to=9)
    columns = {"margin": [1.0, 2, 10, 5], "price": [3.0, 4, 20, 8]}
    found = effect_of((plain("new"), rules), k=1, **columns)
    assert found.applied.lists.tolist() == [[3], [3], [0]]
    each = found.each.set_index(["rule", "measure"])
    assert list(each.index.unique("rule")) == ["price_to", "excluded"]
    full = (2 * 0.1 * 5 + 0.4) / 3 * 1000
    for rule, without in (("excluded", (2 * 0.2 * 2 + 0.4) / 3), ("price_to", (8 / 3 + 0.4) / 3)):
        row = each.loc[rule, "expected_margin"]
        assert row["with_rules"] == pytest.approx(full)
        assert row["without"] == pytest.approx(without * 1000)
    apart = np.array([0.5 - 0.4, 0.5 - 0.4, 0]) * 1000
    row = each.loc["excluded", "expected_margin"]
    assert row["low"] == pytest.approx(apart.mean() - 1.96 * stats.sem(apart))
    assert row["high"] == pytest.approx(apart.mean() + 1.96 * stats.sem(apart))
    hits = each.xs("hr", level="measure")["without"]
    assert hits["excluded"] == pytest.approx(2 / 3), "A took b, C a"
    assert hits["price_to"] == pytest.approx(2 / 3), "B took c, C a"


def test_a_rule_alone_does_what_all_do() -> None:
    rules = Rules(margin_boost=2, context="weekday", context_value="monday")
    for names in (("margin_boost",), ("context", "context_value"), ("excluded",)):
        told = {name: getattr(rules, name) for name in names} if "excluded" not in names else {
            "excluded": ("c",)
        }  # fmt: skip
        found = effect_of((plain("new"), Rules(**told)), margin=[1.0, 2, 10, 5])
        table = found.table.set_index("measure")
        alone = found.each.set_index("measure")
        assert set(alone.pop("rule")) == {names[0]}
        assert len(alone) > 3
        pd.testing.assert_frame_equal(alone, table.loc[alone.index])


def test_a_rule_that_takes_nothing_does_nothing() -> None:
    rules = Rules(excluded=("nobody",), price_to=100, categories_out=("tea",))
    found = effect_of((plain("new"), rules), margin=[1.0, 2, 10, 5], price=[3.0, 4, 20, 8])
    assert list(found.each["rule"].unique()) == ["price_to", "categories_out", "excluded"]
    told = found.each.dropna(subset="difference")
    assert len(told) and (told[["difference", "low", "high"]] == 0).all(axis=None)


def test_customers_are_scored_once_for_all_rules() -> None:
    class Counting(Always):
        seen = 0

        def scores(self, asked: Histories) -> Floats:
            Counting.seen += len(asked)
            return super().scores(asked)

    asked = asked_of()
    made = Judge(asked, response(), asked.known.matrix().T.tocsr())
    told = attributes_of(shop.known(asked.known, price=[3.0, 4, 20, 8]))
    rules = Rules(price_to=9, price_from=3.5, excluded=("b",))
    found = effect(Counting(4, 3, 2, 1), made, Facts(told, asked.histories, 2),
                   (plain("new"), rules))  # fmt: skip
    assert found.each["rule"].nunique() == 3
    assert Counting.seen == len(asked.users)
