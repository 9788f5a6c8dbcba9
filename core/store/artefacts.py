"""Bundles on disk: a folder of a run's artefacts, sealed by a manifest written last."""

from collections.abc import Callable
from pathlib import Path

from core.base.atomic import sha256, write_folder
from core.base.errors import AppError
from core.store.faults import disk_faults
from core.store.ids import is_id
from core.store.manifest import (
    MANIFEST,
    DamagedFileError,
    check_file,
    inside,
    read_manifest,
    write_manifest,
)

RUNS = "runs"


def run_folder(root: Path, run_id: str) -> Path:
    """The folder for the artefacts of a run in the workspace `root`; made by whoever writes there.

    Raises `run_unknown` for anything that is not an id of ours.
    """
    if not is_id("r", run_id):
        raise AppError("run_unknown", run=run_id)
    return Path(root) / RUNS / run_id


def seal(folder: Path) -> str:
    """Writes `manifest.json` (sha256 of each file) last; returns the digest of the bundle.

    The digest is the sha256 of the manifest itself. Raises `disk_full`.
    """
    with disk_faults(folder):
        write_manifest(folder, {})
        return sha256(folder / MANIFEST)


def write_bundle(target: Path, fill: Callable[[Path], None]) -> str:
    """Makes the bundle `target` in one step and returns its digest.

    `fill` writes the files into the folder that it is given. A crash or a full
    disk (`disk_full`) leaves no bundle at all.
    """
    digests: list[str] = []

    def fill_and_seal(folder: Path) -> None:
        fill(folder)
        digests.append(seal(folder))

    with disk_faults(target.parent):
        write_folder(target, fill_and_seal)
    return digests[0]


def verify(folder: Path, digest: str | None) -> None:
    """Checks a bundle before anything in it is loaded.

    Raises `bundle_damaged` when a file (or the manifest) is missing, changed or
    not in the manifest, and `bundle_foreign` when the bundle is whole but is not
    the one whose `digest` the registry keeps. Hashes once a process while the
    files stay the same.
    """
    try:
        files = read_manifest(folder).files
        strangers = [name for name in inside(folder) if name not in files]
        if strangers:
            raise DamagedFileError(strangers[0])
        for name, expected in files.items():
            check_file(folder, name, expected)
    except DamagedFileError as error:
        raise AppError("bundle_damaged", folder=str(folder), file=error.file) from error
    if digest is None or sha256(folder / MANIFEST) != digest:
        raise AppError("bundle_foreign", folder=str(folder))
