"""What-if: hand-worked changes of price, promotion, demand and closed days."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.actions.why import effects_of
from core.base.errors import AppError
from core.base.forecast import LEVELS, Forecast
from core.base.texts import LANGUAGES, Texts
from core.demand import drivers as kept
from core.demand.difference import difference
from core.demand.drivers import Drivers, drivers_of
from core.demand.known import Scale
from core.demand.panel import Panel
from core.demand.response import Response, learn_response
from core.demand.scenario import Change
from core.demand.whatif import what_if

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


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("demand", -3.0), ("demand", -0.1), ("demand", 1001.0), ("price", 0.0), ("price", -1.0),
     ("price", 1e-9), ("price", 101.0)],
)  # fmt: skip
def test_no_demand_below_none_and_no_price_that_is_none(kind: str, amount: float) -> None:
    with pytest.raises(ValidationError, match=kind):
        Change.model_validate({"kind": kind, "column": "price", "amount": amount})
    assert Change.model_validate({"kind": "set", "column": "degrees", "amount": amount})


@pytest.mark.parametrize("price", [0.0, -1.0])
def test_a_price_cannot_be_set_to_nothing(price: float) -> None:
    with pytest.raises(AppError) as refused:
        what_if(forecast(), KEYS, drivers(), [Change(kind="set", column="price", amount=price)])
    assert refused.value.code == "change_price_none"
    assert all(Texts(lang).error(refused.value.code, refused.value.facts) for lang in LANGUAGES)


def test_an_effect_goes_on_a_little_beyond_what_was_seen_and_is_then_held() -> None:
    def sold(amount: float) -> float:
        change = Change(kind="price", column="price", amount=amount)
        return float(what_if(forecast(), KEYS, drivers(), [change]).forecast.mean[0, 0])

    low, high = -0.5 - 0.3, 0.1 + 0.3
    assert sold(0.5) == pytest.approx(10 * 0.5**-2)
    assert sold(0.02) == pytest.approx(10 * np.exp(-2 * low))
    assert sold(0.01) == sold(0.02)
    assert sold(100) == pytest.approx(10 * np.exp(-2 * high))
    tiny = what_if(forecast(), KEYS, drivers(), [Change(kind="set", column="price", amount=1e-9)])
    assert tiny.forecast.mean[0, 0] == pytest.approx(sold(0.01))
    assert tiny.ahead["price"][0, 0] == 1e-9


def test_what_is_known_to_be_far_ahead_is_no_change() -> None:
    far = drivers()
    far.ahead["price"][0] = 1.0
    found = what_if(forecast(), KEYS, far, [Change(kind="demand", amount=2.0)])
    assert found.forecast.mean == pytest.approx(2 * forecast().mean)


def test_a_flag_that_was_hardly_ever_on_can_be_switched_on() -> None:
    rare = replace(drivers(), seen=np.array([[-0.5, 0.1], [0.0, 0.0]]))
    found = what_if(forecast(), KEYS, rare, [Change(kind="set", column="promoted")])
    assert found.forecast.mean[0, 0] == pytest.approx(10 * np.exp(0.5))


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 100), st.floats(0, 1000))
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


def tied(width: int, alike: bool = True) -> Panel:
    """Sales by price and promotion: prices are cut by a fifth with every promotion or, where they
    are not `alike`, in weeks of their own too."""
    draw = np.random.default_rng(3)
    promoted, cut = ((draw.random((12, width // 7)) < 0.2).repeat(7, axis=1) for _ in range(2))
    price = np.where(promoted if alike else cut, 8.0, 10.0)
    mean = 8 * (price / 10) ** -2 * np.exp(0.4 * promoted)
    dates = pd.date_range("2024-01-01", periods=width - HORIZON).to_numpy("datetime64[D]")
    keys = pd.DataFrame({"item": [f"i{n}" for n in range(12)]})
    y = draw.poisson(mean).astype(float)[:, :-HORIZON]
    return Panel(y, keys, dates, "D", {"price": price, "promoted": promoted.astype(float)})


@pytest.mark.parametrize("alike", [True, False])
def test_effects_that_no_sales_tell_apart_are_finite_and_not_known(alike: bool) -> None:
    panel = tied(280, alike)
    found = drivers_of(learn_response(panel), panel, HORIZON, ())
    assert found.together == ((("price", "promoted"),) if alike else ())
    mean = np.full((12, HORIZON), 8.0)
    wide = mean[:, :, None] * np.asarray(LEVELS)
    days = panel.days(HORIZON)[-HORIZON:].to_numpy()
    said = Forecast(tuple(panel.keys["item"]), days, mean, wide, wide.cumsum(axis=1))
    change = Change(kind="price", column="price", amount=0.8, values={"item": ("i0", "i1")})
    keys = {"item": panel.keys["item"].tolist()}
    changed = what_if(said, keys, found, [change])
    made = difference(said, changed, found, np.ones(12, dtype=bool))
    for amount in (made.units, made.money):
        assert amount is not None
        assert np.isfinite([amount.low, amount.more, amount.high]).all()
        assert amount.known is not alike
    assert made.known.tolist() == [not alike] * 2 + [True] * 10
    sure = difference(said, what_if(said, keys, found, [Change(kind="demand", amount=1.5)]), found,
                      np.ones(12, dtype=bool))  # fmt: skip
    assert sure.units.known


def test_an_effect_that_no_sales_tell_has_finite_ends() -> None:
    known = drivers()
    lost = replace(known, response=replace(known.response, common_error=np.full(2, 3e4)))
    bundle: Any = SimpleNamespace(drivers=lost)
    assert all(np.isfinite([one.low, one.high]).all() for one in effects_of(bundle))
