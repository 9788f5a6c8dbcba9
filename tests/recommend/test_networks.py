"""Networks that recommend: they learn what was planted, live, stoppable, repeatable."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.protocols import StopRequestedError
from core.base.texts import LANGUAGES, Texts
from core.recommend.families import gru, two_tower
from core.recommend.family import Known, Ranker, RecommendFamily, Size
from core.recommend.histories import of_baskets
from core.recommend.interactions import Interactions
from core.recommend.net import RecommendNetSettings
from tests.contracts.test_families import Listener

NETS = (gru.FAMILY, two_tower.FAMILY)
nets = pytest.mark.parametrize("family", NETS, ids=lambda family: family.name)
SMALL = {"embedding": 16, "epochs": 15, "learning_rate": 0.01, "last_items": 8}
SMALLER: dict[str, dict[str, object]] = {"gru": {"units": 32}, "two_tower": {"hidden": [32]}}
ITEMS, USERS, LONG = 24, 120, 8
TASTES = 3


def settings(family: RecommendFamily, **changes: object) -> RecommendNetSettings:
    found = family.settings.model_validate(SMALL | SMALLER[family.name] | changes)
    assert isinstance(found, RecommendNetSettings)
    return found


def meetings(paths: Sequence[Sequence[int]], items: int = ITEMS) -> Interactions:
    """Every customer's items, a day apart, each a basket of its own."""
    user = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    day = np.concatenate([np.arange(len(path)) for path in paths]).astype(float)
    order = np.argsort(day, kind="stable")
    item = np.concatenate([np.asarray(path, int) for path in paths])
    return Interactions(
        user[order].astype(np.int32),
        item[order].astype(np.int32),
        np.ones(len(order), np.float32),
        day[order] + 20_000,
        np.arange(len(order), dtype=np.int32),
        np.array([f"c{place:03}" for place in range(len(paths))], object),
        np.array([f"p{place:03}" for place in range(items)], object),
    )


def known(found: Interactions, items: pd.DataFrame | None = None) -> Known:
    count = len(found.items)
    table = pd.DataFrame(index=range(count)) if items is None else items
    return Known(found, table, pd.DataFrame(index=range(len(found.users))))


def chain(seed: int = 0) -> Known:
    """Item i is followed by i + 1, after any start: all items are equally popular."""
    start = np.random.default_rng(seed).integers(0, ITEMS, USERS)
    return known(meetings([(one + np.arange(LONG)) % ITEMS for one in start]))


@pytest.fixture(scope="module")
def learned() -> dict[str, tuple[Ranker, Listener]]:
    found = {}
    for family in NETS:
        listener = Listener()
        found[family.name] = family.fit(settings(family), chain(), 3, listener), listener
    return found


def ask(ranker: Ranker, baskets: Sequence[Sequence[int]]) -> np.ndarray:
    return np.asarray(ranker.scores(of_baskets(baskets, ITEMS, 20_008.0)))


@nets
def test_a_planted_order_is_learned(
    family: RecommendFamily, learned: dict[str, tuple[Ranker, Listener]]
) -> None:
    """By popularity one of 24 next items would be right."""
    paths = [[(start + step) % ITEMS for step in range(4)] for start in range(ITEMS)]
    best = ask(learned[family.name][0], paths).argmax(axis=1)
    assert (best == (np.arange(ITEMS) + 4) % ITEMS).mean() > 0.9


@nets
def test_the_curve_is_told_and_falls(
    family: RecommendFamily, learned: dict[str, tuple[Ranker, Listener]]
) -> None:
    epochs = learned[family.name][1].epochs
    assert [epoch for epoch, *_ in epochs] == list(range(1, len(epochs) + 1))
    losses = [loss for _, _, loss, _ in epochs]
    held = [rest["val_loss"] for *_, rest in epochs]
    assert losses[0] == pytest.approx(np.log(ITEMS), rel=0.2)
    assert losses[-1] < 0.6 * losses[0]
    assert min(one for one in held if one is not None) < 0.6 * float(held[0] or 0)
    assert all(rest["val_auc"] is None for *_, rest in epochs)


@nets
def test_scores_are_chances_even_of_those_who_met_nothing(
    family: RecommendFamily, learned: dict[str, tuple[Ranker, Listener]]
) -> None:
    scores = ask(learned[family.name][0], [[], [3], [3] * 40, list(range(20))])
    assert scores.shape == (4, ITEMS)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert (scores > 0).all()
    assert scores.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-4)
    assert ask(learned[family.name][0], []).shape == (0, ITEMS)


@nets
def test_another_seed_gives_other_scores(family: RecommendFamily) -> None:
    """That the same one gives the same is what every family's contract says."""
    quick = settings(family, epochs=1)
    one, other = (
        ask(family.fit(quick, chain(), seed, Listener()), [[1, 2], []]) for seed in (5, 6)
    )
    assert not np.array_equal(one, other)


@nets
def test_what_is_saved_is_loaded_bit_for_bit(
    family: RecommendFamily, learned: dict[str, tuple[Ranker, Listener]], tmp_path: Path
) -> None:
    ranker = learned[family.name][0]
    ranker.save(tmp_path)
    asked = [[1, 2, 3], [], [7]]
    assert np.array_equal(ask(family.load(tmp_path), asked), ask(ranker, asked))


@nets
def test_stop_ends_it_within_a_step(family: RecommendFamily) -> None:
    listener = Listener(stop_after=3)
    with pytest.raises(StopRequestedError):
        family.fit(settings(family, epochs=1000), chain(), 0, listener)
    assert listener.looks == 4


def test_the_best_weights_come_back_and_told_losses_are_those_of_the_scores() -> None:
    """Customers who take items at random teach nothing: what is learned longer is worse."""
    from core.recommend import net_keras

    draw = np.random.default_rng(0)
    found = known(meetings([draw.permutation(ITEMS)[:LONG] for _ in range(60)]))
    chosen = settings(gru.FAMILY, epochs=40, learning_rate=0.02, dropout=0.0)
    listener = Listener()
    ranker = gru.FAMILY.fit(chosen, found, 0, listener)
    told = [float(rest["val_loss"] or 0) for *_, rest in listener.epochs]
    assert len(told) - 1 - int(np.argmin(told)) == chosen.patience
    _, held = net_keras.divided(chosen, found, 0)
    losses: list[float] = []
    for row, target in zip(held.seen[..., 0], held.target, strict=True):
        path = [int(token) - 2 for token in row if token > 1]
        chance = ask(ranker, [path[:place] for place in range(LONG)])
        losses += list(-np.log(chance[np.arange(LONG), target[:LONG] - 2]))
    assert np.mean(losses) == pytest.approx(min(told), abs=1e-4)


@nets
def test_customers_held_out_are_not_learned_from(family: RecommendFamily) -> None:
    from core.recommend import net_keras

    train, held = net_keras.divided(settings(family), chain(), 1)
    assert len(set(held.user)) == USERS // 10
    assert not set(train.user) & set(held.user)
    assert set(train.user) | set(held.user) == set(range(USERS))
    few = settings(family, sampled_sequences=100)
    assert len(net_keras.divided(few, chain(), 1)[0]) == 100


def tasteful() -> tuple[Known, np.ndarray]:
    """Items of three categories, customers who keep to one; the last item of each category was
    never met, and of the very last nothing is known."""
    draw = np.random.default_rng(0)
    category = np.arange(ITEMS) % TASTES
    cold = np.arange(ITEMS - TASTES - 1, ITEMS - 1)
    paths = [
        draw.choice(np.flatnonzero((category == user % TASTES)[: cold[0]]), 6)
        for user in range(USERS)
    ]
    items = pd.DataFrame(
        {
            "text": [f"thing number {place}" for place in range(ITEMS)],
            "category": [f"category {one}" for one in category],
            "price": draw.uniform(1, 9, ITEMS),
        }
    )
    items.iloc[-1] = [None, None, np.nan]
    return known(meetings(paths), items), cold


def test_items_nobody_met_are_ranked_by_what_they_are_like() -> None:
    found, cold = tasteful()
    ranker = two_tower.FAMILY.fit(settings(two_tower.FAMILY), found, 0, Listener())
    asked = [[taste, taste + TASTES, taste] for taste in range(TASTES)]
    scores = ask(ranker, asked)
    best = cold[scores[:, cold].argmax(axis=1)]
    assert (best % TASTES).tolist() == list(range(TASTES))
    for taste, row in enumerate(scores):
        mine = row[cold[cold % TASTES == taste][0]]
        others = row[: cold[0]][np.arange(cold[0]) % TASTES != taste]
        assert mine > others.max()
    assert (scores[:, -1] == 0).all()


def test_recurrent_units_say_nothing_of_items_nobody_met() -> None:
    found, cold = tasteful()
    ranker = gru.FAMILY.fit(settings(gru.FAMILY, epochs=2), found, 0, Listener())
    scores = ask(ranker, [[0], []])
    assert (scores[:, cold] == 0).all()
    assert (scores[:, : cold[0]] > 0).all()


@nets
def test_one_customer_is_enough_and_none_is_told(family: RecommendFamily) -> None:
    alone = known(meetings([[1, 2, 3]]))
    assert np.isfinite(
        ask(family.fit(settings(family, epochs=1), alone, 0, Listener()), [[1]])
    ).all()
    nobody = known(alone.interactions.where(np.zeros(3, bool)))
    with pytest.raises(AppError, match="no_next_item"):
        family.fit(settings(family), nobody, 0, Listener())


@nets
def test_times_need_not_be_known(family: RecommendFamily) -> None:
    timed = chain()
    found = replace(timed.interactions, day=np.full(len(timed.interactions), np.nan))
    ranker = family.fit(settings(family, epochs=2), known(found), 0, Listener())
    assert np.isfinite(ask(ranker, [[1, 2], []])).all()


@pytest.mark.parametrize("of_batch", [0, 400])
def test_the_sampled_loss_is_that_of_all_items(of_batch: int) -> None:
    """With many draws, of which one is much more popular, the full softmax comes out."""
    import keras
    import tensorflow as tf

    from core.recommend.softmax_keras import Sample, SampledSoftmax

    keras.utils.set_random_seed(0)
    draw = np.random.default_rng(0)
    tokens, width = 40, 4
    table = draw.normal(size=(tokens, width + 1)).astype(np.float32)
    token = keras.Input((), dtype="int32")
    layer = keras.layers.Embedding(tokens, width + 1)
    items = keras.Model(token, layer(token))
    layer.embeddings.assign(table)
    often = draw.dirichlet(np.full(tokens - 2, 0.3))
    answers = 2 + draw.choice(tokens - 2, (64, 20), p=often).astype(np.int32)
    share = np.bincount(answers.ravel(), minlength=tokens) / answers.size
    states = draw.normal(size=(64, 20, width)).astype(np.float32)
    met = np.arange(2, tokens, dtype=np.int32)
    sampled = SampledSoftmax(items, Sample(met, share.astype(np.float32), 30, of_batch))
    logits = states @ table[2:, :-1].T + table[2:, -1]
    every = np.log(np.exp(logits).sum(axis=2, keepdims=True))
    wanted = np.take_along_axis(every - logits, answers[..., None] - 2, 2)[..., 0]
    turns = [np.exp(sampled(states, answers, training=True).numpy()) for _ in range(150)]
    assert np.log(np.mean(turns)) == pytest.approx(np.log(np.exp(wanted).mean()), rel=0.02)
    whole = SampledSoftmax(items, Sample(met, share.astype(np.float32), 100, of_batch))
    assert whole(states, answers, training=True).numpy() == pytest.approx(wanted, abs=1e-4)
    hidden = np.where(draw.random(answers.shape) < 0.5, answers, 0)
    some = whole(states, tf.constant(hidden), training=True).numpy()
    assert some == pytest.approx(np.where(hidden > 0, wanted, 0), abs=1e-4)


@nets
def test_the_estimate_counts_the_networks_parameters(family: RecommendFamily) -> None:
    from core.recommend.families import gru_keras, two_tower_keras
    from core.recommend.net_keras import Ground

    build = {"gru": gru_keras.build, "two_tower": two_tower_keras.build}[family.name]
    found, _ = tasteful()
    chosen = settings(family)
    towers = build(chosen, Ground(found, np.ones(ITEMS + 2, bool)))
    held = {id(one): one for part in (towers.state, towers.items) for one in part.trainable_weights}
    counted = sum(int(np.prod(one.shape)) for one in held.values())
    told = family.estimate(chosen, Size(users=USERS, items=ITEMS, rows=900)).parameters or 0
    features = 0
    if family.name == "two_tower":
        table = next(layer for layer in towers.items.layers if layer.name == "facts")
        features = (two_tower.FEATURES - table.output_dim + 1) * (16 + 1) - 17
    assert told - features == pytest.approx(counted, abs=17)


@nets
def test_more_takes_longer_and_problems_are_told(family: RecommendFamily) -> None:
    small, large = (Size(users=n, items=1000, rows=10 * n) for n in (1000, 100_000))
    chosen = family.settings()
    assert family.estimate(chosen, small).seconds < family.estimate(chosen, large).seconds
    assert family.check(chosen, small) == ()
    wild = family.settings.model_validate(
        {"embedding": 2, "dropout": 0.9, "batch_size": 50_000, "patience": 50}
    )
    problems = family.check(wild, small)
    codes = {one.code: one.severity for one in problems}
    assert codes == {
        "batch_above_rows": "error", "dropout_starves": "error", "patience_never_ends": "warning"
    }  # fmt: skip
    for lang in LANGUAGES:
        assert all("{" not in Texts(lang).problem(one.code, one.facts) for one in problems)
