"""The import in a real browser: three files at once, questions answered, next week's file after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from core.base.values import Dataset
from core.store.workspace import Workspace
from tests.browser.conftest import App, drawn
from tests.browser.test_journey import FIT, key, no_english_left, opened, settled

pytestmark = pytest.mark.browser

SALES = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
PRICE = 2.5


def sale(n: int) -> str:
    """The n-th order line: nine a day from the first of December, one to four pieces."""
    day, pieces = 1 + n // 9, 1 + n % 4
    when = f"2010-12-{day:02d} 08:{n % 60:02d}:00"
    return f"{536365 + n},{22100 + n % 9},Mug {n % 9},{pieces},{when},{PRICE},{17850 + n % 7},Malta"


def pieces(last: int) -> int:
    """Pieces sold in the order lines before the `last`."""
    return sum(1 + n % 4 for n in range(last))


FIRST, REPEATED, NEW = 63, 5, 45
PRODUCTS, CUSTOMERS = 30, 48
SIGNED_UP = [(1 + n % 11, 1 + n * 5 % 12) for n in range(CUSTOMERS)]
"""Day and month of each customer: no number above 12 says which is which."""


@dataclass(frozen=True)
class Said:
    """What the screens must say in one language."""

    known: str
    table: str
    question: str
    answer: str
    plain: str
    category: str
    chosen: str
    append: str
    evidence: str
    changes: str
    reach: str
    lines: str
    net: str


SAID: Mapping[str, Said] = {
    "en": Said(
        known="Recognised as Online Retail",
        table="customers",
        question="signup_date: does the day or the month come first?",
        answer="Jun 2, 2009 (day first)",
        plain="products",
        category="Category",
        chosen="Chosen by you",
        append="Append the new rows",
        evidence="45 new rows, 5 already there",
        changes="45 rows are new, 0 are gone; 141 are the same.",
        reach="Dec 12, 2010",
        lines="Order lines",
        net="Order lines: Net",
    ),
    "zh": Said(
        known="识别结果：Online Retail",
        table="customers",
        question="signup_date：日在前，还是月在前？",
        answer="2009年6月2日（日在前）",
        plain="products",
        category="类别",
        chosen="由您选择",
        append="追加新的行",
        evidence="45 行是新的，5 行已有",
        changes="新增 45 行，减少 0 行，141 行相同。",
        reach="2010年12月12日",
        lines="订单明细",
        net="订单明细：净额",
    ),
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Sales of a week in a known export, products and customers; last, the week after."""
    tables = {
        "Online Retail.csv": [SALES, *map(sale, range(FIRST))],
        "products.csv": [
            "sku,product_name,department_code,unit_cost",
            *(f"{22100 + n},White mug {n},{n % 4 + 1},1.{n:02d}" for n in range(PRODUCTS)),
        ],
        "customers.csv": [
            "customer_id,signup_date,city",
            *(
                f"{17850 + n},{day:02d}/{month:02d}/2009,Town {n % 5}"
                for n, (day, month) in enumerate(SIGNED_UP)
            ),
        ],
        "next.csv": [SALES, *map(sale, range(FIRST - REPEATED, FIRST + NEW))],
    }
    for name, lines in tables.items():
        (tmp_path / name).write_text("\n".join([*lines, ""]), "utf-8")
    return [tmp_path / name for name in tables]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_three_files_and_the_week_after(page: Page, app: App, files: list[Path], lang: str) -> None:
    said, workspace = SAID[lang], Workspace(app.workspace)
    drop(page, app, lang, files[:3])
    drawn(page.get_by_text(said.known, exact=True))
    checked(page, lang, files)
    the_date_is_asked_and_answered(page, said)
    checked(page, lang, files)
    a_column_is_mapped_otherwise(page, said)
    first = saved(page, workspace)
    as_it_was_said(workspace, first)
    drop(page, app, lang, files[3:])
    appended_to(page, first, said)
    checked(page, lang, files)
    second = saved(page, workspace)
    assert (second.parent, second.name) == (first.id, first.name)
    what_changed_is_told(page, app, lang, second)
    checked(page, lang, files)
    for dataset in (first, second):
        workspace.trash(dataset.id)


def drop(page: Page, app: App, lang: str, files: list[Path]) -> None:
    opened(page, f"{app.url}/import_data?lang={lang}")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(f"{key('save')} button")).to_be_visible(timeout=FIT)
    settled(page)


def checked(page: Page, lang: str, files: list[Path]) -> None:
    if lang == "zh":
        no_english_left(page, *files)


def option(page: Page, name: str) -> Locator:
    """One of several to choose from: a pill, a segment, a tab."""
    return page.get_by_test_id("stMain").get_by_role("radio", name=name)


def the_date_is_asked_and_answered(page: Page, said: Said) -> None:
    expect(page.locator(key("mlcard-save"))).to_contain_text(said.table)
    option(page, said.table).click()
    drawn(page.get_by_text(said.question, exact=True))
    option(page, said.answer).click()
    expect(page.get_by_text(said.question, exact=True)).to_have_count(0)
    expect(drawn(option(page, said.answer))).to_be_checked()
    settled(page)
    expect(page.locator(key("mlcard-save"))).not_to_contain_text(said.table)


def a_column_is_mapped_otherwise(page: Page, said: Said) -> None:
    """The department's code is no number: the type of the third column becomes a category."""
    option(page, said.plain).click()
    grid = page.locator(key("mlcolumns"))
    cell = grid.get_by_test_id("glide-cell-1-2")
    expect(grid.get_by_test_id("glide-cell-0-2")).to_have_text("department_code")
    settled(page)
    grid.locator(".dvn-scroller").click(position={"x": 30, "y": 52})
    for press in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(press)
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.locator("#portal input").fill(said.category)
    page.keyboard.press("Enter")
    expect(cell).to_have_text("category")
    expect(grid.get_by_test_id("glide-cell-6-2")).to_have_text(said.chosen)
    settled(page)


def saved(page: Page, workspace: Workspace) -> Dataset:
    page.locator(f"{key('save')} button").click()
    page.wait_for_url(re.compile("saved=d-"))
    settled(page)
    found = re.search(r"saved=([^&]+)", page.url)
    assert found
    return workspace.dataset(found.group(1))


def as_it_was_said(workspace: Workspace, dataset: Dataset) -> None:
    """What was answered and changed on screen is what is stored."""
    assert {table.name: table.rows for table in dataset.tables} == {
        "order_lines": FIRST,
        "plain": PRODUCTS,
        "customers": CUSTOMERS,
    }
    assert dataset.export == "online_retail_i"
    frame = pd.read_parquet(workspace.frame_path(dataset.id, "customers.parquet"))
    assert frame["signup_date"].tolist() == [datetime(2009, m, d) for d, m in SIGNED_UP]
    products = dataset.table("plain")
    assert products is not None
    code = products.column("department_code")
    assert code is not None
    assert code.type == "category"


def appended_to(page: Page, first: Dataset, said: Said) -> None:
    """The week after is to become a version of the first; to append it is proposed."""
    box = page.locator("[class*='st-key-into_']")
    box.get_by_role("combobox").click()
    page.get_by_role("option", name=first.name, exact=True).click()
    drawn(page.get_by_text(said.evidence))
    expect(drawn(option(page, said.append))).to_be_checked()
    settled(page)


def what_changed_is_told(page: Page, app: App, lang: str, second: Dataset) -> None:
    said = SAID[lang]
    assert second.totals["order_lines.net"] == PRICE * pieces(FIRST + NEW)
    opened(page, f"{app.url}/dataset?lang={lang}&dataset={second.id}&tab=versions")
    drawn(page.get_by_text(said.changes, exact=True))
    expect(page.get_by_test_id("stMain")).to_contain_text(said.reach)
    settled(page)
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=said.net, exact=True)
    )
    before, after = PRICE * pieces(FIRST), PRICE * pieces(FIRST + NEW)
    for figure in (before, after, after - before):
        drawn(row.get_by_role("cell", name=f"{figure:.2f}", exact=True))
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=said.lines, exact=True)
    )
    for count in (FIRST, FIRST + NEW, NEW):
        drawn(row.get_by_role("cell", name=str(count), exact=True))
