"""Which value counts as yes, and every target that cannot be learned."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.classify.task import TASK, Question, describe


def frame(values: list, dtype: str | None = None) -> pd.DataFrame:
    return pd.DataFrame({"answer": pd.Series(values, dtype=dtype), "other": range(len(values))})


def ask(positive: str | None = None, target: str = "answer") -> Question:
    return Question(target=target, positive=positive)


@pytest.mark.parametrize(
    ("values", "dtype", "positive", "rule"),
    [
        ([True, False, False] * 10, "boolean", "true", "yes_like"),
        (["Yes", "No", "Yes"] * 10, "string", "Yes", "yes_like"),
        (["是", "否", "否"] * 10, "string", "是", "yes_like"),
        ([1, 0, 1] * 10, "Int64", "1", "yes_like"),
        ([1.0, 0.0, 1.0] * 10, "float64", "1", "yes_like"),
        ([2, 5, 5] * 10, "Int64", "5", "larger"),
        (["kept", "left", "kept"] * 10, "string", "left", "rarer"),
        (["b", "a"] * 15, "string", "a", "rarer"),
    ],
)
def test_the_positive_value_is_found_by_a_stated_rule(
    values: list, dtype: str, positive: str, rule: str
) -> None:
    target = describe(frame(values, dtype), ask())
    assert (target.positive, target.rule) == (positive, rule)
    wanted = frame(values, dtype)["answer"].map(lambda v: v == pd.Series(values)[0])
    labels = TASK.labels(frame(values, dtype), ask())
    assert labels.dtype == np.int8
    assert labels.sum() == target.positives
    assert len(set(labels[wanted.to_numpy(bool)])) == 1
    for lang in LANGUAGES:
        assert Texts(lang)(f"classify.positive_rule.{target.rule}", value=target.positive)


def test_missing_answers_are_marked_and_counted() -> None:
    table = frame(["Yes", None, "No", "  ", "No"] * 10, "string")
    assert TASK.labels(table, ask())[:5].tolist() == [1, -1, 0, -1, 0]
    assert describe(table, ask()).missing == 20
    numbers = frame([1.0, np.nan, 0.0, np.inf] * 10)
    assert TASK.labels(numbers, ask())[:4].tolist() == [1, -1, 0, -1]


@pytest.mark.parametrize(
    ("said", "dtype"), [("TRUE", "boolean"), ("1.0", "Int64"), ("yes", "string")]
)
def test_the_users_word_is_understood(said: str, dtype: str) -> None:
    pairs = {"boolean": [True, False], "Int64": [1, 0], "string": ["YES", "NO"]}
    labels = TASK.labels(frame(pairs[dtype] * 15, dtype), ask(said))
    assert labels[:2].tolist() == [1, 0]
    assert describe(frame(pairs[dtype] * 15, dtype), ask(said)).rule == "given"


def test_one_of_many_values_can_count_as_yes() -> None:
    table = frame(["a", "b", "c"] * 10, "string")
    assert TASK.labels(table, ask("b")).sum() == 10


BAD = {
    "target_missing": (frame(["a", "b"] * 20), ask(target="nowhere")),
    "target_all_missing": (frame([None] * 30, "string"), ask()),
    "too_few_rows": (frame(["a", "b"]), ask()),
    "target_constant": (frame(["a"] * 30), ask()),
    "target_is_id": (frame([f"u{i}" for i in range(40)]), ask()),
    "target_many_values": (frame(["a", "b", "c"] * 10), ask()),
    "positive_unknown": (frame(["a", "b"] * 15), ask("z")),
    "class_too_small": (frame(["a"] * 40 + ["b"] * 3), ask()),
}


@pytest.mark.parametrize("code", BAD)
def test_a_target_that_cannot_be_learned_is_explained(code: str) -> None:
    with pytest.raises(AppError) as caught:
        TASK.labels(*BAD[code])
    assert caught.value.code == code
    for lang in LANGUAGES:
        assert "answer" in Texts(lang).of(caught.value) or code == "target_missing"


def test_many_values_come_with_the_error_so_that_the_page_can_ask() -> None:
    with pytest.raises(AppError) as caught:
        describe(frame(["a"] * 20 + ["b"] * 15 + ["c"] * 5), ask())
    assert caught.value.facts["values"] == ["a", "b", "c"]
    assert caught.value.facts["distinct"] == 3


@given(st.lists(st.sampled_from(["x", "y", "z", None]), min_size=20, max_size=60))
def test_labels_mark_exactly_the_positive_rows(values: list) -> None:
    table = frame(values, "string")
    try:
        labels = TASK.labels(table, ask("x"))
    except AppError as error:
        assert error.code in BAD
        return
    assert (labels == 1).tolist() == [value == "x" for value in values]
    assert (labels == -1).tolist() == [value is None for value in values]
