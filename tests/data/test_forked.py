"""The process that others are forked from ends with who asks, and is replaced when it is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.base.errors import AppError
from core.data import forked
from core.data.working import Bounds, Working
from tests.data.files import written

pytestmark = pytest.mark.skipif(not forked.FORKS, reason="only Linux bears a fork")
ROOT = Path(__file__).resolve().parents[2]
_ASKS = """
import sys, time
from pathlib import Path
from core.data.working import Bounds, Working
Working("work_of_a_test", Path(sys.argv[1]), Bounds("a.csv", 300, 60.0))
time.sleep(60)
"""


def begun(folder: Path, lines: str, variables: dict[str, str] | None = None) -> Working:
    """What these lines do, in a process of its own."""
    written(folder, "work_of_a_test.py", lines)
    note = written(folder, "note.json", "{}")
    return Working("work_of_a_test", note, Bounds("a.csv", 300, 60.0, variables or {}))


def told(folder: Path, expression: str, variables: dict[str, str] | None = None) -> str:
    """What an expression gives there."""
    lines = f"import json, os, sys\nprint(json.dumps({{'done': str({expression})}}))"
    return begun(folder, lines, variables).result()


def number_in(path: Path) -> int:
    """The number that a process writes to a file, once it has."""
    while not path.exists() or not path.read_text():
        time.sleep(0.02)
    return int(path.read_text())


def gone(pid: int) -> bool:
    """Whether a process ends, within ten seconds."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_it_is_as_a_fresh_process_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(tmp_path, "os.getppid()") == str(forked._servers[0]._process.pid)
    monkeypatch.setenv("SET_BY_A_TEST", "caf\udce9")
    assert told(tmp_path, "ascii(os.environ['SET_BY_A_TEST'])") == "'caf\\udce9'"
    monkeypatch.delenv("SET_BY_A_TEST")
    assert told(tmp_path, "'SET_BY_A_TEST' in os.environ") == "False"
    assert told(tmp_path, "os.environ['MORE']", {"MORE": "1"}) == "1"
    assert told(tmp_path, "os.getcwd()") == told(tmp_path, "sys.path[0]") == str(tmp_path)
    assert told(tmp_path, "sys.argv[1:]") == f"['{tmp_path / 'note.json'}']"
    assert told(tmp_path, "repr(sys.stdin.read())") == "''"
    assert told(tmp_path, "__name__") == "__main__"


def test_it_holds_no_file_of_the_server_or_another(tmp_path: Path) -> None:
    files = "[os.readlink(one.path) for one in os.scandir('/proc/self/fd') if int(one.name) > 2]"
    first = begun(tmp_path, "import time; time.sleep(60)")
    held = told(tmp_path, files)
    first.cancel()
    assert "socket" not in held
    assert "pipe" not in held


def test_several_at_once_end_each_in_its_own_way(tmp_path: Path) -> None:
    folders = [tmp_path / str(place) for place in range(4)]
    for folder in folders:
        folder.mkdir()
    slow = begun(folders[0], "import time; time.sleep(60)")
    fine = begun(folders[1], 'import time; time.sleep(.2); print(\'{"done": "7"}\')')
    dead = begun(folders[2], "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert told(folders[3], "3") == "3"
    assert fine.result() == "7"
    with pytest.raises(AppError) as caught:
        dead.result()
    assert caught.value.code == "file_memory"
    assert not slow.done
    slow.cancel()
    with pytest.raises(AppError) as caught:
        slow.result()
    assert caught.value.code == "read_cancelled"
    slow.cancel()


def test_a_server_that_was_ended_is_replaced(tmp_path: Path) -> None:
    before = told(tmp_path, "os.getppid()")
    os.kill(int(before), signal.SIGKILL)
    forked._servers[0]._process.wait()
    after = told(tmp_path, "os.getppid()")
    assert before != after
    assert told(tmp_path, "os.getppid()") == after


def test_all_ends_with_who_asks(tmp_path: Path) -> None:
    pids = "open('work', 'w').write(str(os.getpid())); open('server', 'w').write(str(os.getppid()))"
    written(tmp_path, "work_of_a_test.py", f"import os, time; {pids}; time.sleep(60)")
    note = written(tmp_path, "note.json", "{}")
    asking = subprocess.Popen([sys.executable, "-c", _ASKS, str(note)], cwd=ROOT)
    work, server = number_in(tmp_path / "work"), number_in(tmp_path / "server")
    asking.kill()
    asking.wait()
    assert gone(work)
    assert gone(server)
