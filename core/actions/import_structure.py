"""How a table of a draft was read, to be shown; and what the user says instead, as options."""

from collections.abc import Mapping

from core.base.errors import AppError
from core.data.child import Request
from core.data.head import HeadLine, decoded, head_lines
from core.data.options import ALL_SHEETS, ReadOptions
from core.data.parts import part_of
from core.data.raw import RawTable

__all__ = [
    "ALL_SHEETS",
    "HeadLine",
    "RawTable",
    "decoded",
    "found_in",
    "head_lines",
    "said",
    "told_before",
    "unsaid",
]

Fields = Mapping[str, str | int | None]
_SPLIT = ("encoding", "delimiter", "quote", "totals")
_LAYOUT = ("first_line", "header_rows")
_SPELLED = {"tab": "\t", "\\t": "\t", "space": " ", "blank": " "}
_LONGEST = 4


def found_in(raw: RawTable) -> dict[str, str | int | None]:
    """What was found and can be said otherwise, by the field of `ReadOptions`; {} for Parquet."""
    if raw.form == "parquet":
        return {}
    if raw.structure is None:
        return {"encoding": raw.source.encoding}
    told = raw.structure.model_dump(include={*_SPLIT, *_LAYOUT})
    if raw.source.sheet is None:
        return told
    return {"sheet": raw.source.sheet} | {k: told[k] for k in (*_LAYOUT, "totals")}


def said(raw: RawTable, request: Request, fields: Fields) -> ReadOptions:
    """The options to read a table again with `fields` in the place of what was found.

    What is as it was found is found out anew, but first line and header rows
    belong together. Raises AppError delimiter_unknown.
    """
    found = found_in(raw)
    other = {name for name, value in fields.items() if value != found.get(name)}
    if other & set(_LAYOUT):
        other |= set(_LAYOUT) & set(fields)
    told = {name: fields[name] for name in other}
    if "delimiter" in told:
        told["delimiter"] = delimiter_of(str(told["delimiter"]))
    part = part_of(raw, request.file)
    if "sheet" in told and request.options.sheet == ALL_SHEETS and part is not None:
        part = part.removesuffix(raw.source.sheet or "").removesuffix("/") or None
    header = {"header": True} if "header_rows" in told else {}
    known = request.options.model_dump() | header | told | {"part": part}
    return ReadOptions.model_validate(known)


def told_before(request: Request) -> set[str]:
    """The fields that the user has said, rather than they were found."""
    fresh, options = ReadOptions(), request.options
    names = (*_SPLIT, *_LAYOUT, "sheet")
    told = {name for name in names if getattr(options, name) != getattr(fresh, name)}
    return told if options.header else told | {"header_rows"}


def unsaid(raw: RawTable, request: Request) -> ReadOptions:
    """The options to find everything out anew, but the sheet and the table."""
    fresh = ReadOptions().model_dump(include={*_SPLIT, *_LAYOUT, "header"})
    part = {"part": part_of(raw, request.file)}
    return ReadOptions.model_validate(request.options.model_dump() | fresh | part)


def delimiter_of(told: str) -> str:
    r"""A delimiter as it is typed (`tab`, `\t`) as the text it means.

    Raises AppError delimiter_unknown for line ends, quotes, and long ones.
    """
    meant = _SPELLED.get(told.lower(), told)
    if len(meant) > _LONGEST or any(mark in meant for mark in '\r\n"\x00'):
        raise AppError("delimiter_unknown", delimiter=told)
    return meant
