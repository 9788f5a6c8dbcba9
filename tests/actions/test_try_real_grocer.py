"""The real grocer, where its package is installed: two of its weeks, against the package's own."""

from pathlib import Path

import pandas as pd
import pytest

from core.actions import try_real_grocer as grocer
from core.actions.desk import Desk, open_desk
from core.base.errors import AppError

WEEKS = 2


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def test_two_weeks_come_in_as_the_package_has_them(desk: Desk) -> None:
    package = pytest.importorskip(grocer.PACKAGE)
    told: list[float] = []
    dataset = grocer.try_real_grocer(desk, told.append, weeks=WEEKS)
    source = next(Path(package.__file__).parent.rglob("transactions.parquet"))
    lines = pd.read_parquet(source)
    lines = lines[lines["week"] <= WEEKS]
    sizes = {table.name: table.rows for table in dataset.tables}
    assert sizes["order_lines"] == len(lines)
    assert (sizes["products"], sizes["customers"], sizes["coupons"]) == (92_331, 801, 116_204)
    assert set(sizes) == {
        "order_lines", "products", "customers", "campaigns", "campaign_descriptions", "coupons",
        "coupon_redemptions", "promotions",
    }  # fmt: skip
    assert dataset.rows_set_aside == 0
    assert dataset.totals["order_lines.amount"] == round(float(lines["sales_value"].sum()), 2)
    assert dataset.totals["order_lines.quantity"] == lines["quantity"].sum()
    held = dataset.table("order_lines")
    assert held is not None
    assert {c.role: c.name for c in held.columns if c.role} == {
        "user_id": "household_id", "store_id": "store_id", "order_id": "basket_id",
        "item_id": "product_id", "quantity": "quantity", "amount": "sales_value",
        "timestamp": "transaction_timestamp",
    }  # fmt: skip
    assert told == sorted(told) and told[-1] == 1.0
    assert not list((desk.workspace.root / "drafts").iterdir())


def test_what_progress_raises_ends_it_and_leaves_nothing(desk: Desk) -> None:
    pytest.importorskip(grocer.PACKAGE)

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grocer.try_real_grocer(desk, stop, weeks=1)
    assert desk.workspace.datasets() == []


def test_without_the_package_it_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grocer, "PACKAGE", "no_such_package_here")
    assert not grocer.available()
    with pytest.raises(AppError, match="grocer_absent"):
        grocer.try_real_grocer(desk)
