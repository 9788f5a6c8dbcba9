"""A draft of an import: files as read, and how they are to be understood, on disk until saved."""

import shutil
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from core.base.errors import AppError
from core.base.model import Value
from core.base.texts import Texts
from core.base.values import Column, Finding, Table
from core.data.mapping import Changes, Mapping, apply, change, suggest
from core.data.naming import slug
from core.data.quality import check, worst_first
from core.data.raw import RawTable
from core.data.typing_rows import Typed

ABOUT = "draft.json"
_KEPT = 4


class DraftTable(Value):
    """One table of a draft: the files it is made of (same header), and how they are read."""

    name: str
    raws: tuple[RawTable, ...]
    mapping: Mapping

    @property
    def rows_read(self) -> int:
        """Rows and set-aside records of its files."""
        return sum(raw.rows + raw.rows_set_aside for raw in self.raws)


class ImportDraft(Value):
    """Files that were read but not saved. `name` is proposed for the dataset."""

    id: str
    folder: Path
    name: str
    tables: tuple[DraftTable, ...]

    def table(self, name: str) -> DraftTable:
        """The table called `name`. Raises AppError draft_table_unknown."""
        for table in self.tables:
            if table.name == name:
                return table
        raise AppError("draft_table_unknown", table=name, tables=[t.name for t in self.tables])

    def keep(self) -> "ImportDraft":
        """Writes the draft beside its files, so that it is found again by its id."""
        temporary = self.folder / f"{ABOUT}.new"
        temporary.write_text(self.model_dump_json(), "utf-8")
        temporary.replace(self.folder / ABOUT)
        return self

    def discard(self) -> None:
        """Deletes the draft and the files it was read from."""
        shutil.rmtree(self.folder, ignore_errors=True)
        _typed.cache_clear()
        _findings.cache_clear()


class Look(Value):
    """What a table of a draft will be: columns, counts by class of line, findings worst first."""

    columns: tuple[Column, ...]
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    lines: dict[str, int]
    findings: tuple[Finding, ...]


def draft_of(raws: Sequence[RawTable], draft_id: str, folder: Path, name: str) -> ImportDraft:
    """A draft of these files: those with the same column names become one table."""
    groups: dict[tuple[str, ...], list[RawTable]] = {}
    for raw in raws:
        groups.setdefault(raw.names, []).append(raw)
    tables: list[DraftTable] = []
    for group in groups.values():
        mapping = suggest(group)
        taken = [table.name for table in tables]
        tables.append(
            DraftTable(name=_name(mapping, group, taken), raws=tuple(group), mapping=mapping)
        )
    return ImportDraft(id=draft_id, folder=folder, name=name, tables=tuple(tables)).keep()


def _name(mapping: Mapping, raws: Sequence[RawTable], taken: Sequence[str]) -> str:
    """The kind of the table; where that is taken, its file's name."""
    if mapping.kind not in taken:
        return mapping.kind
    stem = slug(Path(raws[0].source.name).stem)
    stem = stem if stem[0].isalpha() else f"t_{stem}"[:40]
    number, name = 2, stem
    while name in taken or name == "set_aside":
        name = f"{stem[:36]}_{number}"
        number += 1
    return name


def changed(draft: ImportDraft, table: str, changes: Changes) -> ImportDraft:
    """The draft with the user's wishes for one table. AppErrors of `mapping.change`.

    A wish for another kind renames the table.
    """
    before = draft.table(table)
    mapping = change(before.mapping, before.raws, changes)
    name = before.name
    if mapping.kind != before.mapping.kind:
        name = _name(mapping, before.raws, [t.name for t in draft.tables if t.name != table])
    after = before.model_copy(update={"mapping": mapping, "name": name})
    tables = tuple(after if t.name == table else t for t in draft.tables)
    return draft.model_copy(update={"tables": tables}).keep()


def typed(table: DraftTable) -> Typed:
    """The typed rows of a table; the last few are remembered. Raises AppError rows_unreadable."""
    return _typed(table.model_dump_json())


@lru_cache(maxsize=_KEPT)
def _typed(table_json: str) -> Typed:
    table = DraftTable.model_validate_json(table_json)
    return apply(table.raws, table.mapping)


def look(table: DraftTable) -> Look:
    """What the table will be. Raises AppError rows_unreadable."""
    rows = typed(table)
    aside = len(rows.set_aside)
    return Look(
        columns=rows.columns,
        rows_read=table.rows_read,
        rows_kept=len(rows.frame),
        rows_set_aside=aside,
        lines=_lines(table, aside),
        findings=_findings(table.model_dump_json()),
    )


def preview(table: DraftTable, limit: int = 50) -> pd.DataFrame:
    """The first typed rows."""
    return typed(table).frame.head(limit)


def as_read(table: DraftTable, limit: int = 5) -> pd.DataFrame:
    """The first rows as text, as they stand in the first file."""
    return table.raws[0].frame(limit)


@lru_cache(maxsize=_KEPT)
def _findings(table_json: str) -> tuple[Finding, ...]:
    table = DraftTable.model_validate_json(table_json)
    rows = typed(table)
    noticed = [finding.model_copy(update={"table": table.name}) for finding in rows.findings]
    return worst_first((*noticed, *check(table.name, rows.frame, rows.columns)))


def _lines(table: DraftTable, aside: int) -> dict[str, int]:
    """Physical lines by class; rows that typing set aside are counted there."""
    lines: dict[str, int] = {}
    for raw in table.raws:
        for name, count in raw.lines.items():
            lines[name] = lines.get(name, 0) + count
    moved = aside - sum(raw.rows_set_aside for raw in table.raws)
    if moved:
        lines["row"] -= moved
        lines["set_aside"] = lines.get("set_aside", 0) + moved
    return lines


def read_as_before(draft: ImportDraft, tables: Sequence[Table]) -> ImportDraft:
    """The draft with types, roles and styles as in an earlier version of the same tables."""
    for before in tables:
        match = next((t for t in draft.tables if t.name == before.name), None)
        known = {column.name: column for column in before.columns}
        if match is None or not known:
            continue
        columns = tuple(
            column.model_copy(
                update={
                    "type": known[column.name].type,
                    "role": known[column.name].role,
                    "style": known[column.name].style,
                    "reason": known[column.name].reason,
                }
            )
            if column.name in known
            else column
            for column in match.mapping.columns
        )
        mapping = match.mapping.model_copy(update={"columns": columns})
        after = match.model_copy(update={"mapping": mapping})
        kept = tuple(after if t.name == match.name else t for t in draft.tables)
        draft = draft.model_copy(update={"tables": kept})
    return draft.keep()


def aside_in_words(rows: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Set-aside rows (raw.ASIDE_COLUMNS) with the reason as a sentence, for the reader."""
    reasons = [texts(f"data.set_aside.{code}") for code in rows["reason"]]
    return rows.assign(reason=reasons)
