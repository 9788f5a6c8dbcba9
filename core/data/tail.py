"""What stands under a table: notes, another table, or its last rows cut short."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.data.kinds import STRONG, look_of
from core.data.records import Record
from core.data.shape import Shape

_MARK = re.compile(
    r"\s*(?:[*†‡#]|\(?\d{1,2}[).]\s|notes?\b|sources?\b|n\.?b\.?\b|remarks?\b|footnotes?\b|legend\b"
    r"|generated\b|printed\b|exported\b|created\b|quelle\b|hinweis|anmerkung|stand\b|fuente\b|注|备注"
    r"|說明|说明|来源|數據來源|数据来源|制表|导出)",
    re.IGNORECASE,
)
_LONG = 40


@dataclass(frozen=True)
class Waiting:
    """A record and its class, or what is doubtful about it: lean, total?, or why it is no row."""

    record: Record
    kind: str


def judge(waiting: Sequence[Waiting], shape: Shape) -> tuple[list[int], list[Waiting]]:
    """The last records of a file: lines on which other tables begin, and each one's class."""
    tables = _tables(waiting, shape)
    found, after_blank = [], False
    for one in waiting:
        kind = one.kind
        other = bool(tables) and one.record.line >= tables[0] and kind != "blank"
        doubtful = kind in ("lean", "too_few_cells", "too_many_cells")
        if other or (doubtful and _is_note(one, after_blank)):
            kind = "note"
        elif kind == "total?":
            kind = "total"
        after_blank = kind == "blank" or (after_blank and kind == "note")
        found.append(replace(one, kind=kind))
    return tables, found


def _is_note(one: Waiting, after_blank: bool) -> bool:
    cells = one.record.cells
    filled = [cell for cell in cells if cell.strip()]
    if one.kind == "too_many_cells" and not after_blank:
        return False
    if _MARK.match(cells[0]) and look_of(cells[0]) not in ("number", "date"):
        return True
    single = len(filled) == 1 and look_of(filled[0]) in ("words", "other", "address", "date")
    if after_blank:
        return single or (len(filled) <= 3 and look_of(cells[0]) in ("words", "other"))
    text = filled[0].strip() if filled else ""
    return single and one.kind != "lean" and " " in text or single and len(text) > _LONG


def _tables(waiting: Sequence[Waiting], shape: Shape) -> list[int]:
    """Lines on which at least three records of another width begin, after a blank line or with
    names."""
    found: list[int] = []
    after_blank = False
    run: list[Record] = []
    for one in waiting:
        record = one.record
        if one.kind == "blank":
            run, after_blank = [], True
            continue
        other = len(record.cells) not in (1, shape.width) and record.problem is None
        begins = after_blank or not any(look_of(cell) in STRONG for cell in record.cells)
        run = [*run, record] if other and _like(run, record) and (run or begins) else []
        if len(run) == 3:
            found.append(run[0].line)
        after_blank = False
    return found


def _like(run: Sequence[Record], record: Record) -> bool:
    return not run or len(run[0].cells) == len(record.cells)
