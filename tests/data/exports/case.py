"""What a fixture of a known export is, and how it must come out."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """A file of a known export and what its import must give.

    `rows` are those of the table, `aside` the lines set aside, `left_out` its
    rows of totals; `roles` and `types` are by column; `touched` is what each
    step touched; `totals` are worked out by hand; `told` are codes of findings,
    `beside` other files that are imported with it.
    """

    export: str
    name: str
    data: bytes
    kind: str
    rows: int
    aside: int = 0
    left_out: int = 0
    roles: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    touched: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, float] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    first: Mapping[str, object] = field(default_factory=dict)
    beside: tuple["Case", ...] = ()

    @property
    def id(self) -> str:
        """Its name in the test's report."""
        return f"{self.export}-{self.name}"


Row = Sequence[object] | Mapping[str, object]


def text(
    header: Sequence[str], rows: Iterable[Row], encoding: str = "utf-8", mark: str = ","
) -> bytes:
    """A delimited file; a row given by column leaves the others blank."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        cells = [row.get(name, "") for name in header] if isinstance(row, Mapping) else row
        writer.writerow(cells)
    return out.getvalue().encode(encoding)
