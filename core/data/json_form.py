"""Whether a text is JSON, and whether one document or one record a line."""

import json
import re

_OPENS = re.compile(r'[\[{]\s*(?:["\[{}\]]|$)')
_RECORDS = re.compile(r'\[\s*(?:\{\s*(?:"|\})|\[)|\{\s*"(?:[^"\\\n]|\\.)*"\s*:')
_LINES = 20
_NAMED = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def json_form(text: str, ending: str, cut: bool) -> str | None:
    """`json` (one document), `jsonl` (a record a line), or None: not JSON.

    `text` is the beginning of a file, or with `cut` False all of it. The
    `ending` decides only where the text opens like JSON but does not read as it.

    >>> json_form('{"a": 1}\\n{"a": 2}\\n', ".txt", cut=False)
    'jsonl'
    """
    start = text.lstrip("\ufeff \t\r\n")
    named = _NAMED.get(ending)
    if start[:1] not in ("[", "{") or not (named or _OPENS.match(start)):
        return None
    if start[0] == "{" and _lines_of_objects(start, cut):
        return "jsonl"
    if named is not None:
        return named if start[0] == "{" else "json"
    if cut:
        return "json" if _RECORDS.match(start) else None
    return "json" if _document(start) else None


def _lines_of_objects(start: str, cut: bool) -> bool:
    """Whether most of the first lines are objects of their own."""
    lines = [line for line in start.splitlines() if line.strip()]
    whole = lines[:-1] if cut else lines
    first = whole[:_LINES]
    good = sum(isinstance(_value(line), dict) for line in first)
    return len(first) > 1 and good * 2 >= len(first)


def _document(start: str) -> bool:
    value = _value(start)
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict | list)
    return isinstance(value, dict)


def _value(text: str) -> object:
    """The value that a text is as a whole, or None."""
    try:
        value: object = json.loads(text, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return value
