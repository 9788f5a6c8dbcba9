"""The inbox: plain files only, no links, nothing outside it."""

import os
from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.import_files import read_files
from core.actions.inbox import inbox_files, inbox_folder, inbox_path
from core.actions.originals import let_go
from core.base.errors import AppError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "ws")


def test_plain_files_are_listed_the_latest_first(desk: Desk, tmp_path: Path) -> None:
    folder = inbox_folder(desk)
    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n")
    for name, age in (("old.csv", 100), ("new.csv", 50), (".hidden", 0)):
        (folder / name).write_text("a,b\n1,2\n")
        os.utime(folder / name, (1_700_000_000 - age,) * 2)
    (folder / "link.csv").symlink_to(outside)
    (folder / "inner").mkdir()
    os.mkfifo(folder / "pipe.csv")
    found = inbox_files(desk)
    assert [(file.name, file.bytes) for file in found] == [("new.csv", 8), ("old.csv", 8)]
    assert found[0].changed.timestamp() == 1_700_000_000 - 50
    for name in (
        "link.csv",
        "inner",
        "pipe.csv",
        "../ws/inbox/new.csv",
        "none.csv",
        "..",
        ".hidden",
    ):
        with pytest.raises(AppError, match="inbox_gone"):
            inbox_path(desk, name)


def test_an_inbox_that_is_a_link_is_empty(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.csv").write_text("a\n1\n")
    (desk.workspace.root / "inbox").symlink_to(elsewhere)
    assert inbox_files(desk) == []
    with pytest.raises(AppError, match="inbox_gone"):
        inbox_path(desk, "a.csv")


def test_a_file_read_from_the_inbox_stays_there(desk: Desk) -> None:
    path = inbox_folder(desk) / "sales.csv"
    path.write_text("a,b\n1,2\n")
    draft = read_files(desk, [inbox_path(desk, "sales.csv")])
    let_go([path])
    assert path.exists()
    assert draft.tables[0].raws[0].source.name == "sales.csv"
