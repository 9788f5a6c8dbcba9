"""Findings that readers make, before a table has a name."""

from collections.abc import Iterable, Sequence

from core.base.recipe import PersonalColumn
from core.base.values import Finding, Severity


def note(
    code: str,
    severity: Severity,
    count: int = 0,
    rows: int = 0,
    examples: Iterable[object] = (),
) -> Finding:
    """A finding of a whole file, with at most five examples."""
    shown = tuple(str(example)[:80] for example in list(examples)[:5])
    return Finding(code=code, severity=severity, table="", count=count, rows=rows, examples=shown)


def aside_notes(counts: dict[str, int], examples: dict[str, list[str]], rows: int) -> list[Finding]:
    """One finding for each reason why records were set aside; examples are line numbers."""
    return [
        note(f"aside_{reason}", "warning", count, rows, examples[reason])
        for reason, count in counts.items()
    ]


def found(
    code: str,
    severity: Severity,
    place: tuple[str, str | None],
    counts: tuple[int, int],
    examples: Iterable[object] = (),
) -> Finding:
    """A finding at `place` (table, column) about `counts` (cells or rows, of all rows)."""
    finding = note(code, severity, *counts, examples)
    return finding.model_copy(update={"table": place[0], "column": place[1]})


def people_notes(people: Sequence[PersonalColumn], columns: int) -> list[Finding]:
    """Findings about the columns that tell who a person is: replaced, or kept as they are."""
    replaced = [one.column for one in people if not one.kept]
    kept = [one.column for one in people if one.kept and one.kind != "birthday"]
    days = [one.column for one in people if one.kept and one.kind == "birthday"]
    found = []
    if replaced:
        found.append(note("personal_columns", "info", len(replaced), columns, replaced))
    if kept:
        found.append(note("personal_kept", "warning", len(kept), columns, kept))
    if days:
        found.append(note("birthdays_kept", "warning", len(days), columns, days))
    return found
