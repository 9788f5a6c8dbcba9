"""What users keep beside a run."""

from pathlib import Path

import pytest

from core.base.errors import AppError
from core.store import beside

RUN = "r-20260101-aaaaaaaa"


def test_a_text_is_kept_replaced_and_taken_away(tmp_path: Path) -> None:
    assert beside.kept(tmp_path, RUN, "a.json") is None
    assert beside.stamp(tmp_path, RUN, "a.json") == ""
    beside.keep(tmp_path, RUN, "a.json", "茶\r\n1")
    assert beside.kept(tmp_path, RUN, "a.json") == "茶\r\n1"
    first = beside.stamp(tmp_path, RUN, "a.json")
    beside.keep(tmp_path, RUN, "a.json", "茶\r\n22")
    assert beside.stamp(tmp_path, RUN, "a.json") != first
    beside.keep(tmp_path, RUN, "a.json", None)
    beside.keep(tmp_path, RUN, "a.json", None)
    assert beside.kept(tmp_path, RUN, "a.json") is None


def test_only_runs_of_ours_have_a_place(tmp_path: Path) -> None:
    for run in ("r-../../x", "", "d-20260101-aaaaaaaa"):
        with pytest.raises(AppError, match="run_unknown"):
            beside.keep(tmp_path, run, "a.json", "x")
