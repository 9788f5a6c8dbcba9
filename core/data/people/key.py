"""The key of the hashes that stand for people: one for each machine, kept outside any workspace."""

import contextlib
import hmac
import os
import secrets
import sys
from pathlib import Path

from core.base.errors import AppError
from core.base.recipe import KeyMark

ENVIRONMENT = "MERCHLAB_KEY_FILE"
_BYTES = 32


def key_file() -> Path:
    """Where the key is kept: MERCHLAB_KEY_FILE, else `merchlab/key` among the user's settings."""
    told = os.environ.get(ENVIRONMENT)
    if told:
        return Path(told)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "merchlab" / "key"


def load_key() -> bytes:
    """The key, 32 bytes; made on first use, readable by its owner only.

    Raises AppError key_unusable, key_damaged.
    """
    path = key_file()
    try:
        if not path.exists():
            _make(path)
        text = path.read_text("ascii", "replace").strip()
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home folder
        raise AppError("key_unusable", path=str(path), variable=ENVIRONMENT) from error
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise AppError("key_damaged", path=str(path)) from error
    if len(key) != _BYTES:
        raise AppError("key_damaged", path=str(path))
    return key


def mark_of(key: bytes) -> KeyMark:
    """What is written down of the key that stand-ins are made with.

    The fingerprint is 32 bits of HMAC-SHA256 of a constant: enough to tell keys apart.
    """
    fingerprint = hmac.digest(key, b"merchlab key", "sha256").hex()[:8]
    path = key_file()
    with contextlib.suppress(RuntimeError, ValueError):  # no home, or elsewhere
        path = "~" / path.relative_to(Path.home())
    return KeyMark(fingerprint=fingerprint, file=path.as_posix())


def require_same(before: KeyMark | None, name: str) -> None:
    """Raises AppError key_changed where stand-ins of `name` were made with another key."""
    if before is None:
        return
    now = mark_of(load_key())
    if now.fingerprint != before.fingerprint:
        raise AppError("key_changed", name=name, before=before.fingerprint, file=before.file,
                       now=now.fingerprint, path=now.file, variable=ENVIRONMENT)  # fmt: skip


def require_outside(workspace: Path) -> None:
    """Raises AppError key_in_workspace: who has the workspace would have the key to its people."""
    path = key_file()
    if path.resolve().is_relative_to(workspace.resolve()):
        raise AppError("key_in_workspace", path=str(path), folder=str(workspace),
                       variable=ENVIRONMENT)  # fmt: skip


def _make(path: Path) -> None:
    """Makes the key whole or not at all; of two processes that make one, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
        except (OSError, AttributeError):  # a file system without links
            if not path.exists():
                fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
