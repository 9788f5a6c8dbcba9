"""A table on its way out: CSV and XLSX as bytes, formula-like text defused."""

import io
from collections.abc import Mapping

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


def book_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Tables as the sheets of an Excel workbook."""
    buffer = io.BytesIO()
    to_book(sheets, buffer)
    return buffer.getvalue()
