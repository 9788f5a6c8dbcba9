"""People who first appear far down in a table: cells from everywhere in it are looked at."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.base.recipe import PersonalColumn
from core.data.kinds import STRONG, look_of
from core.data.options import People
from core.data.people.find import Rows, filled, find_in, hints_of
from core.data.people.names import may_be_person

_DRAWN, _DIFFERENT = 32, 100
_KEPT = 160
_FEWEST = 5
"""Fewer different cells say nothing that the first rows did not say."""


class LatePeopleError(Exception):
    """Rows that were not among the first show `columns` of the table with `names` to be personal:
    it is to be read once more."""

    def __init__(self, names: tuple[str, ...], columns: tuple[PersonalColumn, ...]) -> None:
        super().__init__(", ".join(one.column for one in columns))
        self.names, self.columns = names, columns


class Watch:
    """Looks at some cells of every block of a table, before any of the block is written.

    `rows` are the first ones, of which `known` columns were found to be personal.
    """

    def __init__(
        self, table: tuple[Sequence[str], Rows, str], people: People, known: Sequence[str]
    ) -> None:
        names, rows, file = table
        self._names, self._people = tuple(names), people
        self._hints = hints_of(names, rows, file)
        self._known = frozenset(known)
        self._pools: dict[str, dict[str, None]] = {
            name: dict.fromkeys(filled(row[place] for row in rows if place < len(row)))
            for place, name in enumerate(names)
        }

    def look(self, columns: Sequence[pa.Array]) -> None:
        """The next block by columns of text. Raises LatePeopleError."""
        for name, texts in zip(self._names, columns, strict=True):
            pool = self._pools[name]
            if name in self._known:
                continue
            for cell in filled(_drawn(texts, may_be_person(name))):
                pool.pop(cell, None)
                pool[cell] = None
            for cell in [*pool][: max(0, len(pool) - _KEPT)]:
                del pool[cell]
        samples = {name: [*pool] for name, pool in self._pools.items()}
        found = find_in(samples, self._hints, self._people)
        late = tuple(one for one in found if self._is_late(one))
        if late:
            raise LatePeopleError(self._names, late)

    def _is_late(self, one: PersonalColumn) -> bool:
        few = len(self._pools[one.column]) < _FEWEST and one.kind != "name"
        return one.column not in self._known and not few


def _drawn(texts: pa.Array, different: bool) -> list[str]:
    """Cells from all over a block; of a column that may hold names many of its different ones."""
    if not len(texts):
        return []
    cells = _spread(texts, _DRAWN)
    told = filled(cells)
    if len(told) < len(cells) / 2:
        cells = _spread(texts.filter(pc.greater(pc.binary_length(texts), 0)), _DRAWN)
        told = filled(cells)
    if different and not (told and all(look_of(cell) in STRONG for cell in told)):
        return _spread(pc.unique(texts), _DIFFERENT)
    return cells


def _spread(texts: pa.Array, count: int) -> list[str]:
    """At most so many cells, evenly spread over the column."""
    texts = texts.drop_null()
    places = np.unique(np.linspace(0, len(texts) - 1, min(count, len(texts))).astype(np.int64))
    cells: list[str] = texts.take(pa.array(places)).to_pylist()
    return cells
