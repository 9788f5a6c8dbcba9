"""Text to numbers: both decimal styles, thousands, currency signs, percent, bracketed minus."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

CURRENCIES = (
    "US$", "HK$", "NT$", "A$", "C$", "S$", "R$", "$", "€", "£", "¥", "￥", "₹", "₩", "₽", "₺", "฿",
    "元", "円", "圆", "RMB", "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "INR", "AUD",
    "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "BRL", "MXN", "RUB", "SGD", "kr", "zł",
)  # fmt: skip
_SAME = {"￥": "¥", "元": "¥", "圆": "¥", "RMB": "¥", "CNY": "¥", "US$": "$", "USD": "$",
         "EUR": "€", "GBP": "£", "円": "JPY"}  # fmt: skip
_MONEY = re.compile(
    r"(?P<before>{0})?\s*(?P<rest>.*?)\s*(?P<after>{0})?".format(
        "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
    ),
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GAP = "[ \\u00a0\\u202f\\u2009'’]"
_POINT = re.compile(
    rf"(\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+)?(\.\d*)?([eE][+-]?\d{{1,3}})?"
)
_COMMA = re.compile(
    rf"(\d+|\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+)?(,\d*)?([eE][+-]?\d{{1,3}})?"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?")
_INFINITE = {"inf", "infinity", "∞", "+inf", "+infinity", "+∞", "-inf", "-infinity", "-∞"}
_SURE_COMMA = re.compile(
    r"(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|(?:\d*,(?:\d{1,2}|\d{4,}))|0+,\d+|\d{4,},\d+)"
)
_SURE_POINT = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|(?:\d*\.(?:\d{1,2}|\d{4,}))|0+\.\d+|\d{4,}\.\d+)"
)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Numbers:
    """Parsed values (u,): `values` float64 (NaN where not `ok`), `whole` exact integers or None,
    `currencies` the signs seen."""

    values: NDArray[np.float64]
    ok: NDArray[np.bool_]
    whole: list[int | None]
    currencies: frozenset[str]

    @property
    def infinite(self) -> NDArray[np.bool_]:
        """Which values are infinite."""
        return np.isinf(self.values)


@dataclass(frozen=True)
class _Body:
    digits: str
    negative: bool
    percent: bool
    currency: str | None


def number_style(values: Sequence[str], counts: NDArray[np.int64], mark: str = "") -> str:
    """How a column writes numbers: "", "comma", "percent" or "comma percent".

    Only values that can be read one way vote ("1,5" and "1.234,50" for the
    comma; "1.5" and "1,234.50" for the point); without votes it is `mark`, or the point.

    >>> number_style(["1.234,50", "3"], np.array([1, 1]))
    'comma'
    """
    votes = _votes(values, counts)
    comma = votes["comma"] > votes["point"]
    comma |= mark == "comma" and not votes["comma"] and not votes["point"]
    percent = bool(votes["percent"] > counts.sum() / 2)
    words = ["comma"] * comma + ["percent"] * percent
    return " ".join(words)


def decimal_mark(values: Sequence[str], counts: NDArray[np.int64]) -> str:
    """Which mark a column's decimals have: "comma" or "point" where cells can be read one way
    only, "open" where all that have one look like 1.201, "" where none has one.

    >>> decimal_mark(["1.201", "3"], np.array([1, 1]))
    'open'
    """
    votes = _votes(values, counts)
    if votes["comma"] or votes["point"]:
        return "comma" if votes["comma"] > votes["point"] else "point"
    return "open" if votes["open"] else ""


def is_open(value: str) -> bool:
    """Whether the mark in a number may be that of decimals or of thousands: 1.201."""
    body = _body(value)
    return body is not None and _EITHER.fullmatch(body.digits) is not None


def _votes(values: Sequence[str], counts: NDArray[np.int64]) -> Counter[str]:
    """How many cells are surely written with each mark, how many are open, and percentages."""
    votes: Counter[str] = Counter()
    for value, count in zip(values, counts.tolist(), strict=True):
        if _PLAIN.fullmatch(value):
            digits = value.lstrip("+-") if "." in value else ""
        elif (body := _body(value)) is not None:
            digits = body.digits
            votes["percent"] += count * body.percent
            votes["comma"] += count * (_SURE_COMMA.fullmatch(digits) is not None)
        else:
            continue
        votes["point"] += count * (_SURE_POINT.fullmatch(digits) is not None)
        votes["open"] += count * (_EITHER.fullmatch(digits) is not None)
    return votes


def parse_numbers(values: Sequence[str], style: str) -> Numbers:
    """Reads each value in the given style. Percent signs are read as hundredths, only there.

    >>> parse_numbers(["(1,234.5)", "5-", "$ 3", "x"], "").values.tolist()
    [-1234.5, -5.0, 3.0, nan]
    """
    comma, percent = "comma" in style, "percent" in style
    parsed = np.full(len(values), np.nan)
    ok = np.zeros(len(values), dtype=bool)
    whole: list[int | None] = [None] * len(values)
    currencies: set[str] = set()
    for place, text in enumerate(values):
        if not comma and not percent and _PLAIN.fullmatch(text):
            parsed[place], ok[place] = float(text), True
            whole[place] = _whole(text, parsed[place])
            continue
        if text.lower() in _INFINITE:
            parsed[place], ok[place] = (-np.inf if text[0] == "-" else np.inf), True
            continue
        body = _body(text)
        digits = None if body is None or body.percent != percent else _digits(body.digits, comma)
        if digits is None or body is None:
            continue
        signed = ("-" if body.negative else "") + digits
        if percent:
            signed = f"{Decimal(signed) / 100:f}"
        parsed[place], ok[place] = float(signed), True
        whole[place] = _whole(signed, parsed[place])
        if body.currency:
            currencies.add(_SAME.get(body.currency, body.currency))
    return Numbers(parsed, ok, whole, frozenset(currencies))


def _body(text: str) -> _Body | None:
    if not text or len(text) > 60:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("−", "-")
    negative = text.startswith("(") and text.endswith(")")
    inner = text[1:-1].strip() if negative else text
    inner, signed = _sign(inner)
    found = _MONEY.fullmatch(inner)
    if found is None:
        return None
    currency = found["before"] or found["after"]
    rest = found["rest"].strip()
    percent = rest.endswith("%")
    rest, again = _sign(rest[:-1].strip() if percent else rest)
    if negative + signed + again > 1 or rest[:1] in ("+", "-"):
        return None
    if not rest or not any(letter.isdigit() for letter in rest):
        return None
    return _Body(rest, negative or signed or again, percent, currency and currency.upper())


def _sign(text: str) -> tuple[str, bool]:
    if text[:1] in ("-", "+"):
        return text[1:].strip(), text[0] == "-"
    if text[-1:] == "-" and text[:1].isdigit():
        return text[:-1].strip(), True
    return text, False


def _digits(digits: str, comma: bool) -> str | None:
    """The digits with a point for decimals and nothing between thousands, or None."""
    if not (_COMMA if comma else _POINT).fullmatch(digits):
        if not comma and _INDIAN.fullmatch(digits):
            return digits.replace(",", "")
        return None
    if digits[0] in "eE":
        return None
    bare = re.sub(_GAP, "", digits)
    bare = bare.replace(".", "").replace(",", ".") if comma else bare.replace(",", "")
    return bare if bare.isascii() and any(letter.isdigit() for letter in bare) else None


def _whole(text: str, value: float) -> int | None:
    """The exact integer, when the text is one (`3`, `3.0`) and it fits into 64 bits."""
    if not np.isfinite(value) or value != np.floor(value):
        return None
    bare = text.lstrip("+-")
    number = int(text) if bare.isdigit() else int(value)
    return number if -(2**63) <= number < 2**63 else None
