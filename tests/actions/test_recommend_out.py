"""Lists on their way out: names, sentences, shapes and sizes."""

import json

import pandas as pd

from core.actions.download import csv_bytes
from core.actions.recommend_out import (
    in_columns,
    in_rows,
    json_bytes,
    named,
    shop_of,
    size_of,
    usual_fewest,
    why,
)
from core.base.texts import Texts

ITEMS = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "text": ["Tea ", None, ""],
        "category": ["hot", None, "cold"],
        "customers": [9, 5, 1],
    }
)
SHOP = shop_of(ITEMS, ["u2", "u1"])
TOGETHER = '{"other": "a", "customers": 1234}'
LISTS = pd.DataFrame(
    [
        ("u2", 1, "b", 0.5, "because_you_bought", TOGETHER),
        ("u2", 2, "a", 0.25, "model_only", "{}"),
        ("u1", 1, "c", 0.1, "model_only", "{}"),
    ],
    columns=["user_id", "rank", "item_id", "score", "reason", "facts"],
)


def test_what_there_is_to_choose_from() -> None:
    assert SHOP.items == ("a", "b", "c")
    assert SHOP.names == {"a": "Tea"}
    assert SHOP.categories == ("cold", "hot")
    assert SHOP.users == ("u2", "u1")
    assert [SHOP.label(item) for item in "ab"] == ["Tea · a", "b"]
    bare = shop_of(ITEMS[["id", "customers"]], [])
    assert bare.names == {} and bare.categories == ()


def test_reasons_name_items_and_write_numbers_out() -> None:
    facts = {"other": "a", "customers": 1234}
    told = why("because_you_bought", facts, SHOP, Texts("en"))
    assert "Tea" in told and "1,234" in told
    assert "b" in why("because_you_bought", facts | {"other": "b"}, SHOP, Texts("zh"))


def test_a_row_for_each_recommendation() -> None:
    found = in_rows(LISTS, SHOP, Texts("en"))
    assert found["item"].tolist() == ["b", "Tea", "c"]
    assert found["rank"].tolist() == [1, 2, 1]
    assert found["reason"].iloc[0] == why("because_you_bought", json.loads(TOGETHER), SHOP,
                                          Texts("en"))  # fmt: skip


def test_a_row_for_each_customer_keeps_their_order_and_ends_early() -> None:
    found = in_columns(LISTS, SHOP)
    assert found.columns.tolist() == ["user_id", "item_1", "name_1", "item_2", "name_2"]
    assert found["user_id"].tolist() == ["u2", "u1"]
    assert found["item_1"].tolist() == ["b", "c"]
    assert found["item_2"].fillna("").tolist() == ["a", ""]
    assert found["name_2"].fillna("").tolist() == ["Tea", ""]
    bare = in_columns(LISTS, shop_of(ITEMS[["id"]], []))
    assert bare.columns.tolist() == ["user_id", "item_1", "item_2"]


def test_json_is_by_customer_in_the_order_of_ranks() -> None:
    told = json.loads(json_bytes(LISTS))
    assert list(told) == ["u2", "u1"]
    first = {"item": "b", "score": 0.5, "reason": "because_you_bought"}
    assert told["u2"][0] == first | {"facts": json.loads(TOGETHER)}
    assert [one["item"] for one in told["u2"]] == ["b", "a"]


def test_the_size_is_that_of_the_file() -> None:
    rows = in_rows(LISTS, SHOP, Texts("en"))
    size = size_of(LISTS, rows)
    assert (size.rows, size.customers, size.fits_excel) == (3, 2, True)
    assert size.bytes == len(csv_bytes(rows))
    many = rows.loc[rows.index.repeat(400_000)]
    assert not size_of(LISTS, many).fits_excel


def test_names_stand_behind_ids_and_empty_columns_are_left_out() -> None:
    frame = pd.DataFrame({"first": ["a"], "second": ["b"], "third": [None], "lift": [2.0]})
    found = named(frame, ("first", "second", "third"), SHOP)
    assert found.columns.tolist() == ["first", "first_name", "second", "lift"]
    assert found["first_name"].tolist() == ["Tea"]


def test_bundles_of_many_baskets() -> None:
    frame = pd.DataFrame({"first": list("abc"), "count": [30, 20, 90]})
    frame["support"] = frame["count"] / 40_000
    assert usual_fewest(frame) == 40
    assert usual_fewest(frame.assign(support=frame["count"] / 900)) == 5
