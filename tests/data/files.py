"""Files that tests read, and reading them in this process (the child's work without the child)."""

import io
import zipfile
from pathlib import Path

import pandas as pd

from core.base.values import Column
from core.data.child import Request, read
from core.data.mapping import suggest
from core.data.options import EVERY, Limits, People, ReadOptions
from core.data.parts import load_raws
from core.data.raw import RawTable
from core.data.stage import Stage

ROOMY = Limits(memory_mb=1 << 22, seconds=1e6)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_here(path: Path, folder: Path, **options: object) -> RawTable:
    """Reads the one table of `path` in this process to a new folder inside `folder`."""
    (raw,) = read_all(path, folder, **options)
    return raw


def read_all(path: Path, folder: Path, **options: object) -> list[RawTable]:
    """Reads every table of `path` in this process."""
    into = folder / f"raw-{len(list(folder.iterdir()))}"
    into.mkdir()
    wishes = ReadOptions.model_validate({"limits": ROOMY, **options})
    request = Request(path=path, file=path.name, options=wishes, folder=into)
    read(request, Stage(io.StringIO()))
    return load_raws(into)


def read_text(
    folder: Path, content: bytes | str, name: str = "data.csv", **options: object
) -> RawTable:
    """Reads a file with this content."""
    return read_here(written(folder, name, content), folder, **options)


def columns_of(folder: Path, frame: pd.DataFrame) -> tuple[Column, ...]:
    """The columns that are proposed for a file with these cells."""
    known = {"header_rows": 1, "delimiter": ",", "people": People(keep=(EVERY,))}
    content = frame.to_csv(index=False)
    return suggest([read_text(folder, content, encoding="utf-8", **known)]).columns


def workbook(path: Path, rows_xml: str, dimension: str = "", pad: int = 0) -> Path:
    """A minimal workbook whose sheet holds `rows_xml`; `pad` blanks are added to inflate it."""
    sheet = f'<worksheet xmlns="{_MAIN}">{dimension}<sheetData>{rows_xml}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT_RELS)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet + " " * pad)
    return path


def text_cell(place: str, text: str) -> str:
    """The XML of a cell with text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
