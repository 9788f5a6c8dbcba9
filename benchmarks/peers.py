"""Named peers as a skilled user would set them: `fit(train, y, test) -> probabilities`."""

import os
from collections.abc import Callable

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, early_stopping
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

Peer = Callable[[pd.DataFrame, np.ndarray, pd.DataFrame], np.ndarray]


def _kinds(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    numbers = [name for name in frame if pd.api.types.is_float_dtype(frame[name].dtype)]
    numbers += [
        name
        for name in frame
        if pd.api.types.is_integer_dtype(frame[name].dtype) and frame[name].nunique() > 20
    ]
    return numbers, [name for name in frame if name not in numbers]


def _dense(frame: pd.DataFrame, *scalers: object) -> object:
    numbers, categories = _kinds(frame)
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), *scalers), numbers),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), categories),
    )


def logistic(train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame) -> np.ndarray:
    """Quantile-normal numbers, one-hot categories, the usual penalty."""
    model = make_pipeline(
        _dense(
            train,
            QuantileTransformer(n_quantiles=500, output_distribution="normal", random_state=0),
        ),
        LogisticRegression(C=1.0, max_iter=2000),
    )
    return model.fit(train, y).predict_proba(test)[:, 1]


def random_forest(train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame) -> np.ndarray:
    """500 trees with leaves of at least 5 rows."""
    forest = RandomForestClassifier(500, min_samples_leaf=5, n_jobs=2, random_state=0)
    return make_pipeline(_dense(train), forest).fit(train, y).predict_proba(test)[:, 1]


def _categorical(frame: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    _, categories = _kinds(levels)
    made = {
        name: pd.Categorical(frame[name].astype(str), sorted(levels[name].astype(str).unique()))
        for name in categories
    }
    return frame.assign(**made)


def hist_gradient_boosting(train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame) -> np.ndarray:
    """Small steps, native categories, early stopping."""
    model = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=500, max_leaf_nodes=15, l2_regularization=1.0,
        early_stopping=True, categorical_features="from_dtype", random_state=0,
    )  # fmt: skip
    model.fit(_categorical(train, train), y)
    return model.predict_proba(_categorical(test, train))[:, 1]


def lightgbm(train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame) -> np.ndarray:
    """Small steps, row and column sampling, native categories, early stopping."""
    table = _categorical(train, train)
    a, b, ya, yb = train_test_split(table, y, test_size=0.1, random_state=0, stratify=y)
    model = LGBMClassifier(
        n_estimators=2000, learning_rate=0.02, num_leaves=15, min_child_samples=40,
        subsample=0.8, subsample_freq=1, colsample_bytree=0.6, reg_lambda=5.0,
        random_state=0, n_jobs=2, verbose=-1,
    )  # fmt: skip
    stop = early_stopping(100, verbose=False)
    model.fit(a, ya, eval_set=[(b, yb)], eval_metric="logloss", callbacks=[stop])
    return model.predict_proba(_categorical(test, train))[:, 1]


PEERS: dict[str, Peer] = {
    "logistic": logistic,
    "random forest": random_forest,
    "HistGradientBoosting": hist_gradient_boosting,
    "LightGBM": lightgbm,
}
