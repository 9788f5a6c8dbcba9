"""From a dataset and a question to labelled rows that can be split."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Column, Dataset, Table
from core.classify.task import Question, describe, labels
from core.prep.features import usable
from core.store.reader import DatasetReader


@dataclass(frozen=True)
class Examples:
    """Rows with a known answer: `frame` (n rows), `y` (n,) 0/1, the columns a model may use.

    `columns` are all columns of the table, `features` those that may be learned
    from; `refused` names the others with the reason code; `negative` is the
    other value, None where there are several; `unlabelled` rows without an
    answer were left out.
    """

    frame: pd.DataFrame
    y: NDArray[np.int8]
    columns: tuple[Column, ...]
    features: tuple[Column, ...]
    refused: tuple[tuple[str, str], ...]
    question: Question
    positive: str
    negative: str | None
    dataset: Dataset
    unlabelled: int


def table_of(dataset: Dataset, question: Question) -> str:
    """The table that holds the target: the one asked for, or the only one that has the column.

    Raises AppError table_unknown, target_missing or target_in_several_tables.
    """
    names = [table.name for table in dataset.tables]
    if question.table is not None:
        if question.table not in names:
            raise AppError("table_unknown", dataset=dataset.id, table=question.table, tables=names)
        return question.table
    holders = [table.name for table in dataset.tables if table.column(question.target)]
    if not holders:
        columns = [c.name for c in dataset.tables[0].columns]
        raise AppError("target_missing", target=question.target, known=columns[:40])
    if len(holders) > 1:
        raise AppError("target_in_several_tables", target=question.target, tables=holders)
    return holders[0]


def read(store: DatasetReader, spec: RunSpec) -> Examples:
    """The labelled rows that `spec` asks for. Raises AppError for a target it cannot learn."""
    dataset = store.dataset(spec.dataset)
    question = Question.model_validate(spec.question)
    name = table_of(dataset, question)
    table = dataset.table(name)
    assert table is not None
    frame = store.table(dataset.id, name)
    asked, spelled = _as_stored(question, table)
    about = describe(frame, asked)
    others = [spelled(value) for value, _ in about.values if value != about.positive]
    answers = labels(frame, asked)
    known = answers >= 0
    frame = frame.loc[known].reset_index(drop=True) if not known.all() else frame
    y = answers[known]
    features, refused = usable(table.columns, question.target, frame)
    features = tuple(c for c in features if c.name not in spec.prep.exclude)
    if not features:
        raise AppError(
            "no_features",
            table=name,
            target=question.target,
            refused=[column for column, _ in refused if column != question.target],
        )
    return Examples(
        frame=frame,
        y=y,
        columns=table.columns,
        features=features,
        refused=refused,
        question=question,
        positive=spelled(about.positive),
        negative=others[0] if len(others) == 1 else None,
        dataset=dataset,
        unlabelled=int((~known).sum()),
    )


def _as_stored(question: Question, table: Table) -> tuple[Question, Callable[[str], str]]:
    """The question with its positive value as the table stores it, and the way back to words."""
    target = table.column(question.target)
    if target is None:
        return question, str
    if question.positive is None:
        return question, target.spelled
    stored = target.unspelled(question.positive)
    return question.model_copy(update={"positive": stored}), target.spelled
