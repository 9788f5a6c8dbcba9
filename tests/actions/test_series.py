"""The table of series and one of them, from a forecast that was really made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.actions.series import known_of, series_table, spark_periods, together
from core.base.errors import AppError
from core.base.forecast import LEVELS
from core.lab.demand.bundle import DemandBundle, load
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.demand import sales
from tests.pages.foreseen import spec_of
from tests.pages.learned import train_here


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> DemandBundle:
    root: Path = tmp_path_factory.mktemp("series")
    workspace = Workspace(root)
    question = {"horizon": 14, "windows": 2}
    spec = spec_of(sales.save(workspace, sales.sold()).id, question=question)
    run = train_here(workspace, spec, "one")
    return load(shops.bundle_of(root, run.id), run.digest or "")


def test_a_row_says_what_was_sold_and_what_comes(bundle: DemandBundle) -> None:
    table = series_table(bundle)
    assert sorted(table["series_id"]) == sorted(bundle.forecast.ids)
    row = table.set_index("series_id").loc["s5"]
    at = bundle.forecast.ids.index("s5")
    assert row["last"] == bundle.panel.y[at, -14:].sum()
    assert row["next"] == pytest.approx(bundle.forecast.mean[at].sum())
    assert row["low"] == bundle.forecast.cumulative[at, -1, LEVELS.index(0.1)]
    assert row["gain"] == pytest.approx(1 - row["rmsse"] / row["baseline_rmsse"])
    assert len(row["class"]) == 2


def test_a_trend_is_what_the_interval_leaves_out(bundle: DemandBundle) -> None:
    for row in series_table(bundle).itertuples():
        trend = "rising" if row.last < row.low else "falling" if row.last > row.high else "steady"
        assert row.trend == trend


def test_unknown_days_make_no_trend(bundle: DemandBundle) -> None:
    at = bundle.forecast.ids.index("s5")
    ahead = float(bundle.forecast.mean[at].sum())
    y = bundle.panel.y.copy()
    y[at, -14:] = ahead / 14
    for step, last, trend in ((2, ahead, "steady"), (3, np.nan, "unknown")):
        y[at, -14:] = np.where(np.arange(14) % step, np.nan, ahead / 14)
        panel = replace(bundle.panel, y=y)
        row = series_table(replace(bundle, panel=panel)).set_index("series_id").loc["s5"]
        assert row["last"] == pytest.approx(last, nan_ok=True)
        assert row["trend"] == trend


def test_a_sparkline_is_of_weeks_and_ends_in_the_forecast(bundle: DemandBundle) -> None:
    assert spark_periods(bundle) == 7
    table = series_table(bundle).set_index("series_id")
    spark, at = table.loc["s5", "spark"], bundle.forecast.ids.index("s5")
    assert len(spark) == 26 + 2
    assert spark[25] == bundle.panel.y[at, -7:].sum()
    assert spark[-1] == pytest.approx(bundle.forecast.mean[at, 7:].sum(), rel=1e-3)


def test_one_series_has_its_past_and_what_was_said(bundle: DemandBundle) -> None:
    known = known_of(bundle, series_table(bundle), "s5")
    at = bundle.forecast.ids.index("s5")
    np.testing.assert_array_equal(known.drawn.sold, bundle.panel.y[at])
    assert known.periods == sales.DAYS
    assert [str(said.days[0]) for said in known.drawn.before] == list(bundle.report.cutoffs)
    last = known.drawn.before[-1]
    assert last.days[-1] == known.drawn.days[-1]
    assert (last.low <= last.high).all()
    assert known.scores["rmsse"] == pytest.approx(float(known.facts["rmsse"]))  # type: ignore[arg-type]
    assert {"baseline_mase", "baseline_coverage_80"} <= set(known.scores)
    with pytest.raises(AppError) as caught:
        known_of(bundle, series_table(bundle), "nobody")
    assert caught.value.code == "series_unknown"


def test_several_are_summed(bundle: DemandBundle) -> None:
    both = together(bundle, {"s1", "s2"})
    places = [bundle.forecast.ids.index(name) for name in ("s1", "s2")]
    np.testing.assert_allclose(both.mean, bundle.forecast.mean[places].sum(axis=0))
    assert np.nansum(both.sold) == np.nansum(bundle.panel.y[places])
