"""The replay against a shop that is played unit by unit, and the laws that hold for all."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm

from core.inventory.policies.policy import Levels
from core.inventory.simulate import Scene, replay


@dataclass
class Shop:
    """One item, played by hand: every unit in stock knows the last day it can be sold on."""

    stock: list[float]
    orders: list[tuple[int, int]] = field(default_factory=list)
    owed: int = 0
    served: int = 0
    sold: int = 0
    waste: int = 0
    received: int = 0
    nights: list[int] = field(default_factory=list)


def play(demand: list[int], top: int, point: int, lot: int | None, scene: dict) -> Shop:
    life = scene["life"] or np.inf
    shop = Shop([life - 1] * scene["start"])
    for day, asked in enumerate(demand):
        come = sum(units for due, units in shop.orders if due == day)
        shop.orders = [(due, units) for due, units in shop.orders if due != day]
        shop.received += come
        shop.stock += [day + life - 1] * come
        while shop.owed and shop.stock:
            shop.stock.pop(shop.stock.index(min(shop.stock)))
            shop.owed, shop.sold = shop.owed - 1, shop.sold + 1
        if day % scene["review"] == 0:
            position = len(shop.stock) + sum(units for _, units in shop.orders) - shop.owed
            want = 0
            if position <= point:
                want = top - position
                if lot is not None:
                    want = 0
                    while position + want <= point:
                        want += lot
            packs = -(-want // scene["pack"]) if want > 0 else 0
            shop.orders.append((day + scene["lead"], packs * scene["pack"]))
        for _ in range(asked):
            if shop.stock:
                shop.stock.pop(shop.stock.index(min(shop.stock)))
                shop.served, shop.sold = shop.served + 1, shop.sold + 1
            elif scene["owes"]:
                shop.owed += 1
        spoiled = [unit for unit in shop.stock if unit <= day]
        shop.waste += len(spoiled)
        shop.stock = [unit for unit in shop.stock if unit > day]
        shop.nights.append(len(shop.stock))
    return shop


scenes = st.fixed_dictionaries(
    {
        "life": st.sampled_from([None, 1, 2, 5, 9]),
        "start": st.integers(0, 12),
        "review": st.integers(1, 5),
        "lead": st.integers(1, 6),
        "pack": st.integers(1, 4),
        "owes": st.booleans(),
    }
)
days = st.lists(st.integers(0, 6), min_size=1, max_size=25)


def scene_of(scenes: list[dict]) -> Scene:
    return Scene(
        lead_time=np.array([one["lead"] for one in scenes]),
        pack_size=np.array([float(one["pack"]) for one in scenes]),
        shelf_life=np.array([one["life"] or np.nan for one in scenes], dtype=float),
        on_hand=np.array([float(one["start"]) for one in scenes]),
        backorders=scenes[0]["owes"],
    )


@given(st.lists(scenes, min_size=2, max_size=2), days, st.integers(0, 20), st.integers(0, 9))
def test_every_item_is_as_played_by_hand(
    two: list[dict], demand: list[int], point: int, more: int
) -> None:
    two[1]["owes"] = two[0]["owes"]
    for lot in (None, more + 1):
        asked = np.array([demand, demand[::-1]], dtype=float)
        levels = Levels(
            np.full(2, float(point)),
            np.full(2, float(point + more)),
            np.array([float(one["review"]) for one in two]),
            None if lot is None else np.full(2, float(lot)),
        )
        found = replay(asked, levels, scene_of(two))
        for item, scene in enumerate(two):
            shop = play([int(x) for x in asked[item]], point + more, point, lot, scene)
            assert found.stock[item] == pytest.approx(shop.nights)
            for name in ("received", "sold", "served", "waste", "owed"):
                assert getattr(found, name)[item] == pytest.approx(getattr(shop, name)), name


@given(
    st.integers(0, 10_000), st.booleans(), st.sampled_from([np.nan, 3.0, 10.0]), st.floats(0.05, 7)
)
def test_units_are_conserved(seed: int, owes: bool, life: float, size: float) -> None:
    draw = np.random.default_rng(seed)
    demand = draw.gamma(0.5, size, (5, 40))
    top = draw.gamma(3, 4 * size, 5)
    scene = Scene(
        lead_time=draw.integers(1, 9, (5, 40)),
        pack_size=draw.choice([0.5, 1, 6], 5),
        minimum_order=draw.choice([0.0, 12.0], 5),
        shelf_life=np.full(5, life),
        on_order=draw.gamma(2, 2, 5),
        due=draw.integers(0, 9, 5),
        backorders=owes,
    )
    found = replay(demand, Levels(top, top, draw.integers(1, 8, 5).astype(float)), scene)
    left = found.start + found.received - found.sold - found.waste
    assert left == pytest.approx(found.end, abs=1e-6)
    assert found.end == pytest.approx(found.stock[:, -1])
    assert (found.served <= found.demand + 1e-9).all()
    assert (found.failed <= found.cycles).all()
    owed = found.owed if owes else np.zeros(5)
    lost = np.zeros(5) if owes else found.short
    assert found.sold + owed + lost == pytest.approx(found.demand)


@given(st.integers(0, 10_000))
def test_a_higher_level_never_serves_less(seed: int) -> None:
    draw = np.random.default_rng(seed)
    demand = np.repeat(draw.poisson(3, (1, 60)).astype(float), 12, axis=0)
    top = np.arange(12) * 4.0
    found = replay(demand, Levels(top, top, np.full(12, 7.0)), Scene(np.full(12, 7)))
    assert (np.diff(found.served) >= 0).all()
    assert (np.diff(found.cycle_service) >= 0).all()
    assert (np.diff(found.mean_stock) >= 0).all()


def test_who_knows_the_future_is_never_short_and_ends_each_cycle_empty() -> None:
    demand = np.random.default_rng(1).poisson(5, (20, 84)).astype(float)
    padded = np.concatenate([demand, np.zeros((20, 14))], axis=1)
    top = np.stack([padded[:, day : day + 14].sum(axis=1) for day in range(0, 84, 7)], axis=1)
    found = replay(demand, Levels(top, top, np.full(20, 7.0)), Scene(np.full(20, 7), warm_up=7))
    assert found.fill_rate == pytest.approx(1)
    assert found.cycle_service == pytest.approx(1)
    assert found.cycles == pytest.approx(11)
    assert found.stock[:, 13::7] == pytest.approx(0)
    assert found.total.days_of_stock == pytest.approx(3, abs=0.3)


def test_realised_services_are_those_of_the_normal_distribution() -> None:
    """Owed demand, normal (100, 20) a day: after an order up to S, the next 14 days are covered by
    S; a cycle is short where their demand exceeds it, by the normal loss (Silver, Pyke and Thomas,
    periodic review)."""
    draw = np.random.default_rng(2)
    demand = np.maximum(draw.normal(100, 20, (400, 371)), 0)
    top = np.full(400, norm(1400, np.sqrt(14) * 20).ppf(0.9))
    scene = Scene(np.full(400, 7), np.full(400, 1e-6), backorders=True, warm_up=7)
    found = replay(demand, Levels(top, top, np.full(400, 7.0)), scene)
    assert found.total.cycle_service == pytest.approx(0.9, abs=0.004)
    z = norm.ppf(0.9)
    short = np.sqrt(14) * 20 * (norm.pdf(z) - z * norm.sf(z))
    assert found.total.fill_rate == pytest.approx(1 - short / 700, abs=0.0005)


def test_lumpy_demand_is_served_as_its_own_quantile_promises() -> None:
    """Negative binomial days, four of five without a sale: the sums of 14 and 7 are known, so are
    both services; here the fill rate is below the cycle service."""
    days, top = nbinom(0.1, 0.1), nbinom(1.4, 0.1).ppf(0.95)
    demand = days.rvs((1500, 371), random_state=np.random.default_rng(4)).astype(float)
    levels = Levels(np.full(1500, top), np.full(1500, top), np.full(1500, 7.0))
    found = replay(demand, levels, Scene(np.full(1500, 7), backorders=True, warm_up=7))
    assert found.total.cycle_service == pytest.approx(nbinom(1.4, 0.1).cdf(top), abs=0.004)
    many = np.arange(top, 2000)
    short = [nbinom(0.1 * span, 0.1).sf(many).sum() for span in (14, 7)]
    promised = 1 - (short[0] - short[1]) / nbinom(0.7, 0.1).mean()
    assert found.total.fill_rate == pytest.approx(promised, abs=0.006)
    assert promised < 0.945


def test_a_cycle_of_daily_reviews_ends_with_a_delivery() -> None:
    demand = np.array([[2.0, 2, 2, 2, 2, 2, 2, 2]])
    levels = Levels(np.array([2.0]), np.array([4.0]), np.ones(1), np.array([4.0]))
    found = replay(demand, levels, Scene(np.array([2]), on_hand=np.array([4.0])))
    assert found.stock[0].tolist() == [2, 0, 0, 2, 0, 0, 2, 0]
    assert (found.cycles[0], found.failed[0]) == (1, 1)
    assert (found.orders[0], found.short[0]) == (3, 4)


def test_costs_of_a_replay_worked_by_hand() -> None:
    levels = Levels(np.array([3.0]), np.array([3.0]), np.array([2.0]))
    found = replay(np.array([[1.0, 1, 4, 0]]), levels, Scene(np.array([1])))
    assert found.stock[0].tolist() == [2, 1, 0, 2]
    assert found.short[0] == 3
    assert found.cost(holding=2, shortage=10, order=8)[0] == pytest.approx((2 * 5 + 30 + 8) / 4)


def test_days_of_unknown_demand_sell_nothing_and_do_not_count() -> None:
    levels = Levels(np.array([9.0]), np.array([9.0]), np.array([7.0]))
    scene = Scene(np.array([1]))
    found = replay(np.array([[1.0, np.nan, 2.0]]), levels, scene)
    assert (found.demand[0], found.sold[0], found.unknown[0]) == (3, 3, 1)
    assert found.days_of_stock[0] == pytest.approx((8 + 8 + 6) / 3 / 1.5)


def test_levels_that_are_not_known_are_not_played() -> None:
    known, unknown = np.array([1.0]), np.array([np.nan])
    scene = Scene(np.array([1]))
    with pytest.raises(ValueError, match="must be known"):
        replay(np.ones((1, 3)), Levels(known, unknown, np.ones(1)), scene)
    with pytest.raises(ValueError, match="at least a day"):
        replay(
            np.ones((1, 3)), Levels(known, known, np.ones(1)), replace(scene, lead_time=known * 0)
        )
    with pytest.raises(ValueError, match="3 reviews"):
        replay(np.ones((1, 3)), Levels(np.ones((1, 2)), np.ones((1, 2)), np.ones(1)), scene)
