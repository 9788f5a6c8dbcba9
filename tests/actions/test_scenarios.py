"""Scenarios: kept under free names, renamed, removed and brought back; and written for a link."""

from datetime import date

import pytest

from core.actions import scenarios
from core.actions.desk import Desk
from core.actions.scenarios import Change
from core.base.errors import AppError
from core.base.specs import RunSpec
from core.store import beside
from core.store.workspace import Workspace

CHEAP = Change(kind="price", column="price", amount=0.9, first=date(2026, 1, 2))
STORM = Change(kind="demand", amount=0.5, values={"store": ("a", "b")})


@pytest.fixture
def desk(tmp_path) -> Desk:  # type: ignore[no-untyped-def]
    from core.actions.desk import open_desk

    opened = open_desk(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def run(desk: Desk) -> str:
    assert isinstance(desk.workspace, Workspace)
    return desk.workspace.registry.create_run(RunSpec(dataset="d", task="demand", question={})).id


def names(desk: Desk, run: str) -> list[str]:
    return [one.name for one in scenarios.scenarios_of(desk, run)]


def test_a_taken_name_is_numbered(desk: Desk, run: str) -> None:
    scenarios.keep(desk, run, " Sale ", [CHEAP])
    assert scenarios.keep(desk, run, "Sale", [STORM]).name == "Sale (2)"
    assert names(desk, run) == ["Sale", "Sale (2)"]
    assert scenarios.scenarios_of(desk, run)[0].changes == (CHEAP,)


def test_it_is_renamed_removed_and_brought_back(desk: Desk, run: str) -> None:
    scenarios.keep(desk, run, "a", [CHEAP])
    kept = scenarios.keep(desk, run, "b", [STORM])
    assert scenarios.rename(desk, run, "b", "a") == "a (2)"
    assert scenarios.rename(desk, run, "a (2)", "b") == "b"
    scenarios.drop(desk, run, "b")
    scenarios.drop(desk, run, "b")
    assert names(desk, run) == ["a"]
    scenarios.put_back(desk, run, kept)
    assert names(desk, run) == ["a", "b"]


@pytest.mark.parametrize(("name", "code"), [("", "name_empty"), ("x" * 200, "name_too_long")])
def test_a_name_that_is_none_is_refused(desk: Desk, run: str, name: str, code: str) -> None:
    with pytest.raises(AppError, match=code):
        scenarios.keep(desk, run, name, [CHEAP])
    assert names(desk, run) == []


def test_an_unknown_one_cannot_be_renamed(desk: Desk, run: str) -> None:
    with pytest.raises(AppError, match="scenario_unknown"):
        scenarios.rename(desk, run, "gone", "here")


def test_damage_is_told(desk: Desk, run: str) -> None:
    beside.keep(desk.workspace.root, run, scenarios.FILE, '{"scenarios": [{"na')
    with pytest.raises(AppError, match="scenarios_damaged"):
        scenarios.scenarios_of(desk, run)


def test_changes_come_back_from_an_address() -> None:
    told = scenarios.written([CHEAP, STORM])
    assert scenarios.read(told) == (CHEAP, STORM)
    assert "closed" not in told
    assert scenarios.read(told[:-4]) is None
    assert scenarios.read('[{"kind":"price","amount":1e999}]') is None
    assert scenarios.read('[{"kind":"demand","amount":-3}]') is None
