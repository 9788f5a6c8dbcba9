"""`best` and blends from sales to a sealed forecast."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.actions.spec_from_flags import checked
from core.base.errors import AppError
from core.base.events import Event, Finished, Log
from core.base.runs import RunSummary
from core.base.specs import RunSpec
from core.demand.refits import Silent
from core.lab import catalog
from core.lab.demand import blend, bundle, trying
from core.lab.demand.bundle import DemandBundle
from core.lab.demand.fitting import Candidate, Fits
from core.lab.demand.held_out import load as weeks_of
from core.store.workspace import Workspace
from tests.demand.panels import panel, weekly
from tests.lab import shops
from tests.lab.demand import sales
from tests.lab.demand.test_train import FAST, H, trained
from tests.lab.demand.told import Teller

TREES = {"family": "pooled_trees", "settings": FAST}
AVERAGE = {"family": "moving_average", "settings": {}}


def spec_of(dataset: str, **changes: object) -> RunSpec:
    asked = {"horizon": H, "windows": 2}
    base = RunSpec(dataset=dataset, task="demand", question=asked, family="best", budget=1e-6)
    return base.model_copy(update=changes)


@pytest.fixture
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `best` tries has as few trees as the tests' own: which of them is taken, and what is
    stored of it, does not depend on their number."""
    every = trying.candidates

    def quick(*asked: Any) -> list[Candidate]:
        return [
            replace(one, settings=one.family.settings.model_validate(FAST))
            if one.family.name == "pooled_trees"
            else one
            for one in every(*asked)
        ]

    monkeypatch.setattr(trying, "candidates", quick)


def same(one: tuple[Finished, list[Event], DemandBundle], other: Finished) -> bool:
    return bool(one[0].summary["metrics"] == other.summary["metrics"])


@pytest.fixture(scope="module")
def mixed(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Workspace, Finished, DemandBundle, Path]:
    """A blend of trees and an average over sales with a week in them."""
    workspace = Workspace(tmp_path_factory.mktemp("shop"))
    dataset = sales.save(workspace, sales.sold()).id
    settings = {"members": [TREES, AVERAGE]}
    finished, _, made = trained(workspace, spec_of(dataset, family="blend", settings=settings))
    folder = shops.bundle_of(workspace.root, finished.run)
    return workspace, finished, made, folder


def test_a_blend_gives_nearly_all_weight_to_what_knows_the_week(
    mixed: tuple[Workspace, Finished, DemandBundle, Path],
) -> None:
    _, finished, made, _ = mixed
    assert made.report.family == finished.summary["family"] == "blend"
    assert made.report.weights["pooled_trees"] > 0.8
    assert sum(made.report.weights.values()) == pytest.approx(1)
    assert {one.family for one in made.report.standings} == {
        "blend", "pooled_trees", "moving_average", "seasonal_naive",
    }  # fmt: skip


def test_what_is_kept_of_a_blend_forecasts_the_same(
    mixed: tuple[Workspace, Finished, DemandBundle, Path],
) -> None:
    _, _, made, folder = mixed
    loaded = blend.load_fitted("blend", folder / bundle.MODEL)
    assert np.array_equal(
        loaded.mean(made.panel).astype(np.float32), made.forecast.mean.astype(np.float32)
    )


def test_a_blend_that_is_trained_again_comes_to_the_same(
    mixed: tuple[Workspace, Finished, DemandBundle, Path],
) -> None:
    workspace, finished, made, _ = mixed
    again = trained(workspace, RunSpec.model_validate(finished.resolved))
    assert same(again, finished)
    assert again[2].report.weights == made.report.weights
    assert np.array_equal(again[2].forecast.quantiles, made.forecast.quantiles)


@pytest.mark.usefixtures("few_trees")
def test_best_without_time_tries_trees_and_stores_what_it_chose(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    spec = spec_of(sales.save(workspace, sales.sold()).id)
    finished, _, made = trained(workspace, spec)
    assert finished.resolved["family"] in ("pooled_trees", "blend")
    assert RunSummary.model_validate(finished.summary).verdict == "better"
    assert {one.family for one in made.report.standings} - {"blend"} == {
        "pooled_trees", "moving_average", "seasonal_naive",
    }  # fmt: skip
    assert same(trained(workspace, RunSpec.model_validate(finished.resolved)), finished)


@pytest.mark.usefixtures("few_trees")
def test_white_noise_is_answered_by_a_baseline(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    days = pd.date_range("2024-01-01", periods=200)
    noise = pd.DataFrame(
        [(day, f"s{item}", int(draw.poisson(20)), False) for day in days for item in range(20)],
        columns=[column.name for column in sales.COLUMNS],
    ).astype({"sku": "string", "pieces": "Int64", "back": "boolean"})
    workspace = Workspace(tmp_path)
    finished, events, made = trained(workspace, spec_of(sales.save(workspace, noise).id))
    assert finished.resolved["family"] == made.report.baseline == "moving_average"
    assert finished.summary["verdict"] == "no_better"
    assert made.series["baseline_suffices"].all()
    assert "baseline_kept" in {event.code for event in events if isinstance(event, Log)}


def test_a_blend_can_be_asked_for_by_a_spec() -> None:
    whole = spec_of("d", family="blend", settings={"members": [AVERAGE]}).model_dump(mode="json")
    assert checked(whole).settings["members"][0]["family"] == "moving_average"
    with pytest.raises(AppError):
        checked(whole | {"settings": {"members": [AVERAGE, AVERAGE]}})


def test_a_blends_quantiles_are_the_mean_of_what_the_members_that_spread_say() -> None:
    past = panel(weekly(40, 210))
    near, far = (Teller(past, H, lambda _past, truth, off=off: truth + off) for off in (0.2, -0.2))
    near.spreads = far.spreads = True
    flat = Teller(past, H, lambda one, _: np.repeat(one.y[:, -28:].mean(axis=1)[:, None], H, 1))
    source = blend.BlendOf({"near": near, "far": far, "flat": flat})
    found = source.spread(203, 0).quantiles(past.until(203), source.fitted(203)[1])
    each = [
        one.spread(203, 0).quantiles(past.until(203), one.fitted(203)[1]) for one in (near, far)
    ]
    for mixed, mine, other in zip(found, *each, strict=True):
        assert mixed == pytest.approx((mine + other) / 2)
        assert (np.diff(mixed, axis=2) >= 0).all()


@pytest.mark.parametrize(
    ("name", "spreads"), [("tsb", True), ("pooled_trees", True), ("moving_average", False)]
)
def test_a_naive_member_has_no_say_in_how_demand_scatters(name: str, spreads: bool) -> None:
    family = catalog.family("demand", name)
    candidate = Candidate(family, family.settings(), 0)
    assert Fits(candidate, panel(weekly(5, 100)), H, Silent()).spreads == spreads


@pytest.mark.usefixtures("few_trees")
def test_a_cheap_family_is_tried_though_a_dear_one_took_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = np.random.default_rng(1)
    frame = sales.sold()
    frame = frame[draw.random(len(frame)) < 0.4]
    workspace = Workspace(tmp_path)
    spec = spec_of(sales.save(workspace, frame).id, budget=120.0)
    monkeypatch.setattr(trying.Pace, "passed", property(lambda _: 1000.0))
    finished, events, made = trained(workspace, spec)
    tried = {one.family for one in made.report.standings}
    assert {"pooled_trees", "tsb"} <= tried
    left_out = [e for e in events if isinstance(e, Log) and e.code == "skipped_for_budget"]
    assert {"mlp", "nhits"} <= {e.facts["family"] for e in left_out}
    told = [e for e in events if isinstance(e, Log) and e.code == "fit_at"]
    days = {str(e.facts["day"]) for e in told}
    assert {"2024-08-14", "2024-08-21", "2024-08-28"} <= days
    assert max(days) == "2024-08-28"
    assert finished.summary["verdict"] in ("better", "no_better")


def test_a_blend_with_a_method_that_is_fitted_anew_keeps_its_weeks(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    settings = {"members": [TREES, {"family": "auto_theta", "settings": {"history": 60}}]}
    spec = spec_of(sales.save(workspace, sales.sold(3)).id, family="blend", settings=settings)
    finished, _, made = trained(workspace, spec)
    kept = weeks_of(shops.bundle_of(workspace.root, finished.run))
    assert kept is not None and kept.every == 7
    assert made.about.without_weeks is None


def test_a_run_without_weeks_says_why(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    dataset = sales.save(workspace, sales.sold(days=70)).id
    short = spec_of(dataset, family="moving_average", question={"horizon": H, "windows": 7})
    finished, events, made = trained(workspace, short)
    assert "weeks_short" in {event.code for event in events if isinstance(event, Log)}
    assert made.about.without_weeks == "short"
    assert weeks_of(shops.bundle_of(workspace.root, finished.run)) is None
