"""What a file really is, told from its first bytes, beside what its name says."""

import zipfile
from pathlib import Path
from typing import Literal

from core.base.errors import AppError
from core.data.json_form import json_form

Format = Literal["csv", "json", "jsonl", "xlsx", "xls", "ods", "parquet", "gzip", "zip"]
TEXT: frozenset[str] = frozenset({"csv", "json", "jsonl"})
BOOKS: frozenset[str] = frozenset({"xlsx", "xls", "ods"})
ARCHIVES: frozenset[str] = frozenset({"gzip", "zip"})

_JSON = frozenset({"json", "jsonl"})
SAID: dict[str, frozenset[str]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), TEXT),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), _JSON),
    **dict.fromkeys((".xlsx", ".xlsm"), frozenset({"xlsx"})),
    **dict.fromkeys((".parquet", ".pq"), frozenset({"parquet"})),
    ".xls": frozenset({"xls", "xlsx", "csv"}),
    ".ods": frozenset({"ods"}),
    ".gz": TEXT | {"gzip"},
    ".zip": frozenset({"zip", "xlsx", "ods"}),
}
"""What a file of each ending may hold. Shop systems write text and call it .xls; browsers unpack
a .gz and keep its name."""
LATER = {".xlsb"}
SHOWN: dict[str, str] = {
    "csv": "CSV / TXT", "json": "JSON", "jsonl": "JSON Lines", "xlsx": "XLSX",
    "xls": "XLS (Excel 97-2003)", "ods": "ODS", "parquet": "Parquet", "gzip": "GZIP", "zip": "ZIP",
}  # fmt: skip
PACKED = frozenset({"gzip", "zip", "7-Zip", "RAR", "BZIP2", "XZ", "Zstandard", "TAR"})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x7fELF", "ELF"),
    (b"ARROW1", "Arrow / Feather"),
)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
SAMPLE = 65_536
_USUAL = set(" \t\r\n,;|\"'.:-/()%，。、：；（）“”《》！？　")


def recognise(path: Path, file: str) -> Format:
    """The format to read `path` as; `file` is its shown name.

    Raises AppError: file_missing, file_is_folder, file_unreadable, file_empty,
    file_not_as_named, file_binary, file_password, format_later.
    """
    head, tail = _ends(path, file)
    if not head.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise AppError("file_empty", file=file)
    ending = Path(file).suffix.lower()
    said = SAID.get(ending)
    found = content(path, head, ending)
    if found == "xls" and "EncryptedPackage".encode("utf-16-le") in head + tail:
        raise AppError("file_password", file=file)
    if found in SHOWN and ending not in LATER and (said is None or found in said):
        return found  # type: ignore[return-value]
    if ending in LATER:
        raise AppError("format_later", file=file, ending=ending)
    if found == "binary":
        raise AppError("file_binary", file=file)
    if said is None:
        raise AppError("format_later", file=file, ending=found)
    raise AppError("file_not_as_named", file=file, said=ending, found=SHOWN.get(found, found))


def _ends(path: Path, file: str) -> tuple[bytes, bytes]:
    try:
        if path.is_dir():
            raise AppError("file_is_folder", file=file)
        if path.exists() and not path.is_file():
            raise AppError("file_unreadable", file=file, detail="")
        with path.open("rb") as stream:
            head = stream.read(SAMPLE)
            stream.seek(max(0, stream.seek(0, 2) - SAMPLE))
            return head, stream.read()
    except (FileNotFoundError, ValueError):
        raise AppError("file_missing", file=file) from None
    except OSError as error:
        raise AppError("file_unreadable", file=file, detail=error.strerror or "") from None


def content(path: Path, head: bytes, ending: str = "") -> str:
    """What the bytes are: a Format, the name of something else, or `binary`.

    `head` are the first bytes of `path`; the `ending` decides where they leave it open.
    """
    found = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if found is not None:
        return found
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path, ending)
    if head[257:262] == b"ustar":
        return "TAR"
    if head.startswith(_WIDE_BOMS) or looks_wide(head):
        return _text(head, ending)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "HTML"
    if start.startswith(b"<?xml"):
        return "XML"
    return "binary" if _binary(head) else _text(head, ending)


def _text(head: bytes, ending: str) -> str:
    """csv, json or jsonl."""
    wide = "utf-16" if head.startswith(_WIDE_BOMS[:2]) else looks_wide(head)
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        wide = "utf-32"
    text = head.decode(wide or "utf-8-sig", "replace")
    return json_form(text, ending, cut=len(head) >= SAMPLE) or "csv"


def _zipped(path: Path, ending: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return {".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods"}.get(ending, "zip")
    if any(name.startswith("xl/") for name in names):
        return "XLSB" if "xl/workbook.bin" in names else "xlsx"
    return "ods" if "content.xml" in names and "mimetype" in names else "zip"


def looks_wide(head: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when the bytes are text in it without a BOM, else None.

    Every other byte of Western text is zero. Other scripts have few zeros, but
    read the right way round they are made of letters and plain line ends.
    """
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[0::2], head[1::2]
    zero_even, zero_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    text = head[: len(head) // 2 * 2]
    if zero_odd > 0.4 and zero_even < 0.05 and not _binary(even):
        return "utf-16-le"
    if zero_even > 0.4 and zero_odd < 0.05 and not _binary(odd):
        return "utf-16-be"
    return next((name for name in ("utf-16-le", "utf-16-be") if _reads(text, name)), None)


def _reads(head: bytes, name: str) -> bool:
    text = head.decode(name, "replace")
    usual = sum(mark.isalnum() or mark in _USUAL for mark in text)
    lines = text.count("\n") + text.count("\r")
    return (
        lines > 0 and usual >= 0.95 * len(text) and sum(map(str.isascii, text)) > 0.02 * len(text)
    )


def _binary(head: bytes) -> bool:
    odd = sum(head.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1a")
    return odd > max(2, len(head) // 100)
