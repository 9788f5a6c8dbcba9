"""The evaluation of what was learned: the test rows once, beside the baseline."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.classify.evaluate import Basis, Predicted, evaluate
from core.classify.importance import Predict, permutation_importance
from core.classify.report import ClassifyReport
from core.jobs.reporter import JobReporter
from core.lab.classify.bundle import Bundle
from core.lab.classify.examples import Examples
from core.lab.classify.fitting import Positions
from core.lab.classify.learning import STAGES, Learned
from core.lab.classify.parts import groups_of
from core.lab.classify.results import Details
from core.prep.splits import Parts


@dataclass(frozen=True)
class Judged:
    """The report and what stands beside it."""

    report: ClassifyReport
    details: Details


def judge(
    reporter: JobReporter, bundle: Bundle, learned: Learned, data: tuple[Examples, Parts]
) -> Judged:
    """Judges the bundle on the rows it has not seen; `data` = (examples, parts)."""
    examples, parts = data
    spec = bundle.about.spec
    basis = Basis(
        question=examples.question,
        positive=examples.positive,
        prior=float(examples.y[parts.train].mean()),
        seed=spec.seed,
        grouped_by=parts.column if parts.method == "group" else None,
    )
    scored = bundle.predict(examples.frame.iloc[parts.test])
    scorable = ~scored.unscorable
    report = evaluate(
        basis,
        _predicted(data, learned.positions, learned.probability),
        _predicted(data, parts.test[scorable], scored.probability[scorable]),
    )
    reporter.stage("explain", STAGES.index("explain") + 1, len(STAGES))
    importance = permutation_importance(
        *_held_out(bundle, learned, examples),
        [column.name for column in examples.features],
        spec.seed,
        reporter,
    )
    details = Details(
        importance=importance,
        standings=learned.standings,
        features=tuple(column.name for column in examples.features),
        refused=examples.refused,
        method=parts.method,
        unseen=scored.unseen,
        unlabelled=examples.unlabelled,
        unscorable=int(scored.unscorable.sum()),
        positive=examples.positive,
    )
    return Judged(report, details)


def _predicted(
    data: tuple[Examples, Parts], positions: Positions, p: NDArray[np.float64]
) -> Predicted:
    """The answers and probabilities of the rows at `positions`, with their groups if they have."""
    examples, parts = data
    groups = groups_of(examples, parts)
    return Predicted(examples.y[positions], p, None if groups is None else groups[positions])


def _held_out(
    bundle: Bundle, learned: Learned, examples: Examples
) -> tuple[Predict, tuple[pd.DataFrame, NDArray[np.int8]]]:
    """A predictor and validation rows of one division, whose models did not train on them."""
    number = int(learned.fold.min())
    positions = learned.positions[learned.fold == number]
    rows = (examples.frame.iloc[positions], examples.y[positions])
    return (lambda frame: bundle.predict_held_out(frame, number)), rows
