"""What the lists of a recommender are like, beside how right they are."""

import streamlit as st

from core.actions.recommend_report import BEYOND, RecommendReport, standing_of
from core.base.runs import Run, Score
from core.recommend.figures import tradeoff
from core.recommend.figures.tradeoff import Shows
from pages._ui import charts, layout, model_words, recommend_words
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts, theme
from pages._ui.tables import file_name


def show(run: Run, report: RecommendReport) -> None:
    """How much of the range is shown against how right it is; then each trait in words."""
    t = texts()
    st.caption(md_escape(t("recommend.lists_note")))
    _tradeoff(run, report)
    mine = standing_of(report, report.family).scores
    naive = standing_of(report, report.baseline).scores
    known = [metric for metric in BEYOND if metric in mine]
    for first in range(0, len(known), 2):
        columns = st.columns(2, gap="medium")
        for column, metric in zip(columns, known[first : first + 2], strict=False):
            with column, layout.card(f"trait-{metric}", height="stretch"):
                _trait(metric, mine[metric], naive.get(metric), report)


def _tradeoff(run: Run, report: RecommendReport) -> None:
    t = texts()
    found = [
        Shows(
            model_words.family_name(one.family, t),
            one.scores["coverage"].value,
            one.scores["ndcg"].value,
            recommend_words.part_of(report, one.family),
        )
        for one in report.standings
        if {"coverage", "ndcg"} <= set(one.scores)
    ]
    if len(found) < 2:
        return
    with layout.card("chart-tradeoff"):
        metric = recommend_words.metric_name("ndcg", report.k, t)
        chart = tradeoff.tradeoff(found, metric, t, theme())
        told = file_name(run.name, "coverage")
        charts.show(chart.figure, "recommend_tradeoff", chart.finding, told)


def _trait(metric: str, mine: Score, naive: Score | None, report: RecommendReport) -> None:
    """A trait: its figure beside everybody's list, and what that means in a sentence."""
    t, f = texts(), formats()
    beside = ""
    if naive is not None and report.family != report.baseline:
        told = recommend_words.score_word(naive, metric, t, f)
        beside = t("recommend.beside", value=told)
    label = recommend_words.metric_name(metric, report.k, t)
    layout.tiles([layout.Tile(label, recommend_words.score_word(mine, metric, t, f), beside)])
    layout.paragraph(_means(metric, mine.value), t(f"recommend.metric.{metric}.help"))


def _means(metric: str, value: float) -> str:
    """What a figure of a trait means, in a sentence."""
    t, f = texts(), formats()
    if metric == "coverage":
        return t("recommend.means.coverage", share=f.percent(value))
    if metric == "novelty":
        return t("recommend.means.novelty", n=f.count(2**value))
    if metric == "diversity":
        return t(f"recommend.means.diversity.{_third(value)}")
    way = "more" if value > _EVEN else "less" if value < 1 / _EVEN else "even"
    return t(f"recommend.means.popularity_bias.{way}", times=f.number(max(value, 1 / value), 2))


_EVEN = 1.1
"""How many times more popular items may be and still be as popular."""


def _third(value: float) -> str:
    return "low" if value < 1 / 3 else "middle" if value < 2 / 3 else "high"
