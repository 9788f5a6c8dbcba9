"""Types and roles proposed from text, changed, and applied."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.values import Column
from core.data.cells import cells_of
from core.data.mapping import (
    Changes,
    Mapping,
    change,
    suggest,
)
from core.data.propose import Proposal, propose
from core.data.raw import RawTable
from core.data.typed import Typed
from core.data.typing_rows import read_cells
from core.data.understand import Work, typed
from tests.data.files import columns_of, read_here, read_text


def typed_rows(raw: RawTable, mapping: Mapping) -> Typed:
    """The typed rows of one file."""
    return typed(Work(raws=(raw,)), mapping)


def proposed(name: str, values: list[str | None]) -> Proposal:
    return propose(name, cells_of(pd.Series(values, dtype="string")))


SPREAD = [f"{value:.3f}" for value in np.random.default_rng(1).gamma(2, 50, 300)]
SEQUENCE = [str(number) for number in range(1, 301)]
SHUFFLED = [str(n) for n in np.random.default_rng(2).permutation(300) * 7 + 11]


@pytest.mark.parametrize(
    ("name", "values", "kind", "reason"),
    [
        ("Weekend", ["TRUE", "FALSE", ""], "boolean", "yes_no"),
        ("churn", ["Yes", "No", "Yes"], "boolean", "yes_no"),
        ("是否会员", ["是", "否", "是"], "boolean", "yes_no"),
        ("flag", ["0", "1", "1"], "integer", "whole_numbers"),
        ("gender", ["F", "M"] * 20, "category", "few_values"),
        ("gender", ["F"] * 40, "category", "few_values"),
        ("duration", SPREAD, "number", "numbers"),
        ("visits", SHUFFLED, "integer", "whole_numbers"),
        ("price", ["1.234,50", "3,20", "12"], "number", "comma_numbers"),
        ("share", ["5%", "7%"], "number", "numbers"),
        ("day", ["2024-01-05", "2024-01-06"], "datetime", "dates"),
        ("day", ["13/01/2024", "06/02/2024"], "datetime", "date_day_first"),
        ("day", ["01/13/2024", "02/06/2024"], "datetime", "date_month_first"),
        ("order_date", ["20240105", "20240106"], "datetime", "date_compact"),
        ("customer_id", ["1", "2", "3"], "id", "id_name"),
        ("customerID", ["1.0", "2.0"], "id", "id_name"),
        ("商品编号", ["1001", "1002"], "id", "id_name"),
        ("InvoiceNo", [str(n) for n in range(500, 530)] + ["C536379"], "id", "id_name"),
        ("store", ["1", "2", "3", "4"], "id", "id_name"),
        ("plz", ["01067", "80331"], "id", "id_zeros"),
        ("card", ["6222021234567890123", "6222021234567890124"], "id", "id_long"),
        ("row", SEQUENCE, "id", "id_unique"),
        ("ref", [f"A-{n}" for n in range(300)], "id", "id_pattern"),
        ("city", ["Paris", "Köln", "Paris", "Köln", "Paris"], "category", "few_values"),
        ("product", [f"Item {n % 90}" for n in range(300)], "category", "repeated_values"),
        ("review", [f"I liked it {'very ' * n}much" for n in range(60)], "text", "free_text"),
        ("none", ["", " ", "NA", None], "text", "all_missing"),
        ("mixed", ["1", "2", "3", "x"] * 10, "category", "few_values"),
        ("money", ["$5", "€3", "$6", "€7"], "category", "few_values"),
    ],
)
def test_types(name: str, values: list[str | None], kind: str, reason: str) -> None:
    found = proposed(name, values)
    assert (found.type, found.reason) == (kind, reason)


def test_a_type_needs_98_percent() -> None:
    enough = proposed("n", [f"{n}.5" for n in range(98)] + ["x", "y"])
    assert enough.type == "number"
    short = proposed("n", [f"{n}.5" for n in range(97)] + ["x", "y", "z"])
    assert short.type == "text"
    assert [(note.code, note.count, note.examples) for note in short.notes] == [
        ("mixed_types", 3, ("x", "y", "z"))
    ]


def test_doubts_are_noted() -> None:
    assert proposed("money", ["$5", "€3"]).notes[0].code == "several_currencies"
    assert proposed("d", ["01/02/2024", "02/03/2024"]).notes[0].code == "date_order_ambiguous"
    assert proposed("d", ["2024-01-05", "2024-01-06", "soon"]).notes[0].code == "mixed_dates"


def test_blanks_and_words_for_nothing_are_missing(tmp_path: Path) -> None:
    """The IBM churn file as published has blanks where a customer is new."""
    cells = ["29.85", " ", "1889.5", "N/A", "108.15", "-"]
    text = "TotalCharges,name\n" + "".join(f"{cell},x\n" for cell in cells)
    raw = read_text(tmp_path, text)
    found = typed_rows(raw, suggest([raw]))
    assert found.columns[0].type == "number"
    assert found.columns[0].missing == 3
    np.testing.assert_array_equal(
        found.frame()["TotalCharges"], [29.85, np.nan, 1889.5, np.nan, 108.15, np.nan]
    )
    words = [f for f in found.findings if f.code == "null_words"]
    assert [(f.column, f.count) for f in words] == [("TotalCharges", 2)]


def test_stored_types_are_those_of_the_contract(tmp_path: Path) -> None:
    raw = read_text(
        tmp_path,
        "i,n,b,c,d,customer_id\n9007199254740993,1.5,yes,a,2024-01-05,007\nn/a,,,NULL,,\n1,2.5,no,a,2024-02-01,008\n",
    )
    mapping = change(suggest([raw]), [raw], Changes(types={"i": "integer"}))
    frame = typed_rows(raw, mapping).frame()
    assert [str(dtype) for dtype in frame.dtypes] == [
        "Int64", "float64", "boolean", "string", "datetime64[us]", "string",
    ]  # fmt: skip
    assert frame["i"][0] == 9007199254740993
    assert frame.iloc[1].isna().all()
    assert frame["b"].tolist()[::2] == [True, False]
    assert frame["customer_id"].tolist()[::2] == ["007", "008"]


def test_infinities_are_read_as_missing_and_told(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "x,y\n1.5,1\ninf,2\n-Infinity,3\n2.5,4\n")
    found = typed_rows(raw, suggest([raw]))
    assert found.frame()["x"].isna().tolist() == [False, True, True, False]
    told = [f for f in found.findings if f.code == "infinities"]
    assert [(f.column, f.count) for f in told] == [("x", 2)]


def test_a_chosen_type_sets_aside_what_it_cannot_read(tmp_path: Path) -> None:
    raw = read_text(tmp_path, 'a,b\n1,x\n\n"two\nlines",y\n3,z\n4,w,9\n')
    mapping = change(suggest([raw]), [raw], Changes(types={"a": "integer"}))
    found = typed_rows(raw, mapping)
    assert found.frame()["a"].tolist() == [1, 3]
    assert found.set_aside()[["line", "reason", "column"]].values.tolist() == [
        [4, "not_whole", "a"],
        [7, "too_many_cells", None],
    ]
    assert found.set_aside()["cells"][0] == '["two\\nlines", "y"]'
    assert raw.rows + raw.rows_set_aside == len(found.frame()) + len(found.set_aside())
    with pytest.raises(AppError) as caught:
        typed_rows(raw, change(suggest([raw]), [raw], Changes(types={"b": "datetime"})))
    assert (caught.value.code, caught.value.facts["column"]) == ("rows_unreadable", "b")


def test_roles_and_kind_are_proposed(tmp_path: Path) -> None:
    rows = 30
    texts = pd.DataFrame(
        {
            "InvoiceNo": [str(536365 + n) for n in range(rows)],
            "StockCode": [f"8{n}A" for n in range(rows)],
            "Description": ["Mug"] * rows,
            "Quantity": ["6"] * rows,
            "InvoiceDate": ["2010-12-01 08:26:00"] * rows,
            "UnitPrice": ["2.55"] * rows,
            "CustomerID": ["17850.0"] * rows,
            "Country": ["France"] * rows,
        }
    )
    roles = {column.name: column.role for column in columns_of(tmp_path, texts)}
    assert roles == {
        "InvoiceNo": "order_id", "StockCode": "item_id", "Description": "text",
        "Quantity": "quantity", "InvoiceDate": "timestamp", "UnitPrice": "price",
        "CustomerID": "user_id", "Country": None,
    }  # fmt: skip


def test_a_role_brings_its_type_and_is_given_once(tmp_path: Path) -> None:
    raw = read_text(tmp_path, "customer_id,buyer\n" + "".join(f"{n},{n % 7}\n" for n in range(60)))
    mapping = suggest([raw])
    assert [column.role for column in mapping.columns] == ["user_id", None]
    after = change(mapping, [raw], Changes(roles={"buyer": "user_id"}))
    assert [(c.role, c.type) for c in after.columns] == [(None, "id"), ("user_id", "id")]
    none = change(after, [raw], Changes(roles={"buyer": ""}))
    assert none.columns[1].role is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (Changes(types={"x": "integer"}), "column_unknown"),
        (Changes(types={"a": "float"}), "type_unknown"),
        (Changes(roles={"a": "king"}), "role_unknown"),
        (Changes(kind="zoo"), "kind_unknown"),
    ],
)
def test_wishes_that_cannot_be(tmp_path: Path, changes: Changes, code: str) -> None:
    raw = read_text(tmp_path, "a,b\n1,2\n")
    with pytest.raises(AppError) as caught:
        change(suggest([raw]), [raw], changes)
    assert caught.value.code == code


def test_a_new_file_is_read_with_the_old_schema() -> None:
    columns = (
        Column(name="n", type="number", style="comma"),
        Column(name="day", type="datetime", style="day_first"),
        Column(name="yes", type="boolean"),
        Column(name="c", type="category"),
    )
    texts = pd.DataFrame(
        {
            "c": ["a", None, "new"],
            "extra": ["", "", ""],
            "yes": ["Yes", "0", "maybe"],
            "day": ["03/04/2024", "", "04/03/2024"],
            "n": ["1,234", "x", "2"],
        }
    )
    frame, reasons, places = read_cells(texts, columns)
    assert list(frame) == ["n", "day", "yes", "c"]
    assert frame["n"][0] == 1.234
    assert frame["day"].dt.day.tolist()[::2] == [3, 4]
    assert reasons.tolist() == [pd.NA, "not_number", "not_yes_no"]
    assert places.tolist() == [pd.NA, "n", "yes"]
    assert len(frame) == 3
    with pytest.raises(AppError) as caught:
        read_cells(texts.drop(columns=["n", "c"]), columns)
    assert caught.value.facts == {"columns": ["n", "c"]}


CELL = st.text(alphabet=st.sampled_from("0123456789.,-$% abYesNo/茶"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.tuples(CELL, CELL).filter(lambda row: "".join(row).strip()), min_size=1))
def test_no_row_is_lost(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    text = "item,sold\n" + "".join(f'"{a}","{b}"\n' for a, b in rows)
    try:
        # Words alone above the first numbers may be a second row of names: that one is told.
        raw = read_text(tmp_path, text, first_line=1, header_rows=1)
    except AppError as error:
        assert error.code == "no_rows"
        assert all(set("".join(row)) <= set("- ") for row in rows)
        return
    found = typed_rows(raw, suggest([raw]))
    assert raw.header == ("item", "sold")
    assert len(found.frame()) >= 0.96 * raw.rows - 1
    aside, beside = found.set_aside(), raw.beside()
    assert len(found.frame()) + len(aside) + len(beside) == len(rows) + 1
    held = [raw.frame(), beside, raw.set_aside()]
    whole = "\n".join(str(cell) for part in held for cell in part.to_numpy().ravel())
    assert all(cell.strip() in whole for row in rows for cell in row)
    for column in found.columns:
        assert column.missing == found.frame()[column.name].isna().sum()


def test_online_shoppers(real_data: Path, tmp_path: Path) -> None:
    raw = read_here(real_data / "online_shoppers_intention.csv", tmp_path)
    mapping = suggest([raw])
    types = {column.name: column.type for column in mapping.columns}
    oracle = pd.read_csv(real_data / "online_shoppers_intention.csv")
    expected = {"i": "integer", "f": "number", "b": "boolean", "O": "category"}
    assert types == {name: expected[oracle[name].dtype.kind] for name in oracle}
    assert mapping.kind == "plain"
    assert mapping.columns[-1].role == "target"
    found = typed_rows(raw, mapping)
    assert len(found.frame()) == len(oracle) == 12_330
    for name in oracle:
        assert (found.frame()[name].to_numpy() == oracle[name].to_numpy()).all(), name


def test_telco_churn(real_data: Path, tmp_path: Path) -> None:
    raw = read_here(real_data / "telco_churn.csv", tmp_path)
    found = typed_rows(raw, suggest([raw]))
    types = {column.name: column.type for column in found.columns}
    assert (types["TotalCharges"], types["tenure"]) == ("number", "integer")
    assert (types["Churn"], types["MultipleLines"]) == ("boolean", "category")
    assert "id" not in types.values()
    assert len(found.frame()) == 7_043
    oracle = pd.read_csv(real_data / "telco_churn.csv", na_values=[" "])
    np.testing.assert_array_equal(found.frame()["TotalCharges"], oracle["TotalCharges"])
    assert found.frame()["Churn"].sum() == (oracle["Churn"] == "Yes").sum()
