"""A look at what preprocessing does to the training rows, before anything is trained."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.specs import PrepSpec
from core.base.values import Column
from core.prep.pipeline import fit_whole
from core.prep.reports import StepReport, reports_of

HEAD = 20


@dataclass(frozen=True)
class Preview:
    """The first rows `before` and `after`, and the `steps` between them.

    The index of both frames is the place of a row among the training rows, from
    0; a row that was dropped stands in `before` only. `rows` training rows came
    in, `kept` were left; `columns` features became `made` columns.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    steps: tuple[StepReport, ...]
    rows: int
    kept: int
    columns: int
    made: int


def preview(
    spec: PrepSpec,
    columns: tuple[Column, ...],
    frame: pd.DataFrame,
    y: NDArray[np.int8],
    seed: int,
) -> Preview:
    """Fits on the training rows `frame` (n) with answers `y` (n,) and tells what each step did.

    `after` is what a model would be trained on. Raises as `pipeline.fit` does.
    """
    fitting = fit_whole(spec, columns, frame, y, seed)
    inputs = list(fitting.prep.inputs)
    rows = fitting.training.rows
    shown = rows < HEAD
    before = frame[inputs].iloc[:HEAD].reset_index(drop=True)
    after = pd.DataFrame(
        fitting.matrix.x[shown], columns=list(fitting.prep.names), index=rows[shown]
    )
    return Preview(
        before=before,
        after=after,
        steps=reports_of(fitting, len(frame)),
        rows=len(frame),
        kept=len(rows),
        columns=len(inputs),
        made=len(fitting.prep.names),
    )
