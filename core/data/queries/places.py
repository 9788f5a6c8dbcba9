"""Text as whole numbers: a column of ids becomes places in the list of them, before all else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.data.same_ids import plain_ids

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Places:
    """The `table` has for each text as written (`raw`) its `place` (int32) among the `ids`, in the
    order of their letters; so many rows were `blank`."""

    table: "Table"
    ids: NDArray[np.object_]
    blank: int


@dataclass(frozen=True)
class Coded:
    """The `table` has for each text as written (`raw`) the `place` (int16) of its word in `words`,
    the commonest first."""

    table: "Table"
    words: tuple[str, ...]


def places_of(backend: "Backend", rows: "Table", column: str) -> Places:
    """The places of the ids in a column of text; cells that are null tell of none."""
    import ibis
    import pandas as pd
    import pyarrow as pa

    told = rows.filter(rows[column].notnull())
    counted = told.aggregate(by=[told[column].name("raw")], n=told.count()).to_pyarrow()
    raw = counted["raw"].to_pylist()
    plain = np.array(plain_ids(raw), dtype=object)
    there = plain != ""
    place, ids = pd.factorize(plain[there], sort=True)
    known = pa.table(
        {
            "raw": pa.array(np.array(raw, dtype=object)[there], pa.string()),
            "place": pa.array(place.astype(np.int32)),
        }
    )
    kept = backend.create_table(ibis.util.gen_name("places"), ibis.memtable(known), temp=True)
    blank = int(counted["n"].to_numpy()[~there].sum())
    return Places(kept, np.asarray(ids, object), blank)


def words_of(backend: "Backend", rows: "Table", column: str, most: int) -> Coded:
    """The words of a column of text, without the blanks around them: the `most` commonest, of equal
    ones by their letters; a word of blanks is none."""
    import ibis
    import pandas as pd
    import pyarrow as pa

    told = rows.filter(rows[column].notnull())
    counted = told.aggregate(by=[told[column].name("raw")], n=told.count()).to_pandas()
    counted["word"] = counted["raw"].str.strip()
    counted = counted[counted["word"] != ""]
    sums = counted.groupby("word")["n"].sum().reset_index()
    words = sums.sort_values(["n", "word"], ascending=[False, True])["word"].head(most)
    place = pd.Index(words).get_indexer(pd.Index(counted["word"]))
    known = pa.table(
        {
            "raw": pa.array(counted["raw"].to_numpy(object)[place >= 0], pa.string()),
            "place": pa.array(place[place >= 0].astype(np.int16)),
        }
    )
    kept = backend.create_table(ibis.util.gen_name("words"), ibis.memtable(known), temp=True)
    return Coded(kept, tuple(words))
