"""Workbooks made by hand, for tests: OpenDocument sheets, and the old binary form of Excel."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)
_SECTOR = 512
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
Rows = Sequence[Sequence[object]]


def ods(path: Path, sheets: dict[str, str]) -> Path:
    """An OpenDocument workbook whose sheets hold these rows of XML."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{rows}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return path


def ods_rows(rows: Rows) -> str:
    """Rows as the XML of an OpenDocument sheet."""
    return "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
                   for row in rows)  # fmt: skip


def _ods_cell(cell: object) -> str:
    if isinstance(cell, int | float):
        told = f'office:value-type="float" office:value="{cell}"'
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell {told}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def xls(path: Path, sheets: dict[str, Rows]) -> Path:
    """An Excel 97 workbook (BIFF8 in an OLE file) of texts and numbers."""
    path.write_bytes(_ole(_biff(sheets)))
    return path


def _record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _biff(sheets: dict[str, Rows]) -> bytes:
    """The stream `Workbook`: globals with the place of each sheet, then the sheets."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x5, 0, 1997, 0, 6))
    bounds = sum(4 + 8 + 2 * len(name) for name in sheets)
    end = _record(0x0A)
    at = len(begin) + bounds + len(end)
    places, bodies = b"", b""
    for name, rows in sheets.items():
        text = name.encode("utf-16-le")
        told = struct.pack("<IBBBB", at + len(bodies), 0, 0, len(name), 1) + text
        places += _record(0x85, told)
        bodies += _sheet(rows)
    return begin + places + end + bodies


def _sheet(rows: Rows) -> bytes:
    cells = b""
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, int | float):
                cells += _record(0x203, struct.pack("<HHHd", r, c, 0, cell))
            elif cell:
                text = str(cell)
                label = struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le")
                cells += _record(0x204, label)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))
    return begin + _record(0x200, size) + cells + _record(0x0A)


def _ole(stream: bytes) -> bytes:
    """A compound file that holds one stream, `Workbook`."""
    stream = stream.ljust(4096, b"\x00")  # a shorter one would have to stand among small ones
    count = -(-len(stream) // _SECTOR)
    assert count + 2 <= _SECTOR // 4, "one sector of allocations only"
    chain = [*range(1, count), _END, _END, 0xFFFFFFFD]
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, count, 0, 4096,
                        _END, 0, _END, 0)  # fmt: skip
    head += struct.pack("<109I", count + 1, *[_FREE] * 108)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 0, len(stream))
    return head + stream.ljust(count * _SECTOR, b"\x00") + folder.ljust(_SECTOR, b"\x00") + table


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    told = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    told += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return told + struct.pack("<IQ", start, size)
