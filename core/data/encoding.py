"""Which encoding a text file is in, tried in the order that misreads fewest retail files.

BOM, UTF-16 without a BOM, strict UTF-8, GB 18030, DOS and old Macs, Windows-1252, a detector.
Whatever is chosen decodes the whole file: no byte is dropped silently.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from core.base.errors import AppError
from core.data.filetype import looks_wide
from core.data.old_encodings import old_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_SAMPLE = 1 << 22
_CHINESE = (
    "订单", "商品", "日期", "数量", "价格", "金额", "客户", "编号", "名称", "会员", "门店",
    "时间", "类目", "买家", "地址", "电话", "单价", "库存", "销售", "评价",
)  # fmt: skip
_OTHERS = (
    "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "iso8859_5",
    "iso8859_7", "koi8_r", "cp866", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1252",
)  # fmt: skip
_WESTERN = set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ£€¥¢§©®™°²³½¼·•…–—‘’“”«»¿¡ºª´\xa0×"
)


@dataclass(frozen=True)
class Encoding:
    """`name` decodes the file; `guessed` when another could too; `broken` when some bytes are
    not valid in it (they are read with `surrogateescape` and their rows set aside)."""

    name: str
    guessed: bool = False
    broken: bool = False

    @property
    def errors(self) -> str:
        """How the file is to be opened."""
        return "surrogateescape" if self.broken else "strict"


def find_encoding(path: Path, file: str, language: str | None, wish: str | None) -> Encoding:
    """The encoding of `path`. Raises AppError encoding_unknown, encoding_wrong for a bad `wish`."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    if wish is not None:
        return _wished(path, file, wish, head)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return _with_bom(path, name, head)
    wide = looks_wide(head[:65_536])
    if wide and first_bad(path, wide) is None:
        return Encoding(wide, guessed=True)
    if first_bad(path, "utf-8") is None:
        return Encoding("utf-8")
    if _nearly_utf8(head):
        return Encoding("utf-8", broken=True)
    return next(found for found in _legacy(path, head, language) if found is not None)


def first_bad(path: Path, name: str) -> int | None:
    """About where (byte offset) the file stops being valid in `name`, or None."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    done = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeError as error:
                return done + getattr(error, "start", 0)
            done += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return done
    return None


def _wished(path: Path, file: str, wish: str, head: bytes) -> Encoding:
    try:
        name = codecs.lookup(wish).name
        "".encode(name)
    except (LookupError, ValueError):
        raise AppError("encoding_unknown", encoding=wish) from None
    if name == "utf-8" and head.startswith(codecs.BOM_UTF8):
        name = "utf-8-sig"
    bad = first_bad(path, name)
    if bad is not None:
        raise AppError("encoding_wrong", file=file, encoding=wish, place=bad)
    return Encoding(name)


def _with_bom(path: Path, name: str, head: bytes) -> Encoding:
    if first_bad(path, name) is None:
        return Encoding(name)
    if name == "utf-8-sig":
        return Encoding(name, broken=True)
    # A BOM of UTF-16 in front of something else: nothing decodes it but a byte-for-byte reading.
    return Encoding("utf-8" if _nearly_utf8(head[2:]) else "latin-1", guessed=True)


def _nearly_utf8(head: bytes) -> bool:
    text = (
        head[:-4].decode("utf-8", "surrogateescape")
        if len(head) == _SAMPLE
        else head.decode("utf-8", "surrogateescape")
    )
    broken = sum(1 for mark in text if "\udc80" <= mark <= "\udcff")
    valid = sum(1 for mark in text if mark > "\x7f") - broken
    return 0 < broken <= valid * 0.05 or (broken == 0 and valid > 0)


def _legacy(path: Path, head: bytes, language: str | None) -> list[Encoding | None]:
    old = old_encoding(head)
    chinese = is_chinese(head, language) and first_bad(path, "gb18030") is None
    return [
        Encoding("gb18030", guessed=True) if chinese else None,
        Encoding(old, guessed=True) if old and first_bad(path, old) is None else None,
        _western(path, head),
        _detected(path, head),
        Encoding("cp1252", guessed=True) if first_bad(path, "cp1252") is None else None,
        Encoding("latin-1", guessed=True),
    ]


def is_chinese(head: bytes, language: str | None) -> bool:
    """Whether the bytes above ASCII are pairs of everyday Chinese characters.

    Everyday: the first level of GB 2312 (lead B0-D7) and its punctuation
    (A1-A3). In Western text such bytes stand alone; Korean (EUC-KR) uses leads
    B0-C8 only; Japanese and Big5 leave this area often.
    """
    text = head.decode("gb18030", "replace")
    if language == "zh" and "\ufffd" not in text[:-1]:
        return True
    if any(word in text[:4000] for word in _CHINESE):
        return True
    runs = re.findall(rb"[\x80-\xff]+[\x40-\x7e]?", head)
    area = [pair for run in runs for pair in (run[i : i + 2] for i in range(0, len(run), 2))]
    full = [pair for pair in area if len(pair) == 2 and pair[0] >= 0x80]
    common = [p for p in full if (0xB0 <= p[0] <= 0xD7 or 0xA1 <= p[0] <= 0xA3) and p[1] >= 0xA1]
    if not full or len(common) < 0.8 * len(full):
        return False
    return len(full) < 20 or any(pair[0] > 0xC8 for pair in common)


def _western(path: Path, head: bytes) -> Encoding | None:
    odd = {mark for mark in head.decode("cp1252", "replace") if mark > "\x7f"}
    if odd <= _WESTERN and first_bad(path, "cp1252") is None:
        return Encoding("cp1252", guessed=True)
    return None


def _detected(path: Path, head: bytes) -> Encoding | None:
    from charset_normalizer import from_bytes

    best = from_bytes(head[: 1 << 18], cp_isolation=list(_OTHERS)).best()
    if best is None or first_bad(path, best.encoding) is not None:
        return None
    return Encoding(best.encoding, guessed=True)
