"""What the sample shop says of itself can be found again in its data."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression, PoissonRegressor
from sklearn.metrics import brier_score_loss, roc_auc_score

from core.data.sample.promotions import EFFECTS, KINDS
from core.data.sample.shop import SampleShop


@pytest.fixture(scope="module")
def demand(shop: SampleShop) -> pd.DataFrame:
    """Uncensored demand with what an analyst would join to it."""
    frame = shop.truth["demand"].copy()
    frame["price"] = shop.tables["stock"].price
    items = shop.truth["elasticities"].set_index("item_id")
    frame["log_price"] = np.log(frame.price / items.first_price.reindex(frame.item_id).to_numpy())
    frame["category"] = items.category.reindex(frame.item_id).to_numpy()
    frame = frame.merge(shop.truth["calendar"], on=["date", "store_id", "category"], how="left")
    return frame.join(_promotion_flags(shop, frame))


def _promotion_flags(shop: SampleShop, frame: pd.DataFrame) -> pd.DataFrame:
    promotions = shop.tables["promotions"]
    days = (promotions.end_date - promotions.start_date).dt.days + 1
    spread = promotions.loc[promotions.index.repeat(days)].reset_index(drop=True)
    spread["date"] = spread.start_date + pd.to_timedelta(
        spread.groupby(["promotion_id", "store_id"]).cumcount(), unit="D"
    )
    kind = spread.set_index(["date", "store_id", "item_id"]).promotion_type
    found = kind.reindex(pd.MultiIndex.from_frame(frame[["date", "store_id", "item_id"]]))
    return pd.DataFrame({name: (found == name).fillna(False).to_numpy(float) for name in KINDS[1:]})


def _regress(frame: pd.DataFrame) -> pd.Series:
    """Log price and promotion effects of one product, given the calendar and half-years."""
    half = (frame.date.dt.year * 2 + (frame.date.dt.month > 6)).to_numpy()
    design = pd.get_dummies(pd.DataFrame({"half": half, "store": frame.store_id}).astype(str))
    design = pd.concat(
        [frame[["log_price", *KINDS[1:]]].reset_index(drop=True), design.reset_index(drop=True)],
        axis=1,
    ).astype(float)
    model = PoissonRegressor(alpha=1e-6, solver="newton-cholesky")
    open_ = (frame.factor > 0).to_numpy()
    model.fit(
        design[open_], (frame.demand / frame.factor)[open_], sample_weight=frame.factor[open_]
    )
    return pd.Series(model.coef_, index=design.columns)


@pytest.fixture(scope="module")
def estimates(shop: SampleShop, demand: pd.DataFrame) -> pd.DataFrame:
    """Regression results of the sixty best-selling products that were always there."""
    complete = demand.groupby("item_id").size() == 731 * 4
    fade = shop.tables["products"].set_index("item_id").discontinued
    total = demand.groupby("item_id").demand.sum()[complete & fade.isna()]
    followers = shop.truth["complements"].complement_id
    best = total.drop(followers, errors="ignore").nlargest(60).index
    chosen = demand[demand.item_id.isin(best)]
    return pd.DataFrame({item: _regress(rows) for item, rows in chosen.groupby("item_id")}).T


def test_elasticities_are_recovered_from_uncensored_demand(
    shop: SampleShop, estimates: pd.DataFrame
) -> None:
    true = shop.truth["elasticities"].set_index("item_id").elasticity.reindex(estimates.index)
    error = estimates.log_price - true
    assert abs(error.mean()) < 0.12
    assert error.std() < 0.5
    assert np.corrcoef(estimates.log_price, true)[0, 1] > 0.7
    assert (error.abs() < 0.75).mean() > 0.85


def test_promotion_effects_are_recovered(shop: SampleShop, estimates: pd.DataFrame) -> None:
    stated = shop.truth["promotion_effects"].set_index("promotion_type").multiplier
    assert stated.to_dict() == dict(zip(KINDS, EFFECTS, strict=True))
    for kind in KINDS[1:]:
        found = float(np.exp(estimates[kind].median()))
        assert found == pytest.approx(stated[kind], rel=0.08), kind


def test_expected_demand_is_the_mean_of_demand(shop: SampleShop) -> None:
    truth = shop.truth["demand"]
    for key in ("store_id", truth.date.dt.to_period("M"), truth.date.dt.dayofweek):
        sums = truth.groupby(key)[["demand", "expected"]].sum()
        assert (sums.demand / sums.expected).sub(1).abs().max() < 0.05
    sums = truth.groupby("item_id")[["demand", "expected"]].sum()
    z = (sums.demand - sums.expected) / np.sqrt(sums.expected.clip(lower=1))
    assert abs(z.mean()) < 0.3
    assert z.std() < 2


def test_own_price_moves_expected_demand_by_the_stated_elasticity(tiny: SampleShop) -> None:
    """Cold check of the formula on cells that differ by price alone, without promotions."""
    truth, stock = tiny.truth["demand"], tiny.tables["stock"]
    flagged = _promotion_flags(tiny, truth).sum(axis=1).to_numpy() == 0
    items = tiny.truth["elasticities"].set_index("item_id")
    frame = truth.assign(price=stock.price.to_numpy())[flagged]
    frame = frame[~frame.item_id.isin(tiny.truth["complements"].complement_id)]
    category = items.category.reindex(frame.item_id).to_numpy()
    frame = frame.assign(category=category).merge(
        tiny.truth["calendar"], on=["date", "store_id", "category"]
    )
    frame = frame[(frame.factor > 0) & (frame.expected > 0)]
    level = np.log(frame.expected / frame.factor)
    slope = items.elasticity.reindex(frame.item_id).to_numpy()
    first = items.first_price.reindex(frame.item_id).to_numpy()
    rest = (level - slope * np.log(frame.price / first)).to_numpy()
    keys = [frame.item_id, frame.date]
    spread = pd.Series(rest).groupby([k.to_numpy() for k in keys]).agg(["min", "max"])
    shares = np.log(0.34 / 0.18)
    several = spread[spread["max"] > spread["min"]]
    assert len(several) > 1000
    assert several["max"].sub(several["min"]).max() == pytest.approx(shares, abs=1e-3)


def test_lost_sales_are_worth_recovering(shop: SampleShop) -> None:
    truth = shop.truth["demand"]
    lost = truth.groupby("item_id")[["lost", "demand"]].sum()
    share = lost.lost.sum() / lost.demand.sum()
    assert 0.04 < share < 0.15
    assert (lost.lost / lost.demand.clip(lower=1) > 0.15).sum() >= 20
    assert (shop.tables["stock"].on_hand == 0).mean() < 0.2


def test_complements_are_bought_together(shop: SampleShop) -> None:
    sales = shop.tables["order_lines"].query("quantity > 0")
    orders = sales.order_id.nunique()
    baskets = sales.groupby("item_id").order_id.agg(set)
    pairs = shop.truth["complements"]
    assert len(pairs) >= 20
    for pair in pairs.itertuples():
        first, second = baskets[pair.item_id], baskets[pair.complement_id]
        both = len(first & second)
        assert both * orders / (len(first) * len(second)) > 5, pair
        assert 0.5 * pair.chance < both / len(first) < 2.2 * pair.chance
    rng = np.random.default_rng(0)
    items = baskets.index.drop([*pairs.item_id, *pairs.complement_id])
    chance = [tuple(rng.choice(items, 2, replace=False)) for _ in range(300)]
    lifts = [
        len(baskets[a] & baskets[b]) * orders / (len(baskets[a]) * len(baskets[b]))
        for a, b in chance
    ]
    assert np.median(lifts) < 2


def test_customers_buy_what_they_like(shop: SampleShop) -> None:
    sales = shop.tables["order_lines"].query("quantity > 0")
    shelf = shop.tables["products"].set_index("item_id").subcategory
    taste = shop.truth["tastes"].set_index(["user_id", "subcategory"]).weight
    key = pd.MultiIndex.from_arrays([sales.user_id, shelf.reindex(sales.item_id)])
    liked = taste.reindex(key).to_numpy() > 0.1
    favourites = (taste > 0.1).groupby("user_id").sum()
    assert 2 < favourites.mean() <= 3
    assert favourites.mean() / shelf.nunique() < 0.12
    assert liked.mean() > 0.4


def test_the_chance_of_an_order_is_calibrated_and_the_best_score(shop: SampleShop) -> None:
    visits, chance = shop.tables["visits"], shop.truth["visits"].probability
    bought = visits.purchased.astype(int)
    assert 0.80 <= roc_auc_score(bought, chance) <= 0.93
    _calibrated(bought, chance, 0.02)
    numbers = visits.select_dtypes(["number", "boolean"]).drop(columns="purchased").astype(float)
    numbers = (numbers - numbers.mean()) / numbers.std()
    model = LogisticRegression(max_iter=300).fit(numbers.fillna(0), bought)
    fitted = model.predict_proba(numbers.fillna(0))[:, 1]
    assert 0.7 < roc_auc_score(bought, fitted) < roc_auc_score(bought, chance)


def test_single_features_are_weak_to_strong_and_none_gives_it_away(shop: SampleShop) -> None:
    visits = shop.tables["visits"]
    bought = visits.purchased.astype(int)
    numbers = visits.select_dtypes(["number", "boolean"]).drop(columns="purchased").astype(float)
    power = {
        name: abs(roc_auc_score(bought, values.fillna(values.median())) - 0.5)
        for name, values in numbers.items()
    }
    assert 0.15 < max(power.values()) < 0.3
    assert min(power.values()) < 0.02


def test_the_chance_of_churn_is_calibrated(shop: SampleShop) -> None:
    churned = shop.tables["customers"].churned.astype(int)
    chance = shop.truth["churn"].probability
    assert 0.2 < churned.mean() < 0.45
    assert 0.75 <= roc_auc_score(churned, chance) <= 0.9
    _calibrated(churned, chance, 0.06)


def test_who_left_before_the_cutoff_never_orders_again(shop: SampleShop) -> None:
    gone = ~shop.truth["churn"].there_at_cutoff.to_numpy()
    assert 0.05 < gone.mean() < 0.5
    assert shop.tables["customers"].churned[gone].all()


def _calibrated(label: pd.Series, chance: pd.Series, tolerance: float) -> None:
    """Each tenth of the rows holds the share it promises; Brier is the one a true chance has."""
    tenth = pd.qcut(chance, 10, labels=False)
    means = pd.DataFrame({"label": label, "chance": chance}).groupby(tenth).mean()
    assert (means.label - means.chance).abs().max() < tolerance
    promised = float((chance * (1 - chance)).mean())
    assert brier_score_loss(label, chance) == pytest.approx(promised, rel=0.05)


def test_ratings_follow_quality_and_words_follow_ratings(shop: SampleShop) -> None:
    reviews = shop.tables["reviews"]
    quality = shop.truth["elasticities"].set_index("item_id").quality
    mine = quality.reindex(reviews.item_id).to_numpy()
    assert np.corrcoef(mine, reviews.rating)[0, 1] > 0.3
    mood = shop.truth["reviews"].groupby("review_id").mood.mean().reindex(reviews.review_id)
    assert np.corrcoef(mood, reviews.rating)[0, 1] > 0.6
    chinese = reviews.text.str.contains(r"[一-鿿]")
    assert (chinese == (reviews.language == "zh")).all()


def test_measured_lead_times_agree_with_the_true_ones(shop: SampleShop) -> None:
    measured = shop.tables["suppliers"].set_index("supplier_id")
    true = shop.truth["lead_times"].set_index("supplier_id")
    assert (measured.lead_time_days / true.mean_days - 1).abs().max() < 0.1
    assert (measured.lead_time_sd_days / true.sd_days - 1).abs().max() < 0.25


def test_festivals_lift_online_demand(shop: SampleShop) -> None:
    truth = shop.truth["demand"]
    online = truth[truth.store_id == "S4"].groupby("date").demand.sum()
    for day in ("2024-11-11", "2025-11-11", "2024-06-18", "2024-11-29"):
        date = pd.Timestamp(day)
        around = online[(online.index >= date - pd.Timedelta(days=60))].head(30).mean()
        assert online[date] > 1.4 * around
