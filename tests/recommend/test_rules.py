"""Rules are kept by every list, and only they change it."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy import sparse

from core.base.texts import LANGUAGES, Texts
from core.recommend import family, metrics, rules
from core.recommend.attributes import Attributes, attributes_of
from core.recommend.context import contexts, lift_of, told_contexts, words_of
from core.recommend.evaluate import allowed as of_view
from core.recommend.histories import histories_of, of_baskets
from core.recommend.interactions import Coded, Floats, Interactions
from core.recommend.listing import Applied, Facts, apply, apply_all, weighed
from core.recommend.rules import Rules, check, idle, plain
from tests.recommend import shop
from tests.test_texts import setting_keys

ITEMS = "abcdef"
ROWS = [
    ("X", "a", 1.0, 0), ("X", "b", 1.0, 0), ("Y", "c", 2.0, 1), ("Y", "d", 2.0, 1),
    ("Z", "e", 3.0, 2), ("Z", "f", 3.0, 2),
]  # fmt: skip
COLUMNS: dict[str, Any] = {
    "category": ["tea", "tea", "tea", "mug", "mug", None],
    "brand": ["p", "q", "p", "q", "p", "q"],
    "price": [1.0, 2, 3, 4, 5, np.nan],
    "margin": [0.0, 1, 2, 3, 4, np.nan],
    "on_hand": [1, 0, 5, np.nan, 2, 3],
}
SEASONS = ({12, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 10, 11})
SCORES = np.array([[6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6]], np.float32)


def facts(k: int = 6, **columns: Any) -> Facts:
    found = shop.interactions(ROWS, ITEMS)
    told = attributes_of(shop.known(found, **columns))
    return Facts(told, histories_of(found, np.array([0, 1]), 4.0), k)


def lists(rule: Rules, k: int = 6, scores: Floats = SCORES, **more: Any) -> list[str]:
    found = apply(scores, rule, replace(facts(k, **COLUMNS), **more))
    return ["".join(ITEMS[item] for item in row if item >= 0) for row in found.lists]


def removed(found: Applied) -> dict[str, tuple[int, int]]:
    return {row.rule: (row.candidates, row.of_top) for row in found.removed.itertuples()}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rules(), ["cdef", "feba"]),
        (Rules(bought="allow"), ["abcdef", "fedcba"]),
        (Rules(bought="only"), ["ab", "dc"]),
        (Rules(bought="allow", in_stock_only=True), ["acef", "feca"]),
        (Rules(bought="allow", price_from=2), ["bcde", "edcb"]),
        (Rules(bought="allow", price_from=2, price_to=3), ["bc", "cb"]),
        (Rules(bought="allow", categories_in=("mug",)), ["de", "ed"]),
        (Rules(bought="allow", categories_out=("tea",)), ["def", "fed"]),
        (Rules(bought="allow", excluded=("a", "f")), ["bcde", "edcb"]),
        (Rules(bought="allow", most_of_category=1), ["adf", "fec"]),
        (Rules(bought="allow", most_of_category=2, most_of_brand=1), ["ab", "fe"]),
    ],
)
def test_each_rule_by_hand(rule: Rules, expected: list[str]) -> None:
    assert lists(rule) == expected


@pytest.mark.parametrize("gone", ["a", "be", "abcdef"])
def test_hidden_is_as_out_of_stock(gone: str) -> None:
    stock = [0 if item in gone else 3 for item in ITEMS]
    told = facts(3, **COLUMNS | {"on_hand": stock})
    ran_out = apply(SCORES, Rules(bought="allow", in_stock_only=True), told)
    hidden = apply(SCORES, Rules(bought="allow", excluded=tuple(gone)), told)
    assert ran_out.lists.tolist() == hidden.lists.tolist()
    assert not {ITEMS[item] for item in ran_out.lists.ravel() if item >= 0} & set(gone)


def test_margin_lifts_by_its_place_among_the_known_ones() -> None:
    """Factors 1, 1.5, 2, 2.5, 3 and, unknown, 2: 6, 7.5, 8, 7.5, 6, 2 and 1, 3, 6, 10, 15, 12."""
    assert lists(Rules(bought="allow", margin_boost=2)) == ["cbdaef", "efdcba"]


def test_silence_stays_behind_and_is_weighed_too() -> None:
    scores = np.array([[0.1, -0.5, -0.6]], np.float32)
    found = weighed(scores, np.array([0.01, 1, 2], np.float32))
    assert found[0].argsort()[::-1].tolist() == [0, 2, 1]
    assert (found[0, 1:] <= 0).all() and found[0, 0] == pytest.approx(0.001)


def test_diversity_by_hand() -> None:
    """d = 0.5, two attributes: after a (relevance 1) b is worth .4 - .25, d .2, f 0, c .3 - .5."""
    assert lists(Rules(bought="allow", diversity=0.5), k=2)[0] == "ad"
    assert lists(Rules(bought="allow", diversity=0.1), k=2)[0] == "ab"
    assert lists(Rules(bought="allow", diversity=1), k=2)[0] == "ad"


def test_without_attributes_diversity_goes_by_who_met_items() -> None:
    found = apply(SCORES, Rules(bought="allow", diversity=0.6), facts(3))
    assert [ITEMS[item] for item in found.lists[0]] == ["a", "c", "e"]


def test_what_is_in_carts_is_hidden_where_it_should_be() -> None:
    carts = sparse.csr_matrix(np.array([[0, 0, 1, 0, 0, 0], [1, 0, 0, 0, 0, 1]]))
    assert lists(Rules(), carts=carts) == ["def", "eb"]
    assert lists(Rules(hide_in_cart=False), carts=carts) == ["cdef", "feba"]


def test_the_view_of_the_evaluation_is_what_plain_rules_show() -> None:
    """Without other rules, lists are those by which models are judged."""
    told = facts(4, **COLUMNS)
    for view in ("new", "again", "all"):
        expected = metrics.top(SCORES, 4, of_view(view, told.had, np.ones(6, bool)))
        assert (apply(SCORES, plain(view), told).lists == expected).all()


def test_what_rules_took_is_counted_once_and_short_lists_are() -> None:
    rule = Rules(excluded=("a", "nobody", "nobody"), in_stock_only=True, most_of_category=1)
    found = apply(SCORES, rule, facts(2, **COLUMNS))
    assert found.unknown == ("nobody",) and found.idle == ()
    assert removed(found) == {
        "excluded": (2, 1), "in_stock_only": (4, 1), "bought": (1, 0), "most_of_category": (0, 0),
    }  # fmt: skip
    assert [ITEMS[item] for item in found.lists.ravel()] == ["c", "e", "f", "e"]
    assert found.short == 0
    one = apply(SCORES, Rules(bought="allow", most_of_category=1), facts(4, **COLUMNS))
    assert one.short == 2 and removed(one) == {"most_of_category": (6, 3)}
    assert one.lists[:, 3].tolist() == [-1, -1]


def test_rules_without_their_attribute_are_idle_and_told() -> None:
    rule = Rules(bought="allow", in_stock_only=True, price_to=3, margin_boost=1, context="hour")
    found = apply(SCORES, rule, facts(6))
    assert found.idle == ("in_stock_only", "price_to", "margin_boost", "context")
    assert (found.lists == np.array([[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]])).all()
    told = [(one.code, one.facts) for one in check(rule, found.idle, ())]
    lacking = [{"attribute": name} for name in ("on_hand", "price", "margin")]
    assert told[:-1] == [("rule_without_column", fact) for fact in lacking]
    assert told[-1] == ("rule_without_times", {"context": "hour"})
    crossed = Rules(price_from=3, price_to=2, categories_in=("tea", "hat"))
    problems = check(crossed, (), facts(6, **COLUMNS).told.categories)
    assert [one.code for one in problems] == ["rule_prices_crossed", "rule_category_unknown"]
    assert problems[1].facts == {"categories": ("hat",)}


def test_what_nobody_met_needs_a_model_that_knows_it() -> None:
    found = shop.interactions(ROWS[:4], ITEMS)
    told = Facts(attributes_of(shop.known(found)), histories_of(found, np.array([0]), 4.0), 6)
    scores = np.array([[-1, -1, -0.5, -0.6, 0.5, -1]], np.float32)
    assert apply(scores, Rules(), told).lists.tolist() == [[4, 2, 3, -1, -1, -1]]
    asked = replace(told, offered=told.told.customers > 0)
    assert apply(scores, Rules(), asked).lists.tolist() == [[2, 3, -1, -1, -1, -1]]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)))
def test_times_fall_into_the_context_of_the_calendar(when: datetime) -> None:
    when = when.replace(microsecond=0)
    day = np.array([(when - datetime(1970, 1, 1)) / timedelta(days=1)])
    found = [contexts(day, context)[0] for context in ("weekday", "hour", "month", "season")]
    season = next(n for n, months in enumerate(SEASONS) if when.month in months)
    assert found == [when.weekday(), when.hour, when.month - 1, season]


def test_the_lift_of_a_weekday_by_hand() -> None:
    """40 meetings, half on day 4 (Monday) of which a has 20; a is met 20 times of 40: expected 10
    on Monday, (20 + 10) / (10 + 10); on other days that were never, 1."""
    rows = [("X", "a", 4.0, 0)] * 20 + [("X", "b", 5.0, 1)] * 20
    lift = lift_of(shop.interactions(rows, "ab"), "weekday")
    assert lift is not None
    assert lift.factors(np.array([0, 1, 2, -1])).tolist() == [[1.5, 0.5], [0.5, 1.5], *[[1, 1]] * 2]
    told = facts(6)
    count, share = sparse.hstack([lift.count] * 3).tocsr(), np.tile(lift.share, 3)
    wide = replace(lift, count=count, share=share)
    monday = replace(told.histories, now=np.array([11.0, 12.0]))
    found = apply(
        np.ones((2, 6), np.float32), Rules(bought="allow", context="weekday"),
        replace(told, histories=monday, lift=wide),
    )  # fmt: skip
    assert found.lists.tolist() == [[0, 2, 4, 1, 3, 5], [1, 3, 5, 0, 2, 4]]


def of_stores(stores: str) -> Interactions:
    """40 meetings: X meets a 20 times, then Y b 20 times, in the stores named by their letters."""
    rows = [("X", "a", 4.0, 0)] * 20 + [("Y", "b", 5.0, 1)] * 20
    code = np.array(["NS".find(store) for store in stores], np.int16)
    beside = {"store": Coded(code, ("N", "S"))}
    return replace(shop.interactions(rows, "ab", "XYZ"), beside=beside)


def test_the_lift_of_a_store_is_that_of_each_customers_usual_one() -> None:
    """In N a is met 20 times of 24 (expected 12), b 4 times; in S b 16 times of 16 (expected 8)."""
    found = of_stores("N" * 20 + "N" * 4 + "S" * 16)
    lift = lift_of(found, "store")
    assert lift is not None
    north, south = [30 / 22, 14 / 22], [10 / 18, 26 / 18]
    asked = histories_of(found, np.array([1, 0, 2]), 6.0)
    assert lift.places(asked).tolist() == [1, 0, -1]
    assert np.allclose(lift.of(asked), [south, north, [1, 1]])
    chosen = lift_of(found, "store", "N")
    assert chosen is not None
    assert np.allclose(chosen.of(asked), [north] * 3)
    nobody = lift.of(of_baskets([(0,)], 2, 6.0))
    assert nobody.tolist() == [[1, 1]]


def test_a_context_that_nothing_tells_of_is_idle_and_told() -> None:
    found = of_stores(" " * 4 + "N" * 36)
    strange = lift_of(found, "store", "Narnia")
    assert strange is not None
    told = facts(6).told
    for rule, lift, code, fact in (
        (Rules(context="device"), lift_of(found, "device"), "context", {"context": "device"}),
        (Rules(context="store", context_value="Narnia"), strange, "context_value",
         {"value": "Narnia"}),
    ):  # fmt: skip
        assert idle(rule, told, lift) == (code,)
        assert [one.facts for one in check(rule, idle(rule, told, lift), ())] == [fact]
    assert strange.of(histories_of(found, np.array([0]), 6.0)).tolist() == [[1, 1]]
    assert told_contexts(found) == ("weekday", "hour", "month", "season", "store")
    assert words_of(found, "store") == ("N", "S")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2), st.integers(0, 4)), min_size=1))
def test_the_usual_context_is_the_one_met_in_most(rows: list[tuple[int, int, int]]) -> None:
    """By counting; and the lifted counts of an item over all contexts are those expected."""
    meetings = [("ABCD"[who], "abcde"[item], 1.0, n) for n, (who, _, item) in enumerate(rows)]
    code = np.array([place for _, place, _ in rows], np.int16)
    found = replace(
        shop.interactions(meetings, "abcde", "ABCD"), beside={"store": Coded(code, ("x", "y", "z"))}
    )
    lift = lift_of(found, "store")
    assert lift is not None
    places = lift.places(histories_of(found, np.arange(4), 2.0))
    for who, place in enumerate(places):
        mine = Counter(at for one, at, _ in rows if one == who and at >= 0)
        assert mine[place] == max(mine.values(), default=0)
    assert (lift.factors(np.array([0, 1, 2, -1])) > 0).all()
    assert lift.size.sum() == sum(at >= 0 for _, at, _ in rows)


def test_without_times_there_is_no_lift() -> None:
    rows = [("X", "a", float("nan"), 0)]
    assert lift_of(shop.interactions(rows, "a"), "weekday") is None


@pytest.mark.parametrize(
    "wrong",
    [{"margin_boost": 3.1}, {"diversity": -0.1}, {"price_from": -1.0}, {"most_of_brand": 101},
     {"excluded": ("",)}, {"bought": "never"}],
)  # fmt: skip
def test_settings_have_bounds(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rules(**wrong)


class Fixed:
    """Scores that were drawn."""

    def __init__(self, scores: Floats) -> None:
        self._scores = scores

    def scores(self, asked: Any) -> Floats:
        return self._scores[: len(asked)]

    def save(self, folder: Any) -> None: ...


class InTurn(Fixed):
    """Scores that were drawn, of some customers after the other."""

    def scores(self, asked: Any) -> Floats:
        found, self._scores = np.split(self._scores, [len(asked)])
        return found


@st.composite
def shops(draw: st.DrawFn) -> tuple[Floats, Facts]:
    seed = draw(st.integers(0, 10_000))
    users, items = draw(st.integers(1, 5)), draw(st.integers(1, 30))
    rng = np.random.default_rng(seed)
    letters = "".join(chr(97 + place) for place in range(items))
    rows = [
        (chr(65 + int(rng.integers(users))), letters[int(rng.integers(items))], float(day), day)
        for day in range(20)
    ]
    found = shop.interactions(rows, letters, "".join(chr(65 + place) for place in range(users)))
    columns = {
        "category": rng.choice(["x", "y", "z", None], items),
        "brand": rng.choice(["p", "q", None], items),
        "price": rng.choice([1.0, 2.0, 3.0, np.nan], items),
        "margin": rng.choice([0.5, 2.0, np.nan], items),
        "on_hand": rng.choice([0.0, 3.0, np.nan], items),
    }
    scores = rng.normal(size=(users, items)).round(1).astype(np.float32)
    told = attributes_of(shop.known(found, **columns))
    histories = histories_of(found, np.arange(users), 30.0)
    k = draw(st.integers(1, 12))
    return scores, Facts(told, histories, k, lift=lift_of(found, "weekday"))


RULES = st.builds(
    Rules,
    bought=st.sampled_from(["hide", "allow", "only"]),
    in_stock_only=st.booleans(),
    price_from=st.sampled_from([None, 2.0]),
    price_to=st.sampled_from([None, 2.0]),
    categories_in=st.sampled_from([(), ("x", "y")]),
    categories_out=st.sampled_from([(), ("y",)]),
    excluded=st.sampled_from([(), ("a", "b", "?")]),
    margin_boost=st.sampled_from([0.0, 1.0, 3.0]),
    diversity=st.sampled_from([0.0, 0.3, 1.0]),
    most_of_category=st.integers(0, 2),
    most_of_brand=st.integers(0, 2),
    context=st.sampled_from(["none", "weekday"]),
)


def keeps(rule: Rules, told: Attributes, item: int, had: bool) -> bool:
    """The rules of one item, read one by one."""
    category = told.categories[told.category[item]] if told.category[item] >= 0 else None
    return (
        told.ids[item] not in rule.excluded
        and (not rule.in_stock_only or told.on_hand[item] > 0)
        and (rule.price_from is None or told.price[item] >= rule.price_from)
        and (rule.price_to is None or told.price[item] <= rule.price_to)
        and (not rule.categories_in or category in rule.categories_in)
        and category not in rule.categories_out
        and (rule.bought == "allow" or had == (rule.bought == "only"))
    )


@settings(max_examples=150, deadline=None)
@given(shops(), RULES)
def test_no_list_breaks_a_rule_or_is_short_without_need(
    given_: tuple[Floats, Facts], rule: Rules
) -> None:
    scores, told = given_
    found = apply(scores, rule, told)
    had, items = told.had, told.told
    for row, shown in enumerate(found.lists):
        there = shown[shown >= 0]
        assert len(set(there)) == len(there) and (shown[len(there) :] == -1).all()
        assert all(keeps(rule, items, item, bool(had[row, item])) for item in there)
        full = set()
        for name, most in (("category", rule.most_of_category), ("brand", rule.most_of_brand)):
            codes = getattr(items, name)[there]
            counts = np.bincount(codes[codes >= 0], minlength=5)
            assert not most or counts.max(initial=0) <= most
            full |= {(name, code) for code in range(5) if most and counts[code] >= most}
        left = [
            item for item in range(len(items))
            if item not in there and keeps(rule, items, item, bool(had[row, item]))
            and (scores[row, item] > 0 or items.customers[item] > 0)
            and not {("category", items.category[item]), ("brand", items.brand[item])} & full
        ]  # fmt: skip
        assert len(there) == told.k or not left
    assert found.short == (found.lists < 0).any(axis=1).sum()


@settings(max_examples=60, deadline=None)
@given(shops(), st.integers(1, 50))
def test_lists_are_the_same_however_few_customers_are_scored_at_a_time(
    given_: tuple[Floats, Facts], cells: int
) -> None:
    scores, told = given_
    whole = apply(scores, Rules(bought="hide"), told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(family, "CELLS", cells)
        parts = apply_all(InTurn(scores), Rules(bought="hide"), told)
    assert (parts.lists == whole.lists).all() and parts.short == whole.short
    assert parts.removed.equals(whole.removed)


@settings(max_examples=60, deadline=None)
@given(shops(), st.sampled_from(["hide", "allow", "only"]))
def test_rules_that_want_nothing_leave_every_order(
    given_: tuple[Floats, Facts], bought: str
) -> None:
    """Diversity 0, no boost, caps that hold more than a list."""
    scores, told = given_
    bare = apply(scores, Rules(bought=bought), told)
    wide = apply(scores, Rules(bought=bought, most_of_category=100, most_of_brand=100), told)
    assert (bare.lists == wide.lists).all()
    shown = np.take_along_axis(scores, np.maximum(bare.lists, 0), axis=1)
    there = bare.lists[:, 1:] >= 0
    assert (np.diff(shown, axis=1)[there] <= 0).all()
    joined = apply_all(Fixed(scores), Rules(bought=bought), told)
    assert (joined.lists == bare.lists).all() and joined.short == bare.short


def test_a_pool_that_does_not_fill_a_list_is_widened() -> None:
    """400 items of one category before the one of another."""
    letters = "".join(chr(200 + place) for place in range(402))
    found = shop.interactions([("X", item, 1.0, 0) for item in letters], letters)
    told = attributes_of(shop.known(found, category=["x"] * 401 + ["y"]))
    scores = np.arange(402, 0, -1, dtype=np.float32)[None]
    made = Facts(told, histories_of(found, np.array([0]), 2.0), 3)
    got = apply(scores, Rules(bought="allow", most_of_category=1), made)
    assert got.lists.tolist() == [[0, 401, -1]]
    assert rules.plain("again").bought == "only"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_and_problem_has_words(lang: str) -> None:
    texts = Texts(lang)
    assert [key for key in setting_keys(Rules) if not texts.has(key)] == []
    rule = Rules(price_from=3, price_to=2, categories_in=("hat",), most_of_brand=1, context="hour")
    columns = {name: COLUMNS[name] for name in ("category", "price")}
    told = facts(6, **columns).told
    problems = check(rule, idle(rule, told, None), told.categories)
    words = [texts.problem(one.code, one.facts) for one in problems]
    assert len(words) == 4 and not any("{" in word or "brand of" in word for word in words[1:])


def test_what_is_listed_carries_the_models_own_scores_whatever_is_boosted() -> None:
    rule = Rules(bought="allow", margin_boost=3, price_from=2)
    found = apply(SCORES, rule, facts(6, **COLUMNS))
    for row, shown in enumerate(found.lists):
        own = [SCORES[row, item] if item >= 0 else np.nan for item in shown]
        assert np.array_equal(found.scores[row], own, equal_nan=True)
    assert np.isnan(found.scores[:, 4:]).all()
