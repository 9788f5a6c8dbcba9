"""All families that a recommender tried, on the same customers."""

import pandas as pd
import streamlit as st

from core.actions.recommend_report import RecommendReport, Standing
from core.base.runs import Run
from core.recommend.figures import standings
from core.recommend.figures.standings import Stood
from pages._ui import charts, layout, model_words, recommend_words
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts, theme
from pages._ui.tables import file_name, rounded, show_table

_FIGURES = ("ndcg", "recall", "hr", "mrr", "map", "coverage", "novelty")
_PERCENT = frozenset({"recall", "hr", "coverage"})


def show(run: Run, report: RecommendReport) -> None:
    """A bar for each family, then all of its figures; above both, which makes the lists."""
    t, f = texts(), formats()
    with layout.card("standings"):
        st.subheader(t("run.standings.title"), anchor=False)
        told = (t("recommend.standings_note"), recommend_words.taken(report, t, f))
        st.caption(md_escape(f.sentences(*told)))
        found = [
            Stood(_name(one), one.scores["ndcg"], recommend_words.part_of(report, one.family))
            for one in report.standings
            if "ndcg" in one.scores
        ]
        metric = recommend_words.metric_name("ndcg", report.k, t)
        chart = standings.standings(found, metric, t, theme())
        charts.show(chart.figure, "recommend_models", chart.finding, file_name(run.name, "models"))
    _table(run, report)


def _table(run: Run, report: RecommendReport) -> None:
    t = texts()
    ranked = sorted(report.standings, key=_value, reverse=True)
    frame = pd.DataFrame(
        [
            {
                "candidate": _name(one),
                "validation": one.validation,
                **{n: one.scores[n].value if n in one.scores else None for n in _FIGURES},
                "seconds": one.seconds,
            }
            for one in ranked
        ]
    )
    heads: dict[str, object] = {
        name: st.column_config.NumberColumn(
            recommend_words.metric_name(name, report.k, t),
            format="percent" if name in _PERCENT else "%.1f" if name == "novelty" else "%.3f",
            help=t(f"recommend.metric.{name}.help"),
        )
        for name in _FIGURES
    }
    heads["candidate"] = st.column_config.TextColumn(t("run.column.candidate"), pinned=True)
    heads["validation"] = st.column_config.NumberColumn(
        t("recommend.column.validation"), format="%.3f", help=t("recommend.validation_help")
    )
    heads["seconds"] = st.column_config.NumberColumn(t("run.column.seconds"), format="%.1f")
    told = file_name(run.name, "models")
    show_table(rounded(frame), "table_standings", told, heads, alt=t("run.standings.title"))


def _name(one: Standing) -> str:
    return model_words.family_name(one.family, texts())


def _value(one: Standing) -> float:
    score = one.scores.get("ndcg")
    return -1.0 if score is None else score.value
