"""The tables of one file: of an archive each member's, of a workbook or document one or several."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from core.base import private
from core.base.atomic import sha256
from core.base.errors import AppError
from core.data.filetype import ARCHIVES, BOOKS, PACKED, SAID, SAMPLE, TEXT, content, recognise
from core.data.head import keep_text
from core.data.notes import note
from core.data.options import MB, ReadOptions
from core.data.people.file_names import masked_path
from core.data.people.watch import LatePeopleError
from core.data.raw import ABOUT, RawTable, load_raw
from core.data.stage import Stage
from core.data.unpack import Gauge, Member, gunzip, members_of, unzip

_EMPTY = ("file_empty", "file_binary", "format_later", "no_rows")
"""Why a member of an archive is left out, and told; anything else refuses the archive."""


@dataclass(frozen=True)
class Part:
    """What is read: a file, the name it is shown by, how, and who is told."""

    path: Path
    file: str
    options: ReadOptions
    stage: Stage


def read_tables(part: Part, folder: Path) -> list[RawTable]:
    """Reads every table of a file: to `folder`, several to its subfolders 0, 1, ...

    Raises AppError for what is no table, an archive in an archive, or too large.
    """
    found = recognise(part.path, part.file)
    megabytes = part.path.stat().st_size / MB
    if megabytes > part.options.limits.file_mb:
        raise AppError("file_too_large", file=part.file, megabytes=round(megabytes),
                       limit=part.options.limits.file_mb)  # fmt: skip
    if found == "gzip":
        return _gzip(part, folder)
    return _zip(part, folder) if found == "zip" else _read(part, found, folder)


def part_of(raw: RawTable, file: str) -> str | None:
    """Which table of the file shown as `file` this is (`ReadOptions.part`), None for its only."""
    return raw.source.name.removeprefix(file)[1:] or None


def load_raws(folder: Path) -> list[RawTable]:
    """The tables that were read to `folder`, in order."""
    if (folder / ABOUT).exists():
        return [load_raw(folder)]
    inner = sorted((path for path in folder.iterdir() if path.name.isdecimal()),
                   key=lambda path: int(path.name))  # fmt: skip
    return [raw for path in inner for raw in load_raws(path)]


def _read(part: Part, found: str, folder: Path) -> list[RawTable]:
    """Reads a file that is no archive; once more where its end shows more people than its
    beginning."""
    while True:
        try:
            return _read_once(part, found, folder)
        except LatePeopleError as late:
            _empty(folder)
            people = part.options.people
            more = (*people.later, (late.names, late.columns))
            people = people.model_copy(update={"later": more})
            part = replace(part, options=part.options.model_copy(update={"people": people}))


def _empty(folder: Path) -> None:
    """Deletes what was read; the note of what to read stays."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".parquet":
            path.unlink()


def _read_once(part: Part, found: str, folder: Path) -> list[RawTable]:
    given = (part.path, part.file, part.options, folder, part.stage)
    if found in BOOKS:
        from core.data.books import Book
        from core.data.read_book import read_book

        book = Book(part.path, part.file, found, part.options.limits)
        raws = read_book(book, part.options, folder, part.stage)
    elif found == "json":
        from core.data.read_json import read_json

        raws = read_json(*given)
    elif found == "jsonl":
        from core.data.read_jsonl import read_jsonl

        raws = read_jsonl(*given)
    elif found == "parquet":
        from core.data.read_parquet import read_parquet

        raws = [read_parquet(*given)]
    else:
        from core.data.read_csv import read_csv

        raws = [read_csv(*given)]
    for raw in raws if found in TEXT else ():
        keep_text(part.path, raw.folder)
    return [raw.model_copy(update={"form": found}) for raw in raws]


def _gzip(part: Part, folder: Path) -> list[RawTable]:
    """The one file in a gzip; its source is the file as it came."""
    inner = PurePosixPath(part.file)
    name = inner.stem if inner.suffix.lower() == ".gz" else inner.name
    with _unpacked(name) as path:
        part.stage.enter("unpack")
        gunzip(part.path, part.file, path, part.options.limits)
        _require_no_archive(path, part.file, name)
        raws = _read(replace(part, path=path), recognise(path, name), folder)
    came = {"bytes": part.path.stat().st_size, "sha256": sha256(part.path)}
    return [raw.model_copy(update={"source": raw.source.model_copy(update=came)}) for raw in raws]


def _zip(part: Part, folder: Path) -> list[RawTable]:
    """The tables of every member, each shown as `archive.zip/member.csv`."""
    limits, wish = part.options.limits, part.options.part
    gauge = Gauge(part.path, part.file, limits)
    raws: list[RawTable] = []
    left_out: list[str] = []
    people = part.options.people
    members = [
        replace(member, name=masked_path(member.name, people))
        for member in members_of(part.path, part.file, limits, part.options.language)
    ]
    for place, member in enumerate(members):
        if wish is not None and not f"{wish}/".startswith(f"{member.name}/"):
            continue
        try:
            skip = member.prose and wish is None
            found = [] if skip else _member(part, member, gauge, folder / str(place))
        except AppError as error:
            if error.code not in _EMPTY or len(members) == 1 or wish is not None:
                raise
            found = []
        raws += found
        left_out += [] if found else [member.name]
    if not raws:
        raise AppError("archive_no_table", file=part.file, members=left_out[:20])
    if left_out:
        told = note("members_left_out", "warning", len(left_out), 0, left_out)
        update = {"notes": (*raws[0].notes, told), "left_out": tuple(left_out)}
        raws[0] = raws[0].model_copy(update=update)
    return raws


def _member(part: Part, member: Member, gauge: Gauge, folder: Path) -> list[RawTable]:
    """The tables of a member. Raises AppError where it holds none."""
    shown = f"{part.file}/{member.name}"
    rest = (part.options.part or "")[len(member.name) + 1 :] or None
    options = part.options.model_copy(update={"part": rest})
    folder.mkdir()
    with _unpacked(member.name) as path:
        part.stage.enter("unpack")
        unzip(part.path, part.file, member, path, gauge)
        _require_no_archive(path, part.file, member.name)
        one = replace(part, path=path, file=shown, options=options)
        return _read(one, recognise(path, shown), folder)


def _require_no_archive(path: Path, file: str, member: str) -> None:
    """Raises AppError archive_nested."""
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    ending = PurePosixPath(member).suffix.lower()
    if content(path, head, ending) in PACKED | ARCHIVES:
        raise AppError("archive_nested", file=file, member=member)


@contextmanager
def _unpacked(name: str) -> Iterator[Path]:
    """Where a member is unpacked to while it is read; its ending stays where it means something."""
    ending = PurePosixPath(name).suffix.lower()
    with private.folder() as outside:
        yield outside / f"unpacked{ending if ending in SAID else ''}"
