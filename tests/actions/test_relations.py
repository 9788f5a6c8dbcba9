"""Orphans on both sides of each key, with hand-counted values, and the finding at import."""

from pathlib import Path

import pytest

from core.actions.desk import Desk, open_desk
from core.actions.import_files import ImportOptions, import_files
from core.actions.relations import Orphans, relations
from core.base.texts import LANGUAGES, Texts
from core.base.values import Dataset

LINES = [
    f"O{n // 2},P{n % 10},C{n % 7},2026-03-{n % 28 + 1:02d},{n % 3 + 1},2.50" for n in range(80)
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path / "workspace")


def shop(desk: Desk, folder: Path, products: list[str], customers: list[str]) -> Dataset:
    files = {
        "order_lines.csv": ["order_id,product_id,customer_id,order_date,quantity,price", *LINES],
        "products.csv": ["product_id,product_name,brand", *(f"{p},name {p},b" for p in products)],
        "customers.csv": ["customer_id,city", *(f"{c},Oslo" for c in customers)],
    }
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    paths = [folder / name for name in files]
    return desk.workspace.dataset(import_files(desk, paths, ImportOptions(name="s")).dataset)


def test_orphans_are_counted_on_both_sides(desk: Desk, tmp_path: Path) -> None:
    products = [f"P{n}" for n in range(8)] + ["P77"]  # P8 and P9 are sold but not listed
    customers = [f"C{n}" for n in range(7)]
    dataset = shop(desk, tmp_path, products, customers)
    found = {r.key.one_column: r for r in relations(desk, dataset.id)}
    assert set(found) == {"product_id", "customer_id"}
    items = found["product_id"]
    assert items.without_one == Orphans(values=2, rows=16, examples=("P8", "P9"))
    assert items.without_many == Orphans(values=1, rows=1, examples=("P77",))
    assert found["customer_id"].without_one == Orphans(values=0, rows=0, examples=())
    (finding,) = [f for f in dataset.findings if f.code == "orphans"]
    assert (finding.severity, finding.count, finding.rows) == ("warning", 16, 80)
    assert (finding.table, finding.column) == ("order_lines", "product_id")
    assert finding.examples[0].endswith(".product_id: P8") and finding.examples[1] == "P9"
    for lang in LANGUAGES:
        assert "P9" in Texts(lang)(
            "data.finding.orphans", **{**finding.model_dump(), "examples": "P8, P9"}
        )


def test_tables_that_fit_have_no_finding(desk: Desk, tmp_path: Path) -> None:
    dataset = shop(desk, tmp_path, [f"P{n}" for n in range(10)], [f"C{n}" for n in range(7)])
    assert not [f for f in dataset.findings if f.code == "orphans"]


def test_a_later_version_that_replaces_a_table_is_checked_against_the_others(
    desk: Desk, tmp_path: Path
) -> None:
    first = shop(desk, tmp_path, [f"P{n}" for n in range(10)], [f"C{n}" for n in range(7)])
    (tmp_path / "products.csv").write_text(
        "product_id,product_name,brand\n" + "".join(f"P{n},n{n},b\n" for n in range(9))
    )
    made = import_files(desk, [tmp_path / "products.csv"], ImportOptions(into=first.id)).dataset
    (finding,) = [f for f in desk.workspace.dataset(made).findings if f.code == "orphans"]
    assert finding.count == 8
