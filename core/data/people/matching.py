"""Stand-ins led back to the people they stand for, by the file that they came from."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.data.exports.names import plain
from core.data.people.key import load_key
from core.data.people.replacement import Replacement
from core.data.people.tokens import TOKEN, Tokens
from core.data.raw import RawTable

_SAMPLE = 200


@dataclass(frozen=True)
class Matched:
    """`frame` is the list with people back in it; `found` of its `asked` rows with stand-ins have
    somebody. `added` are columns of the original file that tell more of the same people."""

    frame: pd.DataFrame
    found: int
    asked: int
    added: tuple[str, ...]


class Remembering(Tokens):
    """Tokens that remember what each stands for in every `column`: the first that was seen."""

    def __init__(self) -> None:
        super().__init__(load_key)
        self.column = ""
        self._cells: dict[str, dict[str, str]] = {}

    def of(self, cell: str, phone: bool = False) -> str:
        """The cell's stand-in, remembered."""
        token = super().of(cell, phone)
        if token != cell:
            self._cells.setdefault(self.column, {}).setdefault(token, cell)
        return token

    def meant(self, column: str) -> ChainMap[str, str]:
        """What each stand-in stands for, as it is spelled in this column if it is there too."""
        others = [cells for name, cells in self._cells.items() if name != column]
        return ChainMap(self._cells.get(column, {}), *others)


def matched(listed: pd.DataFrame, raw: RawTable) -> Matched:
    """The rows of `listed` with the cells of `raw` where they hold stand-ins for them.

    `raw` is the original file, read as it is. Stand-ins of nobody in it stay.
    Raises AppErrors of `load_key`.
    """
    texts = [str(n) for n in listed.columns if listed[n].dtype in ("string", "object")]
    held = {name: listed[name].astype("string").str.contains(TOKEN.pattern) for name in texts}
    held = {name: flags.fillna(False).astype(bool) for name, flags in held.items() if flags.any()}
    asked = pd.Series(False, listed.index)
    for flags in held.values():
        asked |= flags
    tokens = Remembering()
    seen = _seen(raw, tokens)
    frame = listed.assign(**{name: _back(listed[name], tokens.meant(name)) for name in held})
    changed = pd.Series(False, listed.index)
    for name in held:
        changed |= frame[name].astype("string").ne(listed[name].astype("string")).fillna(False)
    more = _more(listed, list(held), raw, seen)
    frame = pd.concat([frame, more], axis=1)
    return Matched(frame, int(changed.sum()), int(asked.sum()), tuple(map(str, more.columns)))


def _back(texts: pd.Series, cells: Mapping[str, str]) -> pd.Series:
    return texts.astype("string").str.replace(
        TOKEN.pattern, lambda found: cells.get(found[0], found[0]), regex=True
    )


def _seen(raw: RawTable, tokens: Remembering) -> dict[str, set[str]]:
    """The stand-ins in each personal column of the original."""
    names = [one.column for one in raw.people]
    seen: dict[str, set[str]] = {name: set() for name in names}
    for told, _ in _blocks(raw, tokens):
        for name in names:
            seen[name].update(told[raw.names.index(name)].drop_null().unique().to_pylist())
    return seen


def _blocks(raw: RawTable, tokens: Remembering) -> Iterator[tuple[list[pa.Array], list[pa.Array]]]:
    """The rows of the original by columns: with stand-ins, and as they are."""
    people = tuple(one.model_copy(update={"kept": False}) for one in raw.people)
    sample = raw.frame(_SAMPLE).fillna("").to_numpy().tolist()
    replacement = Replacement(raw.names, sample, people, tokens=tokens)
    with pq.ParquetFile(raw.cells_path) as file:
        for batch in file.iter_batches():
            cells = batch.columns[: len(raw.names)]
            told = []
            for place, texts in enumerate(cells):
                tokens.column = raw.names[place]
                told.append(replacement.column(place, texts))
            yield told, cells


def _more(
    listed: pd.DataFrame, held: list[str], raw: RawTable, seen: dict[str, set[str]]
) -> pd.DataFrame:
    """What else the original says of the same people, in its first line of each; by the pair of
    columns, of the list and of the original, that have the most people in common."""
    have = {plain(str(name)) for name in listed.columns}
    wanted = [one.column for one in raw.people if plain(one.column) not in have]
    none = pd.DataFrame(index=listed.index)
    pairs = [
        (len(set(listed[mine].dropna()) & tokens), mine, theirs)
        for mine in held
        for theirs, tokens in seen.items()
    ]
    best = max(pairs, default=(0, "", ""))
    if not best[0] or not wanted:
        return none
    _, mine, theirs = best
    rows: dict[str, list[str | None]] = {}
    asked = set(listed[mine].dropna())
    places = [raw.names.index(name) for name in wanted]
    for told, cells in _blocks(raw, Remembering()):
        keys = told[raw.names.index(theirs)].to_pylist()
        for row, key in enumerate(keys):
            if key in asked and key not in rows:
                rows[key] = [cells[place][row].as_py() for place in places]
    blank: list[str | None] = [None] * len(wanted)
    found = [rows.get(key, blank) for key in listed[mine].tolist()]
    return pd.DataFrame(found, index=listed.index, columns=wanted, dtype="string")
