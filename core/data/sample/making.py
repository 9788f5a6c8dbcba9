"""Makes the sample shop in a child process, so that the caller stays responsive."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from core.base.errors import AppError
from core.data.process import environment
from core.data.sample.size import FULL, Size

SECONDS = 600.0
_LOG = "log.txt"
Progress = Callable[[float], None]


def make(seed: int, into: Path, progress: Progress | None = None, size: Size = FULL) -> None:
    """Fills the folder `into` as `python -m core.data.sample` does.

    `progress` hears shares from 0 to 1. Whatever it raises ends the child.
    Raises AppError `sample_seed` for a negative seed, `sample_ended` when the
    child was ended from outside or took too long; OSError of the disk.
    """
    if seed < 0:
        raise AppError("sample_seed", seed=seed)
    with (into / _LOG).open("w", encoding="utf-8") as log:
        child = subprocess.Popen(
            _command(seed, into, size),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=into,
            env=environment(),
            text=True,
            encoding="utf-8",
        )
    limit = threading.Timer(SECONDS, child.kill)
    limit.daemon = True
    limit.start()
    try:
        errno = _follow(child, progress)
    finally:
        limit.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    _judge(child.returncode, errno, into)


def _command(seed: int, into: Path, size: Size) -> list[str]:
    flags = {"--into": str(into), "--seed": str(seed), "--size": json.dumps(asdict(size))}
    return [sys.executable, "-m", "core.data.sample", *chain(*flags.items())]


def _follow(child: "subprocess.Popen[str]", progress: Progress | None) -> int | None:
    """Passes on what the child tells until it ends; returns the disk's errno if it told one."""
    errno: int | None = None
    for line in child.stdout or ():
        said = json.loads(line)
        errno = said.get("errno", errno)
        if progress is not None and "share" in said:
            progress(float(said["share"]))
    child.wait()
    return errno


def _judge(status: int, errno: int | None, into: Path) -> None:
    if status == 0:
        return
    if errno is not None:
        raise OSError(errno, os.strerror(errno), str(into))
    if status < 0:
        raise AppError("sample_ended", signal=-status)
    words = (into / _LOG).read_text("utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"python -m core.data.sample ended with {status}: {words}")
