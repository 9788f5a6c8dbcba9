"""A block of delimited text as columns at once, with what in it is surely a row."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
from numpy.typing import NDArray

from core.data.arrow_text import bytes_of
from core.data.dialect import Dialect
from core.data.shape import Shape
from core.data.total_rows import MAYBE_TOTAL, TOTAL_WORDS

_GUARD = "\ue01emerchlab"
_BEGINS_A_ROW = np.array([chr(code).isalnum() and code < 128 for code in range(256)])


@dataclass(frozen=True)
class Block:
    """`columns` (k) of text (n,); `places` (n,) of these rows among all records of the block, the
    `lines` (n,) they begin on, both from 0, and their `spans` (n,) in lines; `misfits` are the
    records of another length: by place, the line and the text."""

    columns: list[pa.Array]
    places: NDArray[np.int64]
    lines: NDArray[np.int64]
    spans: NDArray[np.int64]
    misfits: dict[int, tuple[int, str]]
    line_count: int


def fits(dialect: Dialect) -> bool:
    """Whether blocks of this dialect can be split here just as single records are."""
    return (
        len(dialect.delimiter) == 1
        and dialect.delimiter.isascii()
        and dialect.quote in ('"', "")
        and not dialect.escape
        and not dialect.skip_space
    )


def split_block(data: bytes, dialect: Dialect, width: int) -> Block | None:
    """The records of whole lines of UTF-8, or None where they are not whole records too."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    if not data.endswith(b"\n"):
        data += b"\n"
    guard = dialect.delimiter.join([_GUARD] * width).encode() + b"\n"
    misfits: dict[int, str] = {}
    table = _parse(data + guard, dialect, width, misfits)
    if table is None or not table.num_rows:
        return None
    columns = [column.combine_chunks() for column in table.columns]
    if any(column[-1].as_py() != _GUARD for column in columns):
        return None
    columns = [column.slice(0, len(column) - 1) for column in columns]
    return _placed(columns, misfits, line_feeds(data))


def line_feeds(data: bytes) -> int:
    """How many line feeds there are; where they are many, much sooner than `count`."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))


def _parse(data: bytes, dialect: Dialect, width: int, misfits: dict[int, str]) -> pa.Table | None:
    def keep(row: csv.InvalidRow) -> str:
        misfits[row.number - 1] = row.text
        return "skip"

    names = [str(place) for place in range(width)]
    try:
        return csv.read_csv(
            pa.py_buffer(data),
            csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
            csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _placed(columns: list[pa.Array], misfits: dict[int, str], lines: int) -> Block | None:
    """The block with the place and the line of each record; None where lines do not add up."""
    records = len(columns[0]) + len(misfits)
    spans = np.ones(records, dtype=np.int64)
    places = np.arange(records, dtype=np.int64)
    if misfits:
        at = np.fromiter(misfits, np.int64, len(misfits))
        places = np.delete(places, at)
        spans[at] += [text.count("\n") for text in misfits.values()]
    if records != lines:
        spans[places] += _embedded(columns)
    if spans.sum() != lines:
        return None
    starts = np.cumsum(spans) - spans
    told = {place: (int(starts[place]), text) for place, text in misfits.items()}
    return Block(columns, places, starts[places], spans[places], told, lines)


def _embedded(columns: list[pa.Array]) -> NDArray[np.int64]:
    """How many line feeds stand within the cells of each row, (n,)."""
    total = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        total += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return total


def sure_rows(columns: list[pa.Array], shape: Shape, keep_totals: bool) -> NDArray[np.bool_]:
    """Which records of the table's width can be nothing but rows, (n,).

    Their first two cells hold something, the first is no name of the header, and
    it begins with a digit or with a letter that begins no total's label.
    """
    first, second = columns[0], columns[1]
    sure = pc.greater_equal(second, "!")
    if not _are_plain(first, shape, keep_totals):
        sure = pc.and_(sure, _sure_firsts(first, shape, keep_totals))
    found: NDArray[np.bool_] = sure.to_numpy(zero_copy_only=False)
    return found


def _are_plain(firsts: pa.Array, shape: Shape, keep_totals: bool) -> bool:
    """Whether all first cells (n,) surely begin rows, told from their bytes at once."""
    data = bytes_of(firsts)
    lengths = pc.binary_length(firsts).to_numpy(zero_copy_only=False)
    if not data.isascii() or not lengths.all():
        return False
    begins = np.frombuffer(data, np.uint8)[np.cumsum(lengths) - lengths]
    if not _BEGINS_A_ROW[begins].all():
        return False
    small = data.lower()
    labels = () if keep_totals else TOTAL_WORDS
    names = [name for name in shape.firsts if name]
    return not any(word.lower().encode() in small for word in (*names, *labels))


def _sure_firsts(firsts: pa.Array, shape: Shape, keep_totals: bool) -> pa.Array:
    """Which first cells surely begin a row, (n,)."""
    cells = firsts.dictionary_encode()
    words = pc.match_substring_regex(cells.dictionary, r"^[\p{L}\p{N}]")
    if not keep_totals:
        total = pc.match_substring_regex(cells.dictionary, MAYBE_TOTAL, ignore_case=True)
        words = pc.and_not(words, total)
    names = pa.array(sorted(shape.firsts), pa.string())
    for texts in (cells.dictionary, pc.utf8_trim_whitespace(cells.dictionary)):
        words = pc.and_not(words, pc.is_in(texts, names))
    return words.take(cells.indices)
