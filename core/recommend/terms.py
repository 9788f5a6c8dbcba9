"""What an item is like, from its attributes: words, categories and bands of numbers as terms."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from scipy import sparse

from core.recommend.interactions import Floats

WORD = re.compile(r"[^\W_一-鿿]+|[一-鿿]+")
BANDS = 5
"""Bands of equally many items that a number is told by."""
FEWEST = 2
"""A term of a single item makes it like no other."""
_NOTHING = 1e-6
NOT_ALIKE = frozenset({"margin", "on_hand"})
"""Columns that say nothing of what an item is."""


def words(text: str) -> list[str]:
    """The words of a text, in small letters; of Chinese, which has no spaces, each two characters
    that stand together.

    >>> words("Red MUG 马克杯 v2")
    ['red', 'mug', '马克', '克杯', 'v2']
    """
    found = []
    for run in WORD.findall(text.casefold()):
        chinese = "一" <= run[0] <= "鿿" and len(run) > 1
        found += [run[at : at + 2] for at in range(len(run) - 1)] if chinese else [run]
    return found


def vectors(items: pd.DataFrame, text_share: float, most: int) -> sparse.csr_matrix:
    """What every item is like (items, terms) float32, each of length 1, or 0 where nothing is
    known: TF-IDF of its words, which have `text_share` of the say, and of its other attributes; of
    either at most that many terms, the most frequent."""
    texts, others = _columns(items)
    said = tf_idf(words_of(items[texts]), most)
    told = [_terms(items[name]) for name in others]
    terms = [[term for term in row if term] for row in zip(*told, strict=True)]
    like = tf_idf(terms or [[]] * len(items), most)
    both = [said * np.sqrt(text_share), like * np.sqrt(1 - text_share)]
    return unit(sparse.hstack(both).tocsr().astype(np.float32))


def words_of(texts: pd.DataFrame) -> list[list[str]]:
    """The words of every item, of all columns of a table of `texts`."""
    rows = texts.astype(object).to_numpy()
    return [
        [word for cell in row if not pd.isna(cell) for word in words(str(cell))] for row in rows
    ]


def pressed(found: sparse.csr_matrix, dimensions: int, seed: int) -> Floats:
    """The rows in fewer dimensions, each of length 1, by latent semantic analysis (Deerwester et
    al. 1990); a row of zeros stays one. So many as there can be, if that is less, and none of a
    table of one row or one column."""
    from sklearn.decomposition import TruncatedSVD

    dimensions = min(dimensions, *(size - 1 for size in found.shape))
    if dimensions < 1:
        return np.zeros((found.shape[0], 0), np.float32)
    short = TruncatedSVD(dimensions, random_state=seed).fit_transform(found)
    length = np.linalg.norm(short, axis=1, keepdims=True)
    return np.asarray(short / np.where(length > _NOTHING, length, 1), np.float32)


def unit(found: sparse.csr_matrix) -> sparse.csr_matrix:
    """Every row of length 1; a row of zeros stays as it is."""
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1), float).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1.0)) @ found).tocsr().astype(np.float32)


def _columns(items: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Columns of free text, and the others: `text`, and words that differ for most items."""
    texts: list[str] = []
    others: list[str] = []
    for name in items.columns:
        known = items[name].dropna()
        if str(name) in NOT_ALIKE or known.empty:
            continue
        free = not _numeric(known) and known.nunique() * 2 > len(known) and len(known) > FEWEST
        (texts if name == "text" or free else others).append(name)
    return texts, others


def _numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _terms(column: pd.Series) -> list[str]:
    """The term of every item: the column with its value, or with its band; empty if unknown."""
    if _numeric(column) and column.nunique() > BANDS:
        column = pd.qcut(column.astype(float), BANDS, labels=False, duplicates="drop")
    known = column.notna().to_numpy()
    values = column.astype(object).to_numpy()
    return [
        f"{column.name}={str(value).strip().casefold()}" if there else ""
        for value, there in zip(values, known, strict=True)
    ]


def tf_idf(terms: list[list[str]], most: int) -> sparse.csr_matrix:
    """TF-IDF of the terms that at least `FEWEST` items have, at `most` so many, the most frequent
    (items, terms), rows of length 1."""
    of_items = Counter(term for row in terms for term in set(row))
    kept = [term for term, count in of_items.items() if count >= FEWEST]
    if not kept:
        return sparse.csr_matrix((len(terms), 0), dtype=np.float32)
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigher = TfidfVectorizer(
        analyzer=_as_they_are, min_df=FEWEST, max_features=most, sublinear_tf=True, dtype=np.float32
    )
    return weigher.fit_transform(terms).tocsr()


def _as_they_are(terms: list[str]) -> list[str]:
    return terms
