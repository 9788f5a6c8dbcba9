"""The key of the hashes that stand for people: one for each machine, kept outside any workspace."""

import os
import secrets
import sys
from pathlib import Path

from core.base.errors import AppError

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
