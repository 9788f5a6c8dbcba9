"""The command line keeps its contract: JSON on the last line, exit codes, keys."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.cli import main
from tests.data.books import xls
from tests.engine import engine_home
from tests.lab import shops

__all__ = ["engine_home"]


class Shell:
    """Runs commands in one workspace; `code` is the last exit code."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys, self.code = root, capsys, 0

    def __call__(self, *arguments: str | Path) -> dict[str, Any]:
        given: Sequence[str] = [str(a) for a in arguments]
        self.code = main([*given, "--workspace", str(self.root), "--json"])
        answer: dict[str, Any] = json.loads(self.capsys.readouterr().out.splitlines()[-1])
        return answer


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "ws", capsys)


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    shops.visits().to_csv(path, index=False)
    return path


def test_import_tells_all_the_contract_asks_for(shell: Shell, visits: Path) -> None:
    answer = shell("import", visits, "--name", "Visits", "--role", "channel=category")
    assert shell.code == 0
    assert set(answer) >= {
        "dataset", "kind", "tables", "export", "rows_read", "rows_kept", "rows_set_aside",
        "lines", "columns", "checks", "totals",
    }  # fmt: skip
    assert answer["rows_read"] == answer["rows_kept"] + answer["rows_set_aside"] == shops.ROWS
    assert sum(answer["lines"].values()) == shops.ROWS + 1
    channel = next(c for c in answer["columns"] if c["name"] == "channel")
    assert (channel["role"], channel["type"]) == ("category", "category")
    listed = shell("datasets")["datasets"]
    assert [(d["name"], d["id"]) for d in listed] == [("Visits", answer["dataset"])]


@pytest.mark.parametrize(("order", "first"), [("day", 4), ("month", 3)])
def test_dates_that_leave_it_open_are_read_as_said(
    shell: Shell, tmp_path: Path, order: str, first: int
) -> None:
    path = tmp_path / "orders.csv"
    days = ["03/04/2024", "05/04/2024", "04/04/2024", "07/05/2024"]
    lines = [f"A{n},I{n % 5},{days[n % 4]},{n % 3 + 1}" for n in range(40)]
    path.write_text("\n".join(["order_id,item_id,order_date,quantity", *lines]) + "\n")
    assert "date_order_ambiguous" in {c["code"] for c in shell("import", path)["checks"]}
    answer = shell("import", path, "--name", "said", "--dates", order)
    assert "date_order_ambiguous" not in {check["code"] for check in answer["checks"]}
    shell("export", "--dataset", "said", "--out", tmp_path / "out.csv")
    months = pd.to_datetime(pd.read_csv(tmp_path / "out.csv")["order_date"]).dt.month
    assert months.iloc[0] == first


def test_days_are_replaced_when_it_is_said(shell: Shell, tmp_path: Path) -> None:
    head = "order_id,item_id,order_date,quantity,price"
    lines = [f"A{n},I{n % 5},2024-04-{n % 10 + 1:02d},2,1.50" for n in range(60)]
    (tmp_path / "april.csv").write_text("\n".join([head, *lines]) + "\n")
    week = [f"B{n},I{n % 5},2024-04-{n % 5 + 8:02d},1,2.00" for n in range(40)]
    (tmp_path / "week.csv").write_text("\n".join([head, *week]) + "\n")
    first = shell("import", tmp_path / "april.csv")["dataset"]
    into = ("import", tmp_path / "week.csv", "--into", first)
    answer = shell(*into, "--replace-days")
    assert shell.code == 0
    assert (answer["rows_read"], answer["rows_kept"], answer["rows_replaced"]) == (100, 82, 18)
    assert answer["lines"] == {"header": 2, "row": 82, "replaced": 18}
    assert answer["tables"][0]["days"] == [
        {"first": "2024-04-08", "last": "2024-04-12", "by": ["week.csv"], "gone": 18, "came": 40}
    ]
    assert answer["totals"]["net"] == 42 * 3.0 + 40 * 2.0
    assert shell(*into, "--replace-days", "--append")["error"]["code"] == "usage"
    assert shell.code == 2


@pytest.mark.parametrize(("mark", "first"), [("point", 1.201), ("comma", 1201)])
def test_numbers_that_leave_their_mark_open_are_read_as_said(
    shell: Shell, tmp_path: Path, mark: str, first: float
) -> None:
    path = tmp_path / "orders.csv"
    lines = [f"A{n};I{n % 5};{n}.{n + 200}" for n in range(1, 40)]
    path.write_text("\n".join(["order_id;item_id;amount", *lines]) + "\n")
    assert "decimal_unclear" in {c["code"] for c in shell("import", path)["checks"]}
    answer = shell("import", path, "--name", "said", "--decimals", mark)
    assert "decimal_unclear" not in {check["code"] for check in answer["checks"]}
    assert [(s["code"], s["columns"], s["count"]) for s in answer["steps"]] == [
        (f"decimal_{mark}", ["amount"], 39)
    ]
    shell("export", "--dataset", "said", "--out", tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv")["amount"].iloc[0] == first


def test_how_a_file_is_read_can_be_said(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes("Café\n1\t2;5\n3\t4;5\n".encode("cp1252"))
    said = ("--encoding", "cp1252", "--delimiter", "tab", "--first-line", "2", "--header-rows", "0")
    answer = shell("import", path, *said)
    assert answer["lines"] == {"preamble": 1, "row": 2}
    assert [column["name"] for column in answer["columns"]] == ["col_0", "col_1"]
    for wrong in (("--delimiter", "a\nb"), ("--first-line", "0"), ("--header-rows", "99")):
        error = shell("import", path, *wrong)["error"]
        assert (shell.code, error["code"]) in {(2, "usage"), (2, "delimiter_unknown")}


def test_every_sheet_is_imported_when_asked_for(shell: Shell, tmp_path: Path) -> None:
    path = xls(tmp_path / "b.xls", {"A": [["x", "n"], ["a", 1]], "B": [["y"], ["b"], ["c"]]})
    answer = shell("import", path, "--sheet", "*")
    assert [table["rows"] for table in answer["tables"]] == [1, 2]
    assert shell("import", path, "--sheet", "C")["error"]["code"] == "sheet_unknown"


def test_export_as_read_gives_the_text_cells_back(
    shell: Shell, visits: Path, tmp_path: Path
) -> None:
    dataset = shell("import", visits)["dataset"]
    out = tmp_path / "out.csv"
    answer = shell("export", "--dataset", dataset, "--out", out, "--as-read")
    assert answer == {"rows": shops.ROWS, "out": str(out)}
    given = pd.read_csv(visits, dtype=str, keep_default_na=False)
    back = pd.read_csv(out, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    undefused = back.map(lambda cell: cell.removeprefix("'"))
    pd.testing.assert_frame_equal(undefused, given)


def test_families_are_listed_with_their_settings(shell: Shell) -> None:
    families = {f["name"]: f for f in shell("families")["families"]}
    expected = "prior logistic random_forest hist_gradient_boosting lightgbm network"
    assert set(expected.split()) <= set(families)
    assert "dropout" in families["network"]["settings"]


@pytest.mark.worker
@pytest.mark.usefixtures("engine_home")
def test_train_then_predict_every_line_in_its_place(
    shell: Shell, visits: Path, tmp_path: Path
) -> None:
    dataset = shell("import", visits)["dataset"]
    trained = shell(
        "train", "--dataset", dataset, "--task", "classify", "--target", "bought",
        "--positive", "YES", "--family", "logistic", "--seed", "3", "--set", "prep.scaling=zscore",
    )  # fmt: skip
    assert shell.code == 0
    assert set(trained) >= {"run", "family", "metrics", "baseline", "verdict", "seconds"}
    assert trained["verdict"] == "better"
    assert trained["baseline"]["roc_auc"] == 0.5
    assert shell("runs")["runs"][0]["id"] == trained["run"]
    spoiled = tmp_path / "new.csv"
    lines = visits.read_text().splitlines()[:31]
    lines[5] = lines[5].replace(lines[5].split(",")[0], "many", 1)
    lines[9] = lines[9] + ",surplus,surplus"
    spoiled.write_text("\n".join(lines) + "\n")
    out = tmp_path / "scored.csv"
    answer = shell("predict", "--run", trained["run"], spoiled, "--out", out)
    assert answer == {"rows": 30, "out": str(out)}
    scored = pd.read_csv(out)
    assert list(scored.columns) == ["prediction", "probability", "reason"]
    silent = scored.index[scored["probability"].isna()].tolist()
    assert silent == [4, 8]
    assert scored["reason"].notna().tolist() == scored["probability"].isna().tolist()
    assert set(scored["prediction"].dropna()) <= {"yes", "no"}
    refused = shell("predict", "--run", trained["run"], "--out", out)
    assert (shell.code, refused["error"]["code"]) == (2, "input_needed")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", "nothing.csv"], "file_missing"),
        (["import", "."], "file_is_folder"),
        (["export", "--dataset", "none", "--out", "x.csv"], "dataset_unknown"),
        (["train", "--target", "x"], "flag_missing"),
        (["train", "--dataset", "none", "--target", "x"], "dataset_unknown"),
        (["train", "--dataset", "none", "--target", "x", "--task", "dance"], "task_unknown"),
        (["train", "--spec", "none.json"], "spec_unreadable"),
        (["predict", "--run", "r-none", "--out", "x.csv"], "run_unknown"),
        (["predict", "--run", "r-none", "x.csv", "--out", "y.csv"], "run_unknown"),
        (["import"], "usage"),
        (["dance"], "usage"),
    ],
)
def test_mistakes_are_told_with_exit_code_2(
    shell: Shell, arguments: list[str], code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = shell(*arguments)
    assert shell.code == 2
    assert answer["error"]["code"] == code
    assert set(answer["error"]) == {"code", "message", "facts"}
    assert "{" not in answer["error"]["message"]


def test_a_wrong_setting_names_itself_and_what_it_takes(shell: Shell, visits: Path) -> None:
    dataset = shell("import", visits)["dataset"]
    for item, setting, code, said in (
        ("dropout=7", "dropout", "setting_outside", "between 0 and 0.95"),
        ("hidden=64,100000", "hidden", "setting_outside", "between 1 and 4096"),
        ("hidden=64,abc", "hidden", "setting_no_list", "hidden=64,32"),
        ("split.test=0.9", "split.test", "setting_outside_open", "above 0 and below 0.9"),
        ("prep.scaling=huge", "prep.scaling", "setting_no_option", "zscore"),
        ("epochs=many", "epochs", "setting_no_whole_number", "whole number"),
        ("depth=3", "depth", "setting_unknown", "dropout"),
    ):
        answer = shell("train", "--dataset", dataset, "--target", "bought",
                       "--family", "network", "--set", item)  # fmt: skip
        assert shell.code == 2
        assert answer["error"]["code"] == code
        assert answer["error"]["facts"]["setting"] == setting
        assert said in answer["error"]["message"]
        assert "{" not in answer["error"]["message"]


@pytest.mark.parametrize(("language", "word"), [("en_GB.UTF-8", "file"), ("zh_CN.UTF-8", "文件")])
def test_messages_speak_the_readers_language(
    shell: Shell, language: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert word in shell("import", "nothing.csv")["error"]["message"]


def test_personal_columns_are_replaced_unless_kept(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Email,n\n" + "".join(f"someone{i}@x.com,{i % 7}\n" for i in range(40)))
    for flags, first in (([], "p_"), (["--keep-personal", "Email"], "someone0@x.com")):
        answer = shell("import", path, *flags)
        assert {column["name"]: column["personal"] for column in answer["columns"]}["Email"]
        out = tmp_path / "out.csv"
        shell("export", "--dataset", answer["dataset"], "--out", out)
        assert pd.read_csv(out)["Email"][0].startswith(first)
