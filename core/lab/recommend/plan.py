"""What a run that recommends would do, before it starts: problems, an estimate, its data."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from core.base.model import Value
from core.base.protocols import Estimate, Problem
from core.base.specs import RunSpec
from core.lab import catalog
from core.lab.recommend.candidates import NAIVE, Candidate, candidate, choice
from core.lab.recommend.health import problems_of, short_lists
from core.lab.recommend.mixing import seconds_of
from core.lab.recommend.read import read
from core.lab.recommend.trying import setting_of
from core.recommend.family import Size
from core.recommend.leaks import refuse_answers
from core.recommend.task import Question
from core.store.reader import DatasetReader

_READING, _EACH_ROW = 2.0, 5e-6
"""Seconds for any rows, and for each of them."""
_JUDGING = 2.0
"""Seconds beside the fits of each family: its lists are made on all questions, and judged."""
_BUSY = 2.0
"""How many times as long it takes on a machine that does something else beside."""
_KEPT = 32
"""Questions of which is remembered what reading told: a few numbers each."""
_NOT_READ = frozenset({"k", "lists"})
"""What of a question changes neither the rows that are read nor who is asked about."""


class Plan(Value):
    """Problems and an estimate; how many `customers` met how many `items` in how many `rows`, and
    how many customers are `asked` about from the day `cut` on; `noted` are rows that are not read
    as they stand, `tried` the families that the budget has time for, `no_time` and `too_large`
    those that `best` would try, had it more time or memory."""

    problems: tuple[Problem, ...]
    estimate: Estimate
    customers: int
    items: int
    rows: int
    asked: int
    cut: str | None
    noted: tuple[Problem, ...]
    tried: tuple[str, ...]
    no_time: tuple[str, ...]
    too_large: tuple[str, ...]


def plan(store: DatasetReader, spec: RunSpec) -> Plan:
    """The plan of `spec`. Raises AppError for behaviour that cannot be learned from."""
    question = Question.model_validate(spec.question)
    told = _placed(
        store,
        spec.dataset,
        store.dataset(spec.dataset).data_hash,
        question.model_dump_json(exclude=set(_NOT_READ)),
    )
    size = told.size
    wanted, left_out = choice(spec, question, size)
    problems = [*told.problems, *short_lists(told.met, question.k)]
    for one in wanted:
        problems += one.family.check(one.settings, size)
    every = [*wanted, *(candidate(name, {}, spec.seed) for name in NAIVE)]
    costs = [one.family.estimate(one.settings, size) for one in every]
    seconds = _seconds(spec, every, told)
    return Plan(
        problems=tuple(sorted(problems, key=lambda problem: problem.severity != "error")),
        estimate=Estimate(
            seconds=round(seconds, 1),
            memory_mb=sum(one.memory_mb for one in costs),  # all are kept until one is taken
            parameters=costs[0].parameters if len(wanted) == 1 else None,
            at_most=round(_BUSY * seconds, 1),
        ),
        customers=size.users,
        items=size.items,
        rows=size.rows,
        asked=told.asked,
        cut=told.cut,
        noted=told.noted,
        tried=tuple(one.family.name for one in wanted),
        no_time=tuple(one.family for one in left_out if one.seconds is not None),
        too_large=tuple(one.family for one in left_out if one.seconds is None),
    )


def _seconds(spec: RunSpec, every: Sequence[Candidate], told: "_Placed") -> float:
    """How long it takes on two free cores: to read, to try every family, to mix them where the best
    is asked for, and to fit once more on all there is."""
    size = told.size
    trying = sum(one.seconds(size) + _JUDGING for one in every)
    last = max(one.family.estimate(one.settings, size).each for one in every)
    mixed = seconds_of(len(every), size, told.asked) if spec.family == catalog.BEST else 0.0
    return _READING + _EACH_ROW * size.rows + trying + mixed + last


class _Placed(Value):
    """What reading tells of a question, whatever is tried and however long the lists are: how many
    items anybody `met`, and what `Plan` tells of the rows."""

    size: Size
    met: int
    asked: int
    cut: str | None
    problems: tuple[Problem, ...]
    noted: tuple[Problem, ...]


@lru_cache(_KEPT)
def _placed(store: DatasetReader, dataset: str, _data_hash: str, question: str) -> _Placed:
    """Reads all rows, once for each dataset and question: a change of a setting is answered at
    once."""
    spec = RunSpec(
        dataset=dataset,
        task="recommend",
        question=Question.model_validate_json(question).model_dump(mode="json"),
    )
    told = read(store, spec)
    asked = setting_of(spec, told.question, told.known)
    refuse_answers(told.known, asked.later)
    found = told.known.interactions
    timed = found.timed and told.question.protocol == "time"
    return _Placed(
        size=asked.size,
        met=len(np.unique(found.item)),
        asked=len(asked.later.users),
        cut=_day(asked.later.known.end) if timed else None,
        problems=problems_of(told),
        noted=told.noted,
    )


def _day(time: float) -> str:
    return str(np.datetime64(int(time), "D"))
