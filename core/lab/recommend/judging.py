"""How a run did: its report."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.base.protocols import Problem
from core.base.runs import Score
from core.lab.recommend.blend import BlendSettings
from core.lab.recommend.bundle import RecommendReport, SegmentScores, Standing, ViewScores
from core.lab.recommend.trying import Answer, Setting, Tried
from core.recommend.certain import differences, intervals, verdict
from core.recommend.evaluate import VIEWS, Judged, beyond
from core.recommend.segments import Served, by_segment


def report_of(asked: Setting, said: Answer, noted: tuple[Problem, ...] = ()) -> RecommendReport:
    """What is told of a run by the later question."""
    question, later, seed = asked.question, asked.later, asked.spec.seed
    view = question.lists
    mine, naive = said.chosen.later, said.base.later
    apart = _difference(mine[view], naive[view], seed)
    found = asked.known.interactions
    mixed = _mixed(said.chosen)
    return RecommendReport(
        family=said.chosen.name,
        baseline=said.base.name,
        verdict=verdict(apart),
        difference=apart,
        standings=tuple(_standing(asked, one) for one in said.every),
        views=tuple(_view(asked, said, name) for name in VIEWS),
        segments=_segments(asked, said),
        customers=len(np.unique(found.user)),
        items=len(np.unique(found.item)),
        rows=len(found),
        asked=int((~np.isnan(_ndcg(mine[view]))).sum()),
        cut=_day(later.known.end) if found.timed and question.protocol == "time" else None,
        first=_day(float(found.day[0])) if found.timed else None,
        last=_day(found.end) if found.timed else None,
        k=question.k,
        weights=mixed[0],
        recency=mixed[1],
        noted=noted,
    )


def scores_of(asked: Setting, judged: Judged) -> dict[str, Score]:
    """The measures of one view with their intervals over customers, and what its lists are like."""
    found = _each(judged.each, asked.spec.seed)
    for name, value in beyond(judged, asked.later, asked.later.known.matrix().T.tocsr()).items():
        if np.isfinite(value):
            found[name] = Score(value=value)
    return found


def _each(each: pd.DataFrame, seed: int) -> dict[str, Score]:
    return {name: one for name, one in intervals(each, seed).items() if np.isfinite(one.value)}


def _difference(mine: Judged, naive: Judged, seed: int) -> Score:
    """The paired difference in NDCG."""
    return differences(mine.each[["ndcg"]], naive.each, seed)["ndcg"]


def _standing(asked: Setting, one: Tried) -> Standing:
    view = asked.question.lists
    return Standing(
        family=one.name,
        scores=scores_of(asked, one.later[view]),
        validation=one.validation(view),
        seconds=one.seconds,
    )


def _view(asked: Setting, said: Answer, view: str) -> ViewScores:
    mine, naive = said.chosen.later[view], said.base.later[view]  # type: ignore[index]
    there = int((~np.isnan(_ndcg(mine))).sum())
    return ViewScores(
        view=view,  # type: ignore[arg-type]
        customers=there,
        scores=scores_of(asked, mine),
        baseline=scores_of(asked, naive),
        difference=_difference(mine, naive, asked.spec.seed) if there else None,
    )


def _segments(asked: Setting, said: Answer) -> tuple[SegmentScores, ...]:
    view, seed = asked.question.lists, asked.spec.seed
    both = (said.chosen.later[view].each, said.base.later[view].each)
    mine, naive = (by_segment(asked.later, each, seed) for each in both)
    return tuple(
        SegmentScores(
            name=one.segment,
            customers=one.judged,
            scores=_known(one),
            baseline=_known(base),
        )
        for one, base in zip(mine, naive, strict=True)
        if one.judged
    )


def _known(one: Served) -> dict[str, Score]:
    return {name: score for name, score in one.scores.items() if np.isfinite(score.value)}


def _mixed(chosen: Tried) -> tuple[Mapping[str, float], float]:
    if "members" not in chosen.settings:
        return {}, 0.0
    settings = BlendSettings.model_validate(chosen.settings)
    total = sum(one.weight for one in settings.members)
    return {one.family: one.weight / total for one in settings.members}, settings.recency


def _ndcg(judged: Judged) -> np.ndarray:
    return judged.each["ndcg"].to_numpy(float)


def _day(time: float) -> str:
    return str(np.datetime64(int(np.floor(time)), "D"))
