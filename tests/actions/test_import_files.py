"""Import and export, from files to a saved dataset and back."""

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions import export_dataset, import_files
from core.actions.import_draft import changed
from core.actions.import_files import DRAFTS, ImportOptions
from core.actions.import_look import as_read, aside_in_words, look, preview
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.data.mapping import Changes
from core.data.options import ReadOptions
from core.store.workspace import Workspace

VISITS = "visit_id,pages,duration,bought\n" + "".join(
    f"{n + 900},{n % 7},{n * 1.37 % 11:.2f},{'Yes' if n % 3 else 'No'}\n" for n in range(120)
)
ODD = 'n,s\n1,a\nx,b\n\n3,"c\nd"\n4,e,f\n' + "".join(f"{n},z\n" for n in range(5, 65))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text(VISITS)
    return path


def drafts(workspace: Workspace) -> list[Path]:
    folder = workspace.root / DRAFTS
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_result_has_the_keys_of_the_contract(workspace: Workspace, visits: Path) -> None:
    result = import_files.import_files(workspace, [visits])
    told = json.loads(result.model_dump_json())
    assert set(told) >= {
        "dataset", "kind", "tables", "export", "rows_read", "rows_kept", "rows_set_aside",
        "lines", "columns", "checks", "totals",
    }  # fmt: skip
    assert (told["rows_read"], told["rows_kept"], told["rows_set_aside"]) == (120, 120, 0)
    assert told["lines"] == {"header": 1, "row": 120}
    assert told["export"] is None
    assert [(c["name"], c["type"], c["role"]) for c in told["columns"]] == [
        ("visit_id", "id", None), ("pages", "integer", None), ("duration", "number", None),
        ("bought", "boolean", "target"),
    ]  # fmt: skip
    assert all({"code", "severity", "count"} <= set(check) for check in told["checks"])
    assert told["totals"]["pages"] == sum(n % 7 for n in range(120))
    dataset = workspace.dataset(result.dataset)
    assert (dataset.name, dataset.kind) == ("visits", "plain")
    assert workspace.table(dataset.id)["bought"].sum() == 80
    assert drafts(workspace) == []


def test_rows_that_cannot_be_read_are_kept_beside(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD)
    result = import_files.import_files(workspace, [path])
    assert (result.rows_read, result.rows_kept, result.rows_set_aside) == (64, 62, 2)
    assert result.lines == {"header": 1, "row": 62, "continuation": 1, "blank": 1, "set_aside": 2}
    assert sum(result.lines.values()) == ODD.count("\n")
    aside = pd.read_parquet(workspace.frame_path(result.dataset, "set_aside.parquet"))
    assert aside[["file", "line", "reason", "column"]].values.tolist() == [
        ["odd.csv", 3, "not_whole", "n"], ["odd.csv", 7, "too_many_cells", None],
    ]  # fmt: skip
    for lang in LANGUAGES:
        assert all(len(text) > 3 for text in aside_in_words(aside, Texts(lang))["reason"])


def test_every_finding_reason_and_error_has_words(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(ODD)
    table = import_files.read_files(workspace, [path]).tables[0]
    for lang in LANGUAGES:
        texts = Texts(lang)
        for finding in look(table).findings:
            assert texts(f"data.finding.{finding.code}", **finding.model_dump(), share="")
        assert all(texts(column.reason) for column in look(table).columns)


def test_as_read_gives_back_the_file(workspace: Workspace, tmp_path: Path) -> None:
    text = 'a, ,a,=d\r\n007,"x, y",-5,=1+1\r\n,NA,1.0," z "\r\n'
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    result = import_files.import_files(workspace, [path])
    out = tmp_path / "out.csv"
    assert export_dataset.export(workspace, result.dataset, out, as_read=True) == 2
    assert out.read_bytes().decode() == text.replace('" z "', " z ")
    out = tmp_path / "out.xlsx"
    assert export_dataset.export(workspace, result.dataset, out, as_read=True) == 2
    back = pd.read_excel(out, header=None, dtype=str, engine="calamine", keep_default_na=False)
    assert back.values.tolist() == [
        ["a", " ", "a", "=d"], ["007", "x, y", "-5", "=1+1"], ["", "NA", "1.0", " z "],
    ]  # fmt: skip


def test_kept_rows_go_out_defused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("s,n\n=1+1,-5\ntea,6\ntea,7\n")
    dataset = import_files.import_files(workspace, [path]).dataset
    for ending in (".csv", ".xlsx", ".parquet"):
        assert export_dataset.export(workspace, dataset, tmp_path / f"out{ending}") == 3
    assert (tmp_path / "out.csv").read_text("utf-8-sig") == "s,n\n'=1+1,-5\ntea,6\ntea,7\n"
    assert pd.read_parquet(tmp_path / "out.parquet")["n"].tolist() == [-5, 6, 7]
    assert not list(tmp_path.glob(f"{TEMPORARY}*"))


def test_export_says_what_is_wrong(workspace: Workspace, visits: Path, tmp_path: Path) -> None:
    dataset = import_files.import_files(workspace, [visits]).dataset
    (tmp_path / "folder.csv").mkdir()
    for out, code in [
        ("out.doc", "export_ending"),
        ("none/out.csv", "out_unwritable"),
        ("folder.csv", "out_unwritable"),
    ]:
        with pytest.raises(AppError) as caught:
            export_dataset.export(workspace, dataset, tmp_path / out)
        assert caught.value.code == code
    with pytest.raises(AppError, match="dataset_unknown"):
        export_dataset.export(workspace, "none", tmp_path / "out.csv")
    with pytest.raises(AppError, match="table_unknown"):
        export_dataset.export(workspace, dataset, tmp_path / "o.csv", as_read=True, table="none")


def test_a_draft_is_looked_at_changed_and_saved(workspace: Workspace, visits: Path) -> None:
    told: list[float] = []
    draft = import_files.read_files(
        workspace, [visits], progress=lambda p: told.append(p.fraction or 0)
    )
    assert draft.name == "visits"
    assert preview(draft.table("plain"), 5)["pages"].tolist() == [0, 1, 2, 3, 4]
    assert as_read(draft.table("plain"))["bought"].tolist() == ["No", "Yes", "Yes", "No", "Yes"]
    again = import_files.open_draft(workspace, draft.id)
    assert again == draft
    after = changed(again, "plain", Changes(types={"pages": "category"}, kind="visits"))
    assert [table.name for table in after.tables] == ["visits"]
    assert look(after.tables[0]).columns[1].type == "category"
    saved = import_files.save_draft(workspace, after, ImportOptions(name="Mine"))
    assert (saved.name, saved.kind, saved.tables[0].name) == ("Mine", "visits", "visits")
    assert saved.tables[0].columns[1].reason == "data.reason.chosen"
    assert told == sorted(told)
    with pytest.raises(AppError, match="draft_unknown"):
        import_files.open_draft(workspace, draft.id)
    with pytest.raises(AppError, match="draft_unknown"):
        import_files.open_draft(workspace, "../../etc")


def test_wishes_come_by_flag(workspace: Workspace, visits: Path) -> None:
    options = ImportOptions(roles={"pages": "quantity", "visit_id": "order_id"}, kind="order_lines")
    result = import_files.import_files(workspace, [visits], options)
    roles = {column.name: column.role for column in result.columns}
    assert (roles["pages"], roles["visit_id"], result.kind) == (
        "quantity",
        "order_id",
        "order_lines",
    )
    for wish, code in [
        (ImportOptions(roles={"none": "price"}), "column_unknown"),
        (ImportOptions(roles={"pages": "king"}), "role_unknown"),
        (ImportOptions(kind="zoo"), "kind_unknown"),
        (ImportOptions(into="none"), "dataset_unknown"),
    ]:
        with pytest.raises(AppError) as caught:
            import_files.import_files(workspace, [visits], wish)
        assert caught.value.code == code
    assert drafts(workspace) == []
    assert len(workspace.datasets()) == 1


def test_files_with_the_same_header_are_one_table(workspace: Workspace, tmp_path: Path) -> None:
    paths = []
    for month, rows in (("jan", "1,a\n2,b\n"), ("feb", "3,a\nx,b,c\n")):
        paths.append(tmp_path / f"{month}.csv")
        paths[-1].write_text("n,s\n" + rows)
    paths.append(tmp_path / "other.csv")
    paths[-1].write_text("q\n5\n6\n")
    result = import_files.import_files(workspace, paths)
    assert {table.name: table.rows for table in result.tables} == {"plain": 3, "other": 2}
    assert (result.kind, result.rows_read, result.rows_set_aside) == ("shop", 6, 1)
    assert workspace.table(result.dataset, "plain")["n"].tolist() == [1, 2, 3]
    assert len(workspace.dataset(result.dataset).sources) == 3
    out = tmp_path / "out.csv"
    assert export_dataset.export(workspace, result.dataset, out, as_read=True, table="plain") == 3
    assert out.read_text() == "n,s\n1,a\n2,b\n3,a\n"


def test_a_new_version_is_read_as_the_old_one(workspace: Workspace, visits: Path) -> None:
    wish = ImportOptions(types={"pages": "category"})
    first = import_files.import_files(workspace, [visits], wish)
    second = import_files.import_files(workspace, [visits], ImportOptions(into=first.dataset))
    assert (second.parent, second.name) == (first.dataset, "visits")
    assert second.columns[1].type == "category"
    assert len(workspace.datasets()) == 2
    assert workspace.dataset(first.dataset).data_hash == workspace.dataset(second.dataset).data_hash


def test_a_new_version_carries_other_tables_over(
    workspace: Workspace, visits: Path, tmp_path: Path
) -> None:
    first = import_files.import_files(workspace, [visits])
    path = tmp_path / "people.csv"
    path.write_text("city\nParis\nRome\n")
    wish = ImportOptions(into=first.dataset, kind="customers")
    second = import_files.import_files(workspace, [path], wish)
    assert {table.name: table.rows for table in second.tables} == {"customers": 2, "plain": 120}
    assert (second.rows_read, second.rows_kept) == (122, 122)


def test_bad_input_leaves_what_is_saved_alone(
    workspace: Workspace, visits: Path, tmp_path: Path
) -> None:
    import_files.import_files(workspace, [visits])
    before = {p: p.stat().st_mtime_ns for p in workspace.root.rglob("*.parquet")}
    bad = {
        "empty.csv": b"", "header.csv": b"a,b\n", "bin.csv": b"\x00\x01\x02" * 99,
        "not.xlsx": b"a,b\n1,2\n", "zip.csv": b"PK\x03\x04rest",
    }  # fmt: skip
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    for path in [*(tmp_path / name for name in bad), tmp_path, tmp_path / "none.csv"]:
        with pytest.raises(AppError) as caught:
            import_files.import_files(workspace, [path, visits])
        for lang in LANGUAGES:
            assert caught.value.facts["file"] in Texts(lang).of(caught.value)
    with pytest.raises(AppError, match="no_files"):
        import_files.import_files(workspace, [])
    assert {p: p.stat().st_mtime_ns for p in workspace.root.rglob("*.parquet")} == before
    assert drafts(workspace) == []


def test_odd_but_readable_files_are_saved(workspace: Workspace, tmp_path: Path) -> None:
    many = "c,y\n" + "".join(f"k{n},{n % 2}\n" for n in range(50_000))
    odd = {
        "one.csv": ("a\n1\n2\n3\n", 1, "one_column"),
        "two.csv": ("a,b\n1,2\n3,4\n", 2, "few_rows"),
        "double.csv": ("a,a\n1,2\n3,4\n", 2, "names_repaired"),
        "void.csv": ("a,b\n1,\n2,\n", 2, "all_missing"),
        "inf.csv": ("a,b\n1.5,x\ninf,y\n", 2, "infinities"),
        "many.csv": (many, 2, "identifier"),
    }
    for name, (text, columns, code) in odd.items():
        (tmp_path / name).write_text(text)
        result = import_files.import_files(workspace, [tmp_path / name])
        assert len(result.columns) == columns, name
        assert code in {check.code for check in result.checks}, name


def test_uploads_are_kept_under_names_of_ours(workspace: Workspace) -> None:
    path = import_files.keep_upload(workspace, "../../evil\x00.csv", VISITS.encode())
    assert path.name == "evil .csv"
    assert workspace.root not in path.parents
    assert path.parent.stat().st_mode & 0o777 == 0o700
    result = import_files.import_files(workspace, [path])
    assert workspace.dataset(result.dataset).sources[0].name == "evil .csv"


def test_cancel_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 8_000_000)
    job = import_files.start_reading(workspace, [path, path])
    while job.progress().rows == 0 and not job.done:
        time.sleep(0.01)
    assert (job.progress().fraction or 0) < 0.5
    job.cancel()
    with pytest.raises(AppError, match="read_cancelled"):
        job.result()
    assert drafts(workspace) == []


def test_a_full_disk_lists_no_half_dataset(
    workspace: Workspace, visits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = import_files.read_files(workspace, [visits])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.store.saving._write_files", full)
    with pytest.raises(AppError, match="disk_full"):
        import_files.save_draft(workspace, draft)
    assert workspace.datasets() == []
    monkeypatch.undo()
    assert import_files.save_draft(workspace, draft).rows_kept == 120


def test_drafts_of_yesterday_are_swept(workspace: Workspace, visits: Path) -> None:
    import os

    old = import_files.read_files(workspace, [visits])
    os.utime(old.folder, (0, 0))
    import_files.read_files(workspace, [visits])
    assert not old.folder.exists()


def test_reading_again_with_other_options(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b,c\n1;2,3\n")
    assert import_files.read_files(workspace, [path]).tables[0].raws[0].names == ("a", "b,c")
    draft = import_files.read_files(workspace, [path], ReadOptions(delimiter=",", header=False))
    assert draft.tables[0].raws[0].frame().values.tolist() == [["a;b", "c"], ["1;2", "3"]]


def test_the_real_files(workspace: Workspace, real_data: Path) -> None:
    rows = {"online_shoppers_intention.csv": 12_330, "telco_churn.csv": 7_043}
    for name, count in rows.items():
        result = import_files.import_files(workspace, [real_data / name])
        assert (result.rows_read, result.rows_kept) == (count, count)
        oracle = pd.read_csv(real_data / name)
        for column, total in result.totals.items():
            assert total == pytest.approx(np.nansum(oracle[column]), rel=1e-12)


def test_files_of_one_name_keep_their_own_rows(workspace: Workspace, tmp_path: Path) -> None:
    """Each of two files called a.csv has a cell that cannot be read, one of them two."""
    paths = []
    for folder, odd in (("mon", (40,)), ("tue", (40, 50))):
        path = tmp_path / folder / "a.csv"
        path.parent.mkdir()
        rows = (f"k{folder}{n},{'?!' if n in odd else n}\n" for n in range(60))
        path.write_text("key,sold\n" + "".join(rows))
        paths.append(path)
    options = ImportOptions(types={"sold": "integer"})
    result = import_files.import_files(workspace, paths, options)
    saved = workspace.dataset(result.dataset)
    assert [source.name for source in saved.sources] == ["a.csv", "a.csv (2)"]
    frame = workspace.table(saved.id, saved.tables[0].name)
    assert (result.rows_read, result.rows_kept, len(frame)) == (120, 117, 117)


def test_the_table_that_tells_what_was_sold_when_comes_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    lines = [f"2026-03-{n % 28 + 1:02d},P{n % 5},{n % 3 + 1}" for n in range(60)]
    files = {
        "sample_submission.csv": ["id,sales", *(f"{n},0" for n in range(90))],
        "a_few.csv": ["date,item,sales,kind", *(f"{line},x" for line in lines[:20])],
        "train.csv": ["date,item,sales", *lines],
    }
    for name, rows in files.items():
        (tmp_path / name).write_text("\n".join(rows) + "\n")
    draft = import_files.read_files(workspace, [tmp_path / name for name in files])
    titles = [table.title for table in draft.likeliest_first]
    assert titles == ["train", "a_few", "sample_submission"]
