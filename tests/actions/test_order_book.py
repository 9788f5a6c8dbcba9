"""What is kept of an order plan: it survives, and a scenario never takes another's place."""

from pathlib import Path

import pytest

from core.actions import order_book
from core.actions.desk import Desk, open_desk
from core.base.errors import AppError
from core.base.events import Stopped
from core.base.specs import RunSpec
from core.inventory.terms import Terms


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


@pytest.fixture
def run(desk: Desk) -> str:
    spec = RunSpec(dataset="d-20260101-aaaaaaaa", task="demand", question={}, family="best")
    return desk.workspace.registry.create_run(spec).id


def test_what_is_kept_is_found_again_by_another_desk(desk: Desk, run: str, tmp_path: Path) -> None:
    order_book.keep_terms(desk, run, Terms(budget=500))
    order_book.keep_own(desk, run, {"a": 3.0, "b": -2.0})
    order_book.keep_own(desk, run, {"a": None, "c": 1.0})
    order_book.keep_scenario(desk, run, " tight ", Terms(service_level=None))
    found = order_book.book_of(open_desk(tmp_path), run)
    assert found.terms == Terms(budget=500)
    assert found.own == {"b": 0.0, "c": 1.0}
    assert [(one.name, one.terms.service_level) for one in found.scenarios] == [("tight", None)]


def test_a_name_that_is_taken_gets_a_number(desk: Desk, run: str) -> None:
    first = order_book.keep_scenario(desk, run, "safe", Terms())
    second = order_book.keep_scenario(desk, run, "safe", Terms(lead_time=3))
    assert (first.name, second.name) == ("safe", "safe (2)")
    order_book.drop_scenario(desk, run, "safe")
    order_book.drop_scenario(desk, run, "safe")
    assert order_book.put_back(desk, run, first).scenarios == (second, first)
    again = order_book.put_back(desk, run, first).scenarios[-1]
    assert (again.name, again.terms) == ("safe (3)", first.terms)
    with pytest.raises(AppError, match="name_empty"):
        order_book.keep_scenario(desk, run, "  ", Terms())


def test_what_cannot_be_read_is_told_and_left_as_it_is(
    desk: Desk, run: str, tmp_path: Path
) -> None:
    order_book.keep_terms(desk, run, Terms())
    file = tmp_path / "runs" / run / "kept" / order_book.FILE
    file.write_text("{", "utf-8")
    for act in (order_book.book_of, lambda *of: order_book.keep_terms(*of, Terms())):
        with pytest.raises(AppError, match="order_book_damaged"):
            act(desk, run)
    assert file.read_text("utf-8") == "{"


def test_it_goes_with_the_run(desk: Desk, run: str, tmp_path: Path) -> None:
    order_book.keep_terms(desk, run, Terms())
    desk.workspace.registry.record([Stopped(run=run, seq=1)])
    desk.workspace.purge_run(run)
    assert not (tmp_path / "runs" / run).exists()
    for unknown in (run, "r-../../x"):
        with pytest.raises(AppError, match="run_unknown"):
            order_book.keep_terms(desk, unknown, Terms())
