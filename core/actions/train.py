"""Starting, stopping and repeating runs; what to know before the start."""

from typing import TYPE_CHECKING

from core.actions.desk import Desk
from core.base.errors import AppError
from core.base.events import LAST_SEQ, Failed
from core.base.protocols import Estimate, Problem
from core.base.runs import Run
from core.base.specs import RunSpec
from core.base.texts import Texts, system_language
from core.lab import train as lab
from core.lab.plan import Plan
from core.lab.plan import plan as plan_of
from core.store.names import LONGEST, free_name

if TYPE_CHECKING:
    from core.lab.classify.plan import Plan as ClassifyPlan  # noqa: F401 (for those who call)
    from core.lab.demand.plan import Plan as DemandPlan  # noqa: F401
    from core.lab.recommend.plan import Plan as RecommendPlan  # noqa: F401


def prepare(desk: Desk, spec: RunSpec) -> Plan:
    """What would be trained, with problems and an estimate, by the task of the spec; reads the
    data, trains nothing.

    Raises AppError for a question that cannot be answered.
    """
    return plan_of(desk.workspace.reader, spec)


def check(desk: Desk, spec: RunSpec) -> tuple[Problem, ...]:
    """What is wrong with the spec's settings on this dataset, worst first."""
    return prepare(desk, spec).problems


def estimate(desk: Desk, spec: RunSpec) -> Estimate:
    """Seconds, megabytes and parameters that the run will take on two cores."""
    return prepare(desk, spec).estimate


def start(
    desk: Desk,
    spec: RunSpec,
    name: str = "",
    lang: str | None = None,
    plan: Plan | None = None,
) -> Run:
    """Checks the spec, writes the run down and hands it to the engine. Without a name the run is
    called after what it asks, in a language (None: that of the environment). `plan` is that of the
    spec, where it is made already.

    Raises AppError with the code of the first problem that forbids a start.
    """
    problems = check(desk, spec) if plan is None else plan.problems
    wrong = [problem for problem in problems if problem.severity == "error"]
    if wrong:
        first = wrong[0]
        raise AppError(first.code, **first.facts)
    desk.workspace.dataset(spec.dataset)
    _ = desk.engine  # before the run is written down: without an engine there is no run
    called = name or _name(desk, spec, Texts(lang or system_language()))
    run = desk.workspace.registry.create_run(spec, _free(desk, called))
    root, told = str(desk.workspace.root), spec.model_dump_json()
    try:
        desk.submit(lab.run, run.id, root, told)
    except AppError as error:
        failed = Failed(run=run.id, seq=LAST_SEQ, code=error.code, facts=error.facts)
        desk.workspace.registry.record([failed])
        raise
    return desk.workspace.registry.run(run.id)


def _name(desk: Desk, spec: RunSpec, texts: Texts) -> str:
    dataset = desk.workspace.dataset(spec.dataset)
    column = spec.question.get("target") if spec.task == "classify" else None
    asked = column or texts(f"train.name.{spec.task}")
    return f"{dataset.name} · {asked}"[:LONGEST]


def _free(desk: Desk, name: str) -> str:
    """`name`, with a number behind it where a run is called so already: visits, visits (2)."""
    registry = desk.workspace.registry
    return free_name(name, {run.name for run in registry.runs() + registry.runs(trashed=True)})


def stop(desk: Desk, run_id: str) -> None:
    """Asks a waiting or running run to end; one that has ended is left alone."""
    if not desk.workspace.registry.run(run_id).over:
        desk.engine.stop(run_id)


def retry(desk: Desk, run_id: str) -> Run:
    """Starts a new run with the same spec; the old one stays as it is."""
    old = desk.workspace.registry.run(run_id)
    return start(desk, old.spec.model_copy(update={"parent": run_id}), old.name)


def replay(desk: Desk, run_id: str) -> Run:
    """Starts a new run with the resolved spec of a finished one: the same figures again."""
    old = desk.workspace.registry.run(run_id)
    if old.resolved is None:
        return retry(desk, run_id)
    return start(desk, old.resolved.model_copy(update={"parent": run_id}), old.name)
