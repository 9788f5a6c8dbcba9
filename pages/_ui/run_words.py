"""What a run asks for, in words, by its task."""

from core.base.runs import Run
from core.base.texts import Texts
from core.lab.catalog import task
from pages._ui.formats import Formats
from pages._ui.model_words import by_word


def asked(run: Run, t: Texts, f: Formats) -> str:
    """The question of a run in a few words."""
    resolved = (run.resolved or run.spec).question
    if run.spec.task == "classify":
        return t("run.asked", target=str(resolved.get("target", "")))
    question = task(run.spec.task).question.model_validate(run.spec.question).model_dump()
    if run.spec.task == "recommend":
        return t(f"run.recommends.{question['lists']}", n=f.count(question["k"]))
    by = f.series(by_word(name, t) for name in question["by"])
    freq = str(resolved.get("freq", question["freq"]))
    horizon = span(question["horizon"], freq, t, f)
    return (
        t("run.forecasts_by", horizon=horizon, by=by) if by else t("run.forecasts", horizon=horizon)
    )


def span(periods: int, freq: str, t: Texts, f: Formats) -> str:
    """So many days, weeks or months."""
    return t(f"demand.span.{freq}", n=f.count(periods))


def stage(run: Run, code: str, t: Texts) -> str:
    """What a stage of the run does; in words of its own where its task has them."""
    own = f"{run.spec.task}.stage.{code}"
    return t(own if t.has(own) else f"run.stage.{code}")


def judged(run: Run, t: Texts) -> str:
    """The verdict of a finished run in a few words."""
    assert run.summary is not None
    return t(f"runs.verdict.{run.summary.verdict}_{beside(run)}")


def beside(run: Run) -> str:
    """What a run is judged beside: guessing, the naive forecast, or what is popular lately."""
    return _BESIDE[run.spec.task]


_BESIDE = {"classify": "guessing", "demand": "naive", "recommend": "popular"}
