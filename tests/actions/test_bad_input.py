"""Bad files on the command line: exit 2, one JSON error with code and facts, no traceback.

A defect would come out of `inside` as it is; where the bytes of an argument or a stream matter, it
is a real `shell`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.actions.import_files import import_files
from core.base.texts import LANGUAGES, Texts
from core.cli import main
from core.store.workspace import Workspace
from tests.lab import shops

ROOT = Path(__file__).resolve().parents[2]
Answer = tuple[int, dict[str, Any], str]
Run = Callable[..., Answer]


@pytest.fixture
def inside(capsys: pytest.CaptureFixture[str]) -> Run:
    """As `shell`, in this process."""

    def run(home: Path, *arguments: str | Path) -> Answer:
        code = main([*map(str, arguments), "--workspace", str(home), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out.splitlines()[-1]), said.err

    return run


def shell(home: Path, *arguments: str | bytes | Path, **env: str) -> Answer:
    """Runs `python -m core`: exit code, the JSON of the last line, what was said on stderr."""
    command = [sys.executable, "-m", "core", *arguments, "--workspace", str(home), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, **env})
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr.decode()


def refused(answer: Answer) -> str:
    """The code of a refusal that is whole: its sentence can be said in each language."""
    exit_code, told, words = answer
    assert exit_code == 2, words
    assert "Traceback" not in words
    error = told["error"]
    assert set(error) == {"code", "message", "facts"}
    assert "{" not in error["message"]
    return str(error["code"])


def truncated(frame: pd.DataFrame, path: Path) -> None:
    whole = path.with_name("whole.parquet")
    frame.to_parquet(whole)
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])


def workbook(frame: pd.DataFrame, path: Path) -> None:
    with path.open("wb") as file:
        frame.to_excel(file, index=False, engine="xlsxwriter")


def text(content: str | bytes) -> Callable[[pd.DataFrame, Path], object]:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda _frame, path: path.write_bytes(data)


BAD: dict[str, tuple[Callable[[pd.DataFrame, Path], object], str]] = {
    "empty.csv": (text(""), "file_empty"),
    "blank.csv": (text("\n \n"), "file_empty"),
    "header.csv": (text("a,b\n"), "no_rows"),
    "folder.csv": (lambda _, path: path.mkdir(), "file_is_folder"),
    "pipe.csv": (lambda _, path: os.mkfifo(path), "file_unreadable"),
    "binary.csv": (text(bytes(range(256)) * 40), "file_binary"),
    "book.csv": (workbook, "file_not_as_named"),
    "text.xlsx": (lambda frame, path: frame.to_csv(path), "file_not_as_named"),
    "text.parquet": (lambda frame, path: frame.to_csv(path), "file_not_as_named"),
    "cut.parquet": (truncated, "parquet_damaged"),
    "cut.xlsx": (text(b"PK\x03\x04" + bytes(300)), "xlsx_damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, inside: Run, name: str) -> None:
    make, code = BAD[name]
    path = tmp_path / name
    make(shops.visits(40), path)
    answer = inside(tmp_path / "ws", "import", path)
    assert refused(answer) == code
    assert name in answer[1]["error"]["message"]
    assert Workspace(tmp_path / "ws").datasets() == []
    assert list((tmp_path / "ws" / "drafts").iterdir()) == []


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/na\xe4me.csv"
    Path(os.fsdecode(path)).write_text("a\n1\n")
    assert refused(shell(tmp_path / "ws", "import", path)) == "file_name_not_text"
    out = shell(tmp_path / "ws", "export", "--dataset", "none", "--out", path[:-4])
    assert refused(out) == "export_ending"
    long = tmp_path / f"{'x' * 300}.csv"
    assert refused(shell(tmp_path / "ws", "import", long)) == "file_unreadable"


@pytest.mark.parametrize("home", ["file.csv", "file.csv/ws", "loop", "x" * 300])
def test_a_workspace_that_cannot_be(tmp_path: Path, inside: Run, home: str) -> None:
    (tmp_path / "file.csv").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert refused(inside(tmp_path / home, "datasets")) == "workspace_unusable"


def test_a_stream_that_takes_no_chinese_is_given_escapes(tmp_path: Path) -> None:
    answer = shell(
        tmp_path / "ws", "import", "无.csv", PYTHONIOENCODING="ascii", LC_ALL="zh_CN.UTF-8"
    )
    assert refused(answer) == "file_missing"
    assert answer[1]["error"]["facts"] == {"file": "无.csv"}


UNFIT: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "one class": (lambda frame: frame.assign(bought="yes"), "target_constant"),
    "all missing": (lambda frame: frame.assign(bought=None), "target_all_missing"),
    "an id": (
        lambda frame: frame.assign(bought=[f"u{n:05d}" for n in frame.index]),
        "target_is_id",
    ),
    "a measure": (lambda frame: frame.assign(bought=frame["noise"]), "target_is_id"),
    "another name": (lambda frame: frame.rename(columns={"bought": "b"}), "target_missing"),
    "one column": (lambda frame: frame[["bought"]], "no_features"),
    "two rows": (lambda frame: frame.head(2), "too_few_rows"),
}


@pytest.mark.parametrize("how", UNFIT)
def test_what_cannot_be_learned_is_refused_in_words(tmp_path: Path, inside: Run, how: str) -> None:
    change, code = UNFIT[how]
    path = tmp_path / "visits.csv"
    change(shops.visits(200)).to_csv(path, index=False)
    workspace = Workspace(tmp_path / "ws")
    dataset = import_files(workspace, [path]).dataset
    answer = inside(tmp_path / "ws", "train", "--dataset", dataset, "--target", "bought")
    assert refused(answer) == code
    assert not (tmp_path / "ws" / "engine").exists()
    assert workspace.registry.runs() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_here_has_its_sentence(lang: str) -> None:
    texts = Texts(lang)
    assert "na?me.csv" in texts("data.error.file_name_not_text", file="na?me.csv")
    assert "o.csv" in texts("cli.error.out_is_input", out="o.csv")
