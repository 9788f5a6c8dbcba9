"""What is planted in the sample shop comes out: what goes together, and who likes what is new.

The shop is read as the app reads it. The truth stands in tables that a shop does not have.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from core.data.sample.shop import SampleShop, generate
from core.data.sample.size import Size
from core.demand.refits import Silent
from core.lab.recommend.candidates import candidate
from core.recommend.alike import together
from core.recommend.attributes import attributes_of
from core.recommend.bundles import bundles
from core.recommend.family import BLOCK, Known
from core.recommend.histories import histories_of
from core.recommend.listing import Facts, apply_all
from core.recommend.protocol import cut_of
from core.recommend.rules import plain
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.lab.recommend.shops import told

LIKED = 0.1
"""A weight of taste above what customers have for a shelf they do not care about."""
K = 10


@pytest.fixture(scope="module")
def planted() -> SampleShop:
    return generate(0, Size(days=365, products=240, customers=1500, lines_per_day=250.0))


@pytest.fixture(scope="module")
def read(planted: SampleShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    workspace = Workspace(Path(tmp_path_factory.mktemp("planted")))
    draft = DatasetDraft(
        name="Sample", kind="shop", tables=planted.tables, columns=planted.columns,
        rows_read=sum(len(frame) for frame in planted.tables.values()),
    )  # fmt: skip
    yield told(workspace, workspace.save_dataset(draft)).known


@pytest.fixture(scope="module")
def pairs(planted: SampleShop) -> pd.DataFrame:
    """The planted pairs with their lift: the chance that a buyer of the first takes the second
    along, against the share of all orders that were expected to hold it."""
    truth = planted.truth
    items = truth["elasticities"].set_index("item_id")
    units = truth["demand"].groupby("item_id")["expected"].sum()
    orders = planted.tables["order_lines"].query("quantity > 0")["order_id"].nunique()
    share = units / items["units_a_line"] / orders
    found = truth["complements"]
    return found.assign(lift=found["chance"] / share.reindex(found["complement_id"]).to_numpy())


def test_every_planted_partner_comes_first_and_lifts_are_in_their_planted_order(
    read: Known, pairs: pd.DataFrame
) -> None:
    attributes = attributes_of(read)
    places = {item: place for place, item in enumerate(read.interactions.items)}
    rows = []
    for pair in pairs.itertuples():
        listed = together(read.interactions, attributes, places[pair.item_id])
        assert listed["item"].iloc[0] == pair.complement_id
        rows.append(listed.iloc[0])
    found = pd.DataFrame(rows).reset_index(drop=True).assign(planted=pairs["lift"].to_numpy())
    assert len(found) >= 20
    assert spearmanr(found["lift"], found["planted"]).statistic > 0.9
    ends = found[["lift_low", "lift_high"]].to_numpy()
    apart = np.array([[one[0] > 1.5 * other[1] for other in ends] for one in ends])
    higher = found["planted"].to_numpy()[:, None] > found["planted"].to_numpy()
    assert apart.sum() > 50
    assert higher[apart].all(), "what is surely told to be half as high again was planted higher"


def test_the_surest_bundles_are_the_planted_pairs(read: Known, pairs: pd.DataFrame) -> None:
    told_pairs = bundles(read.interactions, attributes_of(read)).sort_values(
        "lift_low", ascending=False
    )
    surest = {
        frozenset(pair) for pair in told_pairs[["first", "second"]].head(len(pairs)).to_numpy()
    }
    wanted = {frozenset(pair) for pair in pairs[["item_id", "complement_id"]].to_numpy()}
    assert surest == wanted


def test_items_never_sold_reach_who_likes_their_shelf(planted: SampleShop, read: Known) -> None:
    """Behaviour of the first half of the lines; then come products nobody had bought before. Of
    customers and new products they like, the product is on the list of ten far more often than on
    a random one."""
    found = read.interactions
    cut = cut_of(found, 0.5)
    early, sold = found.before(cut), np.bincount(found.item, minlength=len(found.items)) > 0
    cold = np.flatnonzero(sold & (np.bincount(early.item, minlength=len(sold)) == 0))
    assert len(cold) >= 10
    known = replace(read, interactions=early)
    users = np.unique(early.user).astype(np.int64)
    asked = histories_of(early, users, cut)
    liked = _tastes(planted, read, users)[:, cold] > LIKED
    reached, scores = {}, {}
    for name in ("content_based", "als"):
        model = candidate(name, {}, 0).fit(known, Silent())
        lists = apply_all(model, plain("new"), Facts(attributes_of(known), asked, K)).lists
        on = (lists[:, :, None] == cold).any(axis=1)
        reached[name] = on[liked].mean() / (K / len(found.items))
        scores[name] = np.concatenate(
            [model.scores(block)[:, cold] for block in asked.blocks(BLOCK)]
        )
    assert reached["content_based"] > 5
    assert reached["als"] == 0, "of what nobody bought behaviour alone knows nothing"
    assert _auc(liked, scores["content_based"]) > 0.8 > 0.5 == _auc(liked, scores["als"])


def _tastes(planted: SampleShop, read: Known, users: np.ndarray) -> np.ndarray:
    """The weight of each item's shelf for each customer (q, items)."""
    shelf = planted.tables["products"].set_index("item_id")["subcategory"]
    found = read.interactions
    wide = planted.truth["tastes"].pivot(index="user_id", columns="subcategory", values="weight")
    return wide.loc[found.users[users], shelf.loc[found.items]].to_numpy()


def _auc(liked: np.ndarray, scores: np.ndarray) -> float:
    """How often a liked item is before one that is not, on average over customers."""
    each = [
        roc_auc_score(mine, score)
        for mine, score in zip(liked, scores, strict=True)
        if mine.any() and not mine.all()
    ]
    return float(np.mean(each))
