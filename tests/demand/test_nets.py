"""Networks for all series: what they see, how they are trained, and that they recover what was
planted."""

import numpy as np
import pytest

from core.base.errors import AppError
from core.base.protocols import StopRequestedError
from core.demand.families import mlp, nhits
from core.demand.family import DemandFamily
from core.demand.net import PanelNetSettings
from core.demand.net_rows import Layout, NetFeatures
from tests.contracts.test_families import Listener as Curve
from tests.demand.panels import lumpy, panel, weekly
from tests.demand.test_families import Listener

H = 14
NETS = (mlp.FAMILY, nhits.FAMILY)
SMALL = {"hidden": [24], "sampled_windows": 2000, "learning_rate": 0.005}
nets = pytest.mark.parametrize("family", NETS, ids=lambda family: family.name)


def settings(family: DemandFamily, **changes: object) -> PanelNetSettings:
    found = family.settings.model_validate(SMALL | changes)
    assert isinstance(found, PanelNetSettings)
    return found


def test_a_row_is_the_past_by_level_and_season_then_what_is_known_of_the_days_asked_for() -> None:
    y = weekly(2, 100)
    features = NetFeatures(panel(y), H, 21)
    rows = features.rows(np.array([1]), np.array([60]))
    season = features._season
    level = rows.level[0] / season[60 : 60 + H]
    assert level == pytest.approx(np.full(H, level[0]))
    assert np.sinh(rows.x[0, :21]) == pytest.approx(y[1, 39:60] / (level[0] * season[39:60]))
    ahead = np.sinh(rows.x[0, 21 : 21 + H * 4].reshape(H, 4))
    assert ahead[:, 0] == pytest.approx(np.log(season[60 : 60 + H]), abs=1e-5)
    same = [
        y[1, [60 + h - 7 * k for k in range(1, 10) if 60 + h - 7 * k < 60][:4]] for h in range(H)
    ]
    unit = level[0] * season[60 : 60 + H]
    assert ahead[:, 1] == pytest.approx(np.array([one.mean() for one in same]) / unit, rel=1e-4)
    assert rows.x.shape == (1, features.layout.width)
    assert features.answers(np.array([1]), np.array([93]))[0] == pytest.approx(
        np.append(y[1, 93:], [np.nan] * 7), nan_ok=True
    )


def test_no_row_knows_what_came_later() -> None:
    """Turning round what is sold from day 60 on changes nothing but the shared season, which is
    taken out here."""
    y = weekly(5, 100)
    turned = y.copy()
    turned[:, 60:] = turned[:, 60:][:, ::-1]
    series, origin, level = np.arange(5), np.full(5, 60), np.ones(5)
    found = []
    for sold in (y, turned):
        features = NetFeatures(panel(sold), 7, 21)
        features._season[:] = 1
        features._padded_season[:] = 1
        parts = (features._history(series, origin, level), features._ahead(series, origin, level))
        found.append(np.hstack(parts))
    assert np.array_equal(found[0], found[1], equal_nan=True)


@pytest.mark.parametrize("periods", [30, 200])
def test_no_answer_is_both_learned_and_held_out(periods: int) -> None:
    """The periods that are held out sell ten times as much as all before them."""
    from core.demand.net_keras import divided

    y = np.ones((6, periods))
    y[:, periods - min(H, periods // 4) :] = 10
    train, held = divided(settings(mlp.FAMILY), NetFeatures(panel(y), H, 14), 0)
    assert np.nanmax(train.y) < 3 < np.nanmin(held.y)
    assert (~np.isnan(held.y)).sum() == 6 * min(H, periods // 4)
    assert train.x.shape[1] == held.x.shape[1]


@nets
def test_a_planted_week_is_recovered_where_zeros_and_the_level_miss_it(
    family: DemandFamily,
) -> None:
    """Every series has a week of its own: neither the shared season nor the level tells it."""
    draw = np.random.default_rng(1)
    week = draw.uniform(0.3, 1.7, (40, 7))
    truth = 30 * np.tile(week, 40)
    past = panel(draw.poisson(truth[:, :266]).astype(float))
    mean = family.fit(settings(family, epochs=12), past, H, 0, Listener()).mean(past)
    wanted = truth[:, 266 : 266 + H]
    error = np.abs(mean - wanted).mean()
    level = past.y[:, -28:].mean(axis=1, keepdims=True)
    assert error < 0.35 * np.abs(level - wanted).mean()
    assert error < 0.15 * np.abs(wanted).mean()


@nets
def test_a_promotion_that_is_known_ahead_is_honoured(family: DemandFamily) -> None:
    draw = np.random.default_rng(2)
    promotion = (draw.random((40, 200 + H)) < 0.15).astype(float)
    promotion[:, 200:] = 0
    promotion[:, 205] = 1
    sold = draw.poisson(20 * (1 + 2 * promotion[:, :200])).astype(float)
    past = panel(sold, known={"promotion": promotion})
    mean = family.fit(settings(family, epochs=12), past, H, 0, Listener()).mean(past)
    assert mean[:, 5].mean() == pytest.approx(60, rel=0.15)
    assert np.delete(mean, 5, axis=1).mean() == pytest.approx(20, rel=0.15)


@nets
def test_lumpy_demand_is_met_on_average(family: DemandFamily) -> None:
    past = panel(lumpy(200, 200))
    chosen = settings(family, sampled_windows=6000, epochs=10)
    mean = family.fit(chosen, past, H, 0, Listener()).mean(past)
    assert mean.mean() == pytest.approx(past.y.mean(), rel=0.05)


@nets
def test_every_epoch_tells_training_and_validation_and_stop_ends_it(family: DemandFamily) -> None:
    past, curve = panel(weekly(20, 200)), Curve()
    family.fit(settings(family, epochs=4, patience=4), past, H, 0, curve)
    assert [epoch for epoch, *_ in curve.epochs] == [1, 2, 3, 4]
    assert curve.epochs[-1][2] < curve.epochs[0][2]
    assert all(rest["val_loss"] and rest["val_auc"] is None for *_, rest in curve.epochs)
    stopped = Curve(stop_after=3)
    with pytest.raises(StopRequestedError):
        family.fit(settings(family, epochs=1000), past, H, 0, stopped)
    assert stopped.looks == 4


@nets
def test_the_estimate_counts_the_networks_parameters(family: DemandFamily) -> None:
    from core.demand.families import mlp_keras, nhits_keras

    build = {"mlp": mlp_keras.build, "nhits": nhits_keras.build}[family.name]
    past = panel(weekly(4, 200))
    chosen = settings(family, hidden=[24, 12])
    layout = NetFeatures(past, 28, 56).layout
    counted = build(chosen, layout).count_params()
    told = family.estimate(chosen, past, 28).parameters
    assert told == pytest.approx(counted, rel=0.03)


def test_a_stack_says_its_part_on_straight_lines() -> None:
    from core.demand.families import nhits_keras

    layout = Layout(history=28, horizon=15, channels=1, facts=2)
    network = nhits_keras.build(nhits.NhitsSettings(pools=(8,), hidden=(8,)), layout)
    draw = np.random.default_rng(0)
    network.set_weights([draw.normal(size=w.shape) for w in network.get_weights()])
    said = np.asarray(network(draw.normal(size=(3, layout.width)).astype(np.float32)))
    assert nhits.knots(15, 8) == 2
    assert np.ptp(said, axis=1).min() > 0.1
    assert np.diff(said, n=2, axis=1) == pytest.approx(np.zeros((3, 13)), abs=1e-4)


def test_nothing_to_learn_is_told() -> None:
    with pytest.raises(AppError, match="nothing_to_learn"):
        mlp.FAMILY.fit(settings(mlp.FAMILY), panel(np.zeros((3, 60))), H, 0, Listener())
