"""What the cells of a column say: whether most of them are people's addresses, phones or names."""

import ipaddress
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from core.data.kinds import look_of
from core.data.people.given import GIVEN
from core.data.people.names import Kind, folded
from core.data.people.patterns import SHORTEST_PHONE, is_bare_mobile, is_email, is_phone
from core.data.people.tokens import TOKEN

_WORD = r"[^\W\d_a-z][^\W\d_]*[.'’\-]?[^\W\d_]*"
_PERSON = re.compile(rf"{_WORD}(?:,? {_WORD}){{1,3}}")
_WORDS = re.compile(r"[^\W\d_]+(?:[ .,'’\-]{1,3}[^\W\d_]+)*\.?")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_STREET = re.compile(
    r"\d+[a-z]?,? .*\b(?:st|street|rd|road|ave|avenue|ln|lane|dr|drive|blvd|boulevard|way|court"
    r"|ct|pl|place|square|terrace|rue|chemin|quai)\b.*"
    r"|.*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s*\d+.*"
    r"|(?:calle|avenida|av\.|plaza|c/|via|rua)\s.*\d+.*"
    r"|.*(?:省|市|区|县).*(?:路|街|道|巷|弄|号|村|镇|小区|栋|室).*",
    re.IGNORECASE | re.DOTALL,
)
_YES_NO = frozenset({"yes", "no", "true", "false", "y", "n", "0", "1", "是", "否", "ja", "nein",
                     "oui", "non", "si", "sí"})  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_KNOWN = 1 << 14
"""Cells whose look is remembered: most are looked at several times."""
_VEILED_IP = re.compile(r"(?:(?:\d{1,3}|[*#x]{1,3})\.){3}(?:\d{1,3}|[*#x]{1,3})", re.IGNORECASE)
_VEILED = re.compile(r"[*#]|密文")


def kind_by_cells(cells: Sequence[str], name_is_id: bool) -> Kind | None:
    """What the cells with content of a sample are: e-mail or IP addresses, phones, streets.

    `name_is_id`: the column's name says it identifies something, so bare digits are no phones.
    """
    if not cells:
        return None
    text = "\n".join(cells)
    if "@" in text and _share(cells, is_email) >= 0.5:
        return "email"
    marked = _long_enough(cells) and _share(cells, _is_marked_phone) >= 0.6
    if marked or (not name_is_id and _are_mobiles(cells)):
        return "phone"
    if _LETTER.search(text) and _share(cells, _is_street) >= 0.6:
        return "address"
    return "ip" if _share(cells, _is_ip) >= 0.9 and not _are_versions(cells) else None


def _are_versions(cells: Sequence[str]) -> bool:
    """Whether groups of digits are numbers of versions or chapters: these begin low."""
    return _share(cells, lambda cell: cell.strip().partition(".")[0] in "123456789") > 0.5


def _long_enough(cells: Sequence[str]) -> bool:
    """Whether most cells have room for the digits of a phone number."""
    return sum(len(cell) >= SHORTEST_PHONE for cell in cells) >= 0.6 * len(cells)


def _are_mobiles(cells: Sequence[str]) -> bool:
    """Whether bare digits are Chinese mobiles: of many beginnings, and not counting up."""
    if len(cells) < 5 or not _long_enough(cells) or _share(cells, is_bare_mobile) < 0.9:
        return False
    beginnings = {cell.strip()[:3] for cell in cells}
    return len(beginnings) >= 3 and list(cells) not in (sorted(cells), sorted(cells)[::-1])


def agrees(kind: Kind, cells: Sequence[str]) -> bool:
    """Whether the cells may be what the column's name says; without any they may."""
    told = [cell for cell in cells if not TOKEN.fullmatch(cell.strip())]
    if not told:
        return True
    if all(cell.strip().casefold() in _YES_NO for cell in told):
        return False
    if kind == "email":
        return _share(told, lambda cell: "@" in cell or bool(_VEILED.search(cell))) >= 0.2
    if kind == "phone":
        return _share(told, lambda c: _has_digits(c) and look_of(c) != "date") >= 0.3
    if kind == "ip":
        return _share(told, _is_ip) >= 0.5
    if kind == "birthday":
        return _share(told, lambda cell: look_of(cell) == "date") >= 0.3
    if kind == "name":
        return _share(told, lambda cell: any(letter.isalpha() for letter in cell)) >= 0.2
    return True


def are_people(cells: Sequence[str], fewest: int) -> bool:
    """Whether most cells read as people's names, `fewest` different ones at least: `Ann Lee`,
    `Müller, Jan`, `王小明`."""
    different = {cell.strip() for cell in cells}
    return len(different) >= fewest and _share(cells, _is_person) >= 0.8


def may_be_people(cells: Sequence[str]) -> bool:
    """Whether most cells are words, and not the same few as of a state: `mia quux`, `tom`."""
    different = {cell.strip().casefold() for cell in cells}
    if not different or different <= _YES_NO or len(different) < min(3, -(-len(cells) // 3)):
        return False
    words = _share(cells, lambda cell: _WORDS.fullmatch(cell.strip()) is not None) >= 0.8
    return words and (len(different) >= 0.5 * len(cells) or _share(cells, _is_several) >= 0.5)


def have_given_names(cells: Sequence[str]) -> bool:
    """Whether most cells are words that begin with a given name, and two different ones do:
    `tom`, `ann lee`; however often each comes."""
    words = [cell.strip() for cell in cells if _WORDS.fullmatch(cell.strip())]
    named = [first for word in words if (first := folded(word).split("_")[0]) in GIVEN]
    return len({*named}) > 1 and len(named) >= 0.6 * len(cells)


def _is_several(cell: str) -> bool:
    return len(cell.split()) > 1


@lru_cache(maxsize=_KNOWN)
def _is_person(cell: str) -> bool:
    text = cell.strip()
    han = _HAN.fullmatch(text) is not None and text[0] in _SURNAMES
    return han or _PERSON.fullmatch(text) is not None


@lru_cache(maxsize=_KNOWN)
def _is_ip(cell: str) -> bool:
    text = cell.strip()
    if _VEILED_IP.fullmatch(text) and not text.replace(".", "").isdigit():
        return True
    if text.count(".") != 3 and ":" not in text:
        return False
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


@lru_cache(maxsize=_KNOWN)
def _is_street(cell: str) -> bool:
    return _STREET.fullmatch(cell.strip()) is not None


@lru_cache(maxsize=_KNOWN)
def _is_marked_phone(cell: str) -> bool:
    return is_phone(cell) and not is_bare_mobile(cell)


def _has_digits(cell: str) -> bool:
    return sum(letter.isdigit() for letter in cell) >= 6 or bool(_VEILED.search(cell))


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)
