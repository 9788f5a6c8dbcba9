"""Delimited text, streamed: its structure is found, and every line accounted for."""

import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.values import Source
from core.data.encoding import Encoding, find_encoding
from core.data.mojibake import Mended
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.records import Record, records
from core.data.rows import Sorted, Target, sort_records
from core.data.stage import Stage
from core.data.structure import find_structure

_SNIFF = 1_000
_SNIFF_CHARACTERS = 1 << 18


def read_csv(path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage) -> RawTable:
    """Reads delimited text to `folder`. Raises AppError for what is no table."""
    stage.enter("check")
    size = path.stat().st_size
    encoding = find_encoding(path, file, options.language, options.encoding)
    stage.enter("read")
    with path.open("rb") as binary:
        text = Mended(io.TextIOWrapper(binary, encoding.name, encoding.errors, newline=""))
        begin = options.first_line or 1
        above = list(_above(text, begin, 1, options.delimiter or ""))
        first = list(_sample(text))
        favourite = "\t" if Path(file).suffix.lower() in (".tsv", ".tab") else ","
        structure = find_structure(first, options, encoding.name, favourite, begin)
        target = Target(
            folder=folder,
            file=file,
            options=structure.options(options),
            tick=lambda rows: stage.at(binary.tell() / max(1, size), rows),
            check_text=encoding.broken,
            others=structure.others,
        )
        lines = itertools.chain(first, text)
        above += _above(lines, structure.first_line, begin, structure.delimiter)
        body = records(lines, structure.dialect, file, structure.first_line)
        found = sort_records(itertools.chain(above, body), target)
    _tell(found, encoding, text)
    source = Source(
        name=file,
        bytes=size,
        sha256=sha256(path),
        encoding=encoding.name,
        delimiter=structure.delimiter or None,
    )
    return found.raw(folder, source).model_copy(update={"structure": structure})


def _above(lines: Iterator[str], stop: int, begin: int, delimiter: str) -> Iterator[Record]:
    """The lines before line `stop`, the first being `begin`, each a record of one cell."""
    for place, line in enumerate(itertools.islice(lines, stop - begin), start=begin):
        text = line.rstrip("\r\n")
        yield Record(place, 1, [text if text.strip(f' \t"{delimiter}') else ""])


def _sample(text: Iterator[str]) -> Iterator[str]:
    seen = 0
    for line in itertools.islice(text, _SNIFF):
        yield line
        seen += len(line)
        if seen > _SNIFF_CHARACTERS:
            return


def _tell(found: Sorted, encoding: Encoding, text: Mended) -> None:
    if encoding.guessed:
        found.notes.append(note("encoding_guessed", "warning", 1, 0, [encoding.name]))
    if text.mended:
        found.notes.append(note("letters_mended", "info", text.mended, found.rows, text.examples))
    if len(found.names) == 1:
        found.notes.append(note("one_column", "info", 1, found.rows))
