"""What a finished recommender leaves on disk, with a manifest written last.

bundle.json, report.json, interactions.npz, words.json (what codes in these stand for), tables of
items and customers, and the model twice:
fitted on all there is, which answers, and as it was judged, by which the effect of rules is told.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

import core
from core.base.model import Value
from core.base.protocols import Problem
from core.base.recipe import Recipe
from core.base.runs import Score, Verdict
from core.base.specs import RunSpec
from core.lab.recommend.candidates import load as load_model
from core.recommend.family import Known
from core.recommend.filled import Filled
from core.recommend.interactions import Coded, Interactions
from core.recommend.task import Question, View
from core.store.artefacts import verify
from core.store.feedback import Thumb

ABOUT, REPORT, ROWS, WORDS, ITEMS, USERS, POPULAR, MODEL, JUDGED = (
    "bundle.json", "report.json", "interactions.npz", "words.json", "items.parquet",
    "users.parquet", "popular.npy", "model", "judged",
)  # fmt: skip
VERSION = core.__version__


class About(Value):
    """What a bundle is: resolved spec and question, family, data hash, and how the text of the rows
    was read; `currency` is that of prices and margins, where there is one; `thumbs` are those that
    it has learned from."""

    version: str
    spec: RunSpec
    question: Question
    family: str
    data_hash: str
    recipe: Recipe
    currency: str | None = None
    thumbs: tuple[Thumb, ...] = ()


class Standing(Value):
    """How one family did for the lists that the verdict is about: `scores` on the later question,
    `validation` (NDCG) on the earlier ones, by which it was chosen or not."""

    family: str
    scores: dict[str, Score]
    validation: float
    seconds: float


class ViewScores(Value):
    """Lists of what is new, had before, or both: how many `customers` took such items, the scores,
    the baseline's beside them, and the paired `difference` in NDCG."""

    view: View
    customers: int
    scores: dict[str, Score]
    baseline: dict[str, Score]
    difference: Score | None


class SegmentScores(Value):
    """Customers of one segment (new, light, heavy), in the lists that the verdict is about."""

    name: str
    customers: int
    scores: dict[str, Score]
    baseline: dict[str, Score]


class Moved(Value):
    """Where an item stood for the `user` who gave it a thumb (`up`, or down), `before` without the
    thumbs of that user's history, and `after`, with them (None: it is listed no longer); places
    among all items that the lists may hold."""

    user: str
    item: str
    up: bool
    before: int
    after: int | None

    @property
    def kind(self) -> Literal["up", "unmoved", "down"]:
        """What is told of it: that it moved, that it did not, or that it is gone."""
        if not self.up:
            return "down"
        return "unmoved" if self.before == self.after else "up"


class ThumbsUsed(Value):
    """Thumbs `up` and `down` of so many `customers` that the final model learned from; those of
    customers or items that are `unknown` could not be; a few of those that `moved` most."""

    up: int
    down: int
    unknown: int
    customers: int
    moved: tuple[Moved, ...] = ()


class RecommendReport(Value):
    """How well a run ranks what customers took later, beside what sold lately.

    `standings` are of all families on the same customers; `weights` are those of a blend's
    families, `recency` the power of what sells lately in it. `cut` is the day from which on nothing
    was known to what is judged. `difference` is the paired one in NDCG for the question's lists.
    `thumbs` is what the final model was told beside (None: there were none); nothing judged knows
    them.
    """

    family: str
    baseline: str
    verdict: Verdict
    difference: Score
    standings: tuple[Standing, ...]
    views: tuple[ViewScores, ...]
    segments: tuple[SegmentScores, ...]
    customers: int
    items: int
    rows: int
    asked: int
    cut: str | None
    first: str | None
    last: str | None
    k: int
    weights: dict[str, float] = {}
    recency: float = 0.0
    noted: tuple[Problem, ...] = ()
    thumbs: ThumbsUsed | None = None


@dataclass(frozen=True)
class RecommendBundle:
    """A recommender with all that it answers from: `known` is everything up to the end of the
    data, of which `ranker` has learned; `judged` is as it stood at the time of the later question.
    """

    about: About
    report: RecommendReport
    known: Known
    ranker: Filled
    judged: Filled


def write(bundle: RecommendBundle, folder: Path) -> None:
    """Writes all into `folder`; sealing it is the caller's last step."""
    (folder / ABOUT).write_text(bundle.about.model_dump_json(indent=1), "utf-8")
    (folder / REPORT).write_text(bundle.report.model_dump_json(), "utf-8")
    found = bundle.known.interactions
    rows: dict[str, Any] = {name: getattr(found, name) for name in _ARRAYS}
    rows |= {_BESIDE + name: one.code for name, one in found.beside.items()}
    np.savez_compressed(folder / ROWS, **rows)
    words = {name: one.words for name, one in found.beside.items()}
    (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    _table(bundle.known.items, found.items).to_parquet(folder / ITEMS)
    _table(bundle.known.users, found.users).to_parquet(folder / USERS)
    for name, ranker in ((MODEL, bundle.ranker), (JUDGED, bundle.judged)):
        (folder / name / MODEL).mkdir(parents=True)
        np.save(folder / name / POPULAR, ranker.popular)
        ranker.model.save(folder / name / MODEL)


def load(folder: Path, digest: str) -> RecommendBundle:
    """Reads the bundle whose manifest has the sha256 `digest`; all is checked first.

    Raises AppError bundle_damaged, bundle_foreign.
    """
    about, report = load_report(folder, digest)
    rankers = [_ranker(about.family, folder / name) for name in (MODEL, JUDGED)]
    return RecommendBundle(about, report, _known(folder), *rankers)


def load_known(folder: Path, digest: str) -> Known:
    """Reads the behaviour alone. Raises like `load`."""
    verify(folder, digest)
    return _known(folder)


def _ranker(family: str, folder: Path) -> Filled:
    return Filled(load_model(family, folder / MODEL), np.load(folder / POPULAR))


def _known(folder: Path) -> Known:
    items, users = pd.read_parquet(folder / ITEMS), pd.read_parquet(folder / USERS)
    with np.load(folder / ROWS) as kept:
        found = Interactions(
            **{name: kept[name] for name in _ARRAYS},
            users=users.pop(_ID).to_numpy(object),
            items=items.pop(_ID).to_numpy(object),
            beside={
                name: Coded(kept[_BESIDE + name], tuple(words))
                for name, words in json.loads((folder / WORDS).read_bytes()).items()
            },
        )
    return Known(found, items, users)


def load_report(folder: Path, digest: str) -> tuple[About, RecommendReport]:
    """What is told of the bundle, without the model. Raises like `load`."""
    verify(folder, digest)
    about = About.model_validate_json((folder / ABOUT).read_text("utf-8"))
    return about, RecommendReport.model_validate_json((folder / REPORT).read_bytes())


_ID, _BESIDE = "_id", "beside_"
_ARRAYS = ("user", "item", "weight", "day", "basket")


def _table(attributes: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    named = attributes.reset_index(drop=True).rename(columns=str)
    named.insert(0, _ID, pd.Series(ids, dtype="string"))
    return named
