"""First lines as they came are kept outside the workspace no longer than their draft is there."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from core.actions import import_job
from core.actions.desk import Desk
from core.actions.import_again import read_again
from core.actions.import_files import OLD_SECONDS, import_files, read_files
from core.base.errors import AppError
from core.base.private import home
from core.data.head import head_lines
from core.data.options import ReadOptions
from core.store.workspace import Workspace

MAILS = "order_id,email,total\n" + "".join(f"{i},ann{i}@example.com,{i}\n" for i in range(30))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace, and an own place for files as they came."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return Workspace(tmp_path / "ws")


def heads() -> list[str]:
    return sorted(path.name.rsplit("-", 1)[1] for path in home().glob("*-head.*"))


def file(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_draft_has_heads_until_it_is_discarded(workspace: Workspace, tmp_path: Path) -> None:
    draft = read_files(workspace, [file(tmp_path, "a.csv", MAILS)])
    assert heads() == ["head.bin"]
    again = read_again(workspace, draft, draft.tables[0].raws[0], ReadOptions(totals="keep"), print)
    assert heads() == ["head.bin"]
    again.discard()
    assert heads() == []


def test_a_second_file_that_is_no_table_leaves_none_of_the_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    files = [file(tmp_path, "a.csv", MAILS), file(tmp_path, "b.csv", "")]
    with pytest.raises(AppError, match="file_empty"):
        import_files(workspace, files)
    assert heads() == []


def test_a_reading_that_another_took_the_place_of_leaves_none(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    better = ReadOptions(totals="keep")
    monkeypatch.setattr(import_job, "better_options", lambda *_: better)
    draft = read_files(workspace, [file(tmp_path, "a.csv", MAILS)])
    assert draft.tables[0].raws[0].folder.name == "raw0-0-again"
    assert heads() == ["head.bin"]
    draft.discard()
    assert heads() == []


def test_what_a_killed_import_kept_goes_when_the_app_starts_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = file(tmp_path, "a.csv", MAILS)
    code = (
        "import os, sys; from pathlib import Path; from core.store.workspace import Workspace;"
        "from core.actions.import_files import read_files;"
        "read_files(Workspace(Path(sys.argv[1])), [Path(sys.argv[2])]); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(workspace.root), str(path)])
    assert ended.returncode == 9
    assert heads() == ["head.bin"]
    Desk(workspace.root).close()
    assert heads() == []
    mine = read_files(workspace, [path])
    Desk(workspace.root).close()
    lines = head_lines(mine.tables[0].raws[0])
    assert lines[1].cells == ("0,ann0@example.com,0",)


def test_what_is_a_day_old_goes_with_any_import(workspace: Workspace, tmp_path: Path) -> None:
    old, new = home() / "1f-head.bin", home() / "2f-head.bin"
    for path in (old, new):
        path.write_text("ann@example.com")
    yesterday = time.time() - OLD_SECONDS - 60
    os.utime(old, (yesterday, yesterday))
    import_files(workspace, [file(tmp_path, "a.csv", MAILS)])
    assert (old.exists(), new.exists()) == (False, True)
