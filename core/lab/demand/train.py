"""A forecasting run: read, backtest every family, take one, fit it on all there is, save."""

import time
from pathlib import Path

from core.base.events import Finished
from core.base.runs import RunSummary, Score
from core.base.specs import RunSpec
from core.jobs.reporter import JobReporter
from core.lab.demand import bundle as bundles
from core.lab.demand.bundle import DemandBundle, DemandReport
from core.lab.demand.fitting import Ready
from core.lab.demand.making import bundle_of
from core.lab.demand.plan import windows_of
from core.lab.demand.read import read
from core.lab.demand.stages import begin
from core.lab.demand.trying import Asked, answer
from core.lab.folders import bundle_folder
from core.store.artefacts import write_bundle
from core.store.reader import DatasetReader


def run(reporter: JobReporter, root: Path, spec: RunSpec) -> None:
    """Forecasts what the spec asks for; the bundle lies in the run's folder when this returns."""
    begun = time.perf_counter()
    begin(reporter, "read")
    sales = read(DatasetReader(root), spec)
    panel, horizon = sales.made.panel, sales.question.horizon
    begin(reporter, "split")
    at = windows_of(panel, sales.question)
    begin(reporter, "fit", spec.family)
    said = answer(Asked(spec, panel, horizon, at), reporter)
    begin(reporter, "final")
    ready = said.chosen.tester.ready(panel.y.shape[1])
    made = bundle_of(sales, spec, said, ready, reporter)
    begin(reporter, "save")
    digest = _save(made, ready, bundle_folder(root, reporter.run_id))
    summary = _summary(made.report, time.perf_counter() - begun)
    reporter.emit(
        Finished(
            run=reporter.run_id,
            seq=0,
            digest=digest,
            resolved=made.about.spec.model_dump(mode="json"),
            summary=summary.model_dump(mode="json"),
        )
    )


def _save(made: DemandBundle, ready: Ready, folder: Path) -> str:
    def fill(temporary: Path) -> None:
        bundles.write(made, temporary)
        (temporary / bundles.MODEL).mkdir()
        ready.fitted.save(temporary / bundles.MODEL)

    return write_bundle(folder, fill)


def _summary(report: DemandReport, seconds: float) -> RunSummary:
    scores: dict[str, dict[str, Score]] = {one.family: one.scores for one in report.standings}
    return RunSummary(
        family=report.family,
        metrics={"test": scores[report.family]},
        baseline=scores[report.baseline],
        verdict=report.outcome.verdict,
        seconds=seconds,
        rows={"series": report.series, "windows": len(report.cutoffs)},
    )
