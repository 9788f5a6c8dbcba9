"""Ids are unique, sort by time, and nothing else passes for one."""

import time

import pytest

from core.store.ids import is_id, new_id


def test_ids_have_their_own_form() -> None:
    assert is_id("d", new_id("d"))
    assert is_id("r", new_id("r"))
    assert not is_id("r", new_id("d"))


def test_later_ids_sort_later() -> None:
    ids = []
    for _ in range(20):
        ids.append(new_id("r"))
        time.sleep(0.002)
    assert ids == sorted(ids)
    assert len(set(ids)) == 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "d",
        "d-",
        "..",
        "../../etc/passwd",
        "d-20260301-0abc12/../x",
        "d-20260301-0abc12\n",
        "d-20260301-0abc12\0",
        "d-20260301-0ABC12",
        "d-20260301-",
        "d-2026030١-0abc12",
        " d-20260301-0abc12",
        "d-20260301-0abc120abc120",
        ".tmp-12-d-20260301-0abc12",
    ],
)
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_id("d", text)


def test_a_plain_id_passes() -> None:
    assert is_id("d", "d-20260301-0abc12")
