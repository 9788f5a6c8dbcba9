"""What a finished recommender tells of itself, in its parts.

The names of `__all__` are for those who show it."""

from core.lab.recommend.bundle import (
    RecommendReport,
    SegmentScores,
    Standing,
    ThumbsUsed,
    ViewScores,
)
from core.recommend.task import View

__all__ = ["RecommendReport", "SegmentScores", "Standing", "ThumbsUsed", "View", "ViewScores"]

ACCURACY = ("ndcg", "recall", "hr", "mrr", "map")
"""Measures of how right the first k of a list are: they are told with their k."""
BEYOND = ("coverage", "novelty", "diversity", "popularity_bias")
"""What lists are like beside."""


def standing_of(report: RecommendReport, family: str) -> Standing:
    """How one of its families did."""
    return next(one for one in report.standings if one.family == family)


def view_of(report: RecommendReport, view: View) -> ViewScores:
    """The lists of one kind."""
    return next(one for one in report.views if one.view == view)
