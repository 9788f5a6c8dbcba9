"""The plan of a run: what reading told is remembered, and never mixed up."""

from pathlib import Path
from typing import Any

import pytest

from core.base.specs import RunSpec
from core.lab.recommend import plan as module
from core.lab.recommend.mixing import MOST_CUSTOMERS, seconds_of
from core.lab.recommend.plan import Plan, plan
from core.lab.recommend.read import read
from core.recommend.family import Size
from core.store.workspace import Workspace
from tests.lab.recommend.shops import LINES, lines, save


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[RunSpec]:
    """The specs that rows were read for."""
    found: list[RunSpec] = []

    def noted(store: Any, spec: RunSpec) -> Any:
        found.append(spec)
        return read(store, spec)

    monkeypatch.setattr(module, "read", noted)
    return found


def planned(folder: Path, dataset: str, family: str = "best", **question: Any) -> Plan:
    spec = RunSpec(dataset=dataset, task="recommend", family=family, question=question)
    return plan(Workspace(folder).reader, spec)


def test_a_change_of_the_model_or_of_the_list_reads_nothing_anew(
    tmp_path: Path, reads: list[RunSpec]
) -> None:
    workspace = Workspace(tmp_path)
    shop = save(workspace, {"order_lines": (lines(items=10), LINES)}).id

    def asked(family: str = "best", **question: Any) -> Plan:
        spec = RunSpec(dataset=shop, task="recommend", family=family, question=question)
        return plan(workspace.reader, spec)

    first = asked()
    assert len(reads) == 1
    one, short, again = asked("ease"), asked(k=9), asked(lists="all")
    assert len(reads) == 1
    assert one.tried == ("ease",)
    assert "buy_again" in again.tried and "buy_again" not in first.tried
    codes = [{problem.code for problem in each.problems} for each in (first, short)]
    assert codes[0] - codes[1] == {"fewer_items_than_k"}
    for told, question in ((short, {"k": 9}), (again, {"lists": "all"})):
        assert told == planned(tmp_path, shop, **question), "as one that reads all anew"


def test_what_best_has_no_time_for_is_told_and_costs_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    shop = save(workspace, {"order_lines": (lines(items=10), LINES)}).id

    def within(budget: float) -> Plan:
        spec = RunSpec(dataset=shop, task="recommend", question={}, budget=budget)
        return plan(workspace.reader, spec)

    short, long = within(3.0), within(3600.0)
    assert {"gru", "two_tower"} <= set(short.no_time) and not long.no_time
    assert set(short.tried) | set(short.no_time) == set(long.tried)
    assert not set(short.tried) & set(short.no_time)
    for told in (short, long):
        assert told.estimate.at_most == pytest.approx(2 * told.estimate.seconds, abs=0.1)
    assert long.estimate.seconds > short.estimate.seconds


def test_a_mix_of_more_families_or_items_takes_longer_to_find() -> None:
    size = Size(users=500, items=100, rows=9000)
    base = seconds_of(5, size, 300)
    assert seconds_of(10, size, 300) > 1.5 * base
    wide = size.model_copy(update={"items": 200})
    assert seconds_of(5, wide, 300) == pytest.approx(2 * base)
    assert seconds_of(5, size, 10**6) == seconds_of(5, size, MOST_CUSTOMERS)


def test_whatever_changes_the_rows_or_who_is_asked_reads_them(
    tmp_path: Path, reads: list[RunSpec]
) -> None:
    workspace = Workspace(tmp_path)
    shops = [
        save(workspace, {"order_lines": (lines(rows=rows), LINES)}).id for rows in (3000, 3300)
    ]
    changes: list[dict[str, Any]] = [
        {}, {"test_share": 0.3}, {"target": "window"}, {"protocol": "leave_one_out"},
        {"fewest_of_user": 5}, {"fewest_of_item": 5}, {"half_life": 9}, {"purchase_weight": 0.4},
    ]  # fmt: skip
    for question in changes:
        spec = RunSpec(dataset=shops[0], task="recommend", question=question)
        plan(workspace.reader, spec)
    assert len(reads) == len(changes)
    other = plan(workspace.reader, RunSpec(dataset=shops[1], task="recommend", question={}))
    assert len(reads) == len(changes) + 1
    assert other.rows == 3300
