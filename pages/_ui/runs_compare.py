"""Several runs side by side: their curves, their test AUC, and what their settings differ in."""

from collections.abc import Sequence
from itertools import chain

import pandas as pd
import streamlit as st

from core.actions import runs as running
from core.actions.datasets import dataset
from core.base.errors import AppError
from core.base.runs import Run, RunSummary
from core.classify.figures import comparison
from core.demand.figures import comparison as forecasts
from core.lab.catalog import task as known_task
from core.recommend.figures import comparison as recommenders
from pages._ui import charts, layout, measures, model_words, story
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts, theme
from pages._ui.tables import rounded, show_table

MOST = comparison.MOST


def show(picked: Sequence[Run]) -> None:
    """Draws the comparison of the first six picked runs."""
    t = texts()
    shown = list(picked[:MOST])
    layout.section(t("runs.compare.title"), t("runs.compare.note"), key="compare")
    if len(picked) > MOST:
        st.caption(md_escape(t("runs.compare.most", n=MOST)))
    if len({_asked(run) for run in shown}) > 1:
        callout(t("runs.compare.other_rows"), "warning")
    names = labels(shown)
    _curves(shown, names)
    for task in dict.fromkeys(run.spec.task for run in shown):
        _scores([run for run in shown if run.spec.task == task], names)
    _differences(shown, names)


def _asked(run: Run) -> tuple[object, ...]:
    """What runs must have in common for their figures to be on the same rows."""
    question = known_task(run.spec.task).question.model_validate(run.spec.question)
    same = question.model_dump(mode="json", exclude={"table", "positive"})
    column = same["target"] if run.spec.task == "classify" else ""
    return run.spec.task, run.spec.dataset, column or str(same)


def labels(runs: Sequence[Run]) -> dict[str, str]:
    """A short name for each run (id -> name): its own where unique, else model and id."""
    t = texts()
    names = [run.name for run in runs]
    families = [model_words.family_name(run.spec.family, t) for run in runs]
    found = {}
    for run, family in zip(runs, families, strict=True):
        if len(run.name) <= 22 and names.count(run.name) == 1:
            found[run.id] = run.name
        else:
            found[run.id] = family if families.count(family) == 1 else f"{family} {run.id[-4:]}"
    return found


def _curves(runs: Sequence[Run], names: dict[str, str]) -> None:
    t, look = texts(), theme()
    told = {names[run.id]: story.read(run.id).fit() for run in runs}
    epochs = {name: fit.epochs for name, fit in told.items() if fit is not None}
    shown = ["val_loss", "val_auc"]
    if all(run.spec.task != "classify" for run in runs):
        every = list(chain(*epochs.values()))
        shown = [name for name in shown if any(getattr(e, name) is not None for e in every)]
    if not shown:
        return
    for column, measure in zip(st.columns(len(shown), gap="medium"), shown, strict=True):
        chart = comparison.overlay(epochs, measure, t, look)
        with column, layout.card(f"overlay-{measure}", height="stretch"):
            charts.show(chart.figure, f"overlay_{measure}", chart.finding, f"merchlab-{measure}")


def _scores(runs: Sequence[Run], names: dict[str, str]) -> None:
    """The test figures of runs of one task, their leading measure with its interval."""
    t, task = texts(), runs[0].spec.task
    leading, listed = measures.HEADLINE[task], measures.LISTED[task]
    done = [(run, run.summary) for run in runs if run.summary]
    done = [(run, summary) for run, summary in done if leading in summary.metrics["test"]]
    if not done:
        return
    scores = {names[run.id]: summary.metrics["test"][leading] for run, summary in done}
    with layout.card(f"overlay-scores-{task}"):
        chart = INTERVALS[task](scores, t, theme())
        charts.show(chart.figure, f"overlay_scores_{task}", chart.finding, f"merchlab-{leading}")
    frame = pd.DataFrame(
        [
            {
                "run": names[run.id],
                **{name: _value_of(summary, name) for name in listed},
                "seconds": summary.seconds,
            }
            for run, summary in done
        ]
    )
    shown: dict[str, object] = {
        name: st.column_config.NumberColumn(measures.label(task, name, t), format="%.3f")
        for name in listed
    }
    shown["run"] = st.column_config.TextColumn(t("runs.column.run"), pinned=True)
    shown["seconds"] = st.column_config.NumberColumn(t("run.column.seconds"), format="%.1f")
    show_table(rounded(frame), f"compare_metrics_{task}", "merchlab-runs", shown)


def _value_of(summary: RunSummary, metric: str) -> float | None:
    score = summary.metrics["test"].get(metric)
    return None if score is None else score.value


INTERVALS = {
    "classify": comparison.intervals,
    "demand": forecasts.intervals,
    "recommend": recommenders.intervals,
}


def _differences(runs: Sequence[Run], names: dict[str, str]) -> None:
    t = texts()
    st.markdown(f"**{md_escape(t('runs.compare.differences'))}**")
    rows = [
        {
            "setting": _setting(path, runs),
            **{names[run.id]: _value(path, run) for run in runs},
        }
        for path in running.differences(list(runs))["setting"]
    ]
    words = pd.DataFrame([row for row in rows if len(set(list(row.values())[1:])) > 1])
    if words.empty:
        st.caption(md_escape(t("runs.compare.same")))
        return
    shown = {"setting": st.column_config.TextColumn(t("runs.column.setting"), pinned=True)}
    show_table(words, "compare_settings", "merchlab-differences", shown)


def _setting(path: str, runs: Sequence[Run]) -> str:
    """What a dotted setting is called on screen."""
    t = texts()
    section, _, field = path.partition(".")
    for run in runs:
        settings = model_words.classes(run.spec.task, run.spec.family).get(section)
        if settings is not None and t.has(f"{settings.texts}.{field}.label"):
            return t(f"{settings.texts}.{field}.label")
    key = f"runs.setting.{field or section}"
    return t(key) if t.has(key) else path


def _value(path: str, run: Run) -> str:
    """Its value in words, the default where the run says nothing; empty where it has no such."""
    t, f = texts(), formats()
    section, _, field = path.partition(".")
    settings = model_words.classes(run.spec.task, run.spec.family).get(section)
    said = getattr(run.spec, section)
    if not field:
        return _told(section, said, run)
    held = said if isinstance(said, dict) else said.model_dump()
    if settings is not None and field in settings.model_fields:
        return dict(model_words.values(settings, held, t, f))[field]
    if field == "members" and field in held:
        return model_words.answer_name(run.spec, t, f)
    return str(held.get(field, ""))


def _told(name: str, value: object, run: Run) -> str:
    """A value of the spec itself."""
    t, f = texts(), formats()
    if name == "family":
        return model_words.family_name(run.spec.family, t)
    if name == "budget":
        return f.duration(run.spec.budget)
    if name == "dataset":
        return _name_of(run.spec.dataset)
    if name == "parent":
        return _parent(run)
    return f.count(value) if isinstance(value, int) else str(value or "")


def _name_of(dataset_id: str) -> str:
    """What a dataset is called; its id where it is gone."""
    try:
        return dataset(desk(), dataset_id).name
    except AppError:
        return dataset_id


def _parent(run: Run) -> str:
    """What the run is called that this one was started from; its id where it is gone."""
    if run.spec.parent is None:
        return ""
    try:
        return running.run(desk(), run.spec.parent).name
    except AppError:
        return run.spec.parent
