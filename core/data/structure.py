"""How a file's text makes a table: proposed by the reader, shown, changed and read again."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from core.base.model import Value
from core.data.dialect import Dialect
from core.data.find_dialect import find_dialect
from core.data.layout import SAMPLE, Layout, find_layout
from core.data.options import ReadOptions
from core.data.records import Record, Records


class Structure(Value):
    r"""The structure of a text file.

    `delimiter` is empty for one column, may have several characters, and is
    `\s+` for runs of blanks; `quote` and `escape` are empty for none. The header
    begins on the physical line `first_line` (from 1) and has `header_rows` rows
    (0: none, and the data begin there). `totals` says where total rows go.
    `others` are lines above on which other tables begin.
    """

    encoding: str
    delimiter: str
    quote: str
    escape: str
    skip_space: bool
    first_line: int
    header_rows: int
    totals: Literal["out", "keep"]
    others: tuple[int, ...] = ()

    @property
    def dialect(self) -> Dialect:
        """How cells are split."""
        return Dialect(self.delimiter, self.skip_space, self.quote, self.escape)

    def options(self, base: ReadOptions) -> ReadOptions:
        """`base` with this structure in every part, to read the same file again."""
        known = self.model_dump(exclude={"skip_space", "others"})
        return base.model_copy(update={**known, "header": self.header_rows > 0})


def find_structure(
    lines: Sequence[str], options: ReadOptions, encoding: str, favourite: str = ",", begin: int = 1
) -> Structure:
    """The structure proposed from a text's first `lines` (line ends kept), from line `begin` on.

    What `options` say is taken as it is; the delimiter `favourite` wins a tie.
    """
    told = _told(lines) if options.delimiter is None and options.first_line is None else None
    below, begin = (lines[1:], 2) if told else (lines, begin)
    wish = told or options.delimiter
    dialect = find_dialect(below, wish, favourite, options.quote, options.escape)
    found = list(Records(iter(below), dialect, "", begin))
    filled = [record for record in found if record.problem is None and not record.empty][:SAMPLE]
    layout = layout_of(filled, options) if filled else Layout(0, ("",))
    return Structure(
        encoding=encoding,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        skip_space=dialect.skip_space,
        first_line=filled[layout.preamble].line if filled else begin,
        header_rows=layout.rows,
        totals=options.totals,
        others=tuple(filled[place].line for place in layout.tables),
    )


def layout_of(filled: Sequence[Record], options: ReadOptions) -> Layout:
    """The layout of a table whose first non-blank records are `filled`."""
    first = None if options.first_line is None else 0
    gaps = {
        place + 1
        for place, (above, below) in enumerate(pairwise(filled))
        if above.line + above.span < below.line
    }
    return find_layout([record.cells for record in filled], options.rows_of_header, first, gaps)


def _told(lines: Sequence[str]) -> str | None:
    """The delimiter that the first line tells, as Excel has it: `sep=;`."""
    start = lines[0].strip("\r\n ") if lines else ""
    return start[4] if start.lower().startswith("sep=") and len(start) == 5 else None
