"""Header, preamble, notes and totals of hand-made files: where they are, and where they seem."""

from pathlib import Path

import pytest

from core.data.raw import RawTable
from tests.data.files import read_text

TABLE = "day,item,sold\n2024-01-01,tea,2\n2024-01-02,rice,5\n2024-01-03,tea,1\n"


def classes(raw: RawTable) -> dict[str, int]:
    return {name: count for name, count in raw.lines.items() if name != "row"}


def codes(raw: RawTable) -> set[str]:
    return {note.code for note in raw.notes} - {"encoding_guessed", "names_repaired"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tea,2\nrice,5\noats,1\n", ("col_0", "col_1")),
        ("2024-01-01,x,1.5\n2024-01-02,y,2\n", ("col_0", "col_1", "col_2")),
        ("A001;Tea;3,50\nA002;Rice;4,20\n", ("col_0", "col_1", "col_2")),
        ("1,2\n3,4\n", ("col_0", "col_1")),
        ("1,A\n", ("col_0", "col_1")),
        ("John,London,Sales\nJane,Paris,Sales\nJim,Rome,Sales\nJo,London,IT\n",
         ("col_0", "col_1", "col_2")),
        ("name,city\nJohn,London\nJane,Paris\n", ("name", "city")),
        ("item,2022,2023,2024\ntea,3,4,5\nrice,7,1,9\n", ("item", "2022", "2023", "2024")),
        ("item,Jan-24,Feb-24\ntea,3,4\nrice,7,1\n", ("item", "Jan-24", "Feb-24")),
        ("sku,n\nA001,n/a\nA002,5\n", ("sku", "n")),
        ("订单编号,金额\n0001,3.5\n0002,4\n", ("订单编号", "金额")),
        ("x\n1\n2\n", ("x",)),
        ("5\n1\n2\n", ("col_0",)),
        ("0,4.14\n10,8.52\n20,16.31\n", ("col_0", "col_1")),
        ("1,2,3,4\n2,9,7,1\n3,5,5,8\n", ("col_0", "col_1", "col_2", "col_3")),
        ("0,1,2,3\n7,9,7,1\n6,5,5,8\n", ("0", "1", "2", "3")),
        (",16.5,17,18.25\n71,0,3,1\n70,1,5,1\n", ("column_1", "16.5", "17", "18.25")),
        ("'item','sold'\n1,2\n3,4\n", ("item", "sold")),
    ],
)  # fmt: skip
def test_a_header_is_told_from_rows(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    raw = read_text(tmp_path, text)
    assert raw.names == names
    assert ("no_header" in codes(raw)) == (names[0] == "col_0")
    assert raw.structure is not None
    assert raw.structure.header_rows == (names[0] != "col_0")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("control,,fire,\nX,Y,X,Y\n1,2,3,4\n5,6,7,8\n",
         ("control X", "control Y", "fire X", "fire Y")),
        ("time,load\n(s),(N)\n0,1.5\n1,2.5\n", ("time (s)", "load (N)")),
        (",Sales,Sales,Cost,Cost\nshop,2023,2024,2023,2024\nA,1,2,3,4\nB,5,6,7,9\n",
         ("shop", "Sales 2023", "Sales 2024", "Cost 2023", "Cost 2024")),
        ("item,kind,mass\n,,(kg)\ntea,x,1.5\nrice,y,2.5\n", ("item", "kind", "mass (kg)")),
        (",North,,South,\nday,kind,till,size,sold\nMo,a,b,c,4\nTu,a,b,d,7\nWe,b,b,d,9\n",
         ("day", "North kind", "North till", "South size", "South sold")),
        ("shop,sold,left\nA,sold out,3\nB,4,5\nC,6,7\n", ("shop", "sold", "left")),
        ("shop,sold,left\nA,n/a,missing\nB,4,5\nC,6,7\n", ("shop", "sold", "left")),
        ("shop,sold,left\nNorth,,\nA,4,5\nC,6,7\n", ("shop", "sold", "left")),
    ],
)  # fmt: skip
def test_a_header_of_several_rows(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    raw = read_text(tmp_path, text)
    assert raw.names == names
    assert sum(raw.lines.values()) == text.count("\n")
    assert ("header_joined" in codes(raw)) == (raw.lines["header"] > 1)


@pytest.mark.parametrize(
    "above",
    [
        "Sales of all shops\n",
        "Sales of all shops,,\n,,\n",
        "Shop,North\nFrom,2024-01-01\nTo,2024-01-31\n\n",
        "Test,Tension\nSpeed,5.0\nOperator,Bo\n",
        "# exported by the till\n# version 2\n",
        '"Report of sales, all shops"\n\n',
        "Generated on 2024-02-01 10:00\n\n\n",
        "销售报表\n门店：北京\n\n",
        "This report shows the sales, the returns, and the rest, by day\n",
        "Sales and returns of shops, days\n\n",
        "All sales,of all shops,by day,in EUR\n",
    ],
)
def test_what_stands_above_is_preamble(tmp_path: Path, above: str) -> None:
    raw = read_text(tmp_path, above + TABLE)
    assert raw.names == ("day", "item", "sold")
    assert raw.rows == 3
    blank = sum(1 for line in above.splitlines() if not line.strip(","))
    assert raw.lines.get("blank", 0) == blank
    assert raw.lines["preamble"] == above.count("\n") - blank


@pytest.mark.parametrize(
    "text",
    [
        "shop,note,sold\nA,,\nB,x,2\nC,y,3\n",
        "id,name,phone,mail\n1,Al,,\n2,Bo,5,b@x.eu\n3,Cy,6,c@x.eu\n",
        "17,a,,,\n18,b,3,4,5\n19,c,3,4,5\n20,d,3,4,5\n",
    ],
)
def test_a_poor_first_row_is_no_preamble(tmp_path: Path, text: str) -> None:
    raw = read_text(tmp_path, text)
    assert set(raw.lines) <= {"header", "row"}


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("\nSource: till of shop North\n", {"note": 1, "blank": 1}),
        ("* without returns\n", {"note": 1}),
        ("Note: prices, taxes and fees included\n", {"note": 1}),
        ("Figures are provisional\n", {"note": 1}),
        ("2024-01-04,tea,3\n2024-01-05,tea,3\nNotes:\n1. Without returns, fees, and rebates\n",
         {"note": 2}),
        (",,\n注：不含退货,,\n", {"note": 1, "blank": 1}),
        ("2024-01-04,te", {"set_aside": 1}),
        ("2024\n", {"set_aside": 1}),
        ("2024-01-04,tea,3,extra\n", {"set_aside": 1}),
        ("2024-01-04,,\n", {}),
        ("# a comment\n2024-01-04,tea,3\n", {"note": 1}),
        ("day,item,sold\n2024-01-04,tea,3\n", {"header": 2}),
    ],
)  # fmt: skip
def test_what_stands_below(tmp_path: Path, below: str, found: dict[str, int]) -> None:
    raw = read_text(tmp_path, TABLE + below)
    assert classes(raw) == {"header": 1} | found
    assert len(raw.beside()) == sum(raw.lines.get(kind, 0) for kind in ("header", "note"))


def test_order_numbers_with_a_hash_are_rows(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "Name,Item,Sold\n#1001,tea,2\n#1002,rice,5\n")
    assert raw.lines == {"header": 1, "row": 2}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("item,sold\ntea,2\nrice,5\nTotal,7\n", [4]),
        ("item,sold\ntea,2\nrice,5\nGrand total:,7\n\nSource: till\n", [4]),
        ("store,item,sold\nA,tea,2\nA,rice,5\nSubtotal,,7\nB,tea,1\nB,rice,2\nSubtotal,,3\nTotal,,10\n",
         [4, 7, 8]),
        ("商品,数量,金额\n红茶,2,3.50\n大米,1,1.00\n合计,3,4.50\n", [4]),
        ("Artikel;Betrag\nTee;1,50\nReis;2,25\nSumme;3,75\n", [4]),
        ("item,sold\ntea,2\nrice,5\nAll shops total,7\n", [4]),
        ("item,sold\ntea,2\nTotal,9\nrice,5\noats,4\n", []),
        ("brand,kind,sold\nColgate,Total,2\nTotal,paste,5\nOther,paste,1\n", []),
        ("item,sold\ntea,2\nrice,5\nTotal effects,9\n", []),
    ],
)  # fmt: skip
def test_totals_are_left_out(tmp_path: Path, text: str, lines: list[int]) -> None:
    raw = read_text(tmp_path, text)
    beside = raw.beside()
    assert beside[beside["reason"] == "total"]["line"].tolist() == lines
    assert raw.lines.get("total", 0) == len(lines)
    kept = read_text(tmp_path, text, totals="keep")
    assert kept.rows == raw.rows + len(lines)


def test_short_rows_are_filled_where_the_file_leaves_out_empty_cells(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "a,b,c,d\n1,2,3,4\n1,2\n1,2,3\n1\n5,6,7,8\n")
    assert (raw.rows, raw.rows_set_aside) == (5, 0)
    assert "short_rows_padded" in codes(raw)
    written = read_text(tmp_path, "a,b,c,d\n1,2,3,4\n1,2\n1,2,3\n1,,,\n5,6,7,8\n")
    assert (written.rows, written.rows_set_aside) == (3, 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b,c\n1,2\n3,4\n5,6\n", ("a", "b", "c")),
        ("name,city,note\nBo,Rome\nAl,Oslo\nCy,Bern\n", ("name", "city", "note")),
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n9,1\n2,3,4\n5,6\n", ("a", "b", "c")),
        ("a,b,c\n1,2,3,4,5\n", ("a", "b", "c", "column_4", "column_5")),
        ("item,sold\ntea,2,x\nrice,5,y\noats,1,x\n", ("column_1", "item", "sold")),
        ("sold,item\n2,tea,x\n2,rice,y\n1,oats,x\n", ("sold", "item", "column_3")),
    ],
)
def test_a_header_longer_or_shorter_than_its_rows(
    tmp_path: Path, text: str, names: tuple[str, ...]
) -> None:
    raw = read_text(tmp_path, text)
    assert raw.names == names
    assert (raw.rows, raw.rows_set_aside) == (text.count("\n") - 1, 0)


def test_a_blank_line_parts_facts_from_rows_without_header(tmp_path: Path) -> None:
    facts = "Probe,X7\nTaken,2024-01-05\nBy,smith\n\n"
    raw = read_text(tmp_path, facts + "1,0.5,2\n2,0.7,1\n3,0.6,4\n4,0.4,2\n")
    assert (raw.names, raw.lines["preamble"]) == (("col_0", "col_1", "col_2"), 3)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (TABLE + "\nshop,city,size,open\nA,Rome,3,1\nB,Oslo,4,1\n", ("6",)),
        (TABLE + "shop,city,size,open\nA,Rome,3,1\nB,Oslo,4,1\n", ("5",)),
        (TABLE + "\nshop,city,size\nA,Rome,3\nB,Oslo,4\n", ("6",)),
        (TABLE + "\n2024-01-04,tea,sold out\n2024-01-05,tea,3\n", ()),
        (TABLE + "\n2024-01-04,tea,3\n2024-01-05,tea,3\n", ()),
    ],
)
def test_several_tables(tmp_path: Path, text: str, others: tuple[str, ...]) -> None:
    raw = read_text(tmp_path, text)
    found = [note for note in raw.notes if note.code == "several_tables"]
    assert tuple(place for note in found for place in note.examples) == others
    if others:
        second = read_text(tmp_path, text, first_line=int(others[0]))
        assert second.names[:3] == ("shop", "city", "size")
        assert second.rows == 2
        assert sum(second.lines.values()) == text.count("\n")


def test_what_the_user_says_is_taken(tmp_path: Path) -> None:
    text = "a,b\n1,2\n3,4\n5,6\n"
    assert read_text(tmp_path, text, header_rows=0).rows == 4
    assert read_text(tmp_path, text, header_rows=2).names == ("a 1", "b 2")
    assert read_text(tmp_path, "1,2\n3,4\n", header_rows=1).names == ("1", "2")
    assert read_text(tmp_path, text, first_line=3).names == ("col_0", "col_1")
    late = read_text(tmp_path, text, first_line=2, header_rows=1)
    assert (late.names, late.lines) == (("1", "2"), {"preamble": 1, "header": 1, "row": 2})


def test_a_structure_replays_itself(tmp_path: Path) -> None:
    text = "Report\n\na;b\n1,5;x\n2,5;'y'\n"
    raw = read_text(tmp_path, text)
    assert raw.structure is not None
    assert (raw.structure.first_line, raw.structure.header_rows) == (3, 1)
    known = raw.structure.model_dump(exclude={"skip_space", "others"})
    again = read_text(tmp_path, text, **known)
    assert again.structure == raw.structure
    assert again.frame().equals(raw.frame())
