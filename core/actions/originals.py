"""Uploaded files stay as they came for as long as they are needed: outside every workspace."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from core.base.private import home, new_folder
from core.data.naming import shown_name
from core.data.options import People
from core.data.people.file_names import masked_name, masked_path
from core.store.faults import disk_faults

_BLOCK = 1 << 20


def keep(name: str, data: bytes | IO[bytes]) -> Path:
    """Writes an uploaded file to a `new_folder`; gives its path.

    Only the cleaned base name of `name` is used, without e-mail addresses and phone
    numbers. Raises AppError disk_full, those of `load_key`.
    """
    with disk_faults(Path(tempfile.gettempdir())):
        folder = new_folder()
    path = folder / masked_name(shown_name(name), People())
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


def nameless(path: Path, people: People) -> Path:
    """A path to the same file that tells nobody's e-mail address or phone number.

    It is noted beside what is read of the file, and its name is shown.
    """
    told = masked_name(shown_name(path.name), people)
    folders = "/".join(path.absolute().parts[1:-1])
    if told == shown_name(path.name) and masked_path(folders, people) == folders:
        return path
    with disk_faults(Path(tempfile.gettempdir())):
        other = new_folder() / told
        try:
            other.symlink_to(path.absolute())
        except OSError:  # not every system lets every user make links
            shutil.copyfile(path, other)
    return other


def let_go(paths: Sequence[Path]) -> None:
    """Deletes kept files that are not needed any more; other files are none of ours."""
    ours = home()
    for folder in {Path(path).absolute().parent for path in paths}:
        if folder.parent == ours:
            shutil.rmtree(folder, ignore_errors=True)
