"""The figures of a recommender beside what is popular lately: by kind of list, and by customers."""

import pandas as pd
import streamlit as st

from core.actions.recommend_report import RecommendReport, SegmentScores, View, ViewScores
from core.actions.recommend_report import view_of as scores_of_view
from core.actions.recommend_verdict import signed
from core.base.runs import Run, Score
from core.recommend.figures import beside
from core.recommend.figures.beside import Row
from pages._ui import charts, layout, measures, recommend_words
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import formats, texts, theme
from pages._ui.tables import downloads, file_name, rounded

_BY_SEGMENT = ("ndcg", "recall", "hr")


def views(run: Run, report: RecommendReport) -> None:
    """Lists of what is new, had before, and both, apart; then every measure of one of them."""
    t = texts()
    st.caption(md_escape(t("recommend.views_note", k=report.k)))
    known = [one for one in report.views if "ndcg" in one.scores]
    with layout.card("chart-views"):
        rows = [_row(t(f"recommend.view.{one.view}"), one.scores, one.baseline) for one in known]
        name = recommend_words.metric_name("ndcg", report.k, t)
        chart = beside.beside(rows, name, t, theme())
        charts.show(chart.figure, "recommend_views", chart.finding, file_name(run.name, "views"))
    _apart(report)
    _every_measure(run, report)


def _apart(report: RecommendReport) -> None:
    """A row a kind of list: the customers, the score above the baseline's, and their difference."""
    t, f = texts(), formats()
    body = []
    for one in report.views:
        name = t(f"recommend.view.{one.view}")
        asked = t("recommend.customers", n=f.count(one.customers))
        mine, naive = one.scores.get("ndcg"), one.baseline.get("ndcg")
        body.append([Cell(name, asked), _cell(mine, naive), _difference(one.difference)])
    metric = recommend_words.metric_name("ndcg", report.k, t)
    header = [t("recommend.column.view"), metric, t("recommend.column.difference")]
    layout.table(header, body, t("recommend.tab.numbers"))


def _every_measure(run: Run, report: RecommendReport) -> None:
    """Every measure with what it means, of the kind of list that is chosen."""
    t, f = texts(), formats()
    layout.section(t("recommend.measures.title"), t("recommend.measures.note"), key="measures")
    there: list[View] = [one.view for one in report.views if one.scores]
    view = st.segmented_control(
        t("recommend.measures.view"),
        there,
        default=_first(report, there),
        format_func=lambda one: t(f"recommend.view.{one}"),
        key="recommend_view",
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    shown = scores_of_view(report, view)
    body = []
    for metric in _listed(shown):
        score, naive = shown.scores[metric], shown.baseline.get(metric)
        name = recommend_words.metric_name(metric, report.k, t)
        mine = Cell(
            recommend_words.score_word(score, metric, t, f),
            recommend_words.between(score, metric, t, f),
        )
        other = Cell(recommend_words.score_word(naive, metric, t, f))
        body.append([Cell(name, t(f"recommend.metric.{metric}.help")), mine, other])
    header = [t(f"recommend.column.{name}") for name in ("measure", "model", "naive")]
    layout.table(header, body, t("recommend.measures.title"))
    downloads(rounded(_frame(report)), "table_recommend", file_name(run.name, "metrics"))


def _first(report: RecommendReport, there: list[View]) -> View:
    """The kind of list that was asked for: the one whose difference is the run's."""
    same = [one.view for one in report.views if one.difference == report.difference]
    return next((view for view in same if view in there), there[0])


def _listed(shown: ViewScores) -> list[str]:
    return [metric for metric in measures.LISTED["recommend"] if metric in shown.scores]


def _frame(report: RecommendReport) -> pd.DataFrame:
    """All measures of all kinds of lists, a row each."""
    t = texts()
    return pd.DataFrame(
        [
            {
                "lists": t(f"recommend.view.{one.view}"),
                "customers": one.customers,
                "metric": recommend_words.metric_name(metric, report.k, t),
                "model": one.scores[metric].value,
                "low": one.scores[metric].low,
                "high": one.scores[metric].high,
                "popular_lately": one.baseline[metric].value if metric in one.baseline else None,
                "meaning": t(f"recommend.metric.{metric}.help"),
            }
            for one in report.views
            for metric in _listed(one)
        ]
    )


def segments(run: Run, report: RecommendReport) -> None:
    """How well customers of different kinds are served."""
    t = texts()
    st.caption(md_escape(t("recommend.segments_note")))
    known = [one for one in report.segments if "ndcg" in one.scores]
    with layout.card("chart-segments"):
        rows = [_row(t(f"recommend.segment.{o.name}.name"), o.scores, o.baseline) for o in known]
        name = recommend_words.metric_name("ndcg", report.k, t)
        chart = beside.beside(rows, name, t, theme())
        told = file_name(run.name, "segments")
        charts.show(chart.figure, "recommend_segments", chart.finding, told)
    body = [[_segment(one), *_of_segment(one)] for one in report.segments]
    names = (recommend_words.metric_name(metric, report.k, t) for metric in _BY_SEGMENT)
    layout.table([t("recommend.column.segment"), *names], body, t("recommend.tab.segments"))
    frame = pd.DataFrame(
        [
            {
                "segment": t(f"recommend.segment.{one.name}.name"),
                "customers": one.customers,
                **{name: score.value for name, score in one.scores.items()},
                **{f"popular_lately_{n}": score.value for n, score in one.baseline.items()},
            }
            for one in report.segments
        ]
    )
    downloads(rounded(frame), "table_segments", file_name(run.name, "segments"))


def _segment(one: SegmentScores) -> Cell:
    t, f = texts(), formats()
    told = t("recommend.customers", n=f.count(one.customers))
    about = t(f"recommend.segment.{one.name}.about")
    return Cell(t(f"recommend.segment.{one.name}.name"), f"{told} · {about}")


def _of_segment(one: SegmentScores) -> list[Cell]:
    t, f = texts(), formats()
    return [
        Cell(
            recommend_words.score_word(one.scores.get(metric), metric, t, f),
            t(
                "recommend.beside",
                value=recommend_words.score_word(one.baseline.get(metric), metric, t, f),
            ),
        )
        for metric in _BY_SEGMENT
    ]


def _row(name: str, mine: dict[str, Score], naive: dict[str, Score]) -> Row:
    return Row(name, mine["ndcg"], naive.get("ndcg"))


def _cell(mine: Score | None, naive: Score | None) -> Cell:
    """A score, and under it what is popular lately."""
    t, f = texts(), formats()
    beside = recommend_words.score_word(naive, "ndcg", t, f)
    told = recommend_words.score_word(mine, "ndcg", t, f)
    return Cell(told, t("recommend.beside", value=beside))


def _difference(score: Score | None) -> Cell:
    """A paired difference with its sign, and its interval."""
    if score is None:
        return Cell("–")
    t = texts()
    if score.low is None or score.high is None:
        return Cell(signed(score.value))
    between = t("run.tile.interval", low=signed(score.low), high=signed(score.high))
    return Cell(signed(score.value), between)
