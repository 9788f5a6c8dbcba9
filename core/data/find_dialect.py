"""The dialect of a text file: every way that its first lines allow, scored."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.data.dialect import WHITE, Dialect, records_of
from core.data.kinds import KNOWN, STRONG, look_of

USUAL = ",;\t|"
RARE = "^~\x01\x1f"
RECORDS = 300
_CELLS = 6_000
_PAIRS = ("::", "||", ";;", "^^", "~~", "|~|", "~|~", "$$", "@@", "##", "<>", "=>")
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t| ])'[^'\n]*'(?=[,;\t|\r\n]|$)", re.MULTILINE)
_TEXT_IN_LINES = 0.5
_MANY = 8
_LONG, _DEEP = 100_000, 900
_BETWEEN = 0.5
"""What an empty cell between two blanks costs: the blanks are rather a run."""


def find_dialect(
    lines: Sequence[str],
    wish: str | None = None,
    first: str = ",",
    quote: str | None = None,
    escape: str | None = None,
) -> Dialect:
    """The dialect of a file from its first `lines` (line ends kept).

    `wish`, `quote` and `escape` are what the user knows; the delimiter `first` wins a tie.

    >>> find_dialect(["a;b\\n", "1,5;2\\n", "2,5;3\\n"]).delimiter
    ';'
    """
    text = "".join(lines)
    delimiters = [wish] if wish is not None else _delimiters(text, first)
    best = Dialect(wish or "", quote='"' if quote is None else quote, escape=escape or "")
    most = 0.0
    for delimiter in delimiters:
        for dialect in _quotings(text, delimiter, quote, escape):
            dialect = replace(dialect, skip_space=_quotes_after_blank(text, dialect))
            points = _score(lines, dialect, wished=wish is not None)
            if points > most:
                best, most = dialect, points
    return best


def _delimiters(text: str, first: str) -> list[str]:
    """Candidates in the order in which they win ties."""
    several = [pair for pair in _PAIRS if pair in text and _is_mark(text, pair)]
    single = [mark for mark in first + USUAL.replace(first, "") + RARE + ":" if mark in text]
    single = [mark for mark in single if not any(mark in pair for pair in several)]
    white = [" "] if " " in text else []
    runs = [WHITE] if "  " in text or ("\t" in text and white) else []
    return several + single + runs + white


def _is_mark(text: str, pair: str) -> bool:
    """Whether a delimiter of several marks stands equally often in all lines, or its marks stand
    nowhere else."""
    per_line = {line.count(pair) for line in text.splitlines() if line.strip()}
    times = text.count(pair)
    whole = all(text.count(mark) == times * pair.count(mark) for mark in set(pair))
    return whole or (len(per_line) == 1 and len(text.splitlines()) > 2)


def _quotings(
    text: str, delimiter: str, quote: str | None, escape: str | None
) -> Iterator[Dialect]:
    """The ways in which cells may be quoted, the usual first."""
    quotes = [_double_or_none(text, delimiter) if quote is None else quote]
    if quote is None and _SINGLE_QUOTED.search(text):
        quotes.append("'")
    for mark in quotes:
        yield Dialect(delimiter, quote=mark, escape=escape or "")
        if escape is None and any(f"\\{sign}" in text for sign in (mark, delimiter) if sign):
            yield Dialect(delimiter, quote=mark, escape="\\")


def _double_or_none(text: str, delimiter: str) -> str:
    """The double quote, unless cells begin with one and none is closed: they mean inches. A single
    one that is open where a long text ends may close below."""
    mark = delimiter if delimiter == WHITE else re.escape(delimiter)
    opened = re.findall(rf'(?:^|{mark})\s*"', text, re.MULTILINE)
    closed = re.search(
        rf'(?:^|{mark})\s*"[^"]*(?:(?:""|(?<=\\)")[^"]*)*"\s*(?={mark}|$)', text, re.MULTILINE
    )
    cut = len(opened) == 1 and (len(text) > _LONG or text.count("\n") > _DEEP)
    return "" if opened and not closed and not cut else '"'


def _score(lines: Sequence[str], dialect: Dialect, wished: bool) -> float:
    """Regularity of the body times the squared share of known cells, less for rare delimiters."""
    most = _CELLS // max(1, lines[0].count(dialect.delimiter)) if lines and dialect.single else 100
    records = list(records_of(lines, dialect, max(20, min(RECORDS, most))))
    counts = Counter(len(record) for record in records if len(record) > 1)
    if not counts:
        return 0.0
    width = max(counts, key=lambda size: counts[size] * (size - 1) / size)
    places = [place for place, record in enumerate(records) if len(record) == width]
    body = records[places[0] : places[-1] + 1]
    within, overall = len(places) / len(body), len(places) / len(records)
    looks = Counter(look_of(cell) for record in body for cell in record)
    cells = looks.total()
    known = sum(KNOWN[look] * count for look, count in looks.items()) / cells
    if dialect.delimiter == " ":
        known -= _BETWEEN * sum(not cell for record in body for cell in record) / cells
    strong = sum(looks[look] for look in STRONG) / cells
    if not wished and not _plausible(records, (overall, strong), dialect.delimiter):
        return 0.0
    regular = within * within * (0.7 + 0.3 * overall)
    return regular * (width - 1) / width * known * known * _prior(dialect)


def _plausible(
    records: Sequence[Sequence[str]], shares: tuple[float, float], delimiter: str
) -> bool:
    """Whether this may be a grid at all: text with commas in it is one column."""
    overall, strong = shares
    often = round(overall * len(records))
    split = sum(1 for record in records if len(record) > 1)
    grid = often > 2 or split >= len(records) / 2
    if overall < _TEXT_IN_LINES and not (grid and strong >= 0.3):
        return False
    if delimiter == "," and _numbers_with_commas(records):
        return False
    if delimiter in USUAL or len(delimiter) > 1 and delimiter != WHITE:
        return True
    if delimiter in (" ", WHITE, ":"):
        lines = [delimiter.join(record).strip() for record in records]
        whole = sum(look_of(line) in STRONG for line in lines) / len(lines)
        width = len(records[0])
        even = width > 3 and len(lines) >= _MANY and all(len(one) == width for one in records)
        typed = strong >= (0.5 / width if even else 0.5)
        return overall >= 0.8 and typed and whole < 0.5 and often > 1
    return overall >= 0.8


def _numbers_with_commas(records: Sequence[Sequence[str]]) -> bool:
    """One column of numbers such as 1,5 or 1,000.00: whole lines are numbers, of several parts."""
    lines = [",".join(record) for record in records]
    named = look_of(lines[0]) != "number"
    if named and any(cell[:1].strip() for cell in records[0][1:]):
        return False
    body = lines[1:] if named else lines
    return len({len(record) for record in records}) > 1 and all(
        look_of(line) == "number" for line in body
    )


def _prior(dialect: Dialect) -> float:
    if dialect.delimiter in (" ", WHITE, ":"):
        return 0.5 if dialect.delimiter != WHITE else 0.52
    unusual = 0.9 if dialect.delimiter in RARE else 1.0
    return unusual * (0.999 if dialect.quote == "'" else 1.0) * (0.99 if dialect.escape else 1.0)


def _quotes_after_blank(text: str, dialect: Dialect) -> bool:
    if dialect.delimiter in ("", " ", WHITE) or not dialect.quote:
        return False
    pattern = re.escape(dialect.delimiter) + " +" + re.escape(dialect.quote)
    return re.search(pattern, text) is not None
