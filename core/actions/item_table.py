"""What is known of the items of a run: from a file or typed in, kept beside the run as it stands.

Cells are texts, as users wrote them; what they mean is read by `read_given`, and what cannot be
read is told there. So nothing that was given is lost, and every remark names what stands there.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from core.actions import item_history
from core.actions.desk import Desk
from core.actions.item_columns import ITEM_COLUMNS, named
from core.base import private
from core.base.errors import AppError
from core.base.texts import Texts
from core.data import reading
from core.data.options import ReadOptions
from core.demand.panel import escaped
from core.inventory.given import BY_SUPPLIER, TEXTS, Given, nothing_given, read_given
from core.lab.demand.bundle import DemandBundle
from core.store import beside

ITEMS, SUPPLIERS = "items.json", "suppliers.json"
_KEYS = {ITEMS: "series_id", SUPPLIERS: "supplier"}
Edits = Mapping[str, Mapping[str, object]]


def read_file(path: Path, bundle: DemandBundle) -> pd.DataFrame:
    """The rows of a file as texts under our names, `series_id` first.

    Raises AppError items_not_named, those of reading a file.
    """
    with private.folder() as outside:
        cells = reading.start(path, ReadOptions(), outside / "raw").result().frame()
    keys = bundle.panel.keys
    return named(cells, list(keys.columns), set(escaped(keys)))


def take(desk: Desk, run_id: str, path: Path, bundle: DemandBundle) -> int:
    """Keeps what a file knows of the items in the place of what is kept, and returns its rows; a
    step of `item_history`, as all changes below are."""
    cells = read_file(path, bundle)
    item_history.change(desk, run_id, ITEMS, lambda _old: _text(cells))
    return len(cells)


def take_known(desk: Desk, run_id: str, known: pd.DataFrame) -> None:
    """Keeps what is `known` of the items (`series_id` and columns of ours) in the place of the same
    cells of the table; all others stay."""
    plain = known.set_index("series_id").map(_written_cell)

    def merged(old: str | None) -> str:
        cells = _cells(old, run_id, ITEMS).drop_duplicates("series_id").set_index("series_id")
        return _text(plain.combine_first(cells.replace("", None)).reset_index())

    item_history.change(desk, run_id, ITEMS, merged)


def clear(desk: Desk, run_id: str) -> None:
    """Forgets the table."""
    item_history.change(desk, run_id, ITEMS, lambda _old: None)


def stamp(desk: Desk, run_id: str) -> str:
    """Another text for each state of the tables."""
    return "/".join(beside.stamp(desk.workspace.root, run_id, name) for name in (ITEMS, SUPPLIERS))


def items(desk: Desk, run_id: str) -> pd.DataFrame:
    """The table of items as it is kept; `series_id` alone where nothing is."""
    return _table(desk, run_id, ITEMS)


def given(desk: Desk, run_id: str) -> Given:
    """What is known of the items and their suppliers."""
    cells, theirs = items(desk, run_id), _table(desk, run_id, SUPPLIERS)
    return nothing_given() if cells.empty and theirs.empty else read_given(cells, theirs)


def shown(desk: Desk, run_id: str, ids: Sequence[str]) -> pd.DataFrame:
    """The items `ids` with what is known of them, numbers as numbers, as a form to fill in; the
    index are the ids. Cells that hold no number are empty, and told where the plan tells what was
    left out."""
    return _form(items(desk, run_id), "series_id", ids, ITEM_COLUMNS)


def suppliers_shown(desk: Desk, run_id: str) -> pd.DataFrame:
    """The suppliers that the items name, with what is known of them, as a form."""
    cells, theirs = items(desk, run_id), _table(desk, run_id, SUPPLIERS)
    held = cells["supplier"] if "supplier" in cells else pd.Series(dtype=object)
    names = held.dropna().astype(str).str.strip()
    known = sorted({name for name in names if name} | set(theirs["supplier"]))
    return _form(theirs, "supplier", known, BY_SUPPLIER)


def edit(desk: Desk, run_id: str, edits: Edits) -> None:
    """Writes cells by item and column; None empties one. Other cells stay as they are."""
    _edit(desk, run_id, ITEMS, edits)


def edit_suppliers(desk: Desk, run_id: str, edits: Edits) -> None:
    """The same for suppliers."""
    _edit(desk, run_id, SUPPLIERS, edits)


def template(bundle: DemandBundle, texts: Texts) -> pd.DataFrame:
    """A table to fill in: what the series are by, and a column for all that can be known, under
    the words that `read_file` knows."""
    parts = bundle.panel.keys.astype(str)
    names = [texts(f"orders.column.{name}") for name in ITEM_COLUMNS]
    return parts.join(pd.DataFrame(None, parts.index, names, dtype=object), rsuffix=" ")


def _edit(desk: Desk, run_id: str, file: str, edits: Edits) -> None:
    def edited(old: str | None) -> str:
        return _text(_with(_cells(old, run_id, file), _KEYS[file], edits))

    item_history.change(desk, run_id, file, edited, typed=True)


def _with(cells: pd.DataFrame, key: str, edits: Edits) -> pd.DataFrame:
    """The cells with those that were edited; what is not there yet gets a row."""
    names = cells[key].astype(str).str.strip()
    new = [name for name in edits if name not in set(names)]
    cells = pd.concat([cells, pd.DataFrame({key: new}, dtype=object)], ignore_index=True)
    places = cells.groupby([*names, *new], sort=False).indices
    for name, changes in edits.items():
        for column, value in changes.items():
            if column not in cells:
                cells[column] = ""
            cells.loc[cells.index[places[name]], column] = _written(value)
    return cells


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _written_cell(value: object) -> str | None:
    """A cell as text; None where nothing is known."""
    return None if pd.isna(value) else _written(value)  # type: ignore[call-overload]


def _form(cells: pd.DataFrame, key: str, names: Sequence[str],
          columns: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    rows = cells.assign(**{key: cells[key].astype(str).str.strip()}).drop_duplicates(key)
    found = rows.set_index(key).reindex(index=list(names), columns=list(columns))
    for column in columns:
        if column in TEXTS:
            found[column] = found[column].astype("string").replace("", pd.NA)
        else:
            found[column] = pd.to_numeric(found[column], errors="coerce").astype(float)
    return found


def _table(desk: Desk, run_id: str, file: str) -> pd.DataFrame:
    return _cells(beside.kept(desk.workspace.root, run_id, file), run_id, file)


def _cells(text: str | None, run_id: str, file: str) -> pd.DataFrame:
    """The cells that are kept as `text` in a file; its key alone where none are."""
    if text is None:
        return pd.DataFrame({_KEYS[file]: pd.Series(dtype=object)})
    try:
        kept = json.loads(text)
        return pd.DataFrame(kept["rows"], columns=kept["columns"], dtype=object)
    except (ValueError, KeyError, TypeError) as error:
        raise AppError("order_book_damaged", run=run_id, file=f"kept/{file}") from error


def _text(cells: pd.DataFrame) -> str:
    """The cells as JSON, empty where they are missing."""
    plain = cells.astype(object).where(cells.notna(), "")
    return json.dumps(
        {"columns": [str(name) for name in plain], "rows": plain.astype(str).to_numpy().tolist()},
        ensure_ascii=False,
    )
