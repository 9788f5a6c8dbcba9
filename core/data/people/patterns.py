"""E-mail addresses and phone numbers in text, told from order numbers, codes and instants."""

import re
from collections.abc import Callable

_EMAIL = re.compile(
    r"[\w.%+\-\u00c0-\u024f]+@(?:[\w\-\u00c0-\u024f]+\.)+[a-z\u00c0-\u024f]{2,}",
    re.ASCII | re.IGNORECASE,
)
_CHINESE = r"(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}"
_FOREIGN = r"\+[1-9]\d{0,2}(?:[\s./-]?\(?\d{1,5}\)?){2,6}"
_AMERICAN = r"(?:\+?1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[-.])\d{3}[-.]\d{4}"
_LANDLINE = r"\(?0\d{2,3}\)?-\d{7,8}"
_PHONE = re.compile(
    rf"(?<![\w+.@/#-])(?:{_FOREIGN}|{_CHINESE}|{_AMERICAN}|{_LANDLINE})(?![\w@]|[.-]\d)", re.ASCII
)
_IS_PHONE = re.compile(rf"(?:{_FOREIGN}|{_CHINESE}|{_AMERICAN}|{_LANDLINE})", re.ASCII)
_SIGNED = re.compile(r"\+\d{1,3}(?:\.\d{3})+", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_NUMBERED = re.compile(
    r"(?:订单|单号|编号|运单|快递|流水|条码|商品|货号|\border\b|\binvoice\b|\btracking\b|\bno\.?|\bnr\.?"
    r"|\bid\b|\bsku\b|\bean\b|\bisbn\b|\bref\b\.?|\bcode\b|#)[\s:：#.-]{0,3}(?:号|is|为|是)?[\s:：]{0,2}$",
    re.IGNORECASE,
)
SHORTEST_PHONE = 8
"""Digits."""
MAY_BE_PHONE = r"\d{4}|\+\d"
"""What is in every text that holds a phone number, and in some others (RE2)."""
_CLASSES = bytes(
    ord("0") if chr(code) in "0123456789" else code if chr(code) == "+" else ord(" ")
    for code in range(256)
)


def may_hold_phones(data: bytes) -> bool:
    """Whether bytes of text hold what MAY_BE_PHONE looks for; many times faster."""
    plain = data.translate(_CLASSES)
    return b"0000" in plain or b"+0" in plain


def is_email(cell: str) -> bool:
    """Whether a cell is an e-mail address and nothing else."""
    return _EMAIL.fullmatch(cell.strip().removeprefix("mailto:")) is not None


def is_phone(cell: str) -> bool:
    """Whether a cell is written as a phone number is; some digits are no evidence.

    >>> is_phone("+49 151 1234567"), is_phone("13812345678"), is_phone("1699999999999")
    (True, True, False)
    """
    text = cell.strip().strip("'\t ")
    digits = sum(letter.isdigit() for letter in text)
    return SHORTEST_PHONE <= digits <= 15 and _IS_PHONE.fullmatch(text) is not None


def is_bare_mobile(cell: str) -> bool:
    """Whether a cell is a Chinese mobile number without any mark, as an order number may be."""
    return _MOBILE.fullmatch(cell.strip().strip("'\t ")) is not None


def masked_emails(text: str, stand_in: Callable[[str], str]) -> str:
    """The text with a stand-in for every e-mail address."""
    return _EMAIL.sub(lambda found: stand_in(found[0]), text) if "@" in text else text


def masked_phones(text: str, stand_in: Callable[[str], str]) -> str:
    """The text with a stand-in for every phone number; a cell of bare digits is none here.

    >>> masked_phones("call 13812345678, order 13812345678", lambda phone: "…")
    'call …, order 13812345678'
    """
    if text.strip().isdigit() or _SIGNED.fullmatch(text.strip()):
        return text

    def put(found: re.Match[str]) -> str:
        phone = found[0]
        digits = sum(letter.isdigit() for letter in phone)
        bare = phone[0] not in "+(" and not re.search(r"[\s.-]", phone)
        named = bare and _NUMBERED.search(text[max(0, found.start() - 16) : found.start()])
        return phone if named or not 8 <= digits <= 15 else stand_in(phone)

    return _PHONE.sub(put, text)
