"""The sums of a table's kept rows beside the totals that stand in its files."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from core.base.model import Value
from core.base.values import Column, Finding, Severity
from core.data.file_totals import FileTotal
from core.data.notes import found
from core.data.totals import MONEY, Sums

ADDITIVE = ("amount", "quantity", "refund")
"""Roles whose columns mean something added up."""
DIFFERS = "total_differs"
_NOT_ADDED = ("price", "rating")
_CENT = Decimal("0.005")


class SumLine(Value):
    """One sum of the kept rows, exact: of a `column`, or of the money of the rows (`money`: the
    code of the text `datasets.total.<money>`), in a `currency` ("" where none is named).

    `told` is the total that the files have of it, None where they have none.
    """

    ours: Decimal
    column: str | None = None
    money: str | None = None
    currency: str = ""
    told: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        """What the files' total has more than the rows; 0 within half a cent of large sums."""
        if self.told is None:
            return None
        gap = self.told - self.ours
        near = min(_CENT, Decimal("0.0001") * max(abs(self.told), abs(self.ours)))
        return gap if abs(gap) > near else Decimal(0)


def sum_lines(
    columns: Sequence[Column], sums: Sums, totals: Mapping[str, FileTotal]
) -> tuple[SumLine, ...]:
    """The sums worth comparing: quantities and amounts, the money of the rows, and every column
    that the total rows of the files have a number for."""
    lines: list[SumLine] = []
    for column in columns:
        if column.type in ("integer", "number"):
            lines += _of_column(column, sums, totals.get(column.name))
    return (*lines, *_of_money(columns, sums))


def differing(
    columns: Sequence[Column], sums: Sums, totals: Mapping[str, FileTotal]
) -> Iterator[Finding]:
    """A finding for each column whose total in the files is not the sum of its rows."""
    roles = {column.name: column.role for column in columns}
    for line in sum_lines(columns, sums, totals):
        if line.gap and line.column is not None:
            severity: Severity = "warning" if roles[line.column] in ADDITIVE else "info"
            shown = f"{_plain(line.told)} - {_plain(line.ours)} = {_plain(line.gap)}"
            yield found(DIFFERS, severity, ("", line.column), (0, 0), [shown])


def _of_column(column: Column, sums: Sums, total: FileTotal | None) -> Iterator[SumLine]:
    """A column's sums by currency; pieces are of all currencies together."""
    key = "amount" if column.role == "amount" else column.name
    parts = {currency: Decimal(here[key]) for currency, here in sums.items() if key in here}
    shadowed = column.role != "amount" and key in MONEY and any("net" in h for h in sums.values())
    if not parts or shadowed or (column.role not in ADDITIVE and total is None):
        return
    if column.role == "quantity" or len(parts) == 1:
        currency = "" if column.role == "quantity" else next(iter(parts))
        ours = sum(parts.values(), Decimal(0))
        told = total.nearest(ours) if total and len(sums) == 1 else None
        line = SumLine(ours=ours, column=column.name, currency=currency, told=told)
        if column.role not in _NOT_ADDED or line.gap == 0:
            yield line
        return
    if column.role in ADDITIVE:
        for currency, ours in parts.items():
            yield SumLine(ours=ours, column=column.name, currency=currency)


def _of_money(columns: Sequence[Column], sums: Sums) -> Iterator[SumLine]:
    """Price times quantity where no column is the amount; where something came back gross, returns
    and net, which then mostly is that same sum and stands for it."""
    has_amount = any(column.role == "amount" for column in columns)
    for currency, here in sums.items():
        if "net" not in here:
            continue
        names = [] if has_amount else ["amount"]
        if Decimal(here["returns"]) or Decimal(here["net"]) != Decimal(here["amount"]):
            names = names if Decimal(here["net"]) != Decimal(here["amount"]) else []
            names += ["gross", "returns", "net"]
        for name in names:
            yield SumLine(ours=Decimal(here[name]), money=name, currency=currency)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
