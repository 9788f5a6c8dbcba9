"""A training run of this task: read, split, prepare, fit, evaluate beside the baseline, save."""

import time
from functools import partial
from pathlib import Path

import numpy as np

from core.base.events import Finished
from core.base.recipe import Recipe
from core.base.runs import RunSummary
from core.base.specs import RunSpec
from core.jobs.reporter import JobReporter
from core.lab import catalog
from core.lab.classify import bundle as bundles
from core.lab.classify import results
from core.lab.classify.blend import BLEND, FOLDS, BlendSettings, Trial, candidates, combine
from core.lab.classify.bundle import About, Bundle
from core.lab.classify.examples import Examples, read, table_of
from core.lab.classify.fitting import Candidate, Division, Fit, divide, fit
from core.lab.classify.judging import Judged, judge
from core.lab.classify.learning import STAGES, Learned, single, stop_if_asked
from core.lab.classify.parts import blend_splits, part_rows, turns
from core.lab.classify.select import try_all
from core.lab.folders import bundle_folder
from core.prep.splits import Parts
from core.store.artefacts import write_bundle
from core.store.reader import DatasetReader


def run(reporter: JobReporter, root: Path, spec: RunSpec) -> None:
    """Trains what the spec asks for; the bundle lies in the run's folder when this returns."""
    begun = time.perf_counter()
    _stage(reporter, "read")
    examples = read(DatasetReader(root), spec)
    _stage(reporter, "split")
    parts = part_rows(examples, spec)
    learned = learn(reporter, examples, parts, spec)
    _stage(reporter, "evaluate")
    resolved = spec.model_copy(update={"family": learned.family, "settings": learned.settings})
    draft = _bundle(learned, examples, resolved, 0.5)
    judged = judge(reporter, draft, learned, (examples, parts))
    _stage(reporter, "save")
    summary = _summary(learned, judged, parts, time.perf_counter() - begun)
    final = Bundle(draft.about.model_copy(update={"threshold": summary.threshold}), draft.members)
    digest = _save(final, judged, bundle_folder(root, reporter.run_id))
    reporter.emit(
        Finished(
            run=reporter.run_id,
            seq=0,
            digest=digest,
            resolved=resolved.model_dump(mode="json"),
            summary=summary.model_dump(mode="json"),
        )
    )


def learn(reporter: JobReporter, examples: Examples, parts: Parts, spec: RunSpec) -> Learned:
    """Prepares and fits: one family on the training rows, or a blend over divisions."""
    if spec.family not in catalog.COMPOSED:
        _stage(reporter, "prep")
        family = catalog.family(spec.task, spec.family)
        candidate = Candidate(family, family.settings.model_validate(spec.settings), 0)
        division = divide(examples, spec.prep, (parts.train, parts.validation), 0, spec.seed)
        _stage(reporter, "fit", spec.family)
        return single(
            candidate,
            examples,
            division,
            fit(candidate, division, reporter.curve(candidate.name), spec.seed),
        )
    return _compose(reporter, examples, parts, spec)


def _compose(reporter: JobReporter, examples: Examples, parts: Parts, spec: RunSpec) -> Learned:
    _stage(reporter, "prep")
    blend = BlendSettings.model_validate(spec.settings) if spec.family == BLEND else None
    divisions = [
        divide(examples, spec.prep, positions, number, spec.seed)
        for number, positions in enumerate(
            blend_splits(examples, spec, parts, blend.folds if blend else FOLDS)
        )
    ]
    _stage(reporter, "fit", spec.family)
    weights = None
    if blend is None:
        trials = try_all(divisions, spec, reporter.curve)
    else:
        trials, weights = _replayed(reporter, divisions, blend, spec)
    return combine(examples, divisions, trials, partial(turns, examples, parts, spec.seed), weights)


def _replayed(
    reporter: JobReporter, divisions: list[Division], blend: BlendSettings, spec: RunSpec
) -> tuple[list[Trial], dict[str, float]]:
    """The trials of the members that a resolved blend names, and their weights."""
    trials = [
        Trial(candidate, _fit_all(reporter, candidate, divisions, spec.seed))
        for candidate in candidates(spec.task, blend)
    ]
    names = [trial.candidate.name for trial in trials]
    return trials, dict(zip(names, (member.weight for member in blend.members), strict=True))


def _fit_all(
    reporter: JobReporter, candidate: Candidate, divisions: list[Division], seed: int
) -> tuple[Fit, ...]:
    follow = reporter.curve(candidate.name)
    return tuple(fit(candidate, division, follow, seed) for division in divisions)


def _bundle(learned: Learned, examples: Examples, spec: RunSpec, threshold: float) -> Bundle:
    about = About(
        version=bundles.VERSION,
        spec=spec,
        data_hash=examples.dataset.data_hash,
        positive=examples.positive,
        negative=examples.negative,
        threshold=threshold,
        features=examples.features,
        weights=learned.weights,
        calibration=learned.calibration,
        members=bundles.describe(learned.members),
        recipe=examples.dataset.recipes.get(
            table_of(examples.dataset, examples.question), Recipe()
        ),
    )
    return Bundle(about, learned.members)


def _summary(learned: Learned, judged: Judged, parts: Parts, seconds: float) -> RunSummary:
    """The figures for lists. `rows` are those of the parts as they were split, those that cannot
    be scored left out of the last two; a blend's folds hold out training rows besides."""
    report = judged.report
    return RunSummary(
        family=learned.family,
        metrics=report.metrics(),
        baseline=report.test.baseline,
        verdict=report.outcome.verdict,
        threshold=report.threshold,
        rows={
            "train": len(parts.train),
            "validation": int(np.isin(parts.validation, learned.positions).sum()),
            "test": judged.report.test.rows,
        },
        seconds=seconds,
    )


def _save(bundle: Bundle, judged: Judged, folder: Path) -> str:
    def fill(temporary: Path) -> None:
        bundles.write(bundle, temporary)
        (temporary / results.REPORT).write_text(judged.report.model_dump_json(), "utf-8")
        (temporary / results.DETAILS).write_text(judged.details.model_dump_json(), "utf-8")

    return write_bundle(folder, fill)


def _stage(reporter: JobReporter, code: str, family: str | None = None) -> None:
    stop_if_asked(reporter)
    reporter.stage(code, STAGES.index(code) + 1, len(STAGES), family)
