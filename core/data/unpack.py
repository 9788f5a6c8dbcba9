"""Archives unpacked file by file, within limits: no bombs, no paths that lead elsewhere."""

import errno
import gzip
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from core.base.errors import AppError
from core.data.encoding import is_chinese
from core.data.naming import shown_name
from core.data.options import MB, Limits

_BLOCK = 1 << 20
_FREE_BYTES = 64 * MB
"""What any archive may unpack to, however small it is: zeros and repeated rows pack well."""
_ODD = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    struct.error,
)
_PROSE = ("readme", "read_me", "license", "licence", "copying", "changelog", "notice")
_ENCRYPTED, _UTF8 = 0x1, 0x800


@dataclass(frozen=True)
class Member:
    """A file in an archive: its shown path there, and how the archive knows it."""

    name: str
    info: zipfile.ZipInfo

    @property
    def junk(self) -> bool:
        """Whether a system or an editor left it there, and no one would miss it."""
        parts = self.name.split("/")
        return "__MACOSX" in parts or parts[-1].lower() in ("thumbs.db", "desktop.ini") or any(
            part.startswith((".", "~$")) for part in parts
        )  # fmt: skip

    @property
    def prose(self) -> bool:
        """Whether it is about the data and none itself."""
        path = PurePosixPath(self.name.lower())
        return path.name.startswith(_PROSE) and path.suffix in ("", ".txt", ".md")


class Gauge:
    """What was unpacked so far of one archive. Raises AppError archive_inflates beyond limits."""

    def __init__(self, path: Path, file: str, limits: Limits) -> None:
        self._file, self._done = file, 0
        size = path.stat().st_size
        self._most = min(limits.file_mb * MB, max(_FREE_BYTES, size * limits.ratio))

    def more(self, count: int) -> None:
        """`count` more bytes."""
        self._done += count
        if self._done > self._most:
            raise AppError("archive_inflates", file=self._file, limit=round(self._most / MB))


def gunzip(path: Path, file: str, into: Path, limits: Limits) -> None:
    """Unpacks a gzip file. Raises AppError: archive_inflates, archive_damaged."""
    gauge = Gauge(path, file, limits)
    with _sound(file), gzip.open(path) as packed:
        _copy(packed, into, gauge)


def unzip(path: Path, file: str, member: Member, into: Path, gauge: Gauge) -> None:
    """Unpacks one file of a zip. Raises AppError: archive_inflates, archive_damaged."""
    with (
        _sound(f"{file}/{member.name}"),
        zipfile.ZipFile(path) as archive,
        archive.open(member.info) as packed,
    ):
        _copy(packed, into, gauge)


def members_of(path: Path, file: str, limits: Limits, language: str | None) -> list[Member]:
    """The files in a zip, folders and junk left out, in its order.

    Raises AppError: archive_damaged, archive_encrypted, archive_unsafe,
    archive_many, archive_empty.
    """
    with _sound(file), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    for info in infos:
        _require_safe(info, file)
    members = [Member(_name(info, language), info) for info in infos]
    members = [member for member in members if not member.junk]
    if len(members) > limits.members:
        raise AppError("archive_many", file=file, members=len(members), limit=limits.members)
    locked = next((member for member in members if member.info.flag_bits & _ENCRYPTED), None)
    if locked is not None:
        raise AppError("archive_encrypted", file=file, member=locked.name)
    if not members:
        raise AppError("archive_empty", file=file)
    return members


def _require_safe(info: zipfile.ZipInfo, file: str) -> None:
    """Raises AppError archive_unsafe for a name that leads out of its folder, or is a link."""
    name = info.orig_filename.replace("\\", "/")
    leads_out = name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"
    if not name:
        raise AppError("archive_damaged", file=file)
    link = stat.S_ISLNK(info.external_attr >> 16)
    if leads_out or link or "\x00" in name:
        raise AppError("archive_unsafe", file=file, member=shown_name(name))


def _name(info: zipfile.ZipInfo, language: str | None) -> str:
    """The path of a member as it is shown; old archivers wrote it in the system's encoding."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        data = name.encode("cp437", "replace")
        name = _decoded(data, language) or name
    return "/".join(shown_name(part) for part in name.replace("\\", "/").split("/") if part)


def _decoded(data: bytes, language: str | None) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace") if is_chinese(data, language) else None


def _copy(packed: IO[bytes] | gzip.GzipFile, into: Path, gauge: Gauge) -> None:
    with into.open("wb") as out:
        while block := packed.read(_BLOCK):
            gauge.more(len(block))
            out.write(block)


@contextmanager
def _sound(file: str) -> Iterator[None]:
    """What only a damaged archive raises, as AppError archive_damaged."""
    try:
        yield
    except _ODD as error:
        raise AppError("archive_damaged", file=file) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise AppError("archive_damaged", file=file) from error
