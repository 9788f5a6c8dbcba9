"""Rows of delimited text taken many at a time, wherever a table is well under way."""

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from core.data.body import Body
from core.data.csv_block import Block, fits, split_block, sure_rows
from core.data.dialect import Dialect
from core.data.line_source import LineSource
from core.data.mojibake import is_mangled
from core.data.records import Record, Records

SIZE = 4 << 20
_FEW = 0.02
_ENDS = re.compile(r"(?<=\n)")


class Blocks:
    """Goes ahead of `records` by whole blocks; what it leaves comes record by record."""

    def __init__(self, source: LineSource, records: Records, dialect: Dialect) -> None:
        self._source, self._records, self._dialect = source, records, dialect
        self._not_before = 0 if source.blockwise and fits(dialect) else None

    def go_ahead(self, body: Body, tick: Callable[[int], None]) -> None:
        """Takes what can be taken at once from here on; often nothing. `tick` hears of the rows."""
        while self._ready and body.calm and body.shape.width > 1:
            data = self._source.block(SIZE)
            if not data:
                return
            block = self._split(data, body.shape.width)
            if block is None:
                self._not_before = self._source.offset
                self._source.back(data)
                return
            first = self._records.line
            self._source.skip(block.line_count)
            self._records.line += block.line_count
            _settle(block, body, self._dialect, first)
            tick(body.lines["row"])

    @property
    def _ready(self) -> bool:
        return (
            self._not_before is not None
            and self._source.offset >= self._not_before
            and self._source.line == self._records.line
            and self._records.at_rest
        )

    def _split(self, data: bytes, width: int) -> Block | None:
        if self._source.encoding != "utf-8":
            data = data.decode(self._source.encoding).encode()
        return None if is_mangled(data) else split_block(data, self._dialect, width)


def _settle(block: Block, body: Body, dialect: Dialect, first: int) -> None:
    """Puts the records of a block, which begins on line `first`, into the body in their order."""
    sure = sure_rows(block.columns, body.shape, body.keep_totals)
    odd = np.flatnonzero(~sure)
    if len(odd) > _FEW * len(sure):
        odd = np.arange(len(sure))
    rest = sorted([*block.places[odd].tolist(), *block.misfits])
    done = 0
    for place in [*rest, None]:
        end = len(sure) if place is None else int(np.searchsorted(block.places, place))
        while done < end and not body.calm:
            body.take(_record(block, done, first, int(block.spans[done])))
            done += 1
        if done < end:
            _take_rows(block, body, slice(done, end), first)
            done = end
        if place is None:
            return
        if place in block.misfits:
            line, text = block.misfits[place]
            lines = iter(_ENDS.split(text))
            body.take(next(Records(lines, dialect, "", first + line)))
        else:
            body.take(_record(block, done, first, int(block.spans[done])))
            done += 1


def _take_rows(block: Block, body: Body, rows: slice, first: int) -> None:
    count = rows.stop - rows.start
    columns = [column.slice(rows.start, count) for column in block.columns]
    lines = pa.array(block.lines[rows] + first)
    body.rows(columns, lines, int(block.spans[rows].sum()) - count)


def _record(block: Block, row: int, first: int, span: int) -> Record:
    cells = [column[row].as_py() for column in block.columns]
    return Record(first + int(block.lines[row]), span, cells)
