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
_GAP = r"(?: ?[/-] ?| )"
_NATIONAL = rf"\(?0[1-9]\d{{0,3}}\)?(?:{_GAP}\d{{2,8}}){{1,5}}(?![ /:,]\d)"
_ABROAD = rf"00[1-9]\d{{0,2}}(?:{_GAP}\(?\d{{1,8}}\)?){{2,6}}(?![ /:,]\d)"
_PHONE = re.compile(
    rf"(?<![\w+.@/#-])(?:{_FOREIGN}|{_CHINESE}|{_AMERICAN}|{_LANDLINE}|{_NATIONAL}|{_ABROAD})"
    r"(?![\w@]|[.-]\d)",
    re.ASCII,
)
_IS_NATIONAL = re.compile(rf"(?:{_NATIONAL}|{_ABROAD})", re.ASCII)
_PAIRS = re.compile(r"\d\d(?:\D\d\d)+", re.ASCII)
_FRENCH = 5
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[ /.-]\d\d?[ /.-]\d\d?|\d\d?[ /.-]\d\d?[ /.-](?:19|20)\d\d)(?!\d)"
)
_WORDS = ("tel", "phone", "mob", "handy", "fax", "whatsapp", "rufnummer", "móvil", "movil",
          "电话", "電話", "手机", "手機")  # fmt: skip
_CALLED = re.compile(
    r"((?:(?<![^\W\d_])(?:tele?(?:ph|f)[oóeéè]+n[eo]?|t[eé]l|(?:cell ?)?phone|mob(?:ile?|ilfunk)?"
    r"|handy|(?:tele)?fax|whatsapp|rufnummer|m[oó]vil)|电话|電話|手机|手機)"
    r"(?:[ .-]{0,2}(?:no|nr|number|num|nummer))?(?:号码?|號碼?)?[\s.:：=/#-]{0,3})"
    r"([(+]{0,2}[0-9](?:[ ./()-]{0,2}[0-9]){6,14})(?![\w@]|[.:,-][0-9])",
    re.IGNORECASE,
)
"""A word that announces a phone number, and the number."""
_AMOUNT = re.compile(r"[0-9 ]+\.[0-9]{1,2}|[0-9]{1,3}(?:[. ][0-9]{3})+")
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
MAY_BE_PHONE = r"\d{4}|\+\d|0\d{1,3}\)?[ /-]+\d\d"
"""What is in every text that holds a phone number, and in some others (RE2)."""
_CLASSES = bytes(
    ord("0") if chr(code) in "0123456789" else code if chr(code) == "+" else ord(" ")
    for code in range(256)
)


def may_hold_phones(data: bytes) -> bool:
    """Whether bytes of text hold what MAY_BE_PHONE looks for; many times faster."""
    plain = data.translate(_CLASSES)
    return b"0000" in plain or b"+0" in plain or b"00 00" in plain


def is_email(cell: str) -> bool:
    """Whether a cell is an e-mail address and nothing else."""
    return _EMAIL.fullmatch(cell.strip().removeprefix("mailto:")) is not None


def is_phone(cell: str) -> bool:
    """Whether a cell is written as a phone number is; some digits are no evidence.

    >>> is_phone("+49 151 1234567"), is_phone("13812345678"), is_phone("1699999999999")
    (True, True, False)
    """
    text = cell.strip().strip("'\t ")
    digits = _digits(text)
    if SHORTEST_PHONE <= digits <= 15 and _IS_PHONE.fullmatch(text) is not None:
        return True
    return _IS_NATIONAL.fullmatch(text) is not None and _may_be_called(text, alone=True)


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
        bare = phone[0] not in "+(" and not re.search(r"[\s.-]", phone)
        national = _IS_NATIONAL.fullmatch(phone) is not None and not _IS_PHONE.fullmatch(phone)
        numbered = (bare or national) and _NUMBERED.search(text[: found.start()][-16:])
        if numbered or not SHORTEST_PHONE <= _digits(phone) <= 15:
            return phone
        if national and not _may_be_called(phone, alone=phone == text.strip()):
            return phone
        return stand_in(phone)

    return _PHONE.sub(put, _without_called(text, stand_in))


def _without_called(text: str, stand_in: Callable[[str], str]) -> str:
    """The text with a stand-in for every number that a word like `Tel.` announces."""
    lower = text.casefold()
    if not any(word in lower for word in _WORDS) and "té" not in lower:
        return text

    def put(found: re.Match[str]) -> str:
        word, number = found[1], found[2]
        other = _DATE.search(number) or _AMOUNT.fullmatch(number)
        return found[0] if other else word + stand_in(number)

    return _CALLED.sub(put, text)


def _may_be_called(phone: str, alone: bool) -> bool:
    """Whether groups of digits that begin with a zero are a national phone number: of a usual
    length, no date, no list of numbers; `alone` in a cell and with hyphens only it is a code."""
    digits = _digits(phone)
    longest = 15 if phone.startswith("00") else 12
    if not 9 <= digits <= longest or _DATE.search(phone):
        return False
    if _PAIRS.fullmatch(phone) and digits != 2 * _FRENCH:
        return False
    return not alone or any(mark in phone for mark in " /(")


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)
