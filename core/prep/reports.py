"""What each step did to the training rows, in numbers and in a sentence."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value
from core.prep.pipeline import Fitting
from core.prep.steps.onehot import OneHot
from core.prep.steps.vocabulary import Vocabulary


class StepReport(Value):
    """One step on one column, or on all (`column` None).

    `step` is the field of PrepSpec that asked for it, `code` names the sentence.
    `rows_touched` of the training rows that came in, a `share` of them, and
    `cells_touched` cells were changed or dropped. `detail` holds further facts
    of the sentence, ready to show.
    """

    step: str
    code: str
    column: str | None
    rows_touched: int
    cells_touched: int
    share: float
    detail: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The key of the sentence."""
        return f"prep.report.{self.code}"

    @property
    def facts(self) -> dict[str, str]:
        """What fills the sentence."""
        return {
            "column": self.column or "",
            "rows": f"{self.rows_touched:,}",
            "cells": f"{self.cells_touched:,}",
            "percent": f"{100 * self.share:.1f} %",
            **self.detail,
        }


class _Teller:
    """Makes reports for `total` training rows that came in."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __call__(
        self,
        step: str,
        code: str,
        column: str | None,
        touched: NDArray[np.bool_] | int,
        **detail: str,
    ) -> StepReport:
        """A report; `touched` marks rows (n,), cells (n, k), or counts rows."""
        if isinstance(touched, int):
            rows = cells = touched
        else:
            cells = int(touched.sum())
            rows = cells if touched.ndim == 1 else int(touched.any(axis=1).sum())
        share = rows / self.total
        return StepReport(
            step=step,
            code=code,
            column=column,
            rows_touched=rows,
            cells_touched=cells,
            share=share,
            detail=detail,
        )


def reports_of(fitting: Fitting, total: int) -> tuple[StepReport, ...]:
    """Reports in the order in which the steps run; steps that touched nothing are left out.

    `total` training rows came in.
    """
    teller = _Teller(total)
    makers = (_dropped, _infinite, _filled, _categories_filled, _indicated, _outliers,
              _dates, _encoded, _scaled, _weighted)  # fmt: skip
    return tuple(report for make in makers for report in make(fitting, teller))


def _dropped(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    dropped, spec = fitting.prep.dropped, fitting.prep.spec
    if dropped["duplicates"]:
        yield tell("duplicates", "duplicates", None, dropped["duplicates"])
    if dropped["missing"]:
        numbers = spec.missing_numbers == "drop_rows"
        step = "missing_numbers" if numbers else "missing_categories"
        yield tell(step, "missing_dropped", None, dropped["missing"])


def _infinite(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    for column, count in fitting.training.whole.infinite.items():
        yield tell("missing_numbers", "infinite", column, count)


def _filled(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    """Numbers and dates without a value."""
    prep, cells = fitting.prep, fitting.training.whole
    how = "median" if prep.spec.missing_numbers == "drop_rows" else prep.spec.missing_numbers
    for j, column in enumerate(prep.kinds.numbers):
        gone = np.isnan(cells.numbers[:, j])
        if gone.any():
            value = f"{prep.fill.values[j]:,.6g}"
            yield tell("missing_numbers", f"filled_{how}", column, gone, value=value)
    for j, column in enumerate(prep.kinds.dates):
        gone = np.isnat(cells.dates[:, j])
        if gone.any():
            yield tell("missing_numbers", f"dates_filled_{how}", column, gone)


def _categories_filled(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    prep, cells = fitting.prep, fitting.training.cells
    for j, column in enumerate(prep.kinds.flags):
        gone = np.isnan(cells.flags[:, j])
        if gone.any():
            value = f"{prep.flags.values[j]:g}"
            yield tell("missing_categories", "filled_mode", column, gone, value=value)
    for vocabulary, labels in zip(prep.vocabularies, cells.labels, strict=True):
        gone = labels.codes < 0
        if not gone.any():
            continue
        code, value = _category_fill(vocabulary)
        yield tell("missing_categories", code, vocabulary.column, gone, value=value)


def _category_fill(vocabulary: Vocabulary) -> tuple[str, str]:
    if vocabulary.own_missing:
        return "own_category", ""
    return "filled_mode", str(vocabulary.values[0]) if len(vocabulary.values) else ""


def _indicated(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    indicators, missing = fitting.prep.indicators, fitting.training.cells.missing
    for place, column in zip(indicators.places, indicators.sources, strict=True):
        yield tell("missing_indicator", "indicator", column, missing[:, place])


def _outliers(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    limits, cells = fitting.training.limits, fitting.training.whole
    if limits is None:
        return
    outside = limits.outside(cells.numbers)
    for j, column in enumerate(fitting.prep.kinds.numbers):
        if not outside[:, j].any():
            continue
        low, high = f"{limits.low[j]:,.6g}", f"{limits.high[j]:,.6g}"
        middle = f"{limits.median[j]:,.6g}"
        yield tell("outliers", f"outliers_{limits.action}", column, outside[:, j], low=low,
                   high=high, value=middle)  # fmt: skip


def _dates(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    dates, rows = fitting.prep.dates, len(fitting.training.cells)
    for j, column in enumerate(dates.columns):
        made = sum(1 for place, _ in dates.parts if place == j)
        yield tell("date_parts", "dates", column, rows, made=str(made))


def _encoded(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    prep, rows = fitting.prep, len(fitting.training.cells)
    code = prep.spec.categories
    for j, vocabulary in enumerate(prep.vocabularies):
        rare = prep.encoder.rare[j] if isinstance(prep.encoder, OneHot) else 0
        made = sum(1 for source in prep.encoder.sources if source == vocabulary.column) \
            if prep.encoder is not None else 0  # fmt: skip
        yield tell("categories", f"{code}_rare" if rare else code, vocabulary.column, rows,
                   values=f"{len(vocabulary.values):,}", rare=f"{rare:,}",
                   made=f"{made:,}")  # fmt: skip


def _scaled(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    prep, rows = fitting.prep, len(fitting.training.cells)
    encoded = prep.encoder.names if prep.encoder is not None and prep.encoder.scaled else ()
    made = len(prep.kinds.numbers) + len(prep.dates.parts) + len(encoded)
    if made and prep.spec.scaling != "none":
        yield tell("scaling", f"scaled_{prep.spec.scaling}", None, rows, made=str(made))


def _weighted(fitting: Fitting, tell: _Teller) -> Iterator[StepReport]:
    weight, y = fitting.matrix.weight, fitting.matrix.y
    if weight is not None:
        yield tell("class_weights", "weights", None, len(y),
                   positive=f"{weight[y == 1].max(initial=0):.3g}",
                   negative=f"{weight[y == 0].max(initial=0):.3g}")  # fmt: skip
