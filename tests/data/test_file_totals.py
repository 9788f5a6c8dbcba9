"""The sums of the kept rows beside the total rows that were left out of the files."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.actions.import_draft import ImportDraft
from core.actions.import_files import ImportOptions, ReadOptions, import_files, read_files
from core.actions.import_look import look
from core.base.values import Column
from core.data.file_totals import FileTotal
from core.data.reconcile import SumLine, sum_lines
from core.store.workspace import Workspace

ROWS = "".join(f"A{n:02d};{n};{n},50;2024-05-{n:02d}\n" for n in range(1, 20))
HEAD = "id;qty;amount;day\n"
QTY, AMOUNT = Decimal(190), Decimal("199.5")


def drafted(tmp_path: Path, *texts: str, options: ReadOptions | None = None) -> ImportDraft:
    paths = []
    for place, text in enumerate(texts):
        paths.append(tmp_path / f"may{place}.csv")
        paths[-1].write_text(text)
    return read_files(Workspace(tmp_path / "ws"), paths, options)


def told(tmp_path: Path, *texts: str) -> dict[str, tuple[Decimal, Decimal | None, Decimal | None]]:
    """Ours, the file's total and the gap, by column."""
    found = look(drafted(tmp_path, *texts).tables[0]).sums
    return {line.column or "": (line.ours, line.told, line.gap) for line in found}


def test_a_total_row_that_was_left_out_agrees(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD + ROWS + "Total;190;199,50;\n") == {
        "qty": (QTY, QTY, 0),
        "amount": (AMOUNT, AMOUNT, 0),
    }


def test_a_wrong_total_is_a_difference_and_a_finding_that_is_saved(tmp_path: Path) -> None:
    text = HEAD + ROWS + "合计;190;210,00;\n"
    found = told(tmp_path, text)
    assert found["amount"] == (AMOUNT, 210, Decimal("10.5"))
    assert found["qty"][2] == 0
    workspace = Workspace(tmp_path / "ws")
    made = import_files(workspace, [tmp_path / "may0.csv"])
    (check,) = [one for one in made.checks if one.code == "total_differs"]
    assert (check.column, check.severity) == ("amount", "warning")
    assert check.examples == ("210 - 199.5 = 10.5",)
    again = import_files(
        workspace, [tmp_path / "may0.csv"], ImportOptions(into=made.dataset, append=True)
    )
    assert "total_differs" in {one.code for one in again.checks}


def test_without_a_total_row_only_ours_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD + ROWS) == {
        "qty": (QTY, None, None),
        "amount": (AMOUNT, None, None),
    }


def test_subtotals_are_taken_together_and_a_grand_total_alone(tmp_path: Path) -> None:
    half = "store,item,sold\nA,tea,2\nA,rice,5\nSubtotal,,7\nB,tea,1\nB,rice,2\nSubtotal,,3\n"
    assert told(tmp_path, half)["sold"] == (10, 10, 0)
    assert told(tmp_path, half + "Total,,10\n")["sold"] == (10, 10, 0)


def test_totals_of_several_files_are_added_where_all_have_one(tmp_path: Path) -> None:
    text = HEAD + ROWS + "Total;190;199,50;\n"
    assert told(tmp_path, text, text.replace("A", "B"))["amount"] == (399, 399, 0)
    assert told(tmp_path, text, HEAD + ROWS.replace("A", "B"))["amount"] == (399, None, None)


def test_totals_kept_as_rows_are_no_totals(tmp_path: Path) -> None:
    options = ReadOptions(totals="keep")
    draft = drafted(tmp_path, HEAD + ROWS + "Total;190;199,50;\n", options=options)
    found = look(draft.tables[0]).sums
    assert {(line.column, line.told) for line in found} == {("qty", None), ("amount", None)}


def test_an_average_price_is_no_difference_and_money_without_amounts_is_told(
    tmp_path: Path,
) -> None:
    rows = "".join(f"O{n},SKU{n % 4},{n},2.50\n" for n in range(1, 13))
    draft = drafted(tmp_path, f"order_id,sku,quantity,price\n{rows}Total,,78,2.50\n")
    lines = look(draft.tables[0]).sums
    assert [(line.column, line.money, line.ours) for line in lines] == [
        ("quantity", None, 78),
        (None, "amount", 195),
    ]
    assert "total_differs" not in {f.code for f in look(draft.tables[0]).findings}


def test_currencies_are_never_added_and_a_total_over_them_is_not_compared() -> None:
    columns = (
        Column(name="n", type="integer", role="quantity"),
        Column(name="paid", type="number", role="amount"),
    )
    sums = {
        code: {"n": "2", "amount": value, "returns": "0", "net": value, "gross": value}
        for code, value in (("EUR", "10.0"), ("USD", "5.5"))
    }
    total = FileTotal(last=Decimal("15.5"), every=Decimal("15.5"))
    assert sum_lines(columns, sums, {"paid": total}) == (
        SumLine(ours=Decimal(4), column="n"),
        SumLine(ours=Decimal("10.0"), column="paid", currency="EUR"),
        SumLine(ours=Decimal("5.5"), column="paid", currency="USD"),
    )


@pytest.mark.parametrize(
    ("ours", "there", "gap"),
    [("1000", "1000.004", "0"), ("1000", "1000.01", "0.01"), ("0.012", "0.011", "-0.001")],
)
def test_what_counts_as_the_same(ours: str, there: str, gap: str) -> None:
    line = SumLine(ours=Decimal(ours), column="a", told=Decimal(there))
    assert line.gap == Decimal(gap)


def test_the_same_sum_is_not_shown_under_two_names() -> None:
    sums = {"": {"amount": "90", "gross": "100", "returns": "-10", "net": "90"}}
    assert [line.money for line in sum_lines((), sums, {})] == ["gross", "returns", "net"]
    sums[""]["unpaid"], sums[""]["net"], sums[""]["gross"] = "5", "85", "95"
    found = [line.money for line in sum_lines((), sums, {})]
    assert found == ["amount", "gross", "returns", "net"]
