"""Ten million meetings in one process: a model fitted, and lists with reasons written to a file as
the app writes them. The peak of memory is that of the whole process."""

import resource
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np

from benchmarks import recommend_data as sets
from benchmarks.recommend_peers import cpu
from core.demand.refits import Silent
from core.lab.recommend import batch
from core.lab.recommend.asking import ListsAsked
from core.lab.recommend.bundle import RecommendBundle
from core.lab.recommend.candidates import candidate
from core.lab.recommend.ready import Ready
from core.recommend.family import BLOCK, Known
from core.recommend.filled import Filled
from core.recommend.interactions import Coded
from core.recommend.rules import Rules

ROWS, USERS, ITEMS, STORES = 10_000_000, 500_000, 50_000, 20


def scale(lists: int) -> None:
    """Prints CPU and peak of each step; lists are written for so many of the customers."""
    known = _known()
    before, began = _peak(), cpu()
    model = candidate("als", {}, 0).fit(known, Silent())
    print(f"\nscale: ALS {cpu() - began:.0f} CPU-s, peak {_peak():,.0f} MB ({before:,.0f} before)")
    popular = np.bincount(known.interactions.item, minlength=ITEMS).astype(np.float32)
    said = {"known": known, "ranker": Filled(model, popular), "about": SimpleNamespace(thumbs=())}
    one = Ready(cast(RecommendBundle, SimpleNamespace(**said)))
    began = cpu()
    assert one.sources.locally, "contexts are told"
    print(f"  what reasons are taken from: {cpu() - began:.0f} CPU-s, peak {_peak():,.0f} MB")
    asked = ListsAsked(rules=Rules(bought="hide"))
    users = np.random.default_rng(0).permutation(USERS)[:lists]
    with tempfile.TemporaryDirectory() as folder:
        for some in (users[:BLOCK], users):
            began = cpu()
            many = len(some) > BLOCK
            rows = batch.written(one, asked, some, str(Path(folder) / "lists.parquet"), many)
            rate = len(some) / (cpu() - began)
            print(f"  {rows:,} rows for {len(some):,} customers: {rate:,.0f} lists a CPU-s, "
                  f"peak {_peak():,.0f} MB", flush=True)  # fmt: skip


def _known() -> Known:
    """Behaviour of that size that tells of a store, too."""
    known = sets.generated(ROWS, USERS, ITEMS)
    store = np.random.default_rng(1).integers(0, STORES, ROWS).astype(np.int16)
    words = tuple(f"store {number}" for number in range(STORES))
    found = replace(known.interactions, beside={"store": Coded(store, words)})
    return replace(known, interactions=found)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
