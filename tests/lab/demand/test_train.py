"""A forecasting run without an engine: from sales to a sealed forecast, and its replay."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.totals import WAYS, one_total
from core.base.errors import AppError
from core.base.events import PART, Event, Finished, Log, Stage
from core.base.forecast import LEVELS
from core.base.runs import RunSummary
from core.base.specs import RunSpec
from core.base.texts import Texts
from core.lab import train
from core.lab.demand import totals
from core.lab.demand.bundle import DemandBundle, as_rows, load
from core.lab.demand.plan import plan
from core.lab.demand.stages import STAGES
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.demand import sales

H = 7
FAST = {"rounds": 40, "sampled_rows": 4000}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    workspace = Workspace(tmp_path_factory.mktemp("shop"))
    return workspace, sales.save(workspace, sales.sold()).id


def spec_of(dataset: str, **changes: object) -> RunSpec:
    base = RunSpec(
        dataset=dataset,
        task="demand",
        question={"horizon": H, "windows": 2},
        family="pooled_trees",
        settings=FAST,
    )
    return base.model_copy(update=changes)


def trained(workspace: Workspace, spec: RunSpec) -> tuple[Finished, list[Event], DemandBundle]:
    run = workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(shops.heard(run.id, events), str(workspace.root), spec.model_dump_json())
    last = events[-1]
    assert isinstance(last, Finished)
    return last, events, load(shops.bundle_of(workspace.root, run.id), last.digest)


@pytest.fixture(scope="module")
def done(shop: tuple[Workspace, str]) -> tuple[Finished, list[Event], DemandBundle]:
    return trained(shop[0], spec_of(shop[1]))


def test_it_beats_the_naive_and_tells_its_story(
    done: tuple[Finished, list[Event], DemandBundle],
) -> None:
    finished, events, bundle = done
    summary = RunSummary.model_validate(finished.summary)
    stages = [event.code for event in events if isinstance(event, Stage)]
    assert stages == list(STAGES)
    parts = [event.facts for event in events if isinstance(event, Log) and event.code == PART]
    many = len(bundle.report.cutoffs) + 1
    assert parts == [{"done": number, "of": many} for number in range(1, many + 1)]
    assert summary.verdict == "better"
    assert summary.metrics["test"]["rmsse"].value < summary.baseline["rmsse"].value
    assert {one.family for one in bundle.report.standings} == {
        "pooled_trees", "seasonal_naive", "moving_average",
    }  # fmt: skip
    assert bundle.report.zero["wape"].value == 1.0
    assert finished.resolved["question"]["freq"] == "D"


def test_the_forecast_is_of_the_days_after_the_last_and_knows_the_week(
    done: tuple[Finished, list[Event], DemandBundle],
) -> None:
    said = done[2].forecast
    assert str(said.dates[0]) == str(np.datetime64("2024-01-01") + sales.DAYS)
    assert said.mean.shape == (sales.ITEMS, H)
    truth = np.array([[(3 + int(name[1:])) * sales.weekly(sales.DAYS + step) for step in range(H)]
                      for name in said.ids])  # fmt: skip
    assert np.abs(said.mean - truth).mean() < 0.15 * truth.mean()
    assert (np.diff(said.quantiles, axis=2) >= 0).all() and (said.quantiles >= 0).all()
    assert (np.diff(said.cumulative, axis=1) >= 0).all()
    middle = said.cumulative[:, -1, LEVELS.index(0.5)]
    assert np.abs(middle - truth.sum(axis=1)).mean() < 0.1 * truth.sum(axis=1).mean()


def test_what_was_said_in_the_windows_is_kept_with_its_scores(
    done: tuple[Finished, list[Event], DemandBundle],
) -> None:
    bundle = done[2]
    back, report = bundle.backtest, bundle.report
    assert back.at.tolist() == [sales.DAYS - 2 * H, sales.DAYS - H]
    assert back.mean.shape == back.baseline.shape == (2, sales.ITEMS, H)
    assert (back.low <= back.high).all()
    error = sum(
        float(np.abs(back.mean[place] - bundle.panel.y[:, at : at + H]).sum())
        for place, at in enumerate(back.at.tolist())
    )
    assert error == pytest.approx(bundle.series["absolute"].sum(), rel=1e-5)
    assert [step.step for step in report.steps] == list(range(1, H + 1))
    assert sum(one.series for one in report.classes) == sales.ITEMS
    assert sum(one.share for one in report.classes) == pytest.approx(1)
    named = {one.name for one in report.classes}
    assert named == set(bundle.series["abc"] + bundle.series["xyz"])


def test_returns_are_left_out_or_taken_off(shop: tuple[Workspace, str]) -> None:
    workspace, dataset = shop
    question = {"horizon": H, "windows": 1}
    spec = spec_of(dataset, family="seasonal_naive", settings={}, question=question)
    out = trained(workspace, spec)[2].panel
    net = spec.model_copy(update={"question": question | {"returns": "net"}})
    taken = trained(workspace, net)[2].panel
    assert np.nansum(out.y) - np.nansum(taken.y) == 4
    assert np.nansum(out.y) == sales.sold().loc[lambda f: f["pieces"] > 0, "pieces"].sum()


def test_a_replay_forecasts_the_same(
    shop: tuple[Workspace, str], done: tuple[Finished, list[Event], DemandBundle]
) -> None:
    again = trained(shop[0], RunSpec.model_validate(done[0].resolved))
    np.testing.assert_array_equal(again[2].forecast.mean, done[2].forecast.mean)
    assert again[0].summary["metrics"] == done[0].summary["metrics"]


def test_the_rows_to_take_home_are_one_a_series_and_day(
    done: tuple[Finished, list[Event], DemandBundle],
) -> None:
    rows = as_rows(done[2].forecast)
    assert list(rows.columns[:3]) == ["series_id", "ds", "mean"]
    assert list(rows.columns[3:]) == [f"q{level:g}" for level in LEVELS]
    assert len(rows) == sales.ITEMS * H
    assert rows.groupby("series_id")["ds"].nunique().eq(H).all()


def test_series_too_young_to_learn_from_are_forecast_like_the_others(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    frame = sales.sold(items=7, days=120)
    early = frame[(frame["sku"] == "s2") & (frame["day"] < "2024-04-26")].index
    spec = spec_of(sales.save(workspace, frame.drop(early)).id)
    found = plan(workspace.reader, spec)
    assert (found.series, found.young, found.windows, found.freq) == (6, 1, 2, "D")
    finished, _, bundle = trained(workspace, spec)
    assert bundle.report.young == 1
    assert bundle.series["young"].tolist() == [False] * 6 + [True]
    assert bundle.forecast.ids[-1] == "s2"
    assert bundle.forecast.mean.shape == (7, H)
    assert bundle.panel.y.shape[0] == 7
    others = bundle.forecast.mean[:-1].mean()
    assert others / 2 < bundle.forecast.mean[-1].mean() < 2 * others
    kept = totals.load(shops.bundle_of(workspace.root, finished.run))
    assert kept is not None
    assert kept.hierarchy.members.tolist() == [[1.0] * 7]
    sums = one_total(bundle, kept, 0, "sums")
    assert sums.mean == pytest.approx(bundle.forecast.mean.sum(axis=0))
    assert sums.sold == pytest.approx(np.nansum(bundle.panel.y, axis=0))
    assert kept.agreed == pytest.approx(kept.hierarchy.sums(kept.series), rel=1e-5)
    assert kept.agreed[0].sum() == pytest.approx(sums.mean.sum(), rel=0.1)


def test_totals_agree_with_their_series(
    shop: tuple[Workspace, str], done: tuple[Finished, list[Event], DemandBundle]
) -> None:
    finished, _, bundle = done
    assert [one.level for one in bundle.report.levels] == ["all"]
    kept = totals.load(shops.bundle_of(shop[0].root, finished.run))
    assert kept is not None
    assert kept.agreed == pytest.approx(kept.hierarchy.sums(kept.series), rel=1e-5)
    assert kept.series.shape == bundle.forecast.mean.shape
    drawn = {way: one_total(bundle, kept, 0, way) for way in WAYS}
    assert drawn["sums"].mean == pytest.approx(bundle.forecast.mean.sum(axis=0))
    assert drawn["alone"].mean == pytest.approx(kept.alone[0])
    assert drawn["agreed"].mean == pytest.approx(kept.agreed[0])
    assert (drawn["agreed"].band_80[1] > drawn["agreed"].band_80[0]).all()
    assert drawn["sums"].sold == pytest.approx(np.nansum(bundle.panel.y, axis=0))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"horizon": 200}, "horizon_too_long"),
        ({"horizon": 7, "by": ["colour"]}, "by_unknown"),
        ({"horizon": 7, "table": "stock"}, "table_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    shop: tuple[Workspace, str], question: dict[str, object], code: str
) -> None:
    with pytest.raises(AppError) as caught:
        plan(shop[0].reader, spec_of(shop[1], question=question))
    assert caught.value.code == code


def test_one_day_of_sales_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    frame: pd.DataFrame = sales.sold(days=1)
    with pytest.raises(AppError) as caught:
        plan(workspace.reader, spec_of(sales.save(workspace, frame.iloc[:3]).id))
    assert caught.value.code == "one_period"


@pytest.mark.parametrize(
    ("lang", "day", "span"),
    [
        (
            "en",
            "on, fewer than two whole periods (day)",
            "from Jan 1, 2024 to Aug 27, 2024",
        ),
        (
            "zh",
            "有销售的完整周期（天）不足两个",
            "2024年1月1日 至 2024年8月27日",
        ),
    ],
)
def test_what_cannot_be_forecast_is_said_in_words(
    tmp_path: Path, lang: str, day: str, span: str
) -> None:
    workspace, t = Workspace(tmp_path), Texts(lang)
    with pytest.raises(AppError) as one:
        plan(workspace.reader, spec_of(sales.save(workspace, sales.sold(days=1)).id))
    assert day in t.of(one.value)
    nothing = sales.sold().assign(pieces=0).astype({"pieces": "Int64"})
    with pytest.raises(AppError) as none:
        plan(workspace.reader, spec_of(sales.save(workspace, nothing).id))
    assert none.value.code == "nothing_sold"
    assert span in t.of(none.value)
    assert "12" in t.of(none.value)
