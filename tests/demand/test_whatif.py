"""What-if: hand-worked changes of price, promotion, demand and closed days."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.forecast import LEVELS, Forecast
from core.demand import drivers as kept
from core.demand.drivers import Drivers
from core.demand.known import Scale
from core.demand.response import Response
from core.demand.whatif import Change, what_if

KEYS = {"item": ["a", "b"], "store": ["x", "x"]}
HORIZON = 4


def forecast() -> Forecast:
    mean = np.array([[10.0, 10, 20, 10], [4.0, 0, 4, 4]])
    spread = np.asarray(LEVELS) * 2
    return Forecast(
        ids=("a|x", "b|x"),
        dates=pd.date_range("2026-03-02", periods=HORIZON).to_numpy("datetime64[D]"),
        mean=mean,
        quantiles=mean[:, :, None] * spread,
        cumulative=mean.cumsum(axis=1)[:, :, None] * spread,
    )


def drivers() -> Drivers:
    """Elasticity -2 (a) and -1 (b), a promotion that lifts by e^0.5; prices of 10 and 5."""
    beta = np.array([[-2.0, 0.5], [-1.0, 0.5]])
    scale = Scale(
        ("price", "promoted"), ("price", "plain"), np.array([[10.0, 1], [5.0, 1]]),
        np.full((2, 2), np.nan),
    )  # fmt: skip
    response = Response(
        scale, beta, np.full((2, 2), 0.1), beta.mean(axis=0), np.full(2, 0.05), np.full(2, 0.3)
    )
    ahead = {
        "price": np.array([[10.0] * HORIZON, [5.0] * HORIZON]),
        "promoted": np.zeros((2, HORIZON)),
    }
    return Drivers(
        response, ahead, ("price",), np.array([[0, 3]]), np.array([7.5]), np.ones((2, 2, 7)),
        np.array([[-0.5, 0.1], [0, 1]]),
    )  # fmt: skip


def test_a_lower_price_sells_more_by_the_elasticity_of_the_series() -> None:
    found = what_if(forecast(), KEYS, drivers(), [Change(kind="price", column="price", amount=0.8)])
    assert found.forecast.mean[0] == pytest.approx(forecast().mean[0] * 0.8**-2)
    assert found.forecast.mean[1] == pytest.approx(forecast().mean[1] * 0.8**-1)
    assert found.units[0] == pytest.approx(50 * (0.8**-2 - 1))
    assert found.low[0] == pytest.approx(50 * (0.8 ** -(2 - 0.196) - 1), rel=5e-3)
    assert found.high[0] == pytest.approx(50 * (0.8 ** -(2 + 0.196) - 1), rel=5e-3)
    assert found.forecast.cumulative[0, -1] == pytest.approx(forecast().cumulative[0, -1] * 0.8**-2)


def test_a_promotion_lifts_its_days_of_its_items_only() -> None:
    change = Change(
        kind="set", column="promoted", amount=1.0, first=date(2026, 3, 3), last=date(2026, 3, 4),
        values={"item": ("a",)},
    )  # fmt: skip
    found = what_if(forecast(), KEYS, drivers(), [change]).forecast
    lift = np.exp(0.5)
    assert found.mean[0] == pytest.approx([10, 10 * lift, 20 * lift, 10])
    assert found.mean[1] == pytest.approx(forecast().mean[1])
    ratio = (10 + 30 * lift) / 40
    assert found.cumulative[0, 2] == pytest.approx(forecast().cumulative[0, 2] * ratio)


def test_a_closed_shop_sells_nothing_and_a_shock_is_taken_as_said() -> None:
    shut = Change(kind="closed", last=date(2026, 3, 3), values={"store": ("x",)})
    shock = Change(kind="demand", amount=1.5)
    found = what_if(forecast(), KEYS, None, [shut, shock])
    assert found.forecast.mean[0] == pytest.approx([0, 0, 30, 15])
    assert found.units[0] == pytest.approx(45 - 50)
    assert found.low[0] == found.units[0] == found.high[0]


def test_no_change_changes_nothing() -> None:
    found = what_if(forecast(), KEYS, drivers(), [])
    assert np.array_equal(found.forecast.mean, forecast().mean)
    assert np.array_equal(found.forecast.cumulative, forecast().cumulative)
    assert not found.units.any()


def test_a_column_without_an_effect_is_refused() -> None:
    with pytest.raises(ValueError, match="humidity"):
        what_if(forecast(), KEYS, drivers(), [Change(kind="set", column="humidity")])
    with pytest.raises(ValueError, match="price"):
        what_if(forecast(), KEYS, None, [Change(kind="price", column="price", amount=0.9)])


@settings(max_examples=50, deadline=None)
@given(st.floats(0.3, 3), st.floats(0, 5))
def test_quantiles_rise_and_sums_never_fall(price: float, shock: float) -> None:
    changes = [
        Change(kind="price", column="price", amount=price, last=date(2026, 3, 3)),
        Change(kind="demand", amount=shock, first=date(2026, 3, 4)),
    ]
    found = what_if(forecast(), KEYS, drivers(), changes).forecast
    assert (np.diff(found.quantiles, axis=2) >= 0).all()
    assert (np.diff(found.cumulative, axis=1) >= 0).all()
    assert (found.mean >= 0).all()


def test_drivers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept.write(drivers(), tmp_path)
    found = kept.load(tmp_path)
    assert found is not None
    assert found.assumed == ("price",)
    assert np.array_equal(found.factor(), drivers().factor())
    assert found.empty.tolist() == [[0, 3]]
    assert found.response.scale.kinds == ("price", "plain")
    (tmp_path / "nothing").mkdir()
    assert kept.load(tmp_path / "nothing") is None
