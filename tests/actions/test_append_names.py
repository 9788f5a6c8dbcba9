"""Rows are put behind others whatever the columns are called."""

from pathlib import Path

import pytest

from core.actions.import_files import ImportOptions, import_files
from core.store.workspace import Workspace

NAMES = ["file_row_number", "b"], ["Name", "name"], ["FILE_ROW_NUMBER", "file_row_number_2"], [
    "Größe", "GRÖSSE", "größe",
], ["row", "there", "nth"]  # fmt: skip


@pytest.mark.parametrize("names", NAMES)
def test_rows_are_appended_once(tmp_path: Path, names: list[str]) -> None:
    workspace = Workspace(tmp_path / "ws")
    path = tmp_path / "a.csv"

    def write(first: int, stop: int) -> Path:
        rows = [",".join(f"{'xyz'[k]}{i}" for k in range(len(names))) for i in range(first, stop)]
        path.write_text("\n".join([",".join(names), *rows]))
        return path

    first = import_files(workspace, [write(0, 60)])
    wish = ImportOptions(into=first.dataset, append=True)
    longer = import_files(workspace, [write(50, 70)], wish)
    assert (longer.rows_kept, longer.rows_set_aside) == (70, 10)
    frame = workspace.table(longer.dataset)
    assert frame.iloc[:, 0].tolist() == [f"x{i}" for i in range(70)]
    assert frame.iloc[:, 1].tolist() == [f"y{i}" for i in range(70)]
    assert len({name.casefold() for name in frame.columns}) == len(names)
