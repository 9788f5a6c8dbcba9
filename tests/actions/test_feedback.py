"""Thumbs: the last word counts, versions carry them on, and a torn line harms no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.actions import feedback
from core.actions.desk import Desk, open_desk
from core.actions.feedback import Thumb, feedback_of, say
from core.base.errors import AppError
from core.base.values import Dataset
from core.store import feedback as journal
from tests.pages.suggested import bought, save


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def shop(desk: Desk) -> Dataset:
    return save(desk.workspace, bought().head(50))


def lines(desk: Desk, dataset: Dataset) -> Path:
    return desk.workspace.root / journal.FOLDER / f"{dataset.id}.jsonl"


def test_the_last_word_counts_and_can_be_taken_back(desk: Desk, shop: Dataset) -> None:
    assert feedback_of(desk, shop.id) == ()
    for user, item, value in (
        ("ann", "tea", 1), ("bob", "tea", -1), ("ann", "hat", -1), ("ann", "tea", -1),
        ("bob", "tea", 0),
    ):  # fmt: skip
        say(desk, shop.id, user, item, value)  # type: ignore[arg-type]
    assert feedback_of(desk, shop.id) == (Thumb("ann", "hat", -1), Thumb("ann", "tea", -1))
    assert len(lines(desk, shop).read_text("utf-8").splitlines()) == 5


def test_any_id_survives(desk: Desk, shop: Dataset) -> None:
    odd = 'Zoë "新"\n\\ \u2028{}'
    say(desk, shop.id, odd, odd, 1)
    assert feedback_of(desk, shop.id) == (Thumb(odd, odd, 1),)


def test_a_line_that_a_crash_tore_off_harms_no_other(desk: Desk, shop: Dataset) -> None:
    say(desk, shop.id, "ann", "tea", 1)
    whole = lines(desk, shop).read_bytes()
    lines(desk, shop).write_bytes(whole + whole[: len(whole) // 2])
    assert feedback_of(desk, shop.id) == (Thumb("ann", "tea", 1),)
    say(desk, shop.id, "bob", "hat", -1)
    assert feedback_of(desk, shop.id) == (Thumb("ann", "tea", 1), Thumb("bob", "hat", -1))


def test_a_new_version_carries_on_what_was_said_before(desk: Desk, shop: Dataset) -> None:
    say(desk, shop.id, "ann", "tea", 1)
    say(desk, shop.id, "bob", "hat", 1)
    newer = _version_of(desk, shop)
    say(desk, newer.id, "ann", "tea", 0)
    assert feedback_of(desk, newer.id) == (Thumb("bob", "hat", 1),)
    assert feedback_of(desk, shop.id) == (Thumb("ann", "tea", 1), Thumb("bob", "hat", 1))


def test_it_goes_with_its_dataset(desk: Desk, shop: Dataset) -> None:
    say(desk, shop.id, "ann", "tea", 1)
    assert feedback.possible(desk, shop.id)
    desk.workspace.purge(shop.id)
    assert not lines(desk, shop).exists()
    assert not feedback.possible(desk, shop.id)
    with pytest.raises(AppError, match="dataset_unknown"):
        say(desk, shop.id, "ann", "tea", 1)
    assert feedback_of(desk, shop.id) == ()


@pytest.mark.parametrize("name", ["../registry", "d-1/../../x", "", "r-20261123-17e97k8l"])
def test_no_name_leads_out_of_its_folder(desk: Desk, name: str) -> None:
    with pytest.raises(AppError, match="dataset_unknown"):
        say(desk, name, "ann", "tea", 1)
    with pytest.raises(AppError, match="dataset_unknown"):
        feedback_of(desk, name)


def _version_of(desk: Desk, base: Dataset) -> Dataset:
    from core.store.draft import DatasetDraft
    from tests.pages.suggested import COLUMNS

    frame = bought().head(60)
    return desk.workspace.save_dataset(
        DatasetDraft(
            name="Shop",
            kind="order_lines",
            tables={"order_lines": frame},
            columns={"order_lines": COLUMNS},
            rows_read=len(frame),
            parent=base.id,
        )
    )
