"""Small tables with a known truth, as the lab sees them."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.base.values import Column, Dataset
from core.jobs.reporter import JobReporter
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

ROWS = 1200


def visits(rows: int = ROWS, seed: int = 0) -> pd.DataFrame:
    """Visits whose purchase depends on pages and channel by a known logit."""
    rng = np.random.default_rng(seed)
    pages = rng.gamma(2.0, 3.0, rows)
    channel = rng.choice(["ads", "search", "mail"], rows, p=[0.3, 0.5, 0.2])
    price = np.where(rng.random(rows) < 0.05, np.nan, rng.normal(20, 5, rows))
    logit = -2.5 + 0.25 * pages + 0.8 * (channel == "mail")
    bought = rng.random(rows) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {
            "pages": pages,
            "channel": pd.Series(channel, dtype="string"),
            "price": price,
            "noise": rng.normal(size=rows),
            "bought": pd.Series(np.where(bought, "yes", "no"), dtype="string"),
        }
    )


def columns(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Categories for text, numbers for the rest."""
    return tuple(
        Column(
            name=name,
            type="category" if frame[name].dtype == "string" else "number",
            missing=int(frame[name].isna().sum()),
            distinct=int(frame[name].nunique()),
        )
        for name in frame
    )


def save(workspace: Workspace, frame: pd.DataFrame, name: str = "Visits") -> Dataset:
    """The frame as a dataset of one plain table."""
    draft = DatasetDraft(
        name=name,
        kind="plain",
        tables={"plain": frame},
        columns={"plain": columns(frame)},
        rows_read=len(frame),
    )
    return workspace.save_dataset(draft)


def quiet(run_id: str = "r-20260101-aaaaaaaa") -> JobReporter:
    """A reporter whose events nobody hears."""
    return JobReporter(run_id, lambda _event: None)


def heard(run_id: str, into: list) -> JobReporter:
    """A reporter that appends its events to `into`."""
    return JobReporter(run_id, into.append)


def bundle_of(root: Path, run_id: str) -> Path:
    """Where a run's bundle lies."""
    return root / "runs" / run_id / "bundle"
