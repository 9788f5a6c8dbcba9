"""Columns to rows: a file without such columns says which it lacks."""

from pathlib import Path

import pytest

from core.base.errors import AppError
from core.data.exports.recognise import recognise
from core.data.recipe import propose_recipe
from core.data.replay import replay
from tests.data.files import read_here

HEAD = "id,item_id,dept_id,cat_id,store_id,state_id"


def wide(path: Path, days: int) -> Path:
    head = ",".join([HEAD, *(f"d_{day}" for day in range(1, days + 1))])
    cells = [f"F_{k}_CA_1_validation,F_{k},F_1,FOODS,CA_1,CA" for k in range(1, 9)]
    rows = [",".join([cell, *(str(day % 3) for day in range(days))]) for cell in cells]
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def test_a_panel_without_days_lacks_columns(tmp_path: Path) -> None:
    path = wide(tmp_path / "sales_train_validation.csv", 40)
    folder = tmp_path / "raw"
    folder.mkdir()
    raw = read_here(path, folder)
    recipe = propose_recipe(raw.names, recognise(raw.names, raw.frame(200), path.name)[0])
    assert "days_down" in [step.code for step in recipe.steps]
    less = read_here(wide(tmp_path / "less.csv", 0), folder)
    with pytest.raises(AppError) as error:
        replay(less, recipe)
    assert (error.value.code, error.value.facts) == ("columns_missing", {"columns": ["d_1"]})
