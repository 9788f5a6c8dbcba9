"""Delimited text, streamed: encoding, delimiter, quotes, every line accounted for."""

import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.values import Source
from core.data.dialect import Dialect, find_dialect
from core.data.encoding import Encoding, find_encoding
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.records import records
from core.data.rows import Sorted, Target, sort_records
from core.data.stage import Stage

_SNIFF = 1_000
_SNIFF_CHARACTERS = 1 << 18


def read_csv(path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage) -> RawTable:
    """Reads delimited text to `folder`. Raises AppError for what is no table."""
    stage.enter("check")
    size = path.stat().st_size
    encoding = find_encoding(path, file, options.language, options.encoding)
    stage.enter("read")
    with path.open("rb") as binary:
        text = io.TextIOWrapper(binary, encoding.name, encoding.errors, newline="")
        first = list(_sample(text))
        dialect, told = _dialect(first, options, file)
        target = Target(
            folder=folder,
            file=file,
            options=options,
            tick=lambda rows: stage.at(binary.tell() / max(1, size), rows),
            check_text=encoding.broken,
        )
        lines = itertools.chain(first, text)
        if told:
            next(lines)
        found = sort_records(records(lines, dialect, file, 2 if told else 1), target)
    if told:
        found.lines["preamble"] += 1
    _tell_encoding(found, encoding)
    if len(found.names) == 1:
        found.notes.append(note("one_column", "info", 1, found.rows))
    source = Source(
        name=file,
        bytes=size,
        sha256=sha256(path),
        encoding=encoding.name,
        delimiter=dialect.delimiter or None,
    )
    return found.raw(folder, source)


def _sample(text: io.TextIOWrapper) -> Iterator[str]:
    seen = 0
    for line in itertools.islice(text, _SNIFF):
        yield line
        seen += len(line)
        if seen > _SNIFF_CHARACTERS:
            return


def _dialect(first: list[str], options: ReadOptions, file: str) -> tuple[Dialect, bool]:
    """The dialect, and whether the first line (`sep=;`) told it."""
    start = first[0].strip().lower() if first else ""
    told = start.startswith("sep=") and len(start) == 5
    if told and options.delimiter is None:
        return Dialect(first[0].strip()[4]), True
    favourite = "\t" if Path(file).suffix.lower() in (".tsv", ".tab") else ","
    return find_dialect(first[1:] if told else first, options.delimiter, favourite), told


def _tell_encoding(found: Sorted, encoding: Encoding) -> None:
    if encoding.guessed:
        found.notes.append(note("encoding_guessed", "warning", 1, 0, [encoding.name]))
