"""JSON Lines, streamed: one record a physical line, a broken line set aside with its reason."""

import io
from collections.abc import Iterator
from pathlib import Path

from core.base.atomic import sha256
from core.base.values import Source
from core.data.encoding import find_encoding
from core.data.json_cells import problem_of
from core.data.json_table import BLANK, Goal, Item
from core.data.naming import stem_of
from core.data.notes import note
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.stage import Stage
from core.data.write_json import Asked, write_tables


def read_jsonl(
    path: Path, file: str, options: ReadOptions, folder: Path, stage: Stage
) -> list[RawTable]:
    """Reads JSON Lines to `folder`, orders that hold their lines to its subfolders 0 and 1.

    Raises AppError: json_no_table, too_many_columns, ...
    """
    stage.enter("check")
    size = path.stat().st_size
    encoding = find_encoding(path, file, options.language, options.encoding)
    spot = [0.0]

    def items() -> Iterator[Item]:
        with path.open("rb") as binary:
            text = io.TextIOWrapper(binary, encoding.name, encoding.errors, newline="")
            for number, line in enumerate(text, start=1):
                spot[0] = binary.tell() / max(1, size)
                yield item_of(number, line)

    stage.enter("read")
    limit, people = options.limits.columns, options.people
    goal = Goal(folder, file, limit, lambda rows: stage.at(spot[0], rows), people)
    source = Source(name=file, bytes=size, sha256=sha256(path), encoding=encoding.name)
    raws = write_tables(items, goal, Asked(source, stem_of(file), options.part))
    if not encoding.guessed:
        return raws
    guess = note("encoding_guessed", "warning", 1, 0, [encoding.name])
    return [raw.model_copy(update={"notes": (*raw.notes, guess)}) for raw in raws]


def item_of(number: int, line: str) -> Item:
    """A physical line as what it holds."""
    text = line.strip("\ufeff \t\r\n")
    if not text:
        return Item(number, None, BLANK)
    value, problem = problem_of(text)
    return Item(number, value, problem, text)
