"""The reading process: it ends by itself or by us, and takes nothing with it."""

import os
import time
from pathlib import Path

import pytest

from core.base.atomic import is_full
from core.base.errors import AppError
from core.data.options import Limits, ReadOptions
from core.data.reading import start
from tests.data.files import read_text, text_cell, workbook, written


def wait(path: Path, folder: Path, **limits: float) -> AppError:
    with pytest.raises(AppError) as caught:
        start(path, ReadOptions(limits=Limits.model_validate(limits)), folder / "raw").result()
    return caught.value


def test_a_file_is_read_from_any_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    written(elsewhere, "core.py", "raise SystemExit(3)")
    monkeypatch.chdir(elsewhere)
    path = written(tmp_path, "茶.csv", "名称,数量\n红茶,1\n")
    reading = start(path, ReadOptions(), tmp_path / "raw")
    raw = reading.result()
    assert reading.done
    assert reading.progress().stage == "done"
    assert raw.frame().to_dict("list") == {"名称": ["红茶"], "数量": ["1"]}
    assert raw.source.name == "茶.csv"


def test_errors_come_with_their_facts(tmp_path: Path) -> None:
    error = wait(written(tmp_path, "a.csv", "a,b\n"), tmp_path)
    assert (error.code, error.facts) == ("no_rows", {"file": "a.csv", "columns": ["a", "b"]})


def test_cancel_ends_the_process(tmp_path: Path) -> None:
    path = written(tmp_path, "long.csv", "a,b\n" + "1,2\n" * 2_000_000)
    reading = start(path, ReadOptions(), tmp_path / "raw")
    while reading.progress().rows == 0 and not reading.done:
        time.sleep(0.01)
    assert 0 < (reading.progress().fraction or 0) < 1
    began = time.monotonic()
    reading.cancel()
    with pytest.raises(AppError, match="read_cancelled"):
        reading.result()
    assert time.monotonic() - began < 5


def test_time_is_limited(tmp_path: Path) -> None:
    path = written(tmp_path, "long.csv", "a,b\n" + "1,2\n" * 2_000_000)
    error = wait(path, tmp_path, seconds=0.05)
    assert (error.code, error.facts["file"]) == ("read_too_slow", "long.csv")


def test_memory_is_limited(tmp_path: Path) -> None:
    path = written(tmp_path, "line.csv", b"a,b\n" + b"x" * 120_000_000)
    error = wait(path, tmp_path, memory_mb=400)
    assert (error.code, error.facts["limit"]) == ("file_memory", 400)


def test_a_workbook_that_aborts_its_reader_is_a_sentence(tmp_path: Path) -> None:
    """calamine aborts the process when memory ends; only the child dies of it."""
    rows = f"<row>{text_cell('A1', 'a')}</row><row>{text_cell('XFD1048576', 'b')}</row>"
    path = workbook(tmp_path / "huge.xlsx", rows)
    assert path.stat().st_size < 2000
    assert wait(path, tmp_path).code == "xlsx_too_wide"
    error = wait(path, tmp_path / "again", cells=2**40)
    assert error.code == "file_memory"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "cells.parquet").symlink_to("/dev/full")
    path = written(tmp_path, "a.csv", "a,b\n" + "1,2\n" * 10)
    with pytest.raises(AppError) as caught:
        start(path, ReadOptions(), folder).result()
    assert (caught.value.code, caught.value.facts) == ("disk_full", {"folder": str(folder)})
    assert not is_full(OSError(2, os.strerror(2)))


def test_names_that_are_no_paths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        start(tmp_path / "a\x00b.csv", ReadOptions(), tmp_path / "raw").result()
    assert (caught.value.code, caught.value.facts) == ("file_missing", {"file": "a b.csv"})


def test_files_that_are_no_files_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert wait(tmp_path / "pipe.csv", tmp_path).code == "file_unreadable"


def test_the_text_survives_beside_its_description(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "a,b\n 1 ,\n")
    assert raw.frame().values.tolist() == [[" 1 ", ""]]
    assert raw.frame(limit=0).columns.tolist() == ["a", "b"]
