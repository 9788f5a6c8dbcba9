"""Makes the sample shop and saves it as a dataset; says what it is and what is known of it."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.actions.desk import Desk
from core.base.atomic import TEMPORARY
from core.base.frames import read_frame
from core.base.texts import Texts
from core.base.values import Column, Dataset, Finding
from core.data.quality import check, worst_first
from core.data.quality_counts import check_counts
from core.data.queries.cubes import write_cubes
from core.data.sample.making import make
from core.data.sample.size import FULL, Size
from core.store.draft import DatasetDraft
from core.store.faults import disk_faults

KIND = "shop"
TRUTH = "truth"
CHECKED_ROWS = 150_000
"""Tables of more rows would take longer to check than the whole shop to make."""
_MADE = 0.75
TRUTHS = (
    "demand", "elasticities", "promotion_effects", "calendar", "complements", "tastes", "visits",
    "churn", "reviews", "lead_times", "deliveries",
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """The sample shop in words: each table and each known truth has a sentence."""

    title: str
    body: str
    tables: tuple[tuple[str, str], ...]
    truths: tuple[tuple[str, str], ...]


def make_sample_shop(
    desk: Desk,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
    name: str = "",
    size: Size = FULL,
) -> Dataset:
    """Draws the shop of this seed in a child process and saves it under `name`.

    `progress` hears shares from 0 to 1; what it raises ends the making. Raises
    AppError `sample_seed`, `sample_ended`, `disk_full`, and those of the workspace.
    """
    root = desk.workspace.root
    tell = progress or (lambda _share: None)
    prefix = f"{TEMPORARY}{os.getpid()}-sample-"
    with disk_faults(root), tempfile.TemporaryDirectory(prefix=prefix, dir=root) as folder:
        make(seed, Path(folder), lambda share: tell(share * _MADE), size)
        tell(_MADE)
        draft = _draft(Path(folder), name or _usual_name(seed))
        dataset = desk.workspace.save_dataset(draft)
    tell(1.0)
    return dataset


def _usual_name(seed: int) -> str:
    texts = Texts("en")
    return texts("sample.name") if seed == 0 else texts("sample.name_seed", seed=seed)


def _draft(folder: Path, name: str) -> DatasetDraft:
    described = json.loads((folder / "columns.json").read_text("utf-8"))
    columns = {
        table: tuple(Column.model_validate(column) for column in found)
        for table, found in described.items()
    }
    tables = {table: read_frame(folder / "tables" / f"{table}.parquet") for table in columns}
    lines = tables["order_lines"]
    return DatasetDraft(
        name=name,
        kind=KIND,
        tables=tables,
        columns=columns,
        rows_read=sum(len(frame) for frame in tables.values()),
        totals={
            "amount": round(float(lines["amount"].sum()), 2),
            "quantity": float(lines["quantity"].sum()),
        },
        findings=_findings(tables, columns),
        extra_files={f"{TRUTH}/{path.name}": path for path in (folder / TRUTH).glob("*.parquet")}
        | _cubes(folder, "order_lines", columns),
    )


def _cubes(
    folder: Path, table: str, columns: dict[str, tuple[Column, ...]]
) -> dict[str, pd.DataFrame | Path]:
    """The cubes of a table, by their file in the dataset."""
    made = folder / "cubes"
    names = write_cubes(folder / "tables" / f"{table}.parquet", columns[table], made)
    return {f"cubes/{table}.{name}.parquet": made / f"{name}.parquet" for name in names}


def _findings(
    tables: dict[str, pd.DataFrame], columns: dict[str, tuple[Column, ...]]
) -> tuple[Finding, ...]:
    """The checks that an imported table goes through; of the largest tables only the counts."""
    return worst_first(
        [
            finding
            for name, frame in tables.items()
            for finding in (
                check(name, frame, columns[name])
                if len(frame) <= CHECKED_ROWS
                else check_counts(name, len(frame), columns[name])
            )
        ]
    )


def about(texts: Texts) -> About:
    """What the sample shop is, for the reader."""
    tables = (
        "stores", "products", "customers", "order_lines", "visits", "events", "promotions",
        "stock", "suppliers", "reviews", "calendar",
    )  # fmt: skip
    return About(
        title=texts("sample.name"),
        body=texts("sample.about"),
        tables=tuple((table, texts(f"sample.table.{table}")) for table in tables),
        truths=tuple((truth, texts(f"sample.truth.{truth}")) for truth in TRUTHS),
    )
