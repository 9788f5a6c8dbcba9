"""Import: how a file was read is shown and changed; pasting, the inbox, archives."""

import gzip
import html
import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from core.actions.import_again import origins
from core.actions.import_files import open_draft
from core.actions.inbox import inbox_folder
from tests.data.books import xls
from tests.pages.conftest import Open, words
from tests.pages.test_import import CSV, read, waited

REPORT = "Sales May\n\nid;amount;day\n" + "".join(
    f"A{n:02d};{n},50;2024-05-{n:02d}\n" for n in range(1, 20)
)
WHOLE = REPORT + "Total;199,50;\n"


def panel(app: AppTest) -> AppTest:
    app.query_params["tab"] = "structure"
    app.run()
    assert not app.exception
    return app


def field(app: AppTest, kind: str, name: str):
    """The widget of the panel that says `name`."""
    return next(w for w in getattr(app, kind) if str(w.key).endswith(f"_{name}"))


def press(app: AppTest, ending: str) -> AppTest:
    next(b for b in app.button if str(b.key).endswith(ending)).click()
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["Above the table", "Header", "above the table 1, header 1", "23 in all"]),
        ("zh", ["表格上方", "表头", "共 23 行"]),
    ],
)
def test_what_was_found_stands_beside_the_first_lines(
    visit: Open, lang: str, said: list[str]
) -> None:
    app = panel(read(visit("import_data", lang), ("may.csv", WHOLE.encode())))
    told = words(app)
    assert "A01;1,50;2024-05-01" in told
    for word in said:
        assert word in told
    assert field(app, "selectbox", "delimiter").value == ";"
    assert field(app, "selectbox", "encoding").value == "utf-8"
    assert field(app, "number_input", "first_line").value == 3
    assert field(app, "number_input", "header_rows").value == 1


@pytest.mark.parametrize(
    ("lang", "total", "said"),
    [
        ("en", "190,00", ["190", "as in the file's total row"]),
        ("zh", "190,00", ["与文件的合计行一致"]),
        ("en", "200,00", ["The file's total says 200: 10 more"]),
        ("zh", "180,25", ["文件合计为 180.25，少 9.75"]),
    ],
)
def test_the_sums_stand_beside_the_total_of_the_file(
    visit: Open, lang: str, total: str, said: list[str]
) -> None:
    rows = "".join(f"A{n:02d};{n},00;2024-05-{n:02d}\n" for n in range(1, 20))
    text = f"id;amount;day\n{rows}Total;{total};\n"
    told = html.unescape(words(read(visit("import_data", lang), ("may.csv", text.encode()))))
    for word in said:
        assert word in told


def test_a_change_reads_that_file_again_and_keeps_changes(visit: Open, desk: Desk) -> None:
    app = panel(read(visit("import_data"), ("may.csv", WHOLE.encode())))
    before = open_draft(desk, app.query_params["draft"]).tables[0].raws[0]
    totals = next(w for w in app.segmented_control if str(w.key).endswith("_totals"))
    totals.set_value("keep").run()
    press(app, "_again")
    raw = open_draft(desk, app.query_params["draft"]).tables[0].raws[0]
    assert (before.rows, raw.rows) == (19, 20)
    assert raw.lines == {"preamble": 1, "blank": 1, "header": 1, "row": 20}
    assert "was read again" in words(app)
    field(app, "number_input", "header_rows").set_value(0).run()
    field(app, "number_input", "first_line").set_value(4).run()
    press(app, "_again")
    raw = open_draft(desk, app.query_params["draft"]).tables[0].raws[0]
    assert (raw.names, raw.rows) == (("col_0", "col_1", "col_2"), 20)
    press(app, "_anew")
    raw = open_draft(desk, app.query_params["draft"]).tables[0].raws[0]
    assert (raw.names, raw.rows) == (("id", "amount", "day"), 19)
    press(app, "save")
    (dataset,) = desk.workspace.datasets()
    assert dataset.rows_read == 19


def test_another_encoding_shows_five_lines_first(visit: Open, desk: Desk) -> None:
    text = "编号,商品\n" + "".join(f"{n},红茶\n" for n in range(30))
    app = panel(read(visit("import_data"), ("tea.csv", text.encode("gb18030"))))
    encoding = field(app, "selectbox", "encoding")
    assert encoding.value == "gb18030"
    encoding.set_value("big5").run()
    assert "first five lines in big5" in words(app) or "not written in big5" in words(app)
    field(app, "selectbox", "encoding").set_value("cp1251").run()
    assert "in cp1251:" in words(app)
    assert "红茶".encode("gb18030").decode("cp1251") in words(app)
    assert open_draft(desk, app.query_params["draft"]).tables[0].raws[0].names == ("编号", "商品")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_error_leaves_the_former_reading(visit: Open, desk: Desk, lang: str) -> None:
    text = "编号,商品\n" + "".join(f"{n},红茶\n" for n in range(30))
    app = panel(read(visit("import_data", lang), ("tea.csv", text.encode("gb18030"))))
    field(app, "selectbox", "encoding").set_value("utf-8").run()
    assert len(app.warning) == 1
    press(app, "_again")
    assert len(app.error) == 1
    assert "tea.csv" in app.error[0].value
    assert open_draft(desk, app.query_params["draft"]).tables[0].raws[0].rows == 30


def test_every_sheet_can_become_a_table(visit: Open, desk: Desk, tmp_path: Path) -> None:
    stock = [["sku", "n"], *[[f"A{n}", n] for n in range(9)]]
    town = [["store", "town"], *[[f"S{n}", "Rome"] for n in range(4)]]
    path = xls(tmp_path / "book.xls", {"Stock": stock, "Stores": town})
    app = panel(read(visit("import_data"), ("book.xls", path.read_bytes())))
    field(app, "selectbox", "sheet").set_value("*").run()
    press(app, "_again")
    tables = open_draft(desk, app.query_params["draft"]).tables
    assert [raw.source.sheet for table in tables for raw in table.raws] == ["Stock", "Stores"]
    press(app, "_out")
    (table,) = open_draft(desk, app.query_params["draft"]).tables
    assert "was left out" in words(app)
    assert len(table.raws) == 1


def test_an_archive_is_several_tables_and_its_upload_goes_with_the_draft(
    visit: Open, desk: Desk, workspace: Path
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("visits.csv", CSV)
        archive.writestr("may.txt", WHOLE)
    app = panel(read(visit("import_data"), ("shop.zip", out.getvalue())))
    draft = open_draft(desk, app.query_params["draft"])
    names = [raw.source.name for table in draft.tables for raw in table.raws]
    assert names == ["shop.zip/visits.csv", "shop.zip/may.txt"]
    (kept,) = origins(draft)
    assert kept.exists() and not kept.is_relative_to(workspace)
    press(app, "save")
    assert not list((workspace / "drafts").iterdir())
    assert not kept.parent.exists()
    assert desk.workspace.datasets()[0].name == "shop"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Of “book.xls” only the sheet “Stock” was read, not 1 more: Stores."),
        ("zh", "“book.xls”只读取了工作表“Stock”，另有 1 张没有读取：Stores。"),
    ],
)
def test_other_sheets_are_told_first_and_taken_in(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str
) -> None:
    stock = [["sku", "n"], *[[f"A{n}", n] for n in range(9)]]
    town = [["store", "town"], *[[f"S{n}", "Rome"] for n in range(4)]]
    path = xls(tmp_path / "book.xls", {"Stock": stock, "Stores": town})
    app = read(visit("import_data", lang), ("book.xls", path.read_bytes()))
    assert said in words(app)
    next(b for b in app.button if str(b.key).startswith("sheets_")).click().run()
    assert not app.exception
    assert said not in words(app)
    tables = open_draft(desk, app.query_params["draft"]).tables
    assert [raw.source.sheet for table in tables for raw in table.raws] == ["Stock", "Stores"]


def test_members_that_look_like_no_table_are_told_first_and_taken_in(
    visit: Open, desk: Desk
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("visits.csv", CSV)
        archive.writestr("readme.txt", "sku,n\n" + "".join(f"A{n},{n}\n" for n in range(9)))
        archive.writestr("logo.bin", bytes(range(256)) * 40)
    app = read(visit("import_data"), ("shop.zip", out.getvalue()))
    told = "2 files in “shop.zip” do not look like tables and were not read: readme.txt, logo.bin."
    assert told in words(app)
    press(app, "_shop.zip")
    assert "readme.txt was read too." in words(app)
    draft = open_draft(desk, app.query_params["draft"])
    assert [raw.source.name for table in draft.tables for raw in table.raws] == [
        "shop.zip/visits.csv",
        "shop.zip/readme.txt",
    ]
    press(app, "_shop.zip")
    assert len(app.error) == 1
    assert open_draft(desk, app.query_params["draft"]) == draft
    assert draft.unread == {"shop.zip": ("logo.bin",)}


def test_a_kind_without_structure_says_so(visit: Open) -> None:
    rows = "".join(f'{{"id": "{n}", "n": {n}}}\n' for n in range(9))
    app = panel(read(visit("import_data"), ("a.jsonl.gz", gzip.compress(rows.encode()))))
    assert "JSON Lines" in words(app)
    assert field(app, "selectbox", "encoding").value == "utf-8"
    assert not [w for w in app.number_input if str(w.key).endswith("_first_line")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pasted_cells_become_a_file(visit: Open, desk: Desk, lang: str) -> None:
    app = visit("import_data", lang)
    app.button(key="paste_read").click().run()
    assert len(app.error) == 1
    cells = "sku\tnote\n" + "".join(f"{n:03d}\t茶, {n}\n" for n in range(12))
    app.text_area(key="paste_cells").set_value(cells).run()
    app.button(key="paste_read").click().run()
    app = waited(app)
    raw = open_draft(desk, app.query_params["draft"]).tables[0].raws[0]
    assert (raw.source.name, raw.names, raw.rows) == ("pasted.tsv", ("sku", "note"), 12)
    assert raw.frame()["sku"][0] == "000"


def test_files_of_the_inbox_are_read_where_they_lie(
    visit: Open, desk: Desk, workspace: Path, tmp_path: Path
) -> None:
    assert inbox_folder(desk) == workspace.absolute() / "inbox"
    (workspace / "inbox" / "visits.csv").write_bytes(CSV)
    secret = tmp_path / "secret.txt"
    secret.write_text("a\n1\n")
    (workspace / "inbox" / "link.csv").symlink_to(secret)
    app = visit("import_data")
    assert [str(box.label) for box in app.checkbox] == ["visits.csv"]
    assert app.button(key="inbox_read").disabled
    app.checkbox[0].check().run()
    app.button(key="inbox_read").click().run()
    app = waited(app)
    press(app, "save")
    assert desk.workspace.datasets()[0].rows_read == 90
    assert (workspace / "inbox" / "visits.csv").exists()
