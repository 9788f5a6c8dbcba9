"""What a finished recommender answers: lists for customers and baskets, what goes with a product,
whom to show it to, bundles; and files to take home."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from core.actions.desk import Desk
from core.actions.runs import finished_run
from core.base.atomic import TEMPORARY
from core.lab.folders import bundle_folder
from core.lab.recommend import answer, batch
from core.lab.recommend.asking import (
    EffectAnswer,
    ListsAnswer,
    ListsAsked,
    ProductAnswer,
    Where,
)
from core.lab.recommend.asking import Measure as Measure
from core.lab.recommend.bundle import About, RecommendReport, load_report
from core.lab.recommend.newcomer import NewcomerAnswer, NewcomerAsked, newcomer_of
from core.recommend.bundles import FEWEST
from core.recommend.context import OF_TIME as OF_TIME
from core.recommend.family import BLOCK
from core.recommend.rules import ASKS as ASKS
from core.recommend.rules import Rules, plain
from core.recommend.rules import check as check
from core.store.faults import disk_faults

MOST_BUNDLES = 200
FIRST_SECONDS = 240.0
"""How long an answer may take: the first one reads the model, which a busy machine does slowly."""
ALL_SECONDS = 900.0
"""How long a question about all customers, or the lists of `PART` of them, may take."""
PART = 16 * BLOCK
Told = Callable[[float], None]


def report_of(desk: Desk, run_id: str) -> tuple[About, RecommendReport]:
    """What is told of a finished recommender. Raises AppError run_unknown, run_not_finished,
    run_of_other_task, bundle_damaged."""
    where = _where(desk, run_id)
    return load_report(bundle_folder(where.root, run_id), where.digest)


def usual_rules(desk: Desk, run_id: str) -> Rules:
    """The rules that a run starts with: its lists are of what it was asked for, new or not."""
    return plain(report_of(desk, run_id)[0].question.lists)


def catalogue(desk: Desk, run_id: str) -> tuple[pd.DataFrame, list[str]]:
    """A row for each item (`id`, attributes, how many `customers` met it), the most met first, and
    the ids of the customers, those who came last first."""
    where = _where(desk, run_id)
    return batch.catalogue(bundle_folder(where.root, run_id), where.digest)


def contexts(desk: Desk, run_id: str) -> dict[str, tuple[str, ...]]:
    """The contexts that lists can be made to fit (weekday, store, ...), and what each may be."""
    where = _where(desk, run_id)
    return batch.contexts(bundle_folder(where.root, run_id), where.digest)


def lists(desk: Desk, run_id: str, asked: ListsAsked) -> ListsAnswer:
    """Lists with reasons. Raises AppErrors of the run, and nothing_asked."""
    told = _where(desk, run_id).model_dump_json()
    found: ListsAnswer = desk.engine.ask(
        answer.lists, told, asked.model_dump_json(), timeout=FIRST_SECONDS
    )
    return found


def effect(desk: Desk, run_id: str, rules: Rules, n: int = 10) -> EffectAnswer:
    """What the rules do to the measures and to the expected margin, against the same lists without
    any rule but whether what was bought may be shown."""
    told = _where(desk, run_id).model_dump_json()
    found: EffectAnswer = desk.engine.ask(
        answer.effect_of, told, rules.model_dump_json(), n, timeout=FIRST_SECONDS
    )
    return found


def product(desk: Desk, run_id: str, item: str) -> ProductAnswer:
    """What goes with a product. Raises AppError item_not_known."""
    told = _where(desk, run_id).model_dump_json()
    found: ProductAnswer = desk.engine.ask(answer.product, told, item, timeout=FIRST_SECONDS)
    return found


def newcomer(desk: Desk, run_id: str, asked: NewcomerAsked) -> NewcomerAnswer:
    """Whose lists a product that is not there yet would be on, without training anew. Raises
    AppError newcomer_like_nothing."""
    told = _where(desk, run_id).model_dump_json()
    found: NewcomerAnswer = desk.engine.ask(
        newcomer_of, told, asked.model_dump_json(), timeout=ALL_SECONDS
    )
    return found


def audience(
    desk: Desk, run_id: str, items: list[str], most: int, without_days: float | None = None
) -> pd.DataFrame:
    """The customers most likely to take one of the items: `customer`, `item`, `score`, `rank`,
    `probability`, `expected_margin`, `last_bought`, `had`, best first. Left out is who had it
    within the last `without_days` (infinity: ever). Raises AppError item_not_known."""
    told = _where(desk, run_id).model_dump_json()
    found: pd.DataFrame = desk.engine.ask(
        answer.audience_of, told, items, most, without_days, timeout=ALL_SECONDS
    )
    return found


def bundles(desk: Desk, run_id: str, fewest: int = FEWEST, size: int = 2) -> pd.DataFrame:
    """Two or three products (`size`) that are bought together more than by chance, in at least
    `fewest` baskets, with count, support, confidence, lifts and margin, best first."""
    told = _where(desk, run_id).model_dump_json()
    found: pd.DataFrame = desk.engine.ask(
        answer.bundles_of, told, MOST_BUNDLES, fewest, size, timeout=ALL_SECONDS
    )
    return found


def customers_of(desk: Desk, run_id: str, segment: str = "all") -> int:
    """How many customers of a segment (all, light, heavy) would get a list."""
    where = _where(desk, run_id).model_dump_json()
    count: int = desk.engine.ask(batch.customers_of, where, segment, timeout=ALL_SECONDS)
    return count


def lists_for_all(
    desk: Desk, run_id: str, asked: ListsAsked, segment: str = "all", told: Told = lambda _: None
) -> Iterator[pd.DataFrame]:
    """A row for each customer of a segment (all, light, heavy) and rank: `user_id`, `rank`,
    `item_id`, `score`, `reason` (a code) with its `facts` as JSON. They come in parts, one at
    least, of at most `PART` customers each, so that neither memory nor waiting grows with the shop;
    `told` hears after each which share of them is there."""
    where = _where(desk, run_id).model_dump_json()
    count = customers_of(desk, run_id, segment)
    for first in range(0, max(count, 1), PART):
        among = (first, min(first + PART, count))
        yield _part(desk, (where, asked.model_dump_json(), segment, among))
        told(among[1] / max(count, 1))


def _part(desk: Desk, asked: tuple[Any, ...]) -> pd.DataFrame:
    root, prefix = desk.workspace.root, f"{TEMPORARY}{os.getpid()}-lists-"
    with disk_faults(root), tempfile.TemporaryDirectory(prefix=prefix, dir=root) as folder:
        out = str(Path(folder) / "lists.parquet")
        desk.engine.ask(batch.lists_for_some, *asked, out, timeout=ALL_SECONDS)
        return pd.read_parquet(out)


def _where(desk: Desk, run_id: str) -> Where:
    _, digest = finished_run(desk, run_id, "recommend")
    return Where(root=desk.workspace.root, run=run_id, digest=digest)
