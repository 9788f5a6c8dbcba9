"""Next week's file: what speaks for appending it to a table, for replacing the days that it covers,
and for replacing the table."""

from collections.abc import Mapping
from typing import Literal

from core.actions.changes import Period, TotalChange, period_of
from core.actions.days_change import DaysChange, NoDays, days_change, money_of_days
from core.actions.import_draft import DraftTable, ImportDraft, read_as_before
from core.actions.import_look import typed
from core.actions.placing import placings
from core.actions.put_behind import Pair, different
from core.base.model import Value
from core.base.values import Dataset, Table
from core.data.queries.compare import differing_rows, shared, until
from core.data.queries.engine import connect, table
from core.store.workspace import Workspace

Way = Literal["append", "days", "replace"]
"""Put the new rows behind the others, in the place of those of their days, or of all."""
_WHOLE = 0.9
_UNKNOWN = 0.5
_LOSS = 0.1


class Following(Value):
    """How the rows of a table of a draft stand to those of the `table` that it goes on with.

    `rows` are read from the file, `already` of them are in the table, which
    holds `held`, of which `gone` are not in the file; `period` is the file's,
    `before` the table's. `fits`: the columns are the same, else it cannot be
    appended. `days` is what replacing the days of the file would change, with
    the `money` of these days; None where `no_days` says why that cannot be.
    `proposed` is what the evidence speaks for.
    """

    table: str
    fits: bool
    rows: int
    already: int
    held: int
    gone: int
    period: Period | None
    before: Period | None
    days: DaysChange | None = None
    money: tuple[TotalChange, ...] = ()
    no_days: NoDays | None = None
    proposed: Way = "replace"

    @property
    def part(self) -> bool:
        """Whether the file has rows of the table's own period again, and leaves many others out."""
        dated = self.period is not None and self.before is not None
        again = self.already >= _UNKNOWN * self.rows
        return self.fits and dated and again and self.gone > _LOSS * self.held

    @property
    def nothing(self) -> bool:
        """Whether the file brings nothing: all its rows are in the table, which has no others of
        its days."""
        return self.already == self.rows and (self.days is None or self.days.gone == self.days.came)

    @property
    def later(self) -> bool:
        """Whether the file ends later than the table."""
        if self.period is None or self.before is None:
            return False
        return self.period.last > self.before.last


def as_before(
    draft: ImportDraft, base: Dataset, wishes: Mapping[str, str] | None = None
) -> ImportDraft:
    """The draft as it will be read into `base`; `wishes` are those of `placing`. The draft on disk
    stays as it is."""
    found = placings(draft, base, wishes)
    read = read_as_before(draft, base, {p.table: p.into for p in found if p.into})
    draft.keep()
    return read


def following(
    workspace: Workspace,
    draft: ImportDraft,
    base: Dataset,
    wishes: Mapping[str, str] | None = None,
) -> tuple[Following, ...]:
    """For each table of the draft that goes on with one of `base`. The draft on disk stays as it
    is."""
    read = as_before(draft, base, wishes)
    return tuple(
        _following(workspace, base, before, read.table(place.table))
        for place in placings(draft, base, wishes)
        if (before := base.table(place.into or "")) is not None
    )


def _following(workspace: Workspace, base: Dataset, before: Table, new: DraftTable) -> Following:
    rows = typed(new)
    pair = Pair(before, workspace.frame_path(base.id, f"{before.name}.parquet"), new, rows)
    fits = not different(before, rows.columns)
    backend = connect(pair.held, rows.path)
    try:
        sides = table(backend, pair.held), table(backend, rows.path)
        both = shared([(c.name, c.type) for c in rows.columns], pair.types)
        added, gone = rows.rows, before.rows
        if fits:
            differing = differing_rows(*sides, both).execute().iloc[0]
            added, gone = int(differing["added"]), int(differing["gone"])
        held, period = period_of(sides[0], before.columns), period_of(sides[1], rows.columns)
        when = next((c.name for c in rows.columns if c.role == "timestamp"), "")
        old = int(until(sides[1], when, held.last).execute()) if held and period else 0
    finally:
        backend.disconnect()
    found = Following(
        table=before.name,
        fits=fits,
        rows=rows.rows,
        already=rows.rows - added,
        held=before.rows,
        gone=gone,
        period=period,
        before=held,
    )
    found = _with_days(found, pair) if fits else found
    return found.model_copy(update={"proposed": _proposed(found, old)})


def _with_days(found: Following, pair: Pair) -> Following:
    """The same, with what replacing the days of the file would change."""
    days = days_change(pair)
    if not isinstance(days, DaysChange):
        return found.model_copy(update={"no_days": days})
    return found.model_copy(update={"days": days, "money": money_of_days(pair, days.span)})


def _proposed(found: Following, old: int) -> Way:
    """Days of the table that come again are replaced, others appended, unless the file has but a
    part of their rows, or goes on with none of them corrected; a file with nearly all of the table
    replaces it. `old` are the rows of the file that are of the table's period."""
    goes_on = found.part or _goes_on(found, old)
    if found.days is None:
        return "append" if goes_on else "replace"
    corrects = found.already < found.days.again or not found.later
    if not found.days.again:
        return "append"
    if not found.days.rest and not goes_on:  # it would all be replaced
        return "replace"
    return "days" if corrects and not found.days.part else "append"


def _goes_on(found: Following, old: int) -> bool:
    """Whether a file ends later than the table, repeats neither it nor itself, and has few of its
    `old` rows (from the table's period) that are not there."""
    if not found.fits or not found.later:
        return False
    repeats = found.already >= _WHOLE * min(found.rows, found.held)
    unknown = old - found.already > _UNKNOWN * found.rows
    return not repeats and not unknown
