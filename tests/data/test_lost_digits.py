"""Ids that a spreadsheet wrote with too few digits are told, with their lines."""

import io
import random
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.base.values import Finding
from core.data.mapping import Changes, change, suggest
from core.data.raw import RawTable
from core.data.typing_rows import type_rows
from tests.data.files import read_here, read_text, written


def lost(raw: RawTable) -> dict[str | None, Finding]:
    return {note.column: note for note in raw.notes if note.code == "digits_lost"}


def test_ids_written_as_powers_of_ten_are_told_with_their_lines(tmp_path: Path) -> None:
    lines = ["order_id;ean;sum;n"]
    lines += [f"6,9212{i % 3}E+18;4006381333{i:03d};{i}.5;{i}" for i in range(40)]
    lines[3] = "6921234567890123776;4.00638E+12;1.5;2"
    lines[9] = "4.0063813339312E+13;1;1E+3;8"
    found = lost(read_text(tmp_path, "\n".join(lines)))
    assert set(found) == {"order_id", "ean"}
    assert (found["order_id"].count, found["order_id"].rows) == (38, 40)
    assert found["order_id"].examples == ("2", "3", "5", "6", "7")
    assert found["ean"].examples == ("4",)
    assert found["ean"].severity == "error"


def test_numbers_of_a_workbook_beyond_fifteen_digits_are_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    ids = [6.921234567890123e18 + i * 1e5 for i in range(20)]
    cards = [1.23456789012345e15 + i * 10 for i in range(20)]
    frame = pd.DataFrame({"sub_order": ids, "card": cards})
    frame.to_excel(out, index=False, engine="xlsxwriter")
    raw = read_here(written(tmp_path, "a.xlsx", out.getvalue()), tmp_path)
    assert {name: note.count for name, note in lost(raw).items()} == {"sub_order": 20, "card": 20}


@pytest.mark.parametrize(
    "cells",
    [
        [f"{i}.5E+2" for i in range(30)],
        [f"69212345678901237{i:02d}" for i in range(30)],
        ["1E+12", *(f"{i}.5" for i in range(29))],
        ["1000000000000000", *(str(10**15 + i * 7) for i in range(29))],
        ["note e+12 or 6.9E+18 in text"] * 30,
        [""] * 30,
    ],
)
def test_other_cells_are_left_alone(tmp_path: Path, cells: list[str]) -> None:
    lines = ["value,n", *(f"{cell},{i}" for i, cell in enumerate(cells))]
    assert lost(read_text(tmp_path, "\n".join(lines))) == {}


def typed(raw: RawTable, folder: Path) -> dict[str | None, Finding]:
    """The finding that numbers were rounded, by column, all columns but the first as numbers."""
    wishes = Changes(types=dict.fromkeys(raw.names[1:], "number"))
    columns = change(suggest([raw]), [raw], wishes).columns
    (folder / "typed").mkdir()
    rows = type_rows([raw], columns, folder / "typed")
    return {note.column: note for note in rows.findings if note.code == "digits_rounded"}


def test_decimals_beyond_what_a_float_holds_are_told(tmp_path: Path) -> None:
    chance = random.Random(7)
    sums = [Decimal(chance.randrange(-(10**20), 10**20)).scaleb(-4) for _ in range(900)]
    sums += [Decimal(n) / 100 for n in range(100)] + [Decimal(2**53), Decimal(2**53 + 1)]
    small = [Decimal(n) / 10_000 for n in range(len(sums))]
    days = [f"d{n}" for n in range(len(sums))]
    kinds = {"sum": (sums, pa.decimal128(38, 4)), "small": (small, pa.decimal128(10, 4))}
    cells = {name: pa.array(values, kind) for name, (values, kind) in kinds.items()}
    pq.write_table(pa.table({"day": days} | cells), tmp_path / "a.parquet")
    raw = read_here(tmp_path / "a.parquet", tmp_path)
    assert [Decimal(cell) for cell in raw.frame()["sum"]] == sums
    found = typed(raw, tmp_path)
    off = [value for value in sums if abs(Decimal(float(value)) - value) >= Decimal("0.00005")]
    assert {name: (note.count, note.rows) for name, note in found.items()} == {
        "sum": (len(off), len(sums))
    }
    assert len(off) > 800
    assert {Decimal(cell) for cell in found["sum"].examples} <= set(off)


def test_numbers_of_a_text_file_beyond_it_are_told_too_and_repeats_counted(tmp_path: Path) -> None:
    rows = ["a,12345678901234567.89,0.30000000000000004"] * 30 + ["b,1.5,0.1"] * 5
    raw = read_text(tmp_path, "\n".join(["k,sum,noise", *rows]))
    found = typed(raw, tmp_path)
    assert {name: note.count for name, note in found.items()} == {"sum": 30}
    assert found["sum"].examples == ("12345678901234567.89",)
