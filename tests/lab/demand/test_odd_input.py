"""Bad and odd sales over the whole path, from a dataset to a sealed forecast or a sentence."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.base.values import Column
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.plan import plan
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.lab.demand import sales
from tests.lab.demand.test_train import trained

H = 7
STOCK = (
    Column(name="date", type="datetime", role="timestamp"),
    Column(name="sku", type="id", role="item_id"),
    Column(name="on_hand", type="integer", role="quantity"),
)
Rows = list[tuple[pd.Timestamp, str, int, bool]]


@dataclass(frozen=True)
class Case:
    """Rows of sales, what is asked of them, and what comes of it: ids of the series learned from,
    of young and of skipped ones, and the first day of the forecast."""

    rows: Rows
    next: str
    series: tuple[str, ...] = tuple("abcde")
    young: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    asked: dict[str, object] = field(default_factory=dict)


def days(count: int, rule: str = "D", start: str = "2024-01-01") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq=rule)


def sold(when: pd.DatetimeIndex, items: str = "abcde", level: float = 5.0) -> Rows:
    draw = np.random.default_rng(0)
    return [(day, item, 1 + int(draw.poisson(level)), False) for day in when for item in items]


CASES = {
    "40 days and a young item": Case(
        [*sold(days(40)), (days(40)[39], "new", 9, False)], "2024-02-10", young=("new",)
    ),
    "9 weeks and a young item": Case(
        [*sold(days(9, "W-FRI")), (days(9, "W-FRI")[8], "new", 9, False)],
        "2024-03-04", young=("new",), asked={"horizon": 3},
    ),
    "months stamped at their start": Case(
        sold(days(24, "MS")), "2026-01-01", asked={"horizon": 3}
    ),
    "months of days that begin amid one": Case(
        sold(days(400, start="2024-01-25")), "2025-02-01", asked={"freq": "M", "horizon": 2}
    ),
    "days that are missing are unknown": Case(
        [row for row in sold(days(120)) if (row[0].day + ord(row[1])) % 3],
        "2024-04-30", asked={"missing": "unknown"},
    ),
    "sold every fourth day, the others unknown": Case(
        sold(days(120)[::4]), "2024-04-27", asked={"missing": "unknown", "freq": "D"}
    ),
    "one item that never sold": Case(
        [*sold(days(60)), *((day, "z", 0, False) for day in days(60))],
        "2024-03-01", skipped=("z",),
    ),
    "one item daily, the others weekly": Case(
        [*sold(days(120), "a"), *sold(days(17, "7D"), "bcde", 30)], "2024-04-30"
    ),
    "the same item and day twice": Case(sold(days(60)) * 2, "2024-03-01"),
    "returns that exceed sales": Case(
        [*sold(days(60)), *((day, "a", -20, True) for day in days(60)[30::3])],
        "2024-03-01", asked={"returns": "net"},
    ),
    "half a year without a sale": Case(
        [*sold(days(40)), *sold(days(40, start="2024-08-01"))], "2024-09-10"
    ),
    "sales that never change": Case(
        [(day, item, 3, False) for day in days(60) for item in "abcde"], "2024-03-01"
    ),
    "ids that must be escaped": Case(
        [(day, item, int(day.day % 5), False) for day in days(60)
         for item in ("a|b", "<b>x</b>", "001", "=1+1")],
        "2024-03-01", series=("001", "<b>x</b>", "=1+1", "a\\|b"),
    ),
    "a day of the year 2199": Case(
        [*sold(days(60)), (pd.Timestamp("2199-01-01"), "a", 1, False)], "2024-03-01"
    ),
}  # fmt: skip


def save(workspace: Workspace, rows: Rows, stock: pd.DataFrame | None = None) -> str:
    """The rows, and what was on the shelves, as a dataset."""
    frame = pd.DataFrame(rows, columns=[column.name for column in sales.COLUMNS])
    frame = frame.astype({"sku": "string", "pieces": "Int64", "back": "boolean"})
    if stock is None:
        return sales.save(workspace, frame).id
    draft = DatasetDraft(
        name="Shop",
        kind="order_lines",
        tables={"order_lines": frame, "stock": stock},
        columns={"order_lines": sales.COLUMNS, "stock": STOCK},
        rows_read=len(frame) + len(stock),
    )
    return workspace.save_dataset(draft).id


def spec_of(dataset: str, asked: dict[str, object]) -> RunSpec:
    question = {"horizon": H, "windows": 1} | asked
    return RunSpec(dataset=dataset, task="demand", question=question, family="moving_average")


def sound(bundle: DemandBundle) -> None:
    """What any forecast must be: finite, not below zero, quantiles and sums that rise."""
    said = bundle.forecast
    for part in (said.mean, said.quantiles, said.cumulative):
        assert np.isfinite(part).all()
        assert (part >= 0).all()
    assert (np.diff(said.quantiles, axis=2) >= 0).all()
    assert (np.diff(said.cumulative, axis=1) >= 0).all()
    assert len(bundle.series) == len(said.ids)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_odd_sales_are_forecast_and_what_is_left_out_is_told(tmp_path: Path, case: Case) -> None:
    workspace = Workspace(tmp_path)
    spec = spec_of(save(workspace, case.rows), case.asked)
    bundle = trained(workspace, spec)[2]
    sound(bundle)
    assert bundle.forecast.ids == (*case.series, *case.young)
    assert tuple(one.series_id for one in bundle.report.skipped) == case.skipped
    assert str(bundle.forecast.dates[0]) == case.next
    assert bundle.report.young == len(case.young)
    assert plan(workspace.reader, spec).next == case.next


def test_days_with_empty_shelves_are_no_days_without_demand(tmp_path: Path) -> None:
    rows = [row for row in sold(days(90), level=9) if row[1] != "a" or row[0].day % 3]
    told = [(day, item, 0 if item == "a" and day.day % 3 == 0 else 9)
            for day in days(90) for item in "abcde"]  # fmt: skip
    stock = pd.DataFrame(told, columns=[column.name for column in STOCK])
    workspace = Workspace(tmp_path)
    dataset = save(workspace, rows, stock.astype({"sku": "string", "on_hand": "Int64"}))
    means = {}
    for way in ("stock", "ignored"):
        # the naive families are not freed of effects: what they forecast shows what they learn from
        family = {"family": "croston_sba", "settings": {}}
        spec = spec_of(dataset, {"empty_shelves": way}).model_copy(update=family)
        bundle = trained(workspace, spec)[2]
        sound(bundle)
        means[way] = bundle.forecast.mean[0].mean()
    assert means["stock"] == pytest.approx(10, rel=0.15)
    assert means["ignored"] < 0.8 * means["stock"]


@pytest.mark.parametrize(
    ("rows", "asked", "code"),
    [
        ([(day, "a", 0, False) for day in days(60)], {}, "nothing_sold"),
        (sold(days(1)), {}, "one_period"),
        (sold(days(6)), {}, "horizon_too_long"),
        (sold(days(40, start="2024-01-20")), {"freq": "M", "horizon": 1}, "one_period"),
        (sold(days(60, start="2190-01-01")), {}, "sales_ahead"),
        ([(day, "a", -1, True) for day in days(60)], {}, "no_sales"),
        (sold(days(60)), {"future": ["pieces"]}, "future_sold"),
        (sold(days(60)), {"future": ["order_lines.back"]}, "future_sold"),
    ],
)
def test_what_cannot_be_forecast_is_a_sentence(
    tmp_path: Path, rows: Rows, asked: dict[str, object], code: str
) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(AppError) as refused:
        trained(workspace, spec_of(save(workspace, rows), asked))
    assert refused.value.code == code
    for lang in LANGUAGES:
        sentence = Texts(lang).of(refused.value)
        assert len(sentence) > 20
        assert "{" not in sentence
