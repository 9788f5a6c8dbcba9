"""Wrong rows of the table of items are told, each with its reason, and the rest is served."""

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.inventory.given import nothing_given, read_given
from core.inventory.inputs import items_of
from core.inventory.terms import Terms


def told(items: pd.DataFrame, suppliers: pd.DataFrame | None = None) -> dict[str, tuple]:
    """The items left out, with code and facts; every sentence is written in both languages."""
    problems = read_given(items, suppliers).problems
    for problem in problems:
        for lang in LANGUAGES:
            assert str(problem.facts.get("item", "")) in Texts(lang).problem(
                problem.code, problem.facts
            )
    return {p.facts["item"]: (p.code, p.facts) for p in problems if p.severity == "error"}


@pytest.mark.parametrize("column", ["review_period", "pack_size", "shelf_life", "volume"])
@pytest.mark.parametrize("value", [0, -3, "0"])
def test_what_must_be_above_zero(column: str, value: object) -> None:
    items = pd.DataFrame({"series_id": ["a", "b"], column: [value, 5]})
    assert told(items) == {
        "a": ("item_value_not_positive", {"item": "a", "column": column, "value": str(value)})
    }
    assert list(read_given(items).items.index) == ["b"]


@pytest.mark.parametrize("column", ["on_hand", "unit_cost", "price", "minimum_order", "on_order"])
def test_what_cannot_be_below_zero(column: str) -> None:
    items = pd.DataFrame({"series_id": ["a", "b"], column: ["-1", "0"]})
    assert told(items)["a"][0] == "item_value_negative"
    assert read_given(items).items[column].to_dict() == {"b": 0.0}


def test_a_lead_time_below_zero_is_told_and_the_default_stands_in_for_it() -> None:
    items = pd.DataFrame(
        {"series_id": ["a", "b"], "supplier": ["x", "y"], "lead_time": ["-3", "0"]}
    )
    suppliers = pd.DataFrame({"supplier": ["x", "y"], "lead_time": [-1, 9]})
    given = read_given(items, suppliers)
    assert [(p.code, p.severity, p.facts) for p in given.problems] == [
        ("lead_time_negative", "warning", {"item": "x", "value": "-1"}),
        ("lead_time_negative", "warning", {"item": "a", "value": "-3"}),
    ]
    found = items_of(["a", "b"], Terms(lead_time=5, lead_time_sd=2), given)
    assert found.of("lead_time").tolist() == [5, 0]
    assert found.of("lead_time_sd").tolist() == [2, 0]
    assert found.assumed["lead_time"] == 1


def test_what_is_no_number_and_what_is_empty() -> None:
    items = pd.DataFrame({"series_id": ["a", "b", "c", "d"], "price": ["ten", "", None, "inf"]})
    assert {item: code for item, (code, _) in told(items).items()} == {
        "a": "item_value_no_number",
        "d": "item_value_no_number",
    }
    assert read_given(items).items["price"].isna().to_dict() == {"b": True, "c": True}


def test_an_item_twice_is_left_out_unless_its_rows_are_alike() -> None:
    items = pd.DataFrame({"series_id": ["a", "a", "b", "b", "c"], "on_hand": [1, 2, 3, 3, 4]})
    assert told(items) == {"a": ("item_twice", {"item": "a", "rows": 2})}
    found = read_given(items)
    assert found.items["on_hand"].to_dict() == {"b": 3, "c": 4}
    assert [p.code for p in found.problems if p.severity == "warning"] == ["item_repeated"]


def test_an_item_twice_at_different_suppliers_is_left_out() -> None:
    items = pd.DataFrame({"series_id": ["a", "a"], "on_hand": [1, 1], "supplier": ["x", "y"]})
    assert told(items)["a"][0] == "item_twice"


def test_ids_stay_text_and_rows_without_one_are_counted() -> None:
    items = pd.DataFrame({"series_id": ["007", " ", None], "on_hand": [1, 2, 3]})
    found = read_given(items)
    assert list(found.items.index) == ["007"]
    assert [(p.code, p.facts["rows"]) for p in found.problems] == [("rows_without_id", 2)]


def test_columns_that_are_not_used_are_named() -> None:
    found = read_given(pd.DataFrame({"series_id": ["a"], "colour": ["red"], "supplier": ["x"]}))
    assert [(p.code, p.facts["columns"]) for p in found.problems] == [
        ("columns_not_used", ["colour"])
    ]


def test_a_table_without_ids_is_refused() -> None:
    with pytest.raises(AppError) as refused:
        read_given(pd.DataFrame({"sku": ["a"]}))
    assert refused.value.code == "items_without_id"
    assert refused.value.facts == {"column": "series_id", "columns": ["sku"]}


def test_items_of_a_wrong_supplier_are_left_out() -> None:
    items = pd.DataFrame({"series_id": ["a", "b", "c"], "supplier": ["x", "y", None]})
    suppliers = pd.DataFrame({"supplier": ["x", "y"], "review_period": [0, 9]})
    wrong = told(items, suppliers)
    assert wrong["a"] == ("item_of_wrong_supplier", {"item": "a", "supplier": "x"})
    given = read_given(items, suppliers)
    assert items_of(["a", "b", "c"], Terms(), given).ids == ["b", "c"]


def test_the_item_comes_before_its_supplier_and_the_supplier_before_the_terms() -> None:
    items = pd.DataFrame(
        {
            "series_id": ["own", "theirs", "none"],
            "supplier": ["x", "x", None],
            "lead_time": [3, None, None],
        }
    )
    suppliers = pd.DataFrame({"supplier": ["x"], "lead_time": [20], "lead_time_sd": [4]})
    terms = Terms(lead_time=7, lead_time_sd=1, lead_time_factor=2)
    found = items_of(["own", "theirs", "none", "new"], terms, read_given(items, suppliers))
    assert found.of("lead_time").tolist() == [6, 40, 14, 14]
    assert found.of("lead_time_sd").tolist() == [2, 8, 2, 2]
    assert found.of("due_in").tolist() == [6, 40, 14, 14]
    assert found.assumed["lead_time"] == 2
    assert found.assumed["lead_time_sd"] == 3


def test_the_sd_of_the_terms_is_of_all_items_that_state_none_and_is_told() -> None:
    items = pd.DataFrame(
        {
            "series_id": ["days", "both", "sd", "at_a_time"],
            "lead_time": [7, 7, None, 0],
            "lead_time_sd": [None, 0, 3, None],
        }
    )
    found = items_of(["days", "both", "sd", "at_a_time"], Terms(lead_time_sd=5), read_given(items))
    assert found.of("lead_time_sd").tolist() == [5, 0, 3, 0]
    assert found.assumed["lead_time_sd"] == 1
    sure = items_of(["days"], Terms(), read_given(items))
    assert sure.of("lead_time_sd").tolist() == [0]
    assert "lead_time_sd" not in sure.assumed


def test_defaults_are_counted_and_costs_are_not_invented() -> None:
    found = items_of(["a", "b"], Terms(), nothing_given())
    assert found.assumed == {
        "lead_time": 2, "review_period": 2, "holding_rate": 2, "on_hand": 2, "on_order": 2,
        "pack_size": 2, "minimum_order": 2, "volume": 2,
    }  # fmt: skip
    for column in ("unit_cost", "price", "stockout_cost", "ordering_cost", "shelf_life"):
        assert np.isnan(found.of(column)).all(), column


def test_an_item_without_a_forecast_is_told() -> None:
    items = pd.DataFrame({"series_id": ["a", "ghost"], "on_hand": [1, 2]})
    found = items_of(["a"], Terms(), read_given(items))
    assert [(p.code, p.facts) for p in found.problems] == [
        ("item_without_forecast", {"item": "ghost"})
    ]


def test_goods_on_order_without_a_day_are_told_as_assumed() -> None:
    given = read_given(
        pd.DataFrame(
            {"series_id": ["a", "b", "c"], "on_order": [5, 5, 0], "due_in": [3, None, None]}
        )
    )
    found = items_of(["a", "b", "c"], Terms(), given)
    assert found.assumed["due_in"] == 1
    assert found.of("due_in").tolist() == [3, 7, 7]
