"""The sample shop as a dataset: whole, the same each time, nothing left behind by a failure."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import psutil
import pytest

from core.actions.desk import Desk
from core.actions.make_sample_shop import TRUTHS, about, make_sample_shop
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.data.sample import __main__ as child
from core.data.sample import making
from core.data.sample.columns import TABLES
from core.data.sample.shop import generate
from core.data.sample.size import TINY
from core.store.workspace import Workspace


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return cast(Desk, SimpleNamespace(workspace=Workspace(tmp_path / "workspace")))


def left_behind(desk: Desk) -> list[str]:
    root = desk.workspace.root
    return [path.name for path in [*root.glob(".tmp-*"), *root.glob("datasets/*")]]


def test_the_saved_shop_is_the_generated_one(desk: Desk) -> None:
    shares: list[float] = []
    dataset = make_sample_shop(desk, 7, shares.append, size=TINY)
    shop = generate(7, TINY)
    assert dataset.name == "Sample shop (seed 7)"
    assert dataset.kind == "shop"
    assert tuple(table.name for table in dataset.tables) == TABLES
    for table in dataset.tables:
        assert table.columns == shop.columns[table.name]
        saved = desk.workspace.table(dataset.id, table.name)
        pd.testing.assert_frame_equal(saved, shop.tables[table.name], check_dtype=False)
    assert set(shop.truth) == set(TRUTHS)
    for name, frame in shop.truth.items():
        path = desk.workspace.frame_path(dataset.id, f"truth/{name}.parquet")
        pd.testing.assert_frame_equal(pd.read_parquet(path), frame, check_dtype=False)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert left_behind(desk) == [dataset.id]


def test_what_is_odd_in_its_tables_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = make_sample_shop(desk, size=TINY)
    gaps = {(f.table, f.column): f.count for f in dataset.findings if f.code == "missing"}
    counted = {
        (table.name, c.name): c.missing
        for table in dataset.tables
        for c in table.columns
        if 0 < c.missing < table.rows
    }
    assert gaps == counted
    assert {"member_tier", "age"} <= {column for table, column in gaps if table == "customers"}
    assert ("constant", "as_of") in {(f.code, f.column) for f in dataset.findings}
    assert "rows_not_checked" not in {f.code for f in dataset.findings}
    monkeypatch.setattr("core.actions.make_sample_shop.CHECKED_ROWS", 0)
    large = make_sample_shop(desk, size=TINY)
    unseen = {f.table for f in large.findings if f.code == "rows_not_checked"}
    assert unseen == set(TABLES)
    assert {(f.table, f.column): f.count for f in large.findings if f.code == "missing"} == counted


def test_the_same_seed_gives_the_same_hash(desk: Desk) -> None:
    first = make_sample_shop(desk, 1, size=TINY, name="示例商店")
    second = make_sample_shop(desk, 1, size=TINY)
    other = make_sample_shop(desk, 2, size=TINY)
    assert first.name == "示例商店"
    assert first.data_hash == second.data_hash != other.data_hash
    assert first.totals == second.totals


def test_totals_are_those_of_the_order_lines(desk: Desk) -> None:
    dataset = make_sample_shop(desk, 0, size=TINY)
    lines = desk.workspace.table(dataset.id, "order_lines")
    assert dataset.totals["amount"] == pytest.approx((lines.price * lines.quantity).sum(), abs=5)
    assert dataset.rows_read == dataset.rows_kept == sum(table.rows for table in dataset.tables)


def test_a_negative_seed_is_refused(desk: Desk) -> None:
    with pytest.raises(AppError, match="sample_seed"):
        make_sample_shop(desk, -1)
    assert not left_behind(desk)


def test_a_killed_child_is_told_and_leaves_nothing(desk: Desk) -> None:
    def kill(_share: float) -> None:
        for process in psutil.Process().children():
            if "core.data.sample" in process.cmdline():
                process.kill()

    with pytest.raises(AppError) as caught:
        make_sample_shop(desk, 0, kill)
    assert caught.value.code == "sample_ended"
    assert "9" in Texts("zh").of(caught.value)
    assert not left_behind(desk)


def test_giving_up_ends_the_child(desk: Desk) -> None:
    seen: list[psutil.Process] = []

    def give_up(_share: float) -> None:
        seen.extend(psutil.Process().children())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_sample_shop(desk, 0, give_up)
    assert seen
    assert not [p for p in seen if p.is_running() and "core.data.sample" in p.cmdline()]
    assert not left_behind(desk)


def test_a_full_disk_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: Any, **_rest: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    size = '{"days": 160, "products": 16, "customers": 100, "lines_per_day": 30}'
    folder = str(desk.workspace.root)
    assert child.main(["--into", folder, "--size", size]) == 3
    assert '{"errno": 28}' in capfd.readouterr().out

    def judged(_seed: int, into: Path, *_rest: Any) -> None:
        making._judge(3, errno.ENOSPC, into)

    (desk.workspace.root / "columns.json").unlink(missing_ok=True)
    monkeypatch.setattr("core.actions.make_sample_shop.make", judged)
    with pytest.raises(AppError, match="disk_full"):
        make_sample_shop(desk, 0)


def test_a_defect_of_the_child_is_no_mistake_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("Traceback: boom", "utf-8")
    with pytest.raises(RuntimeError, match="boom"):
        making._judge(1, None, tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shop_is_explained(lang: str) -> None:
    texts = Texts(lang)
    told = about(texts)
    assert tuple(name for name, _ in told.tables) == TABLES
    assert tuple(name for name, _ in told.truths) == TRUTHS
    shop = generate(0, TINY)
    for columns in shop.columns.values():
        assert all(texts.has(column.reason) for column in columns)
