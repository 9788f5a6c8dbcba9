"""The mark of decimals: asked where nothing tells, said as a step, replayed, undone."""

from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.import_again import lost, read_again
from core.actions.import_decimals import asked_decimals, decimals_of, open_decimals
from core.actions.import_draft import ImportDraft, chosen_export, switched, with_mark
from core.actions.import_files import (
    ImportOptions,
    ReadOptions,
    import_files,
    open_draft,
    read_files,
    save_draft,
)
from core.actions.import_look import stepped, typed
from core.base.values import Column

HEAD = "order_id;amount;cost;pieces"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def orders(folder: Path, name: str = "orders.csv", first: int = 0, cost: str = "{n},{m}") -> Path:
    rows = [
        f"A{first + n:03d};{n}.{n + 200};{cost.format(n=n, m=n + 300)};{n % 4}"
        for n in range(1, 25)
    ]
    (folder / name).write_text("\n".join([HEAD, *rows]) + "\n")
    return folder / name


def column(draft: ImportDraft, name: str) -> Column:
    return next(c for c in draft.tables[0].mapping.columns if c.name == name)


def values(draft: ImportDraft, name: str = "amount") -> list[float]:
    return [float(value) for value in typed(draft.tables[0]).head(2)[name]]


def test_what_nothing_settles_is_open_with_both_readings(desk: Desk, tmp_path: Path) -> None:
    (table,) = read_files(desk, [orders(tmp_path)]).tables
    assert open_decimals(table) == decimals_of(table) == ("amount", "cost")
    asked = asked_decimals(table, "amount")
    assert asked is not None
    assert (asked.cell, asked.values) == ("1.201", {"point": 1.201, "comma": 1201})
    assert (asked.read, asked.chosen) == ("point", None)


@pytest.mark.parametrize(
    ("mark", "amount", "cost", "types"),
    [("comma", 1201, 1.301, ("integer", "number")), ("point", 1.201, 1301, ("number", "integer"))],
)
def test_one_answer_is_read_at_once_and_settles_the_others(
    desk: Desk, tmp_path: Path, mark: str, amount: float, cost: float, types: tuple[str, str]
) -> None:
    draft = with_mark(read_files(desk, [orders(tmp_path)]), "plain", ["amount"], mark)
    assert (values(draft)[0], values(draft, "cost")[0]) == (amount, cost)
    assert (column(draft, "amount").type, column(draft, "cost").type) == types
    assert column(draft, "amount").reason == f"data.reason.decimal_{mark}"
    (table,) = draft.tables
    assert open_decimals(table) == ()
    assert decimals_of(table) == ("amount", "cost")
    assert [(s.code, s.columns) for s in table.recipe.steps] == [(f"decimal_{mark}", ("amount",))]
    assert stepped(table).counts == (24,)
    assert open_draft(desk, draft.id) == draft


def test_the_step_can_be_undone_and_the_answer_taken_back(desk: Desk, tmp_path: Path) -> None:
    first = read_files(desk, [orders(tmp_path)])
    said = with_mark(first, "plain", ["amount"], "comma")
    undone = switched(said, "plain", 0, False)
    assert open_decimals(undone.tables[0]) == ("amount", "cost")
    assert values(undone)[0] == 1.201
    again = switched(undone, "plain", 0, True)
    assert values(again)[0] == 1201
    other = with_mark(again, "plain", ["amount"], "point")
    assert [step.code for step in other.tables[0].recipe.steps] == ["decimal_point"]
    asked = asked_decimals(other.tables[0], "amount")
    assert asked is not None and asked.chosen == "point"
    assert with_mark(other, "plain", ["amount"], None).tables == first.tables


def test_a_sister_column_settles_it_and_the_user_may_still_say_otherwise(
    desk: Desk, tmp_path: Path
) -> None:
    draft = read_files(desk, [orders(tmp_path, cost="{n},5")])
    assert values(draft)[0] == 1201
    (table,) = draft.tables
    assert (open_decimals(table), decimals_of(table)) == ((), ("amount",))
    said = with_mark(draft, table.name, ["amount"], "point")
    assert (values(said)[0], values(said, "cost")[0]) == (1.201, 1.5)


def test_the_next_file_of_the_shape_is_read_alike(desk: Desk, tmp_path: Path) -> None:
    draft = with_mark(read_files(desk, [orders(tmp_path)]), "plain", ["amount"], "comma")
    base = save_draft(desk, draft)
    (step,) = base.recipes["plain"].steps
    assert (step.code, step.count) == ("decimal_comma", 24)
    alone = read_files(desk, [orders(tmp_path, "next.csv", 100)])
    assert open_decimals(alone.tables[0]) == ()
    assert values(alone)[0] == 1201
    into = ImportOptions(into=base.id, append=True)
    later = import_files(desk, [orders(tmp_path, "more.csv", 200)], into)
    frame = desk.workspace.table(later.dataset)
    assert frame["amount"].iloc[24] == frame["amount"].iloc[0] == 1201


def test_what_is_said_of_the_new_file_comes_before_the_version_before(
    desk: Desk, tmp_path: Path
) -> None:
    draft = with_mark(read_files(desk, [orders(tmp_path)]), "plain", ["amount"], "comma")
    base = save_draft(desk, draft)
    draft = read_files(desk, [orders(tmp_path, "next.csv", 100)])
    draft = with_mark(draft, "plain", ["amount"], "point")
    later = save_draft(desk, draft, ImportOptions(into=base.id))
    assert desk.workspace.table(later.id)["amount"].iloc[0] == 1.201


def test_the_answer_outlives_another_reading_and_another_export(desk: Desk, tmp_path: Path) -> None:
    draft = with_mark(read_files(desk, [orders(tmp_path)]), "plain", ["amount"], "comma")
    again = read_again(
        desk, draft, draft.tables[0].raws[0], ReadOptions(totals="keep"), lambda _now: None
    )
    assert lost(draft, again) == []
    assert values(again)[0] == 1201
    assert values(chosen_export(again, "plain", None))[0] == 1201
