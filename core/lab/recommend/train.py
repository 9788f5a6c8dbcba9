"""A run that recommends: read, try every family, take one, fit it on all there is, save."""

import time
from pathlib import Path

from core.base.events import Finished
from core.base.recipe import Recipe
from core.base.runs import RunSummary
from core.base.specs import RunSpec
from core.jobs.reporter import JobReporter
from core.lab.folders import bundle_folder
from core.lab.recommend import bundle as bundles
from core.lab.recommend.bundle import About, RecommendBundle, RecommendReport
from core.lab.recommend.heard import tell, used, with_thumbs
from core.lab.recommend.judging import report_of
from core.lab.recommend.read import Behaviour, read
from core.lab.recommend.stages import begin
from core.lab.recommend.trying import Answer, Setting, answer, final, setting_of
from core.recommend.filled import Filled
from core.recommend.leaks import refuse_answers
from core.recommend.thumbs import thumbs_of
from core.store.artefacts import write_bundle
from core.store.reader import DatasetReader


def run(reporter: JobReporter, root: Path, spec: RunSpec) -> None:
    """Trains what the spec asks for; the bundle lies in the run's folder when this returns."""
    begun = time.perf_counter()
    begin(reporter, "read")
    told = read(DatasetReader(root), spec)
    begin(reporter, "split")
    asked = setting_of(spec, told.question, told.known)
    refuse_answers(told.known, asked.later)
    begin(reporter, "fit", spec.family)
    said = answer(asked, reporter)
    begin(reporter, "evaluate")
    report = report_of(asked, said, told.noted)
    begin(reporter, "final")
    ranker, report = _final(asked, said, told, (report, reporter))
    begin(reporter, "save")
    made = RecommendBundle(_about(spec, told, said), report, told.known, ranker, said.chosen.ranker)
    folder = bundle_folder(root, reporter.run_id)
    digest = write_bundle(folder, lambda temporary: bundles.write(made, temporary))
    summary = _summary(report, time.perf_counter() - begun)
    reporter.emit(
        Finished(
            run=reporter.run_id,
            seq=0,
            digest=digest,
            resolved=made.about.spec.model_dump(mode="json"),
            summary=summary.model_dump(mode="json"),
        )
    )


def _final(
    asked: Setting, said: Answer, told: Behaviour, telling: tuple[RecommendReport, JobReporter]
) -> tuple[Filled, RecommendReport]:
    """The model that answers, and the report with what the thumbs did to it."""
    report, reporter = telling
    if not told.thumbs:
        return final(asked, said, reporter), report
    thumbs = thumbs_of(told.thumbs, told.known.interactions)
    ranker = final(with_thumbs(asked, thumbs), said, reporter)
    found = used(asked, thumbs, ranker)
    tell(reporter, found)
    return ranker, report.model_copy(update={"thumbs": found})


def _about(spec: RunSpec, told: Behaviour, said: Answer) -> About:
    question = told.question
    resolved = spec.model_copy(
        update={
            "family": said.chosen.name,
            "settings": said.chosen.settings,
            "question": question.model_dump(mode="json"),
        }
    )
    return About(
        version=bundles.VERSION,
        spec=resolved,
        question=question,
        family=said.chosen.name,
        data_hash=told.dataset.data_hash,
        recipe=told.dataset.recipes.get(str(question.table), Recipe()),
        currency=told.currency,
        thumbs=told.thumbs,
    )


def _summary(report: RecommendReport, seconds: float) -> RunSummary:
    every = {one.family: one for one in report.standings}
    return RunSummary(
        family=report.family,
        metrics={"test": every[report.family].scores},
        baseline=every[report.baseline].scores,
        verdict=report.verdict,
        seconds=seconds,
        rows={"customers": report.customers, "items": report.items, "asked": report.asked},
    )
