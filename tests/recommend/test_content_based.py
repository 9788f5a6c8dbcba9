"""Items like those met, by their attributes: against scikit-learn, and by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from core.recommend.families.content_based import FAMILY, ContentBased, ContentBasedSettings
from core.recommend.family import Size
from core.recommend.histories import histories_of
from core.recommend.histories import of_baskets as carts
from core.recommend.interactions import Interactions
from core.recommend.terms import vectors, words
from tests.recommend.meetings import Silent, known, meetings

ITEMS = pd.DataFrame({
    "text": ["Red ceramic mug", "Blue ceramic mug", "Red wool scarf", "Blue wool scarf", np.nan],
    "category": ["mugs", "mugs", "scarves", "scarves", "mugs"],
    "price": [5.0, 6.0, 20.0, 22.0, np.nan],
})  # fmt: skip
SHOP = meetings([(0, 0, 0.0, 0), (1, 2, 1.0, 1)], 2, 5)
"""Nobody met items 1, 3 and 4."""


def fitted(items: pd.DataFrame, found: Interactions = SHOP, **settings: float) -> ContentBased:
    model = FAMILY.fit(
        ContentBasedSettings.model_validate(settings), known(found, items), 0, Silent()
    )
    assert isinstance(model, ContentBased)
    return model


def test_words_of_two_scripts() -> None:
    assert words("Crème-Brûlée, 2 Stück") == ["crème", "brûlée", "2", "stück"]
    assert words("红色马克杯XL 大") == ["红色", "色马", "马克", "克杯", "xl", "大"]
    assert words("_-!") == []


@given(st.text(max_size=40))
def test_words_are_never_empty_and_stay_the_same(text: str) -> None:
    found = words(text)
    assert all(found)
    assert all("一" <= word[0] <= "鿿" or words(word) == [word.casefold()] for word in found
               if word == word.casefold())  # fmt: skip


def test_likeness_of_texts_is_that_of_scikit_learn() -> None:
    texts = ITEMS["text"].fillna("")
    oracle = cosine_similarity(TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts))
    scores = fitted(ITEMS, text_share=1.0).scores(carts([[0], [3]], 5, 9.0))
    assert scores == pytest.approx(oracle[[0, 3]], abs=1e-6)
    assert scores.dtype == np.float32


def test_items_that_nobody_met_are_found_by_what_they_are() -> None:
    scores = fitted(ITEMS).scores(carts([[0]], 5, 9.0))[0]
    assert np.argsort(-scores, kind="stable").tolist()[:2] == [0, 1]
    assert scores[4] > 0
    assert scores[0] == pytest.approx(1)
    blind = fitted(ITEMS, text_share=0.0).scores(carts([[0]], 5, 9.0))[0]
    assert blind[0] == pytest.approx(blind[1])
    assert blind[2] == 0


def test_chinese_texts_are_compared_by_pairs_of_characters() -> None:
    items = pd.DataFrame({"text": ["红色马克杯", "蓝色马克杯", "羊毛围巾", "羊绒围巾", "帽子"]})
    scores = fitted(items).scores(carts([[0], [2]], 5, 9.0))
    assert np.flatnonzero(scores[0] > 0).tolist() == [0, 1]
    assert np.flatnonzero(scores[1] > 0).tolist() == [2, 3]


@pytest.mark.parametrize("dimensions", [0, 8])
def test_without_attributes_nothing_is_said(dimensions: int) -> None:
    for items in (
        pd.DataFrame(index=range(5)),
        pd.DataFrame({"text": [np.nan] * 5, "category": [None] * 5}),
        pd.DataFrame({"text": ["a", "b", "c", "d", "e"], "margin": [1.0, 1, 1, 2, 2]}),
    ):
        scores = fitted(items, dimensions=dimensions).scores(carts([[0, 1], []], 5, 9.0))
        assert scores.shape == (2, 5)
        assert not scores.any()


def test_a_profile_is_the_mean_of_what_was_met_the_later_telling_more() -> None:
    rows = [(0, 0, 0.0, 0), (0, 2, 10.0, 1), (1, 0, 0.0, 2), (1, 2, 0.0, 2)]
    told = histories_of(meetings(rows, 2, 5), np.array([0, 1]), 500.0)
    model = fitted(ITEMS, half_life=10.0)
    dense = model.vectors.toarray()
    oracle = cosine_similarity(np.stack([dense[0] / 2 + dense[2], dense[0] + dense[2]]), dense)
    assert model.scores(told) == pytest.approx(oracle, abs=1e-6)
    alike = fitted(ITEMS, half_life=0.0).scores(told)
    assert alike[0] == pytest.approx(alike[1])


def test_without_times_all_count_alike() -> None:
    rows = [(0, 0, np.nan, 0), (0, 2, np.nan, 1)]
    told = histories_of(meetings(rows, 1, 5), np.array([0]), 0.0)
    assert fitted(ITEMS).scores(told) == pytest.approx(fitted(ITEMS, half_life=0).scores(told))


def test_numbers_are_compared_by_bands() -> None:
    """Ten prices in five bands of two; what a margin is, nobody sees."""
    items = pd.DataFrame({"price": [float(at) for at in range(10)], "margin": [1.0] * 10})
    found = vectors(items, 0.5, 100)
    alike = (found @ found.T).toarray() > 0
    assert alike.sum(axis=1).tolist() == [2] * 10
    assert alike[0, 1]
    assert not alike[1, 2]


def test_columns_of_the_file_tell_too_and_ids_do_not() -> None:
    items = pd.DataFrame({
        "colour": ["red", "Red ", "blue", "blue", None], "organic": [True, False, True, True, None],
        "sku": ["a1", "b2", "c3", "d4", "e5"],
    })  # fmt: skip
    alike = cosine_similarity(vectors(items, 0.5, 100).toarray())
    assert alike[2, 3] == pytest.approx(1)
    assert 0 < alike[0, 1] == pytest.approx(alike[1, 0])
    assert 0 < alike[0, 2] < 1
    assert not alike[4, :4].any()


def test_fewer_dimensions_find_related_words() -> None:
    """Cup never stands beside mug; both stand beside coffee and tea."""
    texts = ["mug coffee", "cup coffee", "mug tea", "cup tea", "mug coffee tea", "cup coffee tea",
             "scarf wool", "shawl wool", "scarf warm", "shawl warm"]  # fmt: skip
    items = pd.DataFrame({"text": texts})
    told = carts([[0]], 10, 9.0)
    found = meetings([(0, 0, 0.0, 0)], 1, 10)
    plain = fitted(items, found).scores(told)[0]
    pressed = fitted(items, found, dimensions=2).scores(told)[0]
    assert plain[3] == 0
    assert pressed[3] > 0.9
    assert np.abs(pressed[6:]).max() < 0.2
    again = fitted(items, found, dimensions=2).scores(told)[0]
    assert np.array_equal(pressed, again)


def test_as_many_dimensions_as_there_are_leave_likeness_as_it_is() -> None:
    exact = fitted(ITEMS).vectors.toarray()
    assert np.linalg.matrix_rank(exact) == 4
    pressed = fitted(ITEMS, dimensions=1000).vectors.toarray()
    assert pressed.shape == (5, 4)
    assert pressed @ pressed.T == pytest.approx(exact @ exact.T, abs=1e-5)


def test_newcomers_and_nobody() -> None:
    model = fitted(ITEMS)
    assert not model.scores(carts([[]], 5, 9.0)).any()
    assert model.scores(carts([], 5, 9.0)).shape == (0, 5)


@pytest.mark.parametrize("dimensions", [0, 2])
def test_a_saved_model_says_the_same(tmp_path: Path, dimensions: int) -> None:
    model = fitted(ITEMS, dimensions=dimensions, half_life=3.0)
    model.save(tmp_path)
    told = histories_of(SHOP, np.arange(2), 9.0)
    loaded = FAMILY.load(tmp_path)
    assert np.array_equal(loaded.scores(told), model.scores(told))
    assert loaded.half_life == 3.0  # type: ignore[attr-defined]


def test_an_estimate_grows_with_items_and_dimensions() -> None:
    few, many = (Size(users=9, items=items, rows=99) for items in (100, 100_000))
    plain, pressed = ContentBasedSettings(), ContentBasedSettings(dimensions=256)
    assert FAMILY.estimate(plain, few).seconds < FAMILY.estimate(plain, many).seconds
    assert FAMILY.estimate(plain, many).seconds < FAMILY.estimate(pressed, many).seconds < 600
    assert FAMILY.estimate(pressed, many).memory_mb < 3000
