"""From a dataset and a question to the behaviour that is learned from."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.base.protocols import Problem
from core.base.specs import RunSpec
from core.base.values import Dataset
from core.data.queries.by_day import words_of
from core.data.queries.meetings import Meetings, meetings
from core.data.queries.met import EVENTS
from core.lab.recommend.attributes import items_of, sold_or_not, users_of
from core.lab.recommend.health import refuse
from core.lab.recommend.noted import noted_of
from core.lab.recommend.sources import Source, source_of
from core.recommend.family import Known
from core.recommend.interactions import Coded, Floats, Interactions, kept_of
from core.recommend.task import Question
from core.store.feedback import Thumb, standing
from core.store.reader import DatasetReader


@dataclass(frozen=True)
class Behaviour:
    """What is learned from: `known`, and the question with the table it was understood to be
    about. `columns` are those that meetings were read from. `noted` are rows that were not read as
    they stand; with `anonymous` baskets stand for customers. `currency` is that of prices and
    margins, None where none, or several, are told. `thumbs` are those that stand now, where the
    question wants them."""

    dataset: Dataset
    question: Question
    columns: tuple[str, ...]
    known: Known
    noted: tuple[Problem, ...] = ()
    anonymous: bool = False
    currency: str | None = None
    thumbs: tuple[Thumb, ...] = ()


def read(store: DatasetReader, spec: RunSpec) -> Behaviour:
    """The behaviour that `spec` asks for.

    A meeting weighs what the question says of its event, one of an unknown word what a view weighs,
    and 1 where the table tells of no events: an order line and a rating, high or low, are one each.
    With a half-life it loses weight until the end of the data. Items of a table of products that
    nobody met are among the items.

    Raises AppError meetings_ahead, no_meetings, and those of `source_of` and `refuse`.
    """
    dataset = store.dataset(spec.dataset)
    question = Question.model_validate(spec.question)
    source = source_of(dataset, question)
    resolved = question.model_copy(update={"table": source.table.name})
    met = meetings(source.lines(store, dataset), _today(dataset))
    _some(met, source)
    items = sold_or_not(store, dataset, met.items)
    found = _interactions(met, items, resolved)
    noted = noted_of(met, source, resolved)
    refuse(found, resolved, anonymous=met.told.anonymous)
    known = Known(
        found, items_of(store, dataset, source, items), users_of(store, dataset, found.users)
    )
    return Behaviour(
        dataset=dataset,
        question=resolved,
        columns=tuple(column.name for column in source.columns if column.role is not None),
        known=known,
        noted=noted,
        anonymous=met.told.anonymous,
        currency=_currency(store, dataset, source),
        thumbs=standing(store, dataset.id) if question.feedback else (),
    )


def _today(dataset: Dataset) -> date:
    """The last day that can have been when the file was read, wherever on earth that was."""
    return dataset.created.date() + timedelta(days=1)


def _some(met: Meetings, source: Source) -> None:
    """Raises AppError where no row is a meeting."""
    if len(met):
        return
    told = met.told
    if told.first is not None and told.last is not None:
        raise AppError("meetings_ahead", first=str(told.first), last=str(told.last))
    raise AppError("no_meetings", table=source.table.name, every=told.every)


def _interactions(met: Meetings, items: np.ndarray, question: Question) -> Interactions:
    """The meetings that weigh anything, by time, with places in all `items`."""
    weight = _weights(question)[met.event]
    places = pd.Index(items).get_indexer(pd.Index(met.items)).astype(np.int32)
    found = Interactions(
        user=met.user,
        item=places[met.item],
        weight=weight,
        day=met.day,
        basket=met.basket,
        users=met.users,
        items=items,
        beside={name: Coded(one.code, one.words) for name, one in met.beside.items() if one.words},
    )
    found = found if (weight > 0).all() else found.where(weight > 0)
    return replace(found, weight=found.weight * _decay(found.day, question.half_life))


def _weights(question: Question) -> Floats:
    """What a meeting of each of `EVENTS` weighs."""
    said = {
        "view": question.view_weight,
        "cart": question.cart_weight,
        "purchase": question.purchase_weight,
        "unknown": question.view_weight,
        "none": 1.0,
    }
    return np.array([said[name] for name in EVENTS], np.float32)


def _decay(day: np.ndarray, half_life: float) -> Floats | np.float32:
    """How much of its weight each meeting keeps until the last."""
    if not half_life or not len(day) or np.isnan(day).any():
        return np.float32(1)
    return kept_of(day, float(day.max()), half_life)


def _currency(store: DatasetReader, dataset: Dataset, source: Source) -> str | None:
    """The only currency of the table of the meetings."""
    column = next((c for c in source.table.columns if c.role == "currency"), None)
    if column is None:
        return None
    path = store.frame_path(dataset.id, f"{source.table.name}.parquet")
    words = words_of(path, column.name, 2)
    return words[0] if len(words) == 1 else None
