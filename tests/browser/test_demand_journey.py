"""Forecasts in a real browser: from a real export to an order that is taken home."""

import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from core.base.runs import Run
from core.store.workspace import Workspace
from tests.browser.conftest import App, drawn
from tests.browser.test_import_journey import drop, option, saved
from tests.browser.test_journey import FIT, key, no_english_left, opened, settled
from tests.engine import wait_until

pytestmark = pytest.mark.browser

ITEMS = 9
AHEAD = 40
"""Days for which the calendar plans: more than the horizon."""
COST, ON_HAND = 1.5, 40


@dataclass(frozen=True)
class Said:
    """What the screens must say in one language."""

    known: str
    train: str
    name: str
    network: str
    epoch: str
    forecasts: str
    measure: str
    ordered: str
    more: str
    more_money: str
    cost: str
    cycle: str
    quantity: str


SAID: Mapping[str, Said] = {
    "en": Said(
        known="Recognised as Online Retail",
        train="Train on it",
        name="Online Retail · demand",
        network="Neural network (MLP)",
        epoch="Epoch",
        forecasts="See the forecasts",
        measure="Scaled pinball loss",
        ordered=r"Order ([\d,]+) units?",
        more="Difference in units",
        more_money="Difference in turnover",
        cost="Order money",
        cycle="Cycle service",
        quantity="Order",
    ),
    "zh": Said(
        known="识别结果：Online Retail",
        train="用它训练",
        name="Online Retail · 需求",
        network="神经网络（MLP）",
        epoch="轮次",
        forecasts="查看预测",
        measure="缩放分位损失",
        ordered=r"订 ([\d,]+) 件",
        more="件数之差",
        more_money="销售额之差",
        cost="订货金额",
        cycle="周期服务水平",
        quantity="订货量",
    ),
}


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the products that sold most often, as the shop's system wrote it."""
    folder = os.environ.get("MERCHLAB_DATA")
    if not folder:
        pytest.skip("set MERCHLAB_DATA to the folder of online_retail.csv.gz: a real export is cut")
    rows = pd.read_csv(Path(folder) / "online_retail.csv.gz", dtype=str, keep_default_na=False)
    goods = rows["StockCode"][rows["StockCode"].str.match(r"\d{5}")]
    path = tmp_path_factory.mktemp("export") / "Online Retail.csv"
    rows[rows["StockCode"].isin(goods.value_counts().index[:ITEMS])].to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def calendar(export: Path) -> Path:
    """List price and promotion of every product on every day, sold or not, as a shop plans them: a
    day on which most paid a tenth less than in the month was one of promotion. None is planned."""
    rows = pd.read_csv(export, dtype={"StockCode": str}, parse_dates=["InvoiceDate"])
    sales = rows[(rows["Quantity"] > 0) & (rows["UnitPrice"] > 0)]
    paid = sales.pivot_table(
        index=sales["InvoiceDate"].dt.normalize(),
        columns="StockCode", values="UnitPrice", aggfunc="median",
    )  # fmt: skip
    days = pd.date_range(paid.index.min(), paid.index.max() + pd.Timedelta(days=AHEAD))
    paid = paid.reindex(days)
    price = paid.rolling(28, min_periods=1).median().ffill().bfill()
    told = pd.DataFrame(
        {
            "list_price": price.stack(),
            "promotion": (paid < 0.9 * price).astype(int).stack(),
        }
    )
    path = export.parent / "calendar.csv"
    told.round(2).rename_axis(["date", "StockCode"]).to_csv(path)
    return path


@pytest.fixture(scope="session")
def items(export: Path) -> Path:
    """What the shop knows of its products beside the sales."""
    codes = sorted(pd.read_csv(export, dtype=str)["StockCode"].unique())
    assert len(codes) == ITEMS
    path = export.parent / "items.csv"
    lines = [f"{code},{ON_HAND},{COST}" for code in codes]
    path.write_text("\n".join(["StockCode,on_hand,unit_cost", *lines, ""]), "utf-8")
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_an_export_to_an_order(
    page: Page, app: App, export: Path, calendar: Path, items: Path, lang: str
) -> None:
    said, workspace = SAID[lang], Workspace(app.workspace)
    drop(page, app, lang, [export, calendar])
    drawn(page.get_by_text(said.known, exact=True))
    dataset = saved(page, workspace)
    drawn(page.get_by_role("button", name=said.train, exact=True)).click()
    trained(page, said)
    the_curve_moves(page, said)
    run = finished(page, workspace, said)
    files = [export, calendar, items]
    spoken(page, lang, files)
    a_series_is_opened(page, said, run)
    spoken(page, lang, files)
    a_promotion_is_tried(page, app, lang, run)
    spoken(page, lang, files)
    opened(page, f"{app.url}/orders?lang={lang}&run={run.id}")
    page.locator("input[type=file]").set_input_files(items)
    the_service_costs(page, said)
    spoken(page, lang, files)
    the_order_is_taken_home(page, said)
    workspace.trash(dataset.id)


def spoken(page: Page, lang: str, files: list[Path]) -> None:
    if lang == "zh":
        goods = pd.read_csv(files[0], usecols=["Description"], dtype=str)["Description"]
        no_english_left(page, *files, goods=goods.dropna().unique().tolist())


def tile(page: Page, label: str) -> Locator:
    """The value of the figure that is called so."""
    name = page.locator("dt", has_text=re.compile(f"^{re.escape(label)}$"))
    return drawn(page.locator("dl.ml-tile").filter(has=name)).locator("dd")


def number(one: Locator) -> float:
    """The figure that stands there."""
    return float(one.inner_text().replace(",", ""))


def trained(page: Page, said: Said) -> None:
    """Prices and promotions are known ahead, and a network learns."""
    for column in ("list_price", "promotion"):
        box = drawn(page.locator("[class*=question__future]").get_by_role("combobox"))
        settled(page)
        box.click()
        page.get_by_role("option", name=column).click()
        page.keyboard.press("Escape")
        settled(page)
    option(page, said.network).click()
    expect(drawn(option(page, said.network))).to_be_checked()
    settled(page)
    page.locator(f"{key('train_start')} button:enabled").click(timeout=FIT)
    page.wait_for_url(re.compile(r"run=r-"))


def the_curve_moves(page: Page, said: Said) -> None:
    """At some look the curve has more points than at the look before; the figures say so too."""
    looks: list[int] = []

    def grew() -> bool:
        looks.append(points(page))
        return any(0 < before < after for before, after in pairwise(looks))

    wait_until(grew, FIT / 1000)
    assert number(tile(page, said.epoch)) >= 1


def points(page: Page) -> int:
    """How many epochs the live curve shows now."""
    lines = page.locator(".curve svg path").evaluate_all("all => all.map(e => e.getAttribute('d'))")
    return len(re.findall("[ML]", lines[0])) if lines else 0


def finished(page: Page, workspace: Workspace, said: Said) -> Run:
    """The result stands on screen as it is kept: figures beside those of the naive forecast."""
    expect(page.locator("[class*=ml-verdict]").first).to_be_visible(timeout=2 * FIT)
    settled(page)
    drawn(page.get_by_role("heading", name=said.name))
    asked = re.search(r"run=([^&]+)", page.url)
    assert asked
    run = workspace.registry.run(asked.group(1))
    assert run.summary is not None
    assert run.summary.family == "mlp"
    measured = run.summary.metrics["test"]["spl"].value, run.summary.baseline["spl"].value
    name = page.get_by_role("rowheader").filter(has_text=said.measure)
    row = drawn(page.get_by_role("row").filter(has=name))
    for place, value in enumerate(measured):
        expect(row.get_by_role("cell").nth(place)).to_contain_text(f"{value:.3f}")
    return run


def a_series_is_opened(page: Page, said: Said, run: Run) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=said.forecasts).click()
    page.wait_for_url(re.compile("/forecasts"))
    box = drawn(page.locator(key("series_open")).get_by_role("combobox"))
    settled(page)
    first = page.get_by_role("option").first

    def offered() -> bool:
        """A drawing that comes late closes the list: it is opened again."""
        if not first.is_visible():
            box.click()
        return first.is_visible()

    wait_until(offered, FIT / 1000)
    series = first.inner_text()
    first.click()
    page.wait_for_url(re.compile(f"/series.*series={series}"))
    drawn(page.get_by_role("heading", name=series, exact=True, level=1))
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settled(page)
    assert run.id in page.url


def a_promotion_is_tried(page: Page, app: App, lang: str, run: Run) -> None:
    """Promoted on all days: other units and other money, and the address tells it."""
    said = SAID[lang]
    opened(page, f"{app.url}/what_if?lang={lang}&run={run.id}")
    for label in (said.more, said.more_money):
        expect(tile(page, label)).to_have_text("0")
    flags = page.locator("[class*='st-key-what_if_'][class*='_flags']")
    drawn(flags.get_by_text("promotion", exact=True)).click()
    page.wait_for_url(re.compile("what="))
    for label in (said.more, said.more_money):
        expect(tile(page, label)).to_have_text(re.compile(r"^[+−]\d"))
    settled(page)


def moved(page: Page, slider: Locator, way: str, steps: int) -> None:
    handle = drawn(slider).locator("input[type=range]")
    handle.focus()
    for _ in range(steps):
        handle.press(way)
    settled(page)


def the_service_costs(page: Page, said: Said) -> None:
    """98 of 100 cycles without a stock-out take no less than 95 do."""
    expect(tile(page, said.cost)).to_have_text(re.compile(r"\d"))
    expect(tile(page, said.cycle)).to_have_text(re.compile(r"^95"))
    before = [units(page, said), number(tile(page, said.cost))]
    moved(page, page.locator("[class*=st-key-orders_level_]"), "ArrowRight", 6)
    page.wait_for_url(re.compile("service_level"))
    expect(tile(page, said.cycle)).to_have_text(re.compile(r"^98"))
    after = [units(page, said), number(tile(page, said.cost))]
    assert all(much >= little > 0 for much, little in zip(after, before, strict=True))
    assert after[0] > before[0]


def units(page: Page, said: Said) -> float:
    """What the answer says is to be ordered in all."""
    answer = drawn(page.locator("[class*=ml-verdict]").filter(has_text=re.compile(said.ordered)))
    found = re.search(said.ordered, answer.first.inner_text())
    assert found
    return float(found[1].replace(",", ""))


def the_order_is_taken_home(page: Page, said: Said) -> None:
    """The workbook has the quantities of the screen, line by line and in all."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    with page.expect_download() as download:
        page.locator(key("orders_xlsx")).get_by_role("button").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    head, *rows = book.worksheets[1].iter_rows(values_only=True)
    place = head.index(said.quantity)
    ordered = {str(row[0]): row[place] for row in rows}
    assert len(ordered) == len(rows) == ITEMS
    assert ordered == on_screen(page)
    assert sum(ordered.values()) == units(page, said)


def on_screen(page: Page) -> dict[str, float]:
    """Product and quantity of the lines that are shown."""
    grid = page.locator("[class*=st-key-orders_lines_]")
    found = {}
    for row in range(ITEMS):
        cells = [drawn_cell(grid, column, row) for column in (0, 2)]
        found[cells[0]] = float(cells[1].replace(",", ""))
    return found


def drawn_cell(grid: Locator, column: int, row: int) -> str:
    return grid.get_by_test_id(f"glide-cell-{column}-{row}").inner_text()
