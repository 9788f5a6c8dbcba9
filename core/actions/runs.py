"""Looking at runs, and keeping them in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.actions.desk import Desk
from core.base.errors import AppError
from core.base.events import Event, Log
from core.base.runs import Run
from core.classify.report import ClassifyReport
from core.lab.classify import results
from core.lab.classify.results import Details
from core.lab.folders import bundle_folder


def runs(desk: Desk, trashed: bool = False) -> list[Run]:
    """All runs, newest first; those in the trash with `trashed`."""
    return desk.workspace.registry.runs(trashed)


def finished(desk: Desk, task: str) -> list[Run]:
    """The finished runs of a task, newest first."""
    return [one for one in runs(desk) if one.spec.task == task and one.state == "finished"]


def run(desk: Desk, run_id: str) -> Run:
    """One run. Raises AppError run_unknown."""
    return desk.workspace.registry.run(run_id)


def finished_run(desk: Desk, run_id: str, task: str) -> tuple[Run, str]:
    """A finished run of a task and its digest. Raises AppError run_unknown, run_of_other_task,
    run_not_finished."""
    found = run(desk, run_id)
    if found.spec.task != task:
        raise AppError("run_of_other_task", run=run_id, task=found.spec.task, needed=task)
    return found, _digest(found)


def events(desk: Desk, run_id: str, after: int = -1) -> list[Event]:
    """The run's events with a seq above `after`."""
    return desk.workspace.registry.events(run_id, after)


def report(desk: Desk, run_id: str) -> ClassifyReport:
    """The evaluation of a finished run. Raises AppError run_not_finished, bundle_damaged."""
    return results.report(*_bundle(desk, run_id))


def details(desk: Desk, run_id: str) -> Details:
    """What stands beside the evaluation: importance, standings, columns refused, split."""
    return results.details(*_bundle(desk, run_id))


def _bundle(desk: Desk, run_id: str) -> tuple[Path, str]:
    return bundle_folder(desk.workspace.root, run_id), _digest(run(desk, run_id))


def _digest(found: Run) -> str:
    if found.state != "finished" or found.digest is None:
        raise AppError("run_not_finished", run=found.id, name=found.name)
    return found.digest


@dataclass(frozen=True)
class Tried:
    """What `best` had time for: `done` of `total` models; the curves of those left out."""

    done: int
    total: int
    left_out: tuple[str, ...]


def tried(desk: Desk, run_id: str) -> Tried | None:
    """How far the time of a `best` run reached; None for a run that had not to choose."""
    logs = [event for event in events(desk, run_id) if isinstance(event, Log)]
    steps = [int(log.facts["steps"]) for log in logs if log.code == "trying"]
    if not steps:
        return None
    left_out = tuple(str(log.facts["family"]) for log in logs if log.code == "skipped_for_budget")
    return Tried(steps[-1] - len(left_out), steps[-1], left_out)


def best_of_newest(done: Sequence[Run]) -> Run:
    """Of finished runs (newest first, at least one) the one to score with if none is named.

    The highest validation AUC among those that answer the newest run's question.
    """

    def asked(one: Run) -> tuple[str, object]:
        return one.spec.dataset, one.spec.question.get("target")

    def auc(one: Run) -> float:
        scores = one.summary.metrics.get("validation", {}) if one.summary else {}
        return scores["roc_auc"].value if "roc_auc" in scores else -1.0

    return max((one for one in done if asked(one) == asked(done[0])), key=auc)


def position(desk: Desk, run_id: str) -> int | None:
    """The run's place among those waiting, from 1; None when it is not waiting."""
    waiting = desk.queue()
    return waiting.index(run_id) + 1 if run_id in waiting else None


def rename(desk: Desk, run_id: str, name: str) -> Run:
    """Gives the run another name."""
    return desk.workspace.registry.rename_run(run_id, name)


def trash(desk: Desk, run_id: str) -> Run:
    """Puts the run into the trash, from where `restore` brings it back."""
    return desk.workspace.registry.trash_run(run_id)


def restore(desk: Desk, run_id: str) -> Run:
    """Takes the run back out of the trash."""
    return desk.workspace.registry.restore_run(run_id)


def purge(desk: Desk, run_id: str) -> None:
    """Removes the run and its files for good."""
    desk.workspace.purge_run(run_id)


def differences(chosen: list[Run]) -> pd.DataFrame:
    """What the runs' specs differ in: a row a setting (`setting`), a column a run id, texts."""
    flat = {found.id: _flatten(found.spec.model_dump(mode="json")) for found in chosen}
    names = list(dict.fromkeys(name for values in flat.values() for name in values))
    rows = []
    for name in names:
        values = [flat[found.id].get(name, "") for found in chosen]
        if len(set(values)) > 1:
            rows.append({"setting": name, **dict(zip(flat, values, strict=True))})
    return pd.DataFrame(rows, columns=["setting", *flat])


def _flatten(node: dict[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in node.items():
        if isinstance(value, dict):
            found |= _flatten(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = "" if value is None else str(value)
    return found
