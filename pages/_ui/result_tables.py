"""The tables of a result: every metric, what `best` chose, the settings as resolved."""

import pandas as pd
import streamlit as st

from core.actions.decide import Decision, by_guessing
from core.base.runs import Run
from core.base.specs import RunSpec
from core.classify.report import ClassifyReport
from core.lab.catalog import BEST
from pages._ui import cached, layout, model_words
from pages._ui.escape import md_escape
from pages._ui.result_head import interval_word, score_word, word
from pages._ui.session import formats, texts
from pages._ui.tables import downloads, file_name, rounded, show_table


def numbers(run: Run, report: ClassifyReport, made: tuple[Decision, Decision]) -> None:
    """Every metric of test and validation rows, beside guessing; `made` decides on both parts."""
    t, f = texts(), formats()
    validated, tested = made
    st.caption(md_escape(t("run.numbers.note", at=f.fixed(tested.threshold))))
    if model_words.folds(run.resolved) > 1:
        st.caption(md_escape(t("run.numbers.folds", folds=model_words.folds(run.resolved))))
    if report.grouped_by is not None and report.test.groups is not None:
        facts = {"column": report.grouped_by, "groups": f.count(report.test.groups)}
        st.caption(md_escape(t("classify.interval.by_group", **facts)))
    guessed = by_guessing(report.test, tested)
    test = {**report.test.scores, **tested.scores}
    validation = {**report.validation.scores, **validated.scores}
    header = [t(f"run.column.{name}") for name in ("metric", "test", "baseline", "validation")]
    body = [
        [
            layout.Cell(t(f"classify.metric.{name}.label"), t(f"classify.metric.{name}.help")),
            layout.Cell(score_word(score, name, f), interval_word(score, name, t, f)),
            layout.Cell(word(guessed.get(name), name, f)),
            layout.Cell(score_word(validation.get(name), name, f)),
        ]
        for name, score in test.items()
    ]
    layout.table(header, body, t("run.view.numbers"))
    frame = pd.DataFrame(
        [
            {
                "metric": t(f"classify.metric.{name}.label"),
                "test": score.value,
                "low": score.low,
                "high": score.high,
                "baseline": guessed.get(name),
                "validation": validation[name].value if name in validation else None,
                "meaning": t(f"classify.metric.{name}.help"),
            }
            for name, score in test.items()
        ]
    )
    downloads(rounded(frame), "table_metrics", file_name(run.name, "metrics"))


def reach(run: Run) -> None:
    """That `best` had no time for all models, where that was so."""
    found = cached.tried(run)
    if found is None or not found.left_out:
        return
    t, f = texts(), formats()
    facts = {
        "done": f.count(found.done),
        "total": f.count(found.total),
        "time": f.duration(run.spec.budget),
        "names": f.series(model_words.curve_name(name, t) for name in found.left_out),
    }
    st.caption(md_escape(t("run.tried", **facts)))


def _labels(frame: pd.DataFrame, first: str) -> dict[str, object]:
    """Column labels: the `first` stays in sight, the others are figures."""
    t = texts()
    found: dict[str, object] = {}
    for name in frame.columns:
        label = t(f"run.column.{name}")
        if name == first:
            found[name] = st.column_config.TextColumn(label, pinned=True)
        else:
            found[name] = st.column_config.NumberColumn(label, format="%.3f")
    return found


def standings(run: Run) -> None:
    """How each family did on the validation rows, and its weight in the answer."""
    t, f = texts(), formats()
    found = cached.details(run).standings
    if not found:
        return
    chosen = [one for one in found if one.weight > 0]
    names = f.series(
        f"{model_words.curve_name(one.candidate, t)} {f.percent(one.weight)}"
        for one in sorted(chosen, key=lambda one: -one.weight)
    )
    with layout.card("standings"):
        st.subheader(t("run.standings.title"), anchor=False)
        if run.spec.family == BEST:
            st.caption(md_escape(t("run.standings.blend", names=names)))
        else:
            name = model_words.answer_name(run.resolved or run.spec, t, f)
            st.caption(md_escape(t("run.standings.single", names=name)))
        frame = pd.DataFrame(
            [
                {
                    "candidate": model_words.curve_name(one.candidate, t),
                    "roc_auc": one.roc_auc,
                    "log_loss": one.log_loss,
                    "weight": one.weight,
                    "seconds": one.seconds,
                }
                for one in found
            ]
        )
        labels = _labels(frame, "candidate")
        labels["weight"] = st.column_config.ProgressColumn(
            t("run.column.weight"), min_value=0, max_value=1, format="percent"
        )
        labels["seconds"] = st.column_config.NumberColumn(t("run.column.seconds"), format="%.1f")
        told = file_name(run.name, "models")
        show_table(rounded(frame), "table_standings", told, labels)


def settings(run: Run, **answered: str) -> None:
    """The resolved settings in words, and the whole spec as JSON for a replay; `answered` are parts
    of the question that the run found out."""
    t = texts()
    spec = run.resolved or run.spec
    st.caption(md_escape(t("run.settings.note")))
    words = spec_words(spec.model_copy(update={"question": {**spec.question, **answered}}))
    left, right = st.columns(2, gap="medium")
    for number, (section, pairs) in enumerate(words.items()):
        with (left, right)[number % 2], layout.card(f"settings-{section}"):
            st.subheader(t(f"run.settings.{section}"), anchor=False)
            layout.facts(dict(pairs))
    st.download_button(
        t("run.settings.download"),
        spec.model_dump_json(indent=2),
        file_name=f"{file_name(run.name, 'settings')}.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        help=t("run.settings.download_help"),
    )


def spec_words(spec: RunSpec) -> dict[str, list[tuple[str, str]]]:
    """Section -> (setting, value) in words."""
    t, f = texts(), formats()
    values = {
        "question": spec.question,
        "prep": spec.prep.model_dump(),
        "split": spec.split.model_dump(),
        "settings": spec.settings,
    }
    found = {
        section: model_words.all_settings(settings, values[section], t, f)
        for section, settings in model_words.classes(spec.task, spec.family).items()
    }
    model = [
        (t("run.settings.family"), model_words.answer_name(spec, t, f)),
        (t("train.seed.label"), f.count(spec.seed)),
    ]
    return {"model": model, **found}
