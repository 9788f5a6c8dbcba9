"""The question of the room: which column, which of its values counts as yes, and at what cost."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from core.base.errors import AppError
from core.base.model import Value
from core.base.specs import SHORT, Settings
from core.classify.thresholds import Rule

FEWEST_ROWS = 20
FEWEST_OF_CLASS = 5
MOST_SHOWN = 20
ID_SHARE = 0.9
"""Share of different values above which a column names rows rather than sorts them."""

YES = frozenset({
    "yes", "y", "true", "t", "1", "on", "positive", "pos", "bought", "purchased", "churned",
    "clicked", "converted", "returned", "是", "有", "对", "真", "成功", "已购买", "购买",
    "已流失", "流失", "点击",
})  # fmt: skip
PositiveRule = Literal["given", "yes_like", "larger", "rarer"]


class Question(Settings):
    """What is asked of a table. `positive` is the text of the value that counts as yes."""

    texts: ClassVar[str] = "classify.question"

    target: str = Field(json_schema_extra=SHORT)
    positive: str | None = Field(None, json_schema_extra=SHORT)
    table: str | None = None
    threshold: Rule = Field("f1", json_schema_extra=SHORT)
    cost_false_alarm: float = Field(1.0, ge=0, le=1e9, json_schema_extra=SHORT)
    cost_miss: float = Field(5.0, ge=0, le=1e9, json_schema_extra=SHORT)


class Target(Value):
    """What the target column holds.

    `values` are (text, rows) from the most frequent; `positive` counts as yes
    by `rule`: given by the user, a yes-like word, the larger of two numbers, or
    the rarer value.
    """

    positive: str
    rule: PositiveRule
    values: tuple[tuple[str, int], ...]
    positives: int
    rows: int
    missing: int


def labels(frame: pd.DataFrame, question: Question) -> NDArray[np.int8]:
    """1 where the target is the positive value, 0 where it is another, -1 where it is missing (n,).

    Raises the AppErrors of `describe`.
    """
    positive = describe(frame, question).positive
    words = as_words(frame[question.target])
    found = np.asarray((words == positive).fillna(False), np.int8)
    found[words.isna().to_numpy(bool)] = -1
    return found


def describe(frame: pd.DataFrame, question: Question) -> Target:
    """Which value counts as yes, why, and how often each value occurs.

    Raises AppError: target_missing, target_all_missing, too_few_rows,
    target_constant, target_is_id, positive_unknown, target_many_values,
    class_too_small.
    """
    words = _column(frame, question.target)
    counts = words.value_counts()
    _refuse(words, counts, question)
    positive, rule = _positive(counts, question)
    positives = int(counts[positive])
    rows = int(counts.sum())
    if min(positives, rows - positives) < FEWEST_OF_CLASS:
        raise AppError(
            "class_too_small",
            target=question.target,
            positive=positive,
            positives=positives,
            others=rows - positives,
            fewest=FEWEST_OF_CLASS,
        )
    return Target(
        positive=positive,
        rule=rule,
        values=tuple((str(value), int(n)) for value, n in counts.items())[:MOST_SHOWN],
        positives=positives,
        rows=rows,
        missing=int(words.isna().sum()),
    )


def as_words(column: pd.Series) -> pd.Series:
    """Each value as text: `true`/`false` for booleans, whole numbers without a point."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean").map({True: "true", False: "false"}).astype("string")
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.map(_number, na_action="ignore").astype("string")
    words = column.astype("string").str.strip()
    return words.mask(words == "")


def _number(value: float) -> str | None:
    if not np.isfinite(value):
        return None
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _column(frame: pd.DataFrame, target: str) -> pd.Series:
    if target not in frame.columns:
        known = [str(name) for name in frame.columns]
        raise AppError("target_missing", target=target, known=known[:40])
    return as_words(frame[target])


def _refuse(words: pd.Series, counts: pd.Series, question: Question) -> None:
    """Raises for a column that is no yes/no question, whatever counts as yes."""
    target, rows, distinct = question.target, int(counts.sum()), len(counts)
    if not rows:
        raise AppError("target_all_missing", target=target, rows=len(words))
    if rows < FEWEST_ROWS:
        raise AppError("too_few_rows", target=target, rows=rows, fewest=FEWEST_ROWS)
    if distinct == 1:
        raise AppError("target_constant", target=target, value=str(counts.index[0]), rows=rows)
    if distinct > ID_SHARE * rows:
        raise AppError("target_is_id", target=target, distinct=distinct, rows=rows)


def _positive(counts: pd.Series, question: Question) -> tuple[str, PositiveRule]:
    values = [str(value) for value in counts.index]
    if question.positive is not None:
        return _given(question.positive, values, question.target), "given"
    if len(values) > 2:
        shown = values[:MOST_SHOWN]
        raise AppError(
            "target_many_values", target=question.target, distinct=len(values), values=shown
        )
    yes = [value for value in values if value.casefold() in YES]
    if len(yes) == 1:
        return yes[0], "yes_like"
    numbers = [_as_number(value) for value in values]
    if all(number is not None for number in numbers):
        return max(values, key=float), "larger"
    return min(values, key=lambda value: (counts[value], value)), "rarer"


def _given(positive: str, values: list[str], target: str) -> str:
    """The value meant by `positive`: the same text, the same but for case, or the same number."""
    wanted = positive.strip()
    if wanted in values:
        return wanted
    folded = [value for value in values if value.casefold() == wanted.casefold()]
    number = _as_number(wanted)
    equal = [v for v in values if number is not None and _as_number(v) == number]
    if len(folded) == 1 or len(equal) == 1:
        return (folded or equal)[0]
    raise AppError("positive_unknown", target=target, positive=positive, values=values[:MOST_SHOWN])


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class ClassifyTask:
    """The room's entry: its question and how labels are read off a table."""

    name: str = "classify"
    question: type[Question] = Question

    def labels(self, frame: pd.DataFrame, question: Question) -> NDArray[np.int8]:
        """See `labels`."""
        return labels(frame, question)


TASK = ClassifyTask()
