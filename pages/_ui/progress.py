"""How far a run is, told from its story."""

from core.base.runs import Run
from core.classify.figures.learning import Fit
from core.lab.catalog import BEST
from pages._ui.story import Story

_BEFORE, _FIT = 0.06, 0.84
_SOON = ("read", "split", "prep")
"""The stages before the learning."""
_FIT_OF = {"demand": 0.64, "recommend": 0.74}
_AFTER = {
    "demand": {
        "final": (0.70, 0.06), "totals": (0.76, 0.12), "evaluate": (0.88, 0.02),
        "weeks": (0.90, 0.09), "save": (0.99, 0.01),
    },
    "recommend": {"evaluate": (0.80, 0.04), "final": (0.84, 0.13), "save": (0.97, 0.03)},
}  # fmt: skip
"""Where the stages after the learning begin on the bar, and how much of it they take: about what
they took of runs of the sample shop, of store_item and of online_retail."""
_ORIGINS = 4
"""Fits of a forecast beside those of its windows."""
_QUESTIONS = 2
"""Fits of a recommender before the last one: for the earlier question and for the later."""
_TRIED = 0.7
"""The share of the learning of a `best` recommender that is done before its blend is made."""


def progress(run: Run, told: Story) -> float:
    """How far a run is: learning is most of it, by epochs or, for `best`, by the budget; of a
    forecast, totals and held-out weeks are fitted after it, as far as their parts are done."""
    stage, task = told.stage, run.spec.task
    if stage is None or not stage.steps:
        return 0.0
    if stage.code in _AFTER.get(task, {}):
        begins, takes = _AFTER[task][stage.code]
        done, of = told.part or (0, 1)
        return begins + takes * min(done / max(of, 1), 1.0)
    if stage.code != "fit":
        return _BEFORE if stage.code in _SOON else _BEFORE + _FIT
    return _BEFORE + _FIT_OF.get(task, _FIT) * min(_learned(run, told), 1.0)


def _learned(run: Run, told: Story) -> float:
    """The share of the learning that is done."""
    fit = told.fit()
    if run.spec.task == "recommend":
        tried = _TRIED if run.spec.family == BEST else 1.0
        step, steps = turn(told) or (1, 1)
        return tried * (1.0 if blending(told) else (step - 1 + _of_family(told, fit)) / steps)
    return 0.0 if fit is None else _share(run, told, fit)


def _share(run: Run, told: Story, fit: Fit) -> float:
    """The share of the learning that is done; of a forecast each family is fitted at every window
    and at the origins that its intervals are learned from."""
    last = fit.epochs[-1]
    if run.spec.task == "demand":
        fits = int(run.spec.question.get("windows", 1)) + _ORIGINS
        step, steps = turn(told) or (1, 1)
        return (step - 1 + min((fit.number - 1 + _done(fit)) / fits, 1.0)) / steps
    if run.spec.family == BEST and told.stage is not None:
        return (last.at - told.stage.at).total_seconds() / run.spec.budget
    return _done(fit)


def _of_family(told: Story, fit: Fit | None) -> float:
    """How much of the family that a recommender tries now is done, where it tells its epochs."""
    if fit is None or fit.curve != trying(told):
        return 0.0
    return min((fit.number - 1 + _done(fit)) / _QUESTIONS, 1.0)


def _done(fit: Fit) -> float:
    last = fit.epochs[-1]
    return last.epoch / max(last.epochs, 1)


def turn(told: Story) -> tuple[int, int] | None:
    """Which of how many families is tried now; None where none was told."""
    tried = [log.facts for log in told.logs if log.code == "trying"]
    return (int(tried[-1]["step"]), int(tried[-1]["steps"])) if tried else None


def blending(told: Story) -> bool:
    """Whether all families are tried, and the best mix of them is looked for."""
    return any(log.code == "blending" for log in told.logs)


def trying(told: Story) -> str | None:
    """The family that is tried now; None where none was told."""
    tried = [log.facts for log in told.logs if log.code == "trying"]
    return str(tried[-1]["family"]) if tried else None
