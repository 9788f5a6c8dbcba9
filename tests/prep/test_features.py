"""Which columns may be learned from, and why not the others."""

import numpy as np
import pandas as pd

from core.base.texts import Texts
from core.base.values import Column
from core.prep.features import Refused, usable


def test_columns_are_refused_with_a_reason() -> None:
    rows = 60
    frame = pd.DataFrame(
        {
            "bought": pd.array([True, False] * 30, dtype="boolean"),
            "customer": [f"c{i}" for i in range(rows)],
            "card": pd.array(np.arange(rows) * 7919, dtype="Int64"),
            "line": pd.array(np.arange(100, 100 + rows)[::-1].copy(), dtype="Int64"),
            "remark": ["good shoes"] * rows,
            "empty": pd.array([None] * rows, dtype="Float64"),
            "endless": [np.inf, np.nan] * 30,
            "country": ["DE"] * rows,
            "half": [1.0, np.nan] * 30,
            "amount": np.arange(rows) / 7,
            "channel": ["web", "shop"] * 30,
        }
    )
    columns = (
        Column(name="bought", type="boolean"),
        Column(name="customer", type="id"),
        Column(name="card", type="integer", role="user_id"),
        Column(name="line", type="integer"),
        Column(name="remark", type="text"),
        Column(name="empty", type="number"),
        Column(name="endless", type="number"),
        Column(name="country", type="category"),
        Column(name="half", type="number"),
        Column(name="amount", type="number"),
        Column(name="channel", type="category"),
    )
    features, refused = usable(columns, "bought", frame)
    assert [column.name for column in features] == ["half", "amount", "channel"]
    assert refused == (
        ("bought", "target"),
        ("customer", "id"),
        ("card", "id"),
        ("line", "row_number"),
        ("remark", "text"),
        ("empty", "all_missing"),
        ("endless", "all_missing"),
        ("country", "constant"),
    )


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for reason in ("target", "id", "row_number", "text", "all_missing", "constant"):
        for lang in ("en", "zh"):
            assert Texts(lang).has(Refused("x", reason).text)


def test_a_few_rows_of_counting_integers_are_no_row_number() -> None:
    frame = pd.DataFrame({"size": pd.array(range(36, 47), dtype="Int64")})
    features, _ = usable((Column(name="size", type="integer"),), "y", frame)
    assert len(features) == 1
