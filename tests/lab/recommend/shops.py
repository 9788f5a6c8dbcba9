"""Small shops whose customers and items are known, as datasets."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.base.specs import RunSpec
from core.base.values import Column, Dataset
from core.lab.recommend.read import Behaviour, read
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace

DTYPES = {
    "id": "string", "category": "string", "text": "string", "integer": "Int64",
    "number": "float64", "boolean": "boolean", "datetime": "datetime64[us]",
}  # fmt: skip
LINES = (
    ("bon", "id", "order_id"), ("at", "datetime", "timestamp"), ("who", "id", "user_id"),
    ("sku", "id", "item_id"), ("pieces", "integer", "quantity"), ("price", "number", "price"),
)  # fmt: skip
Layout = Sequence[tuple[str, str, str | None]]


def columns(layout: Layout, frame: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of a table from their names, types and roles, with counts."""
    return tuple(
        Column.model_validate({
            "name": name, "type": kind, "role": role,
            "missing": int(frame[name].isna().sum()), "distinct": int(frame[name].nunique()),
        })
        for name, kind, role in layout
    )  # fmt: skip


def save(
    workspace: Workspace, tables: Mapping[str, tuple[pd.DataFrame, Layout]], name: str = "Shop"
) -> Dataset:
    """Frames with their layouts as a dataset; the name of a table is its kind."""
    typed = {}
    for table, (frame, layout) in tables.items():
        kinds = {column: DTYPES[kind] for column, kind, _ in layout}
        typed[table] = frame[list(kinds)].astype(kinds)
    draft = DatasetDraft(
        name=name,
        kind=next(iter(tables)),
        tables=typed,
        columns={table: columns(layout, typed[table]) for table, (_, layout) in tables.items()},
        rows_read=sum(len(frame) for frame in typed.values()),
    )
    return workspace.save_dataset(draft)


def lines(customers: int = 60, items: int = 40, rows: int = 3000, seed: int = 0) -> pd.DataFrame:
    """Order lines of half a year before 2024-07-01: a customer's order of a day is of three items
    at one time."""
    rng = np.random.default_rng(seed)
    orders = rows // 3
    who, day = rng.integers(0, customers, orders), rng.integers(0, 180, orders)
    at = np.datetime64("2024-01-01T09:00", "us") + day.astype("timedelta64[D]")
    sku = np.array([rng.choice(items, 3, replace=False) for _ in range(orders)])
    return pd.DataFrame({
        "bon": np.repeat([f"b{n}" for n in range(orders)], 3),
        "at": np.repeat(at, 3),
        "who": np.repeat([f"c{n}" for n in who], 3),
        "sku": [f"s{n}" for n in sku.ravel()],
        "pieces": 1,
        "price": 1.0 + sku.ravel(),
    })  # fmt: skip


def told(workspace: Workspace, dataset: Dataset, **question: Any) -> Behaviour:
    """What is read for such a question."""
    spec = RunSpec(dataset=dataset.id, task="recommend", question=question)
    return read(workspace.reader, spec)


def of_lines(workspace: Workspace, frame: pd.DataFrame, **question: Any) -> Behaviour:
    """What is read from order lines alone, of the columns that there are."""
    layout = [one for one in LINES if one[0] in frame]
    return told(workspace, save(workspace, {"order_lines": (frame, layout)}), **question)


def codes(behaviour: Behaviour) -> dict[str, dict[str, Any]]:
    """What is noted, by its code."""
    return {problem.code: problem.facts for problem in behaviour.noted}
