"""Uploaded files stay as they came for as long as they are needed: outside every workspace."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from core.base.private import home, new_folder
from core.data.naming import shown_name
from core.store.faults import disk_faults

_BLOCK = 1 << 20


def keep(name: str, data: bytes | IO[bytes]) -> Path:
    """Writes an uploaded file to a `new_folder`; gives its path.

    Only the cleaned base name of `name` is used. Raises AppError disk_full.
    """
    with disk_faults(Path(tempfile.gettempdir())):
        folder = new_folder()
    path = folder / shown_name(name)
    try:
        with disk_faults(folder), path.open("wb") as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                shutil.copyfileobj(data, file, _BLOCK)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def let_go(paths: Sequence[Path]) -> None:
    """Deletes kept files that are not needed any more; other files are none of ours."""
    ours = home()
    for folder in {Path(path).absolute().parent for path in paths}:
        if folder.parent == ours:
            shutil.rmtree(folder, ignore_errors=True)
