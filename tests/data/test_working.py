"""Work on read files in a process of its own ends by itself or by us, and says how."""

import threading
import time
from pathlib import Path

import pytest

from core.base.errors import AppError
from core.data import apart, understand, working
from core.data.mapping import Changes, Mapping, suggest
from core.data.understand import Work, typed, understood
from core.data.working import Bounds, WorkDiedError, Working
from tests.data.files import read_text, written


@pytest.fixture(autouse=True, params=["forked", "fresh"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of process does it."""
    if request.param == "fresh":
        monkeypatch.setattr(working, "FORKS", False)
    elif not working.FORKS:
        pytest.skip("only Linux bears a fork of a process with libraries")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """A table that is worked on apart."""
    monkeypatch.setattr(understand, "LARGE", 10)
    return Work(raws=(read_text(tmp_path, "day,n\n" + "2024-01-05,3\n" * 40),))


def module(folder: Path, lines: str) -> Bounds:
    """Where a process finds `work_of_a_test`, which does this."""
    written(folder, "work_of_a_test.py", lines)
    return Bounds("a.csv", 300, 2.0)


def ended(folder: Path, lines: str) -> str:
    note = written(folder, "note.json", "{}")
    return Working("work_of_a_test", note, module(folder, lines)).result()


def test_what_is_done_apart_is_as_done_here(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    there = understood(work, Changes())
    rows = typed(work, there)
    monkeypatch.setattr(understand, "inside", lambda: True)
    assert there == understood(work, Changes())
    assert there == suggest(work.raws)
    assert (rows.rows, rows.columns[1].distinct) == (40, 1)
    assert not list(work.raws[0].folder.glob("*.note.json"))


def test_an_error_of_the_work_comes_with_its_facts(work: Work) -> None:
    mapping = suggest(work.raws)
    wrong = [c.model_copy(update={"type": "datetime", "style": ""}) for c in mapping.columns]
    with pytest.raises(AppError) as caught:
        typed(work, Mapping(kind="plain", columns=(wrong[1], wrong[1])))
    assert caught.value.code == "rows_unreadable"
    assert caught.value.facts["column"] == "n"


def test_it_can_be_ended(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[str] = []
    slow = "import time; time.sleep(60)"
    bounds = module(work.raws[0].folder, slow)
    start = apart.Working
    monkeypatch.setattr(apart, "Working", lambda _, note, __: start("work_of_a_test", note, bounds))

    def run() -> None:
        try:
            understood(work, Changes())
        except AppError as error:
            errors.append(error.code)

    thread = threading.Thread(target=run)
    thread.start()
    while not apart._running:
        time.sleep(0.01)
    apart.stop_apart(work.raws[0].folder.parent)
    thread.join(10)
    assert errors == ["read_cancelled"]
    assert not apart._running


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "file_memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "read_too_slow"),
        ("import time; time.sleep(60)", "read_too_slow"),
        ('print(\'{"error": {"code": "no_rows", "facts": {"file": "a.csv"}}}\')', "no_rows"),
    ],
)
def test_every_death_has_its_sentence(tmp_path: Path, lines: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        ended(tmp_path, lines)
    assert (caught.value.code, caught.value.facts["file"]) == (code, "a.csv")


def test_a_defect_of_ours_tells_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(WorkDiedError, match="ZeroDivisionError"):
        ended(tmp_path, "1 / 0")
    said = 'print("chatter")\nprint(\'{"progress": {"rows": 3}}\')\nprint(\'{"done": "7"}\')'
    assert ended(tmp_path, said) == "7"


@pytest.mark.parametrize("chatter", [b"3", b"null", b"[1]", b'{"warning": 1}', b"\xff\xfe"])
def test_what_a_library_prints_is_no_message(tmp_path: Path, chatter: bytes) -> None:
    said = (
        rf"import sys; sys.stdout.buffer.write({chatter!r} + b'\n'); print('{{\"done\": \"x\"}}')"
    )
    assert ended(tmp_path, said) == "x"
    with pytest.raises(WorkDiedError):
        ended(tmp_path, said.partition("; print")[0])
