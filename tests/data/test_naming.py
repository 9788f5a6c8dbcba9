"""Names of files: shown, kept on disk, never too long for it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.import_files import keep_upload
from core.data.naming import LONGEST_BYTES, LONGEST_NAME, shown_name
from core.store.workspace import Workspace


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/pass\x00wd.csv", "pass wd.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("订" * 100 + ".xlsx", "订" * 65 + ".xlsx"),
        ("a" + "订" * 100 + ".xlsx", "a" + "订" * 64 + ".xlsx"),
        ("😀" * 70 + ".parquet", "😀" * 48 + ".parquet"),
        ("v1." + "b" * 300, "v1." + "b" * 117),
        ("\udce4x.csv", "?x.csv"),
        (" .. ", "file"),
    ],
)
def test_names_are_cut_between_characters_and_keep_their_ending(
    given_name: str, shown: str
) -> None:
    assert shown_name(given_name) == shown


@given(st.text(max_size=400), st.sampled_from(["", ".csv", ".xlsx", ".数据"]))
def test_every_name_is_one_that_a_disk_takes(stem: str, ending: str) -> None:
    shown = shown_name(stem + ending)
    assert 0 < len(shown) <= LONGEST_NAME
    assert len(shown.encode()) <= LONGEST_BYTES
    assert shown_name(shown) == shown
    assert not set(shown) & set("/\\\0\n")


def test_an_upload_with_a_long_chinese_name_is_kept(tmp_path: Path) -> None:
    path = keep_upload(Workspace(tmp_path), "订单明细" * 40 + ".csv", b"a\n1\n")
    assert path.read_bytes() == b"a\n1\n"
    assert path.suffix == ".csv"
