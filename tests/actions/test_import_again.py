"""Reading one file of a draft again: it alone changes, wishes stay, errors leave all as it was."""

import zipfile
from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.import_again import left_out, lost, origin, origins, read_again
from core.actions.import_draft import ImportDraft, changed, switched
from core.actions.import_files import open_draft, read_files, save_draft
from core.actions.import_look import look
from core.actions.import_more import member_read, more_members
from core.actions.import_structure import found_in, said
from core.actions.originals import let_go
from core.base.errors import AppError
from core.data.mapping import Changes
from core.data.options import ALL_SHEETS, Progress, ReadOptions
from tests.data.books import xls
from tests.data.exports import china

SALES = "Sales of May\n\nid;amount\n1;2,50\n2;3,50\n3;1,00\nTotal;7,00\n"
STAFF = "name,level\n" + "".join(f"p{n},{n % 3}\n" for n in range(9))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "ws")


@pytest.fixture
def draft(desk: Desk, tmp_path: Path) -> ImportDraft:
    """Two files of other columns."""
    paths = [tmp_path / "sales.csv", tmp_path / "staff.csv"]
    for path, text in zip(paths, (SALES, STAFF), strict=True):
        path.write_text(text)
    return read_files(desk, paths)


def quiet(_: Progress) -> None:
    """No one is told."""


def test_one_file_is_read_otherwise_and_wishes_stay(desk: Desk, draft: ImportDraft) -> None:
    first, second = draft.tables
    draft = changed(draft, first.name, Changes(types={"id": "category", "amount": "text"}))
    draft = changed(draft, second.name, Changes(types={"level": "category"}))
    staff = draft.tables[1].raws[0].folder
    options = ReadOptions(first_line=3, header_rows=1, totals="keep")
    after = read_again(desk, draft, draft.tables[0].raws[0], options, quiet)
    assert [table.raws[0].rows for table in after.tables] == [4, 9]
    assert after.tables[1].raws[0].folder == staff
    types = [{c.name: c.type for c in look(table).columns} for table in after.tables]
    assert types[0] == {"id": "category", "amount": "text"}
    assert types[1]["level"] == "category"
    assert lost(draft, after) == []
    assert open_draft(desk, draft.id) == after
    assert not first.raws[0].folder.exists()
    assert save_draft(desk, after).rows_kept == 13


def test_wishes_for_columns_that_are_gone_are_told(desk: Desk, draft: ImportDraft) -> None:
    draft = changed(
        draft, draft.tables[0].name, Changes(types={"amount": "text"}, roles={"id": ""})
    )
    after = read_again(desk, draft, draft.tables[0].raws[0], ReadOptions(delimiter="|"), quiet)
    assert lost(draft, after) == ["amount", "id"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (ReadOptions(encoding="utf-16"), "encoding_wrong"),
        (ReadOptions(encoding="nonsense"), "encoding_unknown"),
        (ReadOptions(first_line=99), "first_line_wrong"),
    ],
)
def test_an_error_leaves_the_former_reading(
    desk: Desk, draft: ImportDraft, options: ReadOptions, code: str
) -> None:
    before = sorted(path.name for path in draft.folder.iterdir())
    with pytest.raises(AppError, match=code):
        read_again(desk, draft, draft.tables[0].raws[0], options, quiet)
    assert open_draft(desk, draft.id) == draft
    assert sorted(path.name for path in draft.folder.iterdir()) == before
    assert look(draft.tables[0]).rows == 3


def test_a_file_that_is_gone_cannot_be_read_again(
    desk: Desk, draft: ImportDraft, tmp_path: Path
) -> None:
    (tmp_path / "sales.csv").unlink()
    raw = draft.tables[0].raws[0]
    assert origin(draft, raw) is None
    assert origins(draft) == [tmp_path / "staff.csv"]
    with pytest.raises(AppError, match="source_gone"):
        read_again(desk, draft, raw, ReadOptions(), quiet)


def test_what_cancels_leaves_all_as_it_was(desk: Desk, draft: ImportDraft) -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_again(desk, draft, draft.tables[0].raws[0], ReadOptions(), stop)
    assert open_draft(desk, draft.id) == draft
    assert not list(draft.folder.glob("raw-*"))


def test_sheets_become_tables_and_one_can_be_left_out(desk: Desk, tmp_path: Path) -> None:
    rows = [["sku", "n"], *[[f"A{n}", n] for n in range(5)]]
    people = [["person", "town"], *[[f"p{n}", "Rome"] for n in range(4)]]
    path = xls(tmp_path / "book.xls", {"Items": rows, "People": people})
    draft = read_files(desk, [path])
    assert len(draft.tables) == 1
    raw = draft.tables[0].raws[0]
    after = read_again(desk, draft, raw, ReadOptions(sheet=ALL_SHEETS), quiet)
    names = [raw.source.name for table in after.tables for raw in table.raws]
    assert names == ["book.xls/Items", "book.xls/People"]
    assert (after.tables[1].raws[0].names, after.tables[1].raws[0].rows) == (("person", "town"), 4)
    one = left_out(desk, after, after.tables[0].raws[0])
    assert [table.raws[0].source.sheet for table in one.tables] == ["People"]
    again = read_again(
        desk, one, one.tables[0].raws[0], ReadOptions(sheet=ALL_SHEETS, header_rows=0), quiet
    )
    assert again.tables[0].raws[0].rows == 5
    with pytest.raises(AppError, match="last_table"):
        left_out(desk, again, again.tables[0].raws[0])


def test_a_zip_becomes_several_tables_each_read_again_by_itself(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "shop export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sales.csv", SALES)
        archive.writestr("staff.csv", STAFF)
    draft = read_files(desk, [path])
    assert draft.name == "shop export"
    names = [table.raws[0].source.name for table in draft.tables]
    assert names == ["shop export.zip/sales.csv", "shop export.zip/staff.csv"]
    after = read_again(desk, draft, draft.tables[1].raws[0], ReadOptions(header_rows=0), quiet)
    assert [table.raws[0].rows for table in after.tables] == [3, 10]
    assert [t.raws[0].source.name for t in after.tables] == names
    saved = save_draft(desk, after)
    assert [source.name for source in saved.sources] == names
    assert saved.rows_kept == 13


def test_uploads_are_let_go_and_nothing_else(desk: Desk, draft: ImportDraft) -> None:
    from core.actions.import_files import keep_upload

    kept = keep_upload(desk, "a.csv", b"a,b\n1,2\n")
    let_go([kept, *origins(draft)])
    assert not kept.parent.exists()
    assert len(origins(draft)) == 2


def test_what_is_said_is_pinned_and_the_rest_found_anew(desk: Desk, draft: ImportDraft) -> None:
    raw = draft.tables[0].raws[0]
    request = origin(draft, raw)
    assert request is not None
    found = found_in(raw)
    assert found == {
        "encoding": "utf-8", "delimiter": ";", "quote": '"', "first_line": 3, "header_rows": 1,
        "totals": "out",
    }  # fmt: skip
    assert said(raw, request, found) == request.options
    told = said(raw, request, found | {"header_rows": 0})
    assert (told.first_line, told.header_rows, told.delimiter) == (3, 0, None)
    told = said(raw, request, found | {"delimiter": "tab"})
    assert (told.first_line, told.delimiter, told.encoding) == (None, "\t", None)
    assert found_in(read_files(desk, [request.path], told).tables[0].raws[0])["delimiter"] == "\t"
    for wrong in ("abcde", "\n", '"'):
        with pytest.raises(AppError, match="delimiter_unknown"):
            said(raw, request, found | {"delimiter": wrong})


def test_a_known_export_is_known_inside_an_archive(desk: Desk, tmp_path: Path) -> None:
    case = china.CASES[0]
    path = tmp_path / "shop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README", "About these files\n")
        archive.writestr(f"2024/{case.name}", case.data)
    draft = read_files(desk, [path])
    (table,) = draft.tables
    assert table.recipe.export == case.export
    draft = switched(draft, table.name, 0, False)
    after = read_again(desk, draft, table.raws[0], ReadOptions(), quiet)
    assert after.tables[0].recipe.export == case.export
    assert [step.on for step in after.tables[0].recipe.steps].count(False) == 1


def test_members_that_were_left_out_are_told_until_they_are_read(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "shop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sales.csv", SALES)
        archive.writestr("readme.txt", SALES)
        archive.writestr("empty.csv", "")
        archive.writestr("staff.csv", STAFF)
    draft = read_files(desk, [path])
    assert more_members(draft) == {"shop.zip": ("readme.txt", "empty.csv")}
    (first, second) = draft.tables
    again = read_again(desk, draft, first.raws[0], ReadOptions(header_rows=0), quiet)
    assert more_members(again) == more_members(draft)
    fewer = left_out(desk, again, again.tables[0].raws[0])
    assert more_members(fewer) == more_members(draft)
    more = member_read(desk, fewer, ("shop.zip", "readme.txt"), quiet)
    assert more_members(more) == {"shop.zip": ("empty.csv",)}
    names = [raw.source.name for table in more.tables for raw in table.raws]
    assert names == ["shop.zip/staff.csv", "shop.zip/readme.txt"]
    assert more.tables[0].mapping == second.mapping
    with pytest.raises(AppError, match="file_empty"):
        member_read(desk, more, ("shop.zip", "empty.csv"), quiet)
    assert open_draft(desk, more.id) == more
    with pytest.raises(AppError, match="source_gone"):
        member_read(desk, more, ("other.zip", "a.csv"), quiet)


def test_a_file_whose_name_was_taken_keeps_its_own_when_it_is_read_again(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    for folder, text in ((tmp_path, SALES), (tmp_path / "b", STAFF)):
        (folder / "may.csv").write_text(text)
    draft = read_files(desk, [tmp_path / "may.csv", tmp_path / "b" / "may.csv"])
    raw = draft.tables[1].raws[0]
    after = read_again(desk, draft, raw, ReadOptions(header_rows=0), quiet)
    assert after.tables[1].raws[0].source.name == raw.source.name != "may.csv"
