"""The only interpreter of a PrepSpec: what is learned, from the training rows alone."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.protocols import Matrix
from core.base.specs import PrepSpec
from core.base.values import Column
from core.prep.dropping import Training, drop
from core.prep.fitted import Encoder, FittedPrep, Floats, Transformed, encode
from core.prep.kinds import Kinds, kinds_of
from core.prep.steps.dates import fit_dates
from core.prep.steps.indicators import fit_indicators
from core.prep.steps.missing import fit_fill
from core.prep.steps.onehot import fit_onehot
from core.prep.steps.ordinal import fit_ordinal
from core.prep.steps.scaling import Scaler, fit_scaler
from core.prep.steps.target import fit_target
from core.prep.steps.vocabulary import Vocabulary, fit_vocabulary
from core.prep.steps.weights import balanced

__all__ = ["FittedPrep", "Fitting", "Transformed", "fit", "fit_whole"]


@dataclass(frozen=True)
class Fitting:
    """A fit with what `preview` tells of it: the rows' way, and what was scaled."""

    prep: FittedPrep
    matrix: Matrix
    training: Training


def fit(
    spec: PrepSpec,
    columns: tuple[Column, ...],
    frame: pd.DataFrame,
    y: NDArray[np.int8],
    seed: int,
) -> tuple[FittedPrep, Matrix]:
    """Learns from the training rows `frame` (n) with answers `y` (n,) 0/1.

    `columns` are the features, typed. The matrix holds the training rows that
    were not dropped, with weights where the spec asks for them. Raises
    `prep_no_columns`, `prep_columns_missing`, `prep_column_refused`,
    `prep_not_numbers`, `prep_not_dates`, `prep_no_training_rows`,
    `prep_no_rows_left`, `prep_one_class_left`, `prep_nothing_varies`.
    """
    fitting = fit_whole(spec, columns, frame, y, seed)
    return fitting.prep, fitting.matrix


def fit_whole(
    spec: PrepSpec,
    columns: tuple[Column, ...],
    frame: pd.DataFrame,
    y: NDArray[np.int8],
    seed: int,
) -> Fitting:
    """As `fit`, with the rows' way through the steps."""
    if not len(frame):
        raise AppError("prep_no_training_rows")
    kinds = kinds_of(spec, columns, frame)
    training = drop(spec, kinds, frame, np.asarray(y, dtype=np.int8))
    vocabularies = tuple(
        fit_vocabulary(name, labels, spec.missing_categories)
        for name, labels in zip(kinds.categories, training.cells.labels, strict=True)
    )
    encoder, encoded = _fit_encoder(spec, vocabularies, training, seed)
    prep = _fit_rest(spec, kinds, training, (vocabularies, encoder))
    prep = _fit_scale(prep, prep.numeric(training.cells, encoded), seed)
    x = prep.assemble(training.cells, encoded)
    weight = balanced(training.y) if spec.class_weights == "balanced" else None
    return Fitting(prep, Matrix(x, training.y, weight, prep.names), training)


def _fit_encoder(
    spec: PrepSpec, vocabularies: tuple[Vocabulary, ...], training: Training, seed: int
) -> tuple[Encoder | None, NDArray[Any] | None]:
    """The encoder, and what the training rows become (out of fold for `target`)."""
    if not vocabularies:
        return None, None
    codes = encode(vocabularies, training.cells)
    if spec.categories == "onehot":
        return fit_onehot(codes, vocabularies, spec.max_categories)
    if spec.categories == "target":
        return fit_target(codes, training.y, vocabularies, seed)
    ordinal = fit_ordinal(vocabularies, spec.ordinal_order)
    return ordinal, ordinal.transform(codes)


def _fit_rest(
    spec: PrepSpec,
    kinds: Kinds,
    training: Training,
    categories: tuple[tuple[Vocabulary, ...], Encoder | None],
) -> FittedPrep:
    """Everything but the scale, which is learned from what this makes."""
    whole = training.whole
    dates = fit_dates(kinds.dates, whole.dates, spec.date_parts)
    numbers = np.concatenate([whole.numbers, dates.transform(whole.dates)], axis=1)
    return FittedPrep(
        spec=spec,
        kinds=kinds,
        fill=fit_fill(numbers, spec.missing_numbers, spec.missing_constant),
        limits=training.limits,
        dates=dates,
        flags=fit_fill(whole.flags, "mode"),
        indicators=fit_indicators(training.cells.missing, kinds.all, _wanted(spec, kinds)),
        vocabularies=categories[0],
        encoder=categories[1],
        scaler=Scaler(None),
        names=(),
        sources=(),
        dropped=training.dropped,
    )


def _wanted(spec: PrepSpec, kinds: Kinds) -> tuple[bool, ...]:
    """Which columns get an indicator where they miss cells; a category of its own needs none."""
    own = spec.missing_categories == "own_category"
    return (
        *(spec.missing_indicator for _ in kinds.numbers),
        *(own or spec.missing_indicator for _ in kinds.flags),
        *(spec.missing_indicator for _ in kinds.dates),
        *(spec.missing_indicator and not own for _ in kinds.categories),
    )


def _fit_scale(prep: FittedPrep, numeric: Floats, seed: int) -> FittedPrep:
    encoder = prep.encoder
    encoded = [] if encoder is None else [*zip(encoder.names, encoder.sources, strict=True)]
    dates = [(name, prep.kinds.dates[j]) for name, (j, _) in
             zip(prep.dates.names, prep.dates.parts, strict=True)]  # fmt: skip
    labelled = [
        *((name, name) for name in prep.kinds.numbers),
        *dates,
        *(encoded if encoder is not None and encoder.scaled else []),
        *((name, name) for name in prep.kinds.flags),
        *zip(prep.indicators.names, prep.indicators.sources, strict=True),
        *(encoded if encoder is not None and not encoder.scaled else []),
    ]
    if not labelled:
        raise AppError("prep_nothing_varies", columns=list(prep.kinds.all))
    return replace(
        prep,
        scaler=fit_scaler(numeric, prep.spec.scaling, seed),
        names=_unique([name for name, _ in labelled]),
        sources=tuple(source for _, source in labelled),
    )


def _unique(names: list[str]) -> tuple[str, ...]:
    """The names, numbered where one would come twice."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        number = 2
        while names[i] in seen:
            names[i] = f"{name} ({number})"
            number += 1
        seen.add(names[i])
    return tuple(names)
