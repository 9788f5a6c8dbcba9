"""Money of several currencies is never added up."""

import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.inventory.given import read_given
from core.inventory.plan import plan
from core.inventory.terms import Terms
from tests.inventory.test_plan import forecast, given


def test_costs_in_two_currencies_are_refused_by_name() -> None:
    table = given(unit_cost=[900, 5, None], currency=["JPY", " eur", None])
    with pytest.raises(AppError) as refused:
        plan(forecast(), table, Terms(budget=1e4))
    assert refused.value.code == "currencies_mixed"
    assert refused.value.facts == {"currencies": ["JPY", "EUR"], "items": ["i0 (JPY)", "i1 (EUR)"]}
    for lang in LANGUAGES:
        said = Texts(lang).of(refused.value)
        assert all(part in said for part in ("JPY", "EUR", "i0", "i1"))


def test_an_item_whose_money_is_in_two_currencies_is_refused_too() -> None:
    with pytest.raises(AppError) as refused:
        plan(forecast(), given(unit_cost=5, currency=["JPY/EUR", None, None]), Terms())
    assert refused.value.facts["currencies"] == ["JPY", "EUR"]


@pytest.mark.parametrize("money", ["price", "ordering_cost", "stockout_cost"])
def test_all_money_is_looked_at(money: str) -> None:
    table = given(
        unit_cost=[3, None, None], currency=["EUR", "USD", "GBP"], **{money: [None, 4, None]}
    )
    with pytest.raises(AppError, match="currencies_mixed"):
        plan(forecast(), table, Terms())


def test_one_currency_is_told_and_items_without_money_have_none() -> None:
    found = plan(forecast(), given(unit_cost=[3, 4, None], currency=["EUR", None, "JPY"]), Terms())
    assert found.currency == "EUR"
    assert plan(forecast(), given(unit_cost=3), Terms()).currency is None


def test_items_that_are_not_planned_do_not_count() -> None:
    items = pd.DataFrame(
        {"series_id": ["i0", "ghost"], "unit_cost": [1, 2], "currency": ["EUR", "JPY"]}
    )
    assert plan(forecast(), read_given(items), Terms()).currency == "EUR"
