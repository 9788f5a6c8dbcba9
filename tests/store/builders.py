"""Small true things to save, shared by the tests of the store."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from core.base.events import Finished
from core.base.runs import RunSummary, Score
from core.base.specs import RunSpec
from core.base.values import Column
from core.store.draft import DatasetDraft

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

COLUMNS = (
    Column(name="visit", type="id", role="order_id"),
    Column(name="pages", type="integer"),
    Column(name="seconds", type="number"),
    Column(name="returning", type="boolean"),
    Column(name="来源", type="category"),
    Column(name="at", type="datetime", role="timestamp"),
)


def visits(rows: int, seed: int = 0) -> pd.DataFrame:
    """Typed rows with missing values in every column but the first."""
    rng = np.random.default_rng(seed)
    gone = rng.random((rows, 5)) < 0.1
    frame = pd.DataFrame(
        {
            "visit": pd.array([f"v{seed}-{row}" for row in range(rows)], dtype="string"),
            "pages": pd.array(rng.integers(0, 2**40, rows), dtype="Int64"),
            "seconds": rng.normal(size=rows),
            "returning": pd.array(rng.random(rows) < 0.5, dtype="boolean"),
            "来源": pd.array(rng.choice(["邮件", "search", "=1+1"], rows), dtype="string"),
            "at": pd.Series(
                np.datetime64("2026-01-01", "us") + rng.integers(0, 10**13, rows).astype("m8[us]")
            ),
        }
    )
    for place, name in enumerate(frame.columns[1:]):
        frame.loc[gone[:, place], name] = pd.NaT if name == "at" else pd.NA
    return frame


def draft(rows: int = 20, seed: int = 0, name: str = "spring visits", **rest: Any) -> DatasetDraft:
    """A dataset of one table `visits`, with two lines set aside."""
    return DatasetDraft(
        name=name,
        kind="visits",
        tables={"visits": visits(rows, seed)},
        columns={"visits": COLUMNS},
        rows_read=rows + 2,
        rows_set_aside=2,
        set_aside=pd.DataFrame({"line": [4, 9], "reason": ["too_many", "quote"]}),
        **rest,
    )


def spec(dataset: str = "d-20260301-0abc12") -> RunSpec:
    return RunSpec(dataset=dataset, task="classify", question={"target": "Revenue"}, seed=7)


def summary(threshold: float = 0.3) -> RunSummary:
    auc = Score(value=0.9, low=0.88, high=0.92)
    return RunSummary(
        family="logistic",
        metrics={"test": {"roc_auc": auc}},
        baseline={"roc_auc": Score(value=0.5)},
        verdict="better",
        threshold=threshold,
        seconds=2.5,
        rows={"test": 100},
    )


def finished(run: str, seq: int, second: int = 50) -> Finished:
    return Finished(
        run=run,
        seq=seq,
        at=START + timedelta(seconds=second),
        digest="ab" * 32,
        resolved=spec().model_dump(mode="json"),
        summary=summary().model_dump(mode="json"),
    )
