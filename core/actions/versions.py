"""The runs on earlier versions of a dataset, to be repeated on a new one."""

from dataclasses import dataclass

from core.actions.datasets import versions
from core.actions.desk import Desk
from core.actions.train import start
from core.base.runs import Run
from core.base.values import Dataset


@dataclass(frozen=True)
class Earlier:
    """A run on an earlier version, and the latest run that repeated it on this one, if any."""

    run: Run
    repeated: Run | None


def earlier_runs(desk: Desk, dataset: Dataset) -> list[Earlier]:
    """The runs on versions before this one, newest first."""
    chain = versions(desk, dataset)
    before = {d.id for d in chain[: [d.id for d in chain].index(dataset.id)]}
    runs = desk.workspace.registry.runs()
    here = {run.spec.parent: run for run in reversed(runs) if run.spec.dataset == dataset.id}
    return [Earlier(run, here.get(run.id)) for run in runs if run.spec.dataset in before]


def repeat_on(desk: Desk, run_id: str, dataset: str) -> Run:
    """Starts a run with the settings of an earlier one on another version of its data.

    Of a finished run what was resolved is repeated: what `best` chose then, not
    its search. Raises what `train.start` raises.
    """
    old = desk.workspace.registry.run(run_id)
    spec = old.resolved or old.spec
    again = spec.model_copy(update={"dataset": dataset, "parent": run_id})
    return start(desk, again, old.name)
