"""The default preprocessing on real files: a plain model reaches what the field reaches."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from core.base.specs import PrepSpec, SplitSpec
from core.base.values import Column, ColumnType
from core.prep.features import usable
from core.prep.lines import Lines
from core.prep.pipeline import fit
from core.prep.splits import folds

TYPES: dict[str, tuple[ColumnType, str]] = {
    "i": ("integer", "Int64"),
    "f": ("number", "float64"),
    "b": ("boolean", "boolean"),
    "O": ("category", "string"),
}


def typed(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    ways = {name: TYPES[frame[name].dtype.kind] for name in frame}
    columns = tuple(Column(name=name, type=kind) for name, (kind, _) in ways.items())
    return frame.astype({name: dtype for name, (_, dtype) in ways.items()}), columns


@pytest.mark.parametrize(
    ("file", "target", "auc"),
    [("online_shoppers_intention.csv", "Revenue", 0.914), ("telco_churn.csv", "Churn", 0.848)],
)
def test_logistic_regression_reaches_the_published_auc(
    real_data: Path, file: str, target: str, auc: float
) -> None:
    raw = pd.read_csv(real_data / file)
    if "TotalCharges" in raw:
        raw["TotalCharges"] = pd.to_numeric(raw["TotalCharges"], errors="coerce")
    y = raw[target].isin([True, "Yes"]).to_numpy(np.int8)
    frame, columns = typed(raw)
    features, _ = usable(columns, target, frame)
    scores = []
    for train, held in folds(SplitSpec(), Lines(frame, y, features), np.arange(len(y)), 5, 0):
        prep, matrix = fit(PrepSpec(), features, frame.iloc[train], y[train], 0)
        model = LogisticRegression(max_iter=1000).fit(matrix.x, matrix.y)
        rows = prep.transform(frame.iloc[held])
        scores.append(roc_auc_score(y[held], model.predict_proba(rows.x)[:, 1]))
    assert np.mean(scores) >= auc
