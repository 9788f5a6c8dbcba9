"""The tables of a result: every metric, what `best` chose, the settings as resolved."""

import pandas as pd
import streamlit as st

from core.base.runs import Run, Score
from core.base.specs import RunSpec
from core.classify.report import ClassifyReport
from pages._ui import cached, layout, model_words
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts
from pages._ui.tables import show_table


def numbers(report: ClassifyReport) -> None:
    """Every metric of validation and test rows with its interval, beside the baseline."""
    t = texts()
    st.caption(md_escape(t("run.numbers.note")))
    rows = []
    for metric, test in report.test.scores.items():
        validation = report.validation.scores.get(metric)
        baseline = report.test.baseline.get(metric)
        rows.append(
            {
                "metric": t(f"classify.metric.{metric}.label"),
                "test": test.value,
                "low": test.low,
                "high": test.high,
                "baseline": _value(baseline),
                "validation": _value(validation),
                "meaning": t(f"classify.metric.{metric}.help"),
            }
        )
    frame = pd.DataFrame(rows)
    show_table(frame, "table_metrics", "merchlab-metrics", _labels(frame, "metric", "meaning"))


def _value(score: Score | None) -> float | None:
    return None if score is None else score.value


def _labels(frame: pd.DataFrame, first: str, *words: str) -> dict[str, object]:
    """Column labels: the `first` stays in sight, `words` hold text, the others figures."""
    t = texts()
    found: dict[str, object] = {}
    for name in frame.columns:
        label = t(f"run.column.{name}")
        if name == first:
            found[name] = st.column_config.TextColumn(label, pinned=True)
        elif name in words:
            found[name] = st.column_config.TextColumn(label, width="large")
        else:
            found[name] = st.column_config.NumberColumn(label, format="%.4f")
    return found


def standings(run: Run) -> None:
    """How each family did on the validation rows, and its weight in the answer."""
    t, f = texts(), formats()
    found = cached.details(run).standings
    if not found:
        return
    chosen = [one for one in found if one.weight > 0]
    names = ", ".join(
        f"{model_words.curve_name(one.candidate, t)} {f.percent(one.weight, 0)}"
        for one in sorted(chosen, key=lambda one: -one.weight)
    )
    with layout.card("standings"):
        st.subheader(t("run.standings.title"), anchor=False)
        key = "run.standings.blend" if len(found) > 1 else "run.standings.single"
        st.caption(md_escape(t(key, names=names)))
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
        show_table(frame, "table_standings", "merchlab-standings", labels)


def settings(run: Run) -> None:
    """The resolved settings in words, and the whole spec as JSON for a replay."""
    t = texts()
    spec = run.resolved or run.spec
    st.caption(md_escape(t("run.settings.note")))
    answer = {"positive": cached.details(run).positive}
    words = spec_words(spec.model_copy(update={"question": {**spec.question, **answer}}))
    left, right = st.columns(2, gap="medium")
    for number, (section, pairs) in enumerate(words.items()):
        with (left, right)[number % 2], layout.card(f"settings-{section}"):
            st.subheader(t(f"run.settings.{section}"), anchor=False)
            layout.facts(dict(pairs))
    st.download_button(
        t("run.settings.download"),
        spec.model_dump_json(indent=2),
        file_name=f"{run.id}.json",
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
        (t("run.settings.family"), model_words.family_name(spec.family, t)),
        (t("train.seed.label"), f.count(spec.seed)),
    ]
    members = spec.settings.get("members", ()) if spec.family == "blend" else ()
    for member in members:
        name = model_words.family_name(str(member["family"]), t)
        model.append((name, f.percent(float(member["weight"]), 0)))
    return {"model": model, **found}
