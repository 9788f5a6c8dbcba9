"""A table on its way out: CSV and XLSX as bytes, formula-like text defused."""

import io
from collections.abc import Mapping, Sequence

import pandas as pd

from core.data.write import to_book, to_csv, to_xlsx


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """`frame` as CSV: UTF-8 with BOM, so that Excel reads every script."""
    buffer = io.BytesIO()
    to_csv(frame, buffer)
    return buffer.getvalue()


def xlsx_bytes(frame: pd.DataFrame) -> bytes:
    """`frame` as an Excel workbook of one sheet."""
    buffer = io.BytesIO()
    to_xlsx(frame, buffer)
    return buffer.getvalue()


def book_bytes(
    sheets: Sequence[tuple[str, pd.DataFrame]], formats: Mapping[str, str] | None = None
) -> bytes:
    """Tables as the sheets of an Excel workbook; `formats` are those of numbers, by column."""
    buffer = io.BytesIO()
    to_book(sheets, buffer, formats=formats)
    return buffer.getvalue()
