"""The sample shop is one consistent shop, the same for the same seed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.sample.shop import STAGES, SampleShop, generate
from core.data.sample.size import FULL, TINY, Size
from tests.data.sample import checks


def test_the_whole_shop_is_consistent(shop: SampleShop) -> None:
    checks.check_everything(shop, FULL)


def test_the_whole_shop_has_the_promised_size(shop: SampleShop) -> None:
    tables = shop.tables
    assert len(tables["stores"]) == 4
    assert len(tables["products"]) == 300
    assert len(tables["customers"]) == 8000
    assert 250_000 < len(tables["order_lines"]) < 700_000
    assert 80_000 < len(tables["visits"]) < 200_000
    assert tables["stock"].date.nunique() == 731
    assert tables["order_lines"].timestamp.dt.date.nunique() >= 729
    assert 0.12 <= tables["visits"].purchased.mean() <= 0.16
    assert set(tables["reviews"].language) == {"zh", "en"}
    assert set(tables["reviews"].rating) == {1, 2, 3, 4, 5}


@settings(max_examples=8)
@given(seed=st.integers(0, 2**31 - 1))
def test_every_seed_gives_a_consistent_shop(seed: int) -> None:
    checks.check_everything(generate(seed, TINY), TINY)


@settings(max_examples=6)
@given(
    size=st.builds(
        Size,
        days=st.integers(151, 420),
        products=st.integers(16, 90),
        customers=st.integers(100, 600),
        lines_per_day=st.floats(30, 90),
    ),
    seed=st.integers(0, 1000),
)
def test_every_size_gives_a_consistent_shop(size: Size, seed: int) -> None:
    checks.check_everything(generate(seed, size), size)


def test_the_same_seed_gives_the_same_shop_and_another_seed_another(tiny: SampleShop) -> None:
    again, other = generate(0, TINY), generate(1, TINY)
    assert checks.fingerprint(again) == checks.fingerprint(tiny)
    for table in ("products", "order_lines", "visits", "customers"):
        assert not other.tables[table].equals(tiny.tables[table])


def test_the_stages_are_told_in_order() -> None:
    told: list[str] = []
    generate(3, TINY, told.append)
    assert tuple(told) == STAGES


@pytest.mark.parametrize(
    "wrong", [{"days": 100}, {"days": 800}, {"products": 3}, {"customers": 5}, {"lines_per_day": 1}]
)
def test_a_size_too_small_or_too_long_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="days must be|a shop needs"):
        Size(**wrong)


def test_names_differ_and_are_in_both_languages(shop: SampleShop) -> None:
    products = shop.tables["products"]
    for column in ("name_en", "name_zh"):
        assert products[column].is_unique
    assert products.name_zh.str.contains(r"[一-鿿]").all()
    assert not products.name_en.str.contains(r"[一-鿿]").any()
    assert (products.cost < products.price).mean() > 0.97


def test_products_come_and_go(shop: SampleShop) -> None:
    products = shop.tables["products"]
    assert 20 <= products.launched.notna().sum() <= 60
    assert 10 <= products.discontinued.notna().sum() <= 40
    gone = products.dropna(subset="discontinued").set_index("item_id").discontinued
    sold = shop.tables["stock"].merge(gone.rename("gone"), on="item_id")
    long_after = sold[sold.date > sold.gone + pd.Timedelta(days=90)]
    before = sold[sold.date < sold.gone]
    assert long_after.sold.mean() < 0.2 * before.sold.mean()


def test_closed_stores_sell_nothing(shop: SampleShop) -> None:
    calendar = shop.tables["calendar"].query("not stores_open")
    assert len(calendar) == 4
    lines = shop.tables["order_lines"]
    shut = lines[lines.timestamp.dt.normalize().isin(calendar.date)]
    assert set(shut.store_id) == {"S4"}
