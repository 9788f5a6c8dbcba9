"""What was learned from training rows, and how it prepares any rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.specs import PrepSpec
from core.prep.cells import Cells, read
from core.prep.dropping import unscorable
from core.prep.kinds import Kinds, require
from core.prep.steps.dates import Dates
from core.prep.steps.indicators import Indicators
from core.prep.steps.missing import Fill
from core.prep.steps.onehot import OneHot
from core.prep.steps.ordinal import Ordinal
from core.prep.steps.outliers import Limits
from core.prep.steps.scaling import Scaler
from core.prep.steps.target import Target
from core.prep.steps.vocabulary import UNSEEN, Codes, Vocabulary

Floats = NDArray[np.float64]
Encoder = OneHot | Ordinal | Target


@dataclass(frozen=True)
class Transformed:
    """Prepared rows, one for each line that came in.

    `x` (n, k) float32, always finite. `unseen` and `infinite` count cells by
    column (only columns that have some). `unscorable` (n,) marks lines that
    lack a value the spec demands; their `x` stands on fallback values.
    """

    x: NDArray[np.float32]
    unseen: dict[str, int]
    infinite: dict[str, int]
    unscorable: NDArray[np.bool_]


@dataclass(frozen=True)
class FittedPrep:
    """What was learned from the training rows.

    `names` are the k prepared columns, `sources` the input column of each;
    `inputs` the columns that rows must have; `dropped` how many training rows
    each step dropped.
    """

    spec: PrepSpec
    kinds: Kinds
    fill: Fill
    limits: Limits | None
    dates: Dates
    flags: Fill
    indicators: Indicators
    vocabularies: tuple[Vocabulary, ...]
    encoder: Encoder | None
    scaler: Scaler
    names: tuple[str, ...]
    sources: tuple[str, ...]
    dropped: dict[str, int]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that rows must have."""
        return self.kinds.all

    def transform(self, frame: pd.DataFrame) -> Transformed:
        """Prepares rows (n lines in, n rows out, in their order).

        Raises `prep_columns_missing`, `prep_not_numbers`, `prep_not_dates`.
        """
        require(frame, self.inputs)
        if not len(frame):
            none = np.zeros((0, len(self.names)), dtype=np.float32)
            return Transformed(none, {}, {}, np.zeros(0, dtype=bool))
        cells = read(self.kinds, frame)
        codes = encode(self.vocabularies, cells)
        unseen = {
            vocabulary.column: int(count)
            for vocabulary, count in zip(self.vocabularies, (codes == UNSEEN).sum(0), strict=True)
            if count
        }
        encoded = None if self.encoder is None else self.encoder.transform(codes)
        x = self.assemble(cells, encoded)
        return Transformed(x, unseen, cells.infinite, unscorable(self.spec, self.kinds, cells))

    def numeric(self, cells: Cells, encoded: NDArray[Any] | None) -> Floats:
        """The columns (n, s) that are scaled, before scaling, without NaN."""
        numbers = cells.numbers
        if self.limits is not None:
            numbers = self.limits.transform(numbers)
        numbers = np.concatenate([numbers, self.dates.transform(cells.dates)], axis=1)
        numbers = self.fill.transform(numbers)
        if encoded is not None and self.encoder is not None and self.encoder.scaled:
            numbers = np.concatenate([numbers, encoded], axis=1)
        return numbers

    def assemble(self, cells: Cells, encoded: NDArray[Any] | None) -> NDArray[np.float32]:
        """The prepared rows (n, k) of cells and their encoded categories."""
        blocks: list[NDArray[Any]] = [
            self.scaler.transform(self.numeric(cells, encoded)),
            self.flags.transform(cells.flags),
            self.indicators.transform(cells.missing),
        ]
        if encoded is not None and self.encoder is not None and not self.encoder.scaled:
            blocks.append(encoded)
        return np.concatenate(blocks, axis=1, dtype=np.float32, casting="same_kind")


def encode(vocabularies: tuple[Vocabulary, ...], cells: Cells) -> Codes:
    """The codes (n, d) of the category cells."""
    codes = np.empty((len(cells), len(vocabularies)), dtype=np.int64, order="F")
    for j, vocabulary in enumerate(vocabularies):
        codes[:, j] = vocabulary.encode(cells.labels[j])
    return codes
