"""Bundles: hand-counted baskets, an independent count of pairs, textbook intervals."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.recommend.attributes import attributes_of
from core.recommend.bundles import bundles
from core.recommend.pairs import lift_bounds, together
from tests.recommend import shop


@given(
    st.lists(st.text("abcde", min_size=1, max_size=6), min_size=1, max_size=15), st.integers(1, 4)
)
def test_pairs_are_those_of_counting_every_basket(held: list[str], fewest: int) -> None:
    found = together(shop.baskets(*held, items="abcde"), fewest)
    counts = found.matrix()
    assert found.baskets == len(held)
    assert found.held.tolist() == [sum(item in basket for basket in held) for item in "abcde"]
    for one, two in combinations(range(5), 2):
        both = sum("abcde"[one] in basket and "abcde"[two] in basket for basket in held)
        expected = both if both >= fewest else 0
        assert counts[one, two] == expected
    assert counts.nnz == len(found.count) == (counts.toarray() > 0).sum()


def test_the_interval_of_a_count_is_garwoods() -> None:
    """Chi-squared quantiles, with 2n and 2n + 2 degrees of freedom."""
    for count in (0, 1, 7, 300):
        _, low, high = lift_bounds(np.array(float(count)), np.array(2.0))
        ends = stats.chi2.ppf(0.025, 2 * count) if count else 0.0
        assert float(low) * 2 == pytest.approx(ends / 2)
        assert float(high) * 2 == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


def shop_of_tea() -> tuple[object, object]:
    """100 baskets: tea (t) and mug (m) in 20 of 25 each, tea and honey (h) 10, 50 of salt (s)."""
    held = ["tm"] * 10 + ["tmh"] * 10 + ["t"] * 5 + ["m"] * 5 + ["hs"] * 10 + ["s"] * 40
    held += ["x"] * 20
    found = shop.baskets(*held, items="tmhsx")
    columns = {
        "category": ["tea", "cup", "tea", "salt", None],
        "margin": [2.0, 3.0, 1.0, np.nan, 1.0],
    }
    return found, attributes_of(shop.known(found, **columns))


def test_pairs_by_hand() -> None:
    found, told = shop_of_tea()
    table = bundles(found, told)
    best = table.iloc[0]
    assert (best["first"], best["second"], best["third"]) == ("t", "m", None)
    assert best["count"] == 20 and best["support"] == 0.2
    assert best["confidence"] == pytest.approx(20 / 25)
    assert best["lift"] == pytest.approx(0.2 / (0.25 * 0.25))
    low = stats.chi2.ppf(0.025, 40) / 2 / 6.25
    assert best["lift_low"] == pytest.approx(low)
    assert best["margin"] == 5.0 and best["worth"] == pytest.approx(low * 5)
    assert best["kind"] == "complement"
    kinds = {row.first + row.second: row.kind for row in table.itertuples()}
    assert kinds == {"tm": "complement"}, "t and h, 10 of 5 expected, are not sure"


def test_a_third_product_must_add_to_the_two() -> None:
    """Tea, mug and honey are in 10 baskets; of 20 with tea and mug 4 would hold honey by chance,
    of 10 with honey and a mug 2.5 tea; the first lift is the least."""
    found, told = shop_of_tea()
    table = bundles(found, told, size=3)
    assert len(table) == 1
    row = table.iloc[0]
    assert [row["first"], row["second"], row["third"]] == ["t", "m", "h"]
    assert row["count"] == 10 and row["margin"] == 6.0 and row["kind"] == "same_category"
    assert row["lift"] == pytest.approx(10 / (20 * 20 / 100))
    assert row["lift_all"] == pytest.approx(0.1 / (0.25 * 0.25 * 0.2))
    assert row["confidence"] == pytest.approx(1.0)
    assert row["lift_low"] == pytest.approx(stats.chi2.ppf(0.025, 20) / 2 / 4)


def test_unknown_margins_are_not_told_but_do_not_hide_a_bundle() -> None:
    held = ["ab"] * 30 + ["cd"] * 30 + ["e"] * 60
    found = shop.baskets(*held, items="abcde")
    told = attributes_of(shop.known(found, margin=[1.0, 2.0, np.nan, 3.0, np.nan]))
    table = bundles(found, told).set_index("first")
    assert table.loc["a", "margin"] == 3.0 and np.isnan(table.loc["c", "margin"])
    assert table.loc["c", "worth"] == pytest.approx(table.loc["c", "lift_low"] * (2 + 3))
    assert set(table["kind"]) == {"unknown"}
    bare = bundles(found, attributes_of(shop.known(found)))
    assert (bare["worth"] == bare["lift_low"]).all()


def test_without_baskets_of_several_there_is_no_bundle() -> None:
    found = shop.baskets("a", "b", "c", items="abc")
    told = attributes_of(shop.known(found))
    for size in (2, 3):
        assert isinstance(bundles(found, told, size), pd.DataFrame)
        assert bundles(found, told, size).empty
