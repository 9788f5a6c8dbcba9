"""Tables into files that the user named: whole or not at all, and never over their source."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.actions.taking_out import check_out, take_out
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.cli import main
from core.store.workspace import Workspace
from tests.store.builders import draft

ROOT = Path(__file__).resolve().parents[2]
FRAME = pd.DataFrame({"名": ["=1+1", "tea"], "n": [1.5, None]})
ENDINGS = (".csv", ".xlsx", ".parquet")


def read(path: Path) -> pd.DataFrame:
    if path.suffix.lower() == ".csv":
        return pd.read_csv(path, encoding="utf-8-sig")
    return (
        pd.read_excel(path, engine="calamine")
        if path.suffix.lower() == ".xlsx"
        else pd.read_parquet(path)
    )


@pytest.mark.parametrize("ending", [*ENDINGS, ".XLSX"])
def test_the_ending_says_the_format(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"{'订' * 80}{ending}"  # a name as long as disks take it
    out.write_text("what stood here")
    take_out(FRAME, out)
    defused = FRAME if ending == ".parquet" else FRAME.replace("=1+1", "'=1+1")
    pd.testing.assert_frame_equal(read(out), defused)
    assert list(tmp_path.iterdir()) == [out]


def test_a_header_of_its_own_stands_in_tables_for_people(tmp_path: Path) -> None:
    take_out(FRAME, tmp_path / "a.csv", header=["a", "a"], defused=False)
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines() == ["a,a", "=1+1,1.5", "tea,"]
    take_out(FRAME, tmp_path / "a.parquet", header=["a", "a"])
    assert list(read(tmp_path / "a.parquet")) == list(FRAME)


def test_a_file_is_not_written_over_its_source(tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_text("a\n1\n")
    (tmp_path / "soft.csv").symlink_to(source)
    (tmp_path / "hard.csv").hardlink_to(source)
    (tmp_path / "way").symlink_to(tmp_path)
    for name in ("new.csv", "soft.csv", "hard.csv", "way/new.csv"):
        with pytest.raises(AppError, match="out_is_input"):
            check_out(tmp_path / name, source)
    check_out(tmp_path / "other.csv", source)
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    check_out(tmp_path / "loop.csv", source)
    with pytest.raises(AppError, match="out_is_input"):
        check_out(tmp_path / "gone.csv", tmp_path / "way" / "gone.csv")


@pytest.mark.parametrize(
    ("out", "code"),
    [
        ("out.txt", "export_ending"),
        ("out", "export_ending"),
        ("none/out.csv", "out_unwritable"),
        ("folder.csv", "out_unwritable"),
        ("file.csv/out.csv", "out_unwritable"),
        (f"{'x' * 300}.csv", "out_unwritable"),
        ("fixed.csv", "out_unwritable"),
    ],
)
def test_where_nothing_can_be_written_it_says_so(
    tmp_path: Path, out: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.csv").touch()
    (tmp_path / "fixed.csv").touch()
    real = os.access
    monkeypatch.setattr(  # the super-user may write everywhere
        os, "access", lambda path, mode: Path(path).name != "fixed.csv" and real(path, mode)
    )
    for attempt in (lambda: check_out(tmp_path / out), lambda: take_out(FRAME, tmp_path / out)):
        with pytest.raises(AppError) as caught:
            attempt()
        assert caught.value.code == code
    assert not list(tmp_path.glob(f"{TEMPORARY}*"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_that_refuses_only_when_written_to(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(AppError, match="out_unwritable"):
        take_out(FRAME, tmp_path / f"o{ending}")
    assert list(tmp_path.iterdir()) == []


def shell(*arguments: object) -> tuple[int, dict[str, Any], str]:
    """The real command line, which may write files of 100 kB only."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, "-m", "core", *map(str, arguments), "--json"],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=bound,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_on_the_command_line(tmp_path: Path, ending: str) -> None:
    home = tmp_path / "ws"
    dataset = Workspace(home).save_dataset(draft(30_000))
    out = tmp_path / "out" / f"rows{ending}"
    out.parent.mkdir()
    out.write_text("what stood here")
    code, told, words = shell("export", "--workspace", home, "--dataset", dataset.id, "--out", out)
    assert (code, told["error"]["code"]) == (2, "disk_full")
    assert str(out.parent) in told["error"]["message"]
    assert "Traceback" not in words
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert out.read_text() == "what stood here"


def test_predict_looks_at_its_out_before_it_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "new.csv"
    given.write_text("a\n1\n")
    for out, expected in [
        (given, "out_is_input"),
        (tmp_path / "o.txt", "export_ending"),
        (tmp_path, "export_ending"),
        (tmp_path / "none" / "o.csv", "out_unwritable"),
    ]:
        flags = ["--workspace", tmp_path / "ws", "--run", "r-x", given, "--out", out, "--json"]
        code = main(["predict", *map(str, flags)])
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert (code, told["error"]["code"]) == (2, expected)
    assert given.read_text() == "a\n1\n"


@pytest.mark.parametrize("ending", ENDINGS)
def test_parts_are_one_table(tmp_path: Path, ending: str) -> None:
    whole, parted = tmp_path / f"whole{ending}", tmp_path / f"parted{ending}"
    take_out(FRAME, whole)
    take_out(iter([FRAME.iloc[:1], FRAME.iloc[1:1], FRAME.iloc[1:]]), parted)
    pd.testing.assert_frame_equal(read(parted), read(whole))
    if ending == ".csv":
        assert parted.read_bytes() == whole.read_bytes()
