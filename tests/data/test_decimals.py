"""1.201 or 1,201: what other columns of the table decide, and what is said where nothing does."""

from pathlib import Path

import pytest

from core.actions.import_files import ImportOptions, import_files, read_files
from core.base.values import Column, Finding
from core.store.workspace import Workspace


def saved(tmp_path: Path, text: str) -> tuple[dict[str, Column], list[Finding], list[float]]:
    """Columns, findings, and the values of `amount`."""
    (tmp_path / "a.csv").write_text(text)
    workspace = Workspace(tmp_path / "ws")
    dataset = workspace.dataset(import_files(workspace, [tmp_path / "a.csv"]).dataset)
    columns = {column.name: column for column in dataset.tables[0].columns}
    values = workspace.table(dataset.id)["amount"].tolist()
    return columns, [f for f in dataset.findings if f.code == "decimal_unclear"], values


def lines(head: str, row: str) -> str:
    days = [f"2024-01-{i:02d}" for i in range(1, 25)]
    rows = [row.format(day=day, n=i, m=i + 200) for i, day in enumerate(days, 1)]
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize(
    ("text", "expected", "style"),
    [
        (lines("day;amount;weight", "{day};{n}.{m};{n},5"), [1201, 2202, 3203], "comma"),
        (lines("day;amount;weight", "{day};{n},{m};{n},5"), [1.201, 2.202, 3.203], "comma"),
        (lines("day;amount;weight", "{day};{n}.{m};{n}.5"), [1.201, 2.202, 3.203], ""),
        (lines("day;amount;weight", "{day};{n},{m};{n}.5"), [1201, 2202, 3203], ""),
        (lines("day,amount,weight", '{day},"{n},{m}",{n}.5'), [1201, 2202, 3203], ""),
    ],
)
def test_a_sister_column_decides(
    tmp_path: Path, text: str, expected: list[float], style: str
) -> None:
    columns, findings, values = saved(tmp_path, text)
    assert values[:3] == expected
    assert columns["amount"].style == style
    assert findings == []


@pytest.mark.parametrize(
    ("row", "told", "expected"),
    [
        ("{day};{n}.{m};{n}", ("1.201 = 1.201", "2.202 = 2.202", "3.203 = 3.203"), 1.201),
        ("{day};{n},{m};{n}", ("1,201 = 1201", "2,202 = 2202", "3,203 = 3203"), 1201),
    ],
)
def test_where_nothing_decides_it_is_said_what_was_taken(
    tmp_path: Path, row: str, told: tuple[str, ...], expected: float
) -> None:
    _, (finding,), values = saved(tmp_path, lines("day;amount;pieces", row))
    assert (finding.column, finding.severity) == ("amount", "warning")
    assert (finding.examples, finding.count, finding.rows) == (told, 24, 24)
    assert values[0] == expected


def test_sisters_that_differ_decide_nothing(tmp_path: Path) -> None:
    text = lines("day;amount;a;b", "{day};{n}.{m};{n}.5;{n},5")
    assert [f.column for f in saved(tmp_path, text)[1]] == ["amount"]


def test_the_style_can_be_chosen_and_is_kept_by_the_next_file(tmp_path: Path) -> None:
    from core.actions.import_draft import changed
    from core.actions.import_files import save_draft
    from core.data.mapping import Changes

    path = tmp_path / "a.csv"
    path.write_text(lines("day;amount;pieces", "{day};{n}.{m};{n}"))
    workspace = Workspace(tmp_path / "ws")
    draft = read_files(workspace, [path])
    wish = Changes(types={"amount": "number"}, styles={"amount": "comma"})
    draft = changed(draft, draft.tables[0].name, wish)
    first = save_draft(workspace, draft)
    assert workspace.table(first.id)["amount"].tolist()[:2] == [1201, 2202]
    assert "decimal_unclear" not in {finding.code for finding in first.findings}
    path.write_text(lines("day;amount;pieces", "{day};{n}.{m};7{n}"))
    made = import_files(workspace, [path], ImportOptions(into=first.id))
    assert workspace.table(made.dataset)["amount"].tolist()[:2] == [1201, 2202]
