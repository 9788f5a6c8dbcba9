"""What is told of the items of a list and of a history."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd

from core.lab.recommend.answer import _had
from core.lab.recommend.asking import MOST_HAD, Item
from core.lab.recommend.bundle import RecommendBundle
from core.lab.recommend.ready import Ready
from core.recommend.family import Known
from core.recommend.histories import histories_of
from tests.recommend import shop

ROWS = [("X", "a", 1.5, 0), ("X", "b", 1.5, 0), ("X", "a", 9.2, 1), ("X", "c", 9.2, 1),
        ("Y", "b", 10.0, 2)]  # fmt: skip


def ready(known: Known) -> Ready:
    return Ready(cast(RecommendBundle, SimpleNamespace(known=known)))


def test_an_item_is_told_with_what_is_known_of_it_alone() -> None:
    columns: dict[str, Any] = {
        "text": pd.array(["Mug", pd.NA, ""], dtype="string"),
        "category": ["tea", None, "tea"],
        "price": [2.5, np.nan, np.inf],
        "on_hand": pd.array([3, pd.NA, 0], dtype="Int64"),
    }
    one = ready(shop.known(shop.interactions(ROWS, "abc"), **columns))
    assert one.item(0) == Item(id="a", text="Mug", category="tea", price=2.5, on_hand=3)
    assert one.item(1) == Item(id="b")
    assert one.item(2) == Item(id="c", category="tea", on_hand=0)


def test_a_history_is_told_by_its_latest_items_each_once() -> None:
    found = shop.interactions(ROWS, "abc")
    one = ready(shop.known(found))
    told = _had(one, histories_of(found, np.array([0]), 11.0))
    assert [(had.item.id, had.times, had.last) for had in told] == [
        ("c", 1, "1970-01-10"), ("a", 2, "1970-01-10"), ("b", 1, "1970-01-02"),
    ]  # fmt: skip
    assert _had(one, histories_of(found, np.zeros(0, np.int64), 11.0)) == ()


def test_of_a_long_history_the_end_is_told() -> None:
    many = MOST_HAD + 7
    items = "".join(chr(0x4E00 + n) for n in range(many))
    found = shop.interactions([("X", item, float(n), n) for n, item in enumerate(items)], items)
    told = _had(ready(shop.known(found)), histories_of(found, np.array([0]), 99.0))
    assert [had.item.id for had in told] == list(reversed(items))[:MOST_HAD]
