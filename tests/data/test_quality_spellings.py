"""Codes that differ only in letter case or blanks at their ends are told, and never merged."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.base.texts import LANGUAGES, Texts
from core.base.values import Column, Role
from core.data import quality_spellings
from core.data.quality import check
from core.data.quality_spellings import spellings, spellings_of_file
from core.data.units import unit_of

CODES = ["85123A"] * 6 + ["85123a"] * 2 + ["85123A "] + ["22423"] * 4 + ["dot", "DOT"] + [None] * 2


def column(role: Role | None = "item_id") -> Column:
    return Column(name="sku", type="id", role=role, distinct=6)


def frame(codes: list[str | None] | None = None) -> pd.DataFrame:
    return pd.DataFrame({"sku": pd.Series(CODES if codes is None else codes, dtype="string")})


def test_rows_of_the_rarer_spellings_are_counted_with_the_codes_of_most() -> None:
    (finding,) = spellings("lines", frame(), [column()])
    assert (finding.code, finding.severity, finding.column) == ("two_spellings", "warning", "sku")
    assert (finding.count, finding.rows) == (3 + 1, 15)
    assert finding.examples == ("85123A / 85123a / 85123A ", "DOT / dot")
    assert unit_of(finding.code) == "rows"
    assert finding in check("lines", frame(), [column()])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_has_counts_examples_and_what_to_do(lang: str) -> None:
    (finding,) = spellings("lines", frame(), [column()])
    facts = {"count": 4, "rows": 15, "examples": finding.examples[0], "column": "sku"}
    told = Texts(lang)(f"data.finding.{finding.code}", **facts)
    for part in ("sku", "4", "15", "85123A / 85123a"):
        assert part in told


@pytest.mark.parametrize("role", [None, "user_id", "order_id"])
def test_codes_of_others_than_items_and_stores_may_well_differ_by_case(role: Role | None) -> None:
    assert spellings("lines", frame(), [column(role)]) == []


def test_codes_that_are_all_different_are_nothing_odd() -> None:
    assert spellings("lines", frame(["A1", "A2", "B1", None]), [column()]) == []
    assert spellings("lines", frame([None, None]), [column()]) == []


def test_a_large_file_is_counted_whole_block_by_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lines.parquet"
    pq.write_table(pa.Table.from_pandas(frame()), path)
    monkeypatch.setattr(quality_spellings, "ROW_GROUP", 4)
    assert spellings_of_file("lines", path, [column()]) == spellings("lines", frame(), [column()])
