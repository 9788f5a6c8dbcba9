"""Recognition: each export as itself and as no other, unknown files as unknown."""

import csv
import io
import json

import pandas as pd
import pytest

from core.data.exports.catalog import EXPORTS
from core.data.exports.names import plain
from core.data.exports.recognise import recognise
from tests.data.exports.case import Case
from tests.data.test_exports import CASES


def table(case: Case) -> tuple[list[str], pd.DataFrame]:
    """Header and rows as a plain reader would cut them."""
    if case.name.endswith(".json"):
        held = json.loads(case.data)
        frame = pd.json_normalize(held["orders"] if isinstance(held, dict) else held)
        return list(frame.columns), frame.astype(str)
    encodings = ("utf-8-sig", "gb18030", "cp932", "latin-1")
    decoded = None
    for encoding in encodings:
        try:
            decoded = case.data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    assert decoded is not None
    if case.name.endswith(".dat"):
        decoded = decoded.replace("::", "\t")
    mark = "\t" if case.name.endswith((".dat", ".txt")) else ","
    rows = list(csv.reader(io.StringIO(decoded), delimiter=mark))
    return rows[0], pd.DataFrame(rows[1:50], columns=range(len(rows[0]))).astype(str)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fixture_is_recognised_as_itself_and_as_nothing_else(case: Case) -> None:
    names, sample = table(case)
    for name in (case.name, "upload.csv"):
        found = recognise(names, sample, name)
        assert [match.export for match in found] == [case.export]
        assert found[0].score > 0.35
        assert found[0].reasons


def test_a_file_name_of_another_export_deceives_nobody() -> None:
    for place, case in enumerate(CASES):
        names, sample = table(case)
        for other in CASES[place % 5 :: 5]:
            assert {m.export for m in recognise(names, sample.head(3), other.name)} == {case.export}


@pytest.mark.parametrize(
    "names",
    [
        ["date", "sku", "units", "revenue"],
        ["id", "pages", "day", "bought"],
        ["user_id", "item_id", "rating", "timestamp"],
        ["Date", "Store", "Sales"],
        ["col_0", "col_1"],
        ["Name", "Email", "Total"],
    ],
)
def test_what_is_not_known_is_unknown(names: list[str]) -> None:
    rows = pd.DataFrame([["1"] * len(names)] * 5, columns=names)
    assert recognise(names, rows, "orders_export.csv") == ()


def test_two_that_come_too_near_are_both_returned_and_the_file_name_decides() -> None:
    names = ["Invoice", "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "Price",
             "UnitPrice", "Customer ID", "CustomerID", "Country"]  # fmt: skip
    rows = pd.DataFrame([["1"] * len(names)] * 5, columns=names)
    both = {match.export for match in recognise(names, rows, "upload.csv")}
    assert both == {"online_retail_ii", "online_retail_i"}
    (match,) = recognise(names, rows, "online_retail_II.csv")
    assert match.export == "online_retail_ii"
    assert ("file", "online_retail_II.csv") in match.reasons


def test_headers_are_compared_in_one_spelling() -> None:
    odd = ["\ufeffInvoice", '"StockCode"', "\tDescription", "QUANTITY", "'InvoiceDate'",
           "Ｐｒｉｃｅ",
           "Customer  ID", "Country "]  # fmt: skip
    rows = pd.DataFrame([["1"] * len(odd)] * 3, columns=odd)
    assert [m.export for m in recognise(odd, rows, "x.csv")] == ["online_retail_ii"]
    assert plain("Sessions – Total") == plain("sessions - total")


def test_exports_without_known_columns_never_match() -> None:
    assert not [export.id for export in EXPORTS if "jd" in export.id or "pdd" in export.id]
