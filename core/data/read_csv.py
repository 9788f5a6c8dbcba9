"""Delimited text, streamed: its structure is found, and every line accounted for."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.values import Source
from core.data.blocks import Blocks
from core.data.encoding import Encoding, find_encoding
from core.data.line_source import LineSource
from core.data.mojibake import Mended
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.records import Record, Records
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
        source = LineSource(binary, encoding)
        begin = options.first_line or 1
        above = list(_above(source, begin, options.delimiter or ""))
        favourite = "\t" if Path(file).suffix.lower() in (".tsv", ".tab") else ","
        sample = source.peek(_SNIFF, _SNIFF_CHARACTERS)
        structure = find_structure(sample, options, encoding.name, favourite, begin)
        target = Target(
            folder=folder,
            file=file,
            options=structure.options(options),
            tick=lambda rows: stage.at(source.read / max(1, size), rows),
            check_text=encoding.broken,
            others=structure.others,
        )
        above += _above(source, structure.first_line, structure.delimiter)
        below = Records(source, structure.dialect, file, structure.first_line)
        blocks = Blocks(source, below, structure.dialect)
        found = sort_records(itertools.chain(above, below), target, blocks)
    _tell(found, encoding, source.mended)
    about = Source(
        name=file,
        bytes=size,
        sha256=sha256(path),
        encoding=encoding.name,
        delimiter=structure.delimiter or None,
    )
    return found.raw(folder, about).model_copy(update={"structure": structure})


def _above(source: LineSource, stop: int, delimiter: str) -> Iterator[Record]:
    """The lines from here to before line `stop`, each a record of one cell."""
    while source.line < stop:
        place = source.line
        line = next(source, None)
        if line is None:
            return
        text = line.rstrip("\r\n")
        yield Record(place, 1, [text if text.strip(f' \t"{delimiter}') else ""])


def _tell(found: Sorted, encoding: Encoding, text: Mended) -> None:
    if encoding.guessed:
        found.notes.append(note("encoding_guessed", "warning", 1, 0, [encoding.name]))
    if text.mended:
        found.notes.append(note("letters_mended", "info", text.mended, found.rows, text.examples))
    if len(found.names) == 1:
        found.notes.append(note("one_column", "info", 1, found.rows))
