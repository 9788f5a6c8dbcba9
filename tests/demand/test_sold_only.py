"""Columns that are told only where something was sold: completed where that is right, else not."""

import numpy as np
import pytest

from core.demand.panel import Floats
from core.demand.response import Response, learn_response
from core.demand.sold_only import completed
from tests.demand.panels import panel

SERIES, DAYS = 80, 336


def seen(y: Floats, value: Floats) -> Floats | None:
    """What is made of a value that only the lines of sales tell."""
    return completed(panel(y), np.where(y > 0, value, np.nan))


def learned(y: Floats, value: Floats) -> Response:
    return learn_response(panel(y, known={"x": value})).response


def weeks(draw: np.random.Generator, share: float, span: int) -> np.ndarray:
    chosen = draw.random((SERIES, DAYS // span + 1)) < share
    return np.repeat(chosen, span, axis=1)[:, :DAYS]


def test_a_promotion_that_only_sales_tell_of_is_not_taken() -> None:
    draw = np.random.default_rng(0)
    promotion = (draw.random((SERIES, DAYS)) < 0.1).astype(float)
    assert seen(draw.poisson(0.4, (SERIES, DAYS)).astype(float), promotion) is None


def test_a_price_that_changes_between_sales_is_not_taken() -> None:
    draw = np.random.default_rng(1)
    price = np.where(weeks(draw, 0.2, 7), 8.0, 10.0)
    assert seen(draw.poisson(0.3 * (price / 10) ** -2).astype(float), price) is None
    customer = draw.choice([2.1, 2.5, 2.9], (SERIES, DAYS))
    assert seen(draw.poisson(0.5, (SERIES, DAYS)).astype(float), customer) is None


def test_a_list_price_is_carried_from_sale_to_sale() -> None:
    draw = np.random.default_rng(2)
    price = np.where(weeks(draw, 0.3, 28), 8.0, 10.0) * np.linspace(1, 3, SERIES)[:, None]
    y = draw.poisson((price / price.max(axis=1)[:, None]) ** -2).astype(float)
    assert (y == 0).mean() > 0.25
    done = seen(y, price)
    assert done is not None
    found = learned(y, done)
    assert found.common[0] == pytest.approx(-2.0, abs=0.3)
    assert found.common[0] == pytest.approx(float(learned(y, price).common[0]), abs=0.25)


def test_a_promotion_of_the_whole_shop_is_told_by_whatever_sold() -> None:
    draw = np.random.default_rng(3)
    promotion = np.tile(draw.random(DAYS) < 0.1, (SERIES, 1)).astype(float)
    y = draw.poisson(0.4 * 2**promotion).astype(float)
    done = seen(y, promotion)
    assert done is not None
    assert np.array_equal(done, promotion)


def test_one_shops_promotion_is_told_by_what_sold_there() -> None:
    draw = np.random.default_rng(4)
    shops = np.repeat([0, 1], SERIES // 2)
    promotion = (draw.random((2, DAYS)) < 0.15).astype(float)[shops]
    y = draw.poisson(0.4, (SERIES, DAYS)).astype(float)
    shop = panel(y)
    shop.keys["store_id"] = shops.astype(str)
    done = completed(shop, np.where(y > 0, promotion, np.nan))
    assert done is not None
    assert np.array_equal(done, promotion)


def test_where_everything_sells_every_day_nothing_is_missing() -> None:
    draw = np.random.default_rng(5)
    flag = (draw.random((SERIES, DAYS)) < 0.3).astype(float)
    y = 1.0 + draw.poisson(5.0, (SERIES, DAYS))
    done = seen(y, flag)
    assert done is not None
    assert np.array_equal(done, flag)


def test_what_never_changes_and_what_is_never_told_have_no_effect() -> None:
    y = np.random.default_rng(6).poisson(0.3, (4, DAYS)).astype(float)
    price = np.broadcast_to(np.array([[1.0], [2.0], [3.0], [4.0]]), y.shape)
    done = seen(y, price)
    assert done is not None
    assert np.array_equal(done, price)
    nothing = completed(panel(y), np.full(y.shape, np.nan))
    assert nothing is not None
    assert not nothing.any()
