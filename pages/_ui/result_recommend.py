"""A finished recommender: the verdict, its figures beside what is popular lately, and why."""

import streamlit as st

from core.actions import recommend_verdict
from core.actions.recommend_report import RecommendReport, standing_of
from core.actions.recommend_verdict import RecommendVerdict
from core.base.runs import Run
from core.base.texts import Texts
from pages._ui import (
    cached,
    follow,
    layout,
    model_words,
    recommend_lists,
    recommend_models,
    recommend_numbers,
    recommend_thumbs,
    recommend_words,
    result_tables,
    run_actions,
    story,
)
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.formats import Formats
from pages._ui.layout import Tile
from pages._ui.series_skipped import noticed
from pages._ui.session import formats, texts

VIEWS = (
    "numbers", "segments", "models", "lists", "learning", "left_out", "thumbs", "settings",
)  # fmt: skip
_TILES = ("ndcg", "recall", "hr", "coverage", "novelty", "diversity")


def show(run: Run) -> None:
    """Draws the result of a finished recommender."""
    t, f = texts(), formats()
    report = cached.recommended(run)
    verdict(run, report)
    layout.tiles([_tile(report, metric, t, f) for metric in _TILES])
    result_tables.reach(run)
    st.space("small")
    told = story.read(run.id)
    lacking = {
        "segments": not report.segments,
        "learning": not told.fits,
        "left_out": not report.noted,
        "thumbs": report.thumbs is None,
    }
    views = {name: t(f"recommend.tab.{name}") for name in VIEWS if not lacking.get(name)}
    view = layout.tabs(views, key="view")
    with guard():
        if view == "numbers":
            recommend_numbers.views(run, report)
        elif view == "segments":
            recommend_numbers.segments(run, report)
        elif view == "models":
            recommend_models.show(run, report)
            follow.notes(told)
        elif view == "lists":
            recommend_lists.show(run, report)
        elif view == "learning":
            st.caption(md_escape(t("recommend.learning_note")))
            follow.curves(told, key="past", name=run.name, task=run.spec.task)
        elif view == "left_out":
            with layout.card("noted"):
                st.subheader(t("recommend.noted.title"), anchor=False)
                noticed(report.noted)
        elif view == "thumbs" and report.thumbs is not None:
            recommend_thumbs.show(run, report.thumbs)
        else:
            result_tables.settings(run)


def verdict(run: Run, report: RecommendReport) -> None:
    """Whether a model is needed at all, what it means for 100 customers, and of whom it was asked.
    For all pages that show a recommender."""
    t, f = texts(), formats()
    found = recommend_verdict.judged(run, report)
    note = recommend_verdict.in_people(found, t)
    layout.verdict(found.tone, recommend_verdict.sentence(found, t), note)
    told = (recommend_verdict.asked(run, report, t), recommend_words.taken(report, t, f))
    st.caption(md_escape(f.sentences(*told)))
    _way_out(run, found)


def _way_out(run: Run, found: RecommendVerdict) -> None:
    """A button that opens the training of what is popular lately, where that is as good or
    better."""
    if found.key not in ("no_better", "worse"):
        return
    t, baseline = texts(), found.report.baseline
    if st.button(
        t("recommend.train_naive", baseline=model_words.family_name(baseline, t)),
        icon=":material/model_training:",
        key=f"train_naive_{run.id}",
        type="primary" if found.key == "worse" else "secondary",
    ):
        changes = {"family": baseline, "settings": {}}
        run_actions.open_training(run, run.spec.model_copy(update=changes))


def _tile(report: RecommendReport, metric: str, t: Texts, f: Formats) -> Tile:
    """A measure with its interval, and beside it what everybody's list reaches."""
    score = standing_of(report, report.family).scores.get(metric)
    naive = standing_of(report, report.baseline).scores.get(metric)
    label = recommend_words.metric_name(metric, report.k, t)
    about = t(f"recommend.metric.{metric}.help")
    if score is None:
        return Tile(label, recommend_words.score_word(None, metric, t, f),
                    t("recommend.not_known"), help=about)  # fmt: skip
    parts = [recommend_words.between(score, metric, t, f)]
    if report.family != report.baseline:
        beside = recommend_words.score_word(naive, metric, t, f)
        parts.append(t("recommend.beside", value=beside))
    note = " · ".join(part for part in parts if part)
    return Tile(label, recommend_words.score_word(score, metric, t, f), note, help=about)
