"""A workspace with recommenders whose reports are written by hand: they show in no time.

Import the fixtures that a test module uses: `from tests.pages.suggested import ...`.
"""

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.base.events import Epoch, Event, Finished, Log, Stage, Started
from core.base.protocols import Problem
from core.base.recipe import Recipe
from core.base.runs import Run, RunSummary, Score
from core.base.specs import RunSpec
from core.base.values import Column, Dataset
from core.lab import catalog
from core.lab.folders import bundle_folder
from core.lab.recommend import bundle as bundles
from core.lab.recommend.bundle import (
    About,
    RecommendBundle,
    RecommendReport,
    SegmentScores,
    Standing,
    ViewScores,
)
from core.recommend.families.recent_popularity import RecentPopularity
from core.recommend.filled import Filled
from core.recommend.task import Question
from core.store.artefacts import write_bundle
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.recommend import made

COLUMNS = (
    Column(name="day", type="datetime", role="timestamp"),
    Column(name="order", type="id", role="order_id"),
    Column(name="who", type="id", role="user_id"),
    Column(name="sku", type="id", role="item_id"),
)
MINE = {
    "ndcg": Score(value=0.131, low=0.121, high=0.141),
    "recall": Score(value=0.152, low=0.14, high=0.164),
    "hr": Score(value=0.38, low=0.35, high=0.41),
    "mrr": Score(value=0.11, low=0.1, high=0.12),
    "map": Score(value=0.09, low=0.08, high=0.1),
    "coverage": Score(value=0.34),
    "novelty": Score(value=5.0),
    "diversity": Score(value=0.81),
    "popularity_bias": Score(value=1.6),
}
NAIVE = {
    "ndcg": Score(value=0.093, low=0.085, high=0.101),
    "recall": Score(value=0.11, low=0.1, high=0.12),
    "hr": Score(value=0.29, low=0.26, high=0.32),
    "coverage": Score(value=0.004),
    "novelty": Score(value=3.2),
}
GAIN = Score(value=0.038, low=0.029, high=0.047)
MEMBERS = [
    {"family": "ease", "settings": {}, "seed": 0, "weight": 3.0},
    {"family": "buy_again", "settings": {}, "seed": 0, "weight": 1.0},
]


def bought(timed: bool = True) -> pd.DataFrame:
    """The made-up customers as order lines."""
    found = made.meetings()
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(found.day, unit="D").floor("s").astype("datetime64[us]"),
            "order": pd.Series(found.basket, dtype="string"),
            "who": pd.Series(found.users[found.user], dtype="string"),
            "sku": pd.Series(found.items[found.item], dtype="string"),
        }
    )
    return frame if timed else frame.drop(columns="day")


def save(workspace: Workspace, frame: pd.DataFrame, kind: str = "order_lines") -> Dataset:
    """As a dataset of one table."""
    columns = tuple(one for one in COLUMNS if one.name in frame)
    draft = DatasetDraft(
        name="Shop",
        kind=kind,  # type: ignore[arg-type]
        tables={kind: frame},
        columns={kind: columns},
        rows_read=len(frame),
    )
    return workspace.save_dataset(draft)


def report(**changes: object) -> RecommendReport:
    """A blend that is better than what is popular lately, with everything that a page shows."""
    ease = {name: Score(value=0.9 * score.value) for name, score in MINE.items()}
    found = RecommendReport(
        family="blend",
        baseline="recent_popularity",
        verdict="better",
        difference=GAIN,
        standings=(
            Standing(family="blend", scores=MINE, validation=0.14, seconds=9.0),
            Standing(family="recent_popularity", scores=NAIVE, validation=0.1, seconds=0.1),
            Standing(family="ease", scores=ease, validation=0.13, seconds=2.0),
        ),
        views=(
            ViewScores(view="new", customers=1086, scores=MINE, baseline=NAIVE, difference=GAIN),
            ViewScores(
                view="again",
                customers=700,
                scores={"ndcg": Score(value=0.3, low=0.28, high=0.32)},
                baseline={"ndcg": Score(value=0.31, low=0.29, high=0.33)},
                difference=Score(value=-0.01, low=-0.02, high=0.0),
            ),
            ViewScores(view="all", customers=0, scores={}, baseline={}, difference=None),
        ),
        segments=(
            SegmentScores(name="new", customers=120, scores=NAIVE, baseline=NAIVE),
            SegmentScores(name="heavy", customers=966, scores=MINE, baseline=NAIVE),
        ),
        customers=4372,
        items=3684,
        rows=406829,
        asked=1086,
        cut="2011-11-09",
        first="2010-12-01",
        last="2011-12-09",
        k=10,
        weights={"ease": 0.75, "buy_again": 0.25},
        recency=0.5,
        noted=(Problem(code="rows_undated", severity="warning", facts={"n": 3, "every": 9}),),
    )
    return found.model_copy(update=changes)


def finished(
    desk: Desk, dataset: str, told: RecommendReport, name: str = "lists *one*", family: str = "best"
) -> Run:
    """A finished run that left `told`; its model is what is popular lately."""
    question = {"lists": "new", "k": told.k, "table": "order_lines"}
    spec = RunSpec(dataset=dataset, task="recommend", question=question, family=family)
    run = desk.workspace.registry.create_run(spec, name)
    settings = {"members": MEMBERS} if told.family == catalog.BLEND else {}
    resolved = spec.model_copy(update={"family": told.family, "settings": settings})
    about = About(
        version=bundles.VERSION,
        spec=resolved,
        question=Question.model_validate(question),
        family="recent_popularity",
        data_hash="0" * 64,
        recipe=Recipe(),
    )
    known = made.known(made.meetings())
    counts = known.interactions.matrix().sum(axis=0).A1
    ranker = Filled(RecentPopularity(counts), counts)
    bundle = RecommendBundle(about, told, known, ranker, ranker)
    folder = bundle_folder(desk.workspace.root, run.id)
    digest = write_bundle(folder, lambda temporary: bundles.write(bundle, temporary))
    scores = {one.family: one.scores for one in told.standings}
    summary = RunSummary(
        family=told.family,
        metrics={"test": scores[told.family]},
        baseline=scores[told.baseline],
        verdict=told.verdict,
        seconds=12.0,
    )
    events: list[Event] = [Started(run=run.id, seq=1, worker="w"), *_learned(run.id)]
    events.append(
        Finished(
            run=run.id,
            seq=99,
            digest=digest,
            resolved=resolved.model_dump(mode="json"),
            summary=summary.model_dump(mode="json"),
        )
    )
    desk.workspace.registry.record(events)
    return desk.workspace.registry.run(run.id)


def _learned(run: str) -> list[Event]:
    """A network that was fitted twice."""
    at = [(1, 0.9), (2, 0.7), (1, 0.8), (2, 0.6)]
    return [
        Epoch(run=run, seq=10 + n, curve="gru", epoch=epoch, epochs=2, loss=loss)
        for n, (epoch, loss) in enumerate(at)
    ]


def going(desk: Desk, dataset: str, epochs: int = 0) -> Run:
    """A run that tries its second family of three: a network with so many epochs of four."""
    spec = RunSpec(dataset=dataset, task="recommend", question={}, family="best")
    run = desk.workspace.registry.create_run(spec, "going")
    told: list[Event] = [
        Started(run=run.id, seq=1, worker="w"),
        Stage(run=run.id, seq=2, code="fit", step=3, steps=6, family="best"),
    ]
    for step, family in enumerate(("ease", "gru"), start=1):
        facts = {"family": family, "step": step, "steps": 3}
        told.append(Log(run=run.id, seq=2 + step, code="trying", facts=facts))
    for epoch in range(1, epochs + 1):
        told.append(
            Epoch(run=run.id, seq=9 + epoch, curve="gru", epoch=epoch, epochs=4, loss=1 / epoch)
        )
    desk.workspace.registry.record(told)
    return desk.workspace.registry.run(run.id)


@pytest.fixture
def shop(desk: Desk) -> Dataset:
    """The made-up customers' orders in the workspace under test."""
    return save(desk.workspace, bought())
