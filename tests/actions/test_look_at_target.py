"""A two-valued column comes with a proposal, one of more values without; a constant is refused."""

from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.look_at_target import look_at_target
from core.base.errors import AppError
from tests.lab import shops


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_two_values_get_a_proposal(desk: Desk) -> None:
    dataset = shops.save(desk.workspace, shops.visits())
    found = look_at_target(desk, dataset.id, "plain", "bought")
    assert found is not None
    assert (found.positive, found.rule) == ("yes", "yes_like")
    assert found.positives == int((shops.visits()["bought"] == "yes").sum())


def test_more_values_are_left_to_the_user(desk: Desk) -> None:
    dataset = shops.save(desk.workspace, shops.visits())
    assert look_at_target(desk, dataset.id, "plain", "channel") is None


def test_a_constant_is_refused(desk: Desk) -> None:
    constant = shops.visits()
    constant["bought"] = constant["bought"].where(constant["bought"] == "yes", "yes")
    dataset = shops.save(desk.workspace, constant)
    with pytest.raises(AppError, match="target_constant"):
        look_at_target(desk, dataset.id, "plain", "bought")
