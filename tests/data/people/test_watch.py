"""People whom only rows far down show: the file is read once more, and nobody stays in clear."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from core.data.raw import RawTable
from tests.data.files import read_here, read_text, written

FIRST = ["Ann", "Jan", "Mia", "Zoe", "Tom", "Eva", "Max", "Ida"]
LAST = ["Quietwater", "Stillbrook", "Calmfield"]


def person(place: int) -> str:
    return f"{FIRST[place % 8]} {LAST[place % 3]}"


def rows(count: int, first: int) -> list[dict[str, str]]:
    """Walk-in sales, and from row `first` on customers by name."""
    return [
        {"n": str(place), "customer": person(place) if place >= first else "walk-in",
         "phone": "yes", "sum": f"{place}.50"}
        for place in range(count)
    ]  # fmt: skip


def csv(table: list[dict[str, str]]) -> bytes:
    return pd.DataFrame(table).to_csv(index=False).encode()


def jsonl(table: list[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, table)).encode()


def parquet(table: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pd.DataFrame(table).to_parquet(out)
    return out.getvalue()


def xlsx(table: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pd.DataFrame(table).to_excel(out, index=False, engine="xlsxwriter")
    return out.getvalue()


def held(folder: Path) -> bytes:
    """All that lies in a folder, what is packed in Parquet too."""
    told = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    told += [pd.read_parquet(path).to_csv().encode() for path in folder.rglob("*.parquet")]
    return b"\n".join(told)


def replaced(raw: RawTable) -> dict[str, str]:
    return {one.column: one.kind for one in raw.people if not one.kept}


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.csv", csv), ("a.jsonl", jsonl), ("a.parquet", parquet), ("a.xlsx", xlsx)],
)
def test_names_that_begin_far_down_are_replaced(
    tmp_path: Path, name: str, made: Callable[[list[dict[str, str]]], bytes]
) -> None:
    into = tmp_path / "ws"
    into.mkdir()
    path = written(tmp_path, name, made(rows(3_000, 2_500)))
    raw = read_here(path, into)
    assert replaced(raw) == {"customer": "name"}
    assert raw.rows == 3_000
    assert b"Stillbrook" not in held(into)
    customers = raw.frame()["customer"]
    assert customers.nunique() == 1 + len({person(place) for place in range(2_500, 3_000)})


def test_names_in_one_block_of_many_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.data.blocks.SIZE", 1 << 14)
    table = rows(30_000, 30_000)
    for place in range(20_000, 20_050):
        table[place]["customer"] = person(place)
    raw = read_text(tmp_path, csv(table))
    assert replaced(raw) == {"customer": "name"}


def test_what_the_user_keeps_stays_though_it_is_found_late(tmp_path: Path) -> None:
    people = {"keep": ["customer"], "settled": True}
    raw = read_text(tmp_path, csv(rows(3_000, 2_500)), people=people)
    assert [(one.column, one.kept) for one in raw.people] == [("customer", True)]
    assert raw.frame()["customer"].iloc[-1] == person(2_999)


def test_other_columns_are_read_once_and_stay(tmp_path: Path) -> None:
    table = [
        {"sku": f"A{place}", "name": f"Mug {place % 700}", "source": "web" if place else "a@x.com",
         "order": str(13_000_000_000 + place)}
        for place in range(3_000)
    ]  # fmt: skip
    raw = read_text(tmp_path, csv(table))
    assert raw.people == ()
    assert raw.frame()["source"].iloc[-1] == "web"


def test_a_header_with_blanks_or_twice_the_same_is_known_by_its_repaired_names(
    tmp_path: Path,
) -> None:
    lines = [" E-Mail ,name,name,sum", *(f"m{i}@x.com,Mug {i},Ann Lee,1" for i in range(30))]
    raw = read_text(tmp_path, "\n".join(lines))
    assert replaced(raw) == {"E-Mail": "email", "name_2": "name"}
    assert raw.frame()["name"].tolist()[:2] == ["Mug 0", "Mug 1"]


def test_notes_around_the_table_of_a_sheet_name_nobody(tmp_path: Path) -> None:
    """The rows of a sheet are all as wide as its table."""
    lines = [["Printed by Ann Quietwater", "", ""], ["", "", ""], ["n", "customer", "sum"]]
    lines += [[str(place), person(place), f"{place}.5"] for place in range(40)]
    lines += [["", "", ""], ["Note: asked Jan Stillbrook", "", ""]]
    out = io.BytesIO()
    pd.DataFrame(lines).to_excel(out, index=False, header=False, engine="xlsxwriter")
    into = tmp_path / "ws"
    into.mkdir()
    raw = read_here(written(tmp_path, "a.xlsx", out.getvalue()), into)
    assert (raw.rows, raw.lines["preamble"], raw.lines["note"]) == (40, 1, 1)
    kept = held(into)
    assert not any(word in kept for word in (b"Quietwater", b"Stillbrook"))
