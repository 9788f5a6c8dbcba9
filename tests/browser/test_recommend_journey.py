"""A recommender in a real browser: from a real export to the customers a product is shown to."""

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
from core.base.values import Dataset
from core.store.workspace import Workspace
from tests.browser.conftest import App, drawn
from tests.browser.test_import_journey import drop, option, saved
from tests.browser.test_journey import FIT, key, no_english_left, opened, settled
from tests.engine import wait_until

pytestmark = pytest.mark.browser

ITEMS, CUSTOMERS, EPOCHS, LENGTH = 60, 300, 4, 10
ON_HAND, COST = 40, 1.5


@dataclass(frozen=True)
class Said:
    """What the screens must say in one language."""

    known: str
    train: str
    asked: str
    closed: tuple[str, str]
    network: str
    epochs: str
    epoch: str
    popular: str
    rules: str
    in_stock: str
    hide: str
    product: str
    found: str


SAID: Mapping[str, Said] = {
    "en": Said(
        known="Recognised as Online Retail",
        train="Train on it",
        asked="What to show to whom",
        closed=("EASE", "Item neighbours"),
        network="Neural network (GRU)",
        epochs="Epochs at most",
        epoch="Epoch",
        popular="popular lately",
        rules="Rules of the shop",
        in_stock="Only what is in stock",
        hide="Hide it from all lists, as if out of stock",
        product="One product",
        found=r"Of these ([\d,]+) customers, about ([\d,.]+) are expected to take (.+)",
    ),
    "zh": Said(
        known="识别结果：Online Retail",
        train="用它训练",
        asked="向谁推荐什么",
        closed=("EASE", "商品近邻"),
        network="神经网络（GRU）",
        epochs="最多轮数",
        epoch="轮次",
        popular="近期热门",
        rules="店铺规则",
        in_stock="仅限有库存",
        hide="从所有清单中隐藏（等同缺货）",
        product="一件商品",
        found=r"在这 ([\d,]+) 位顾客中，预计约 ([\d,.]+) 位会购买 (.+)",
    ),
}


@pytest.fixture(scope="session")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the products most often bought, by regular customers who left something to show
    them: as the shop's system wrote it."""
    folder = os.environ.get("MERCHLAB_DATA")
    if not folder:
        pytest.skip("set MERCHLAB_DATA to the folder of online_retail.csv.gz: a real export is cut")
    rows = pd.read_csv(Path(folder) / "online_retail.csv.gz", dtype=str, keep_default_na=False)
    goods = rows[rows["StockCode"].str.match(r"\d{5}") & (rows["CustomerID"] != "")]
    goods = goods[goods["StockCode"].isin(goods["StockCode"].value_counts().index[:ITEMS])]
    regular = goods["CustomerID"].value_counts().index[CUSTOMERS : 2 * CUSTOMERS]
    path = tmp_path_factory.mktemp("sales") / "Online Retail.csv"
    goods[goods["CustomerID"].isin(regular)].to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def stock(sales: Path) -> Path:
    """What lies on the shelf: every other product is sold out."""
    codes = sorted(pd.read_csv(sales, dtype=str)["StockCode"].unique())
    assert len(codes) == ITEMS
    lines = [f"{code},{ON_HAND * (place % 2)},{COST}" for place, code in enumerate(codes)]
    path = sales.parent / "stock.csv"
    path.write_text("\n".join(["StockCode,on_hand,unit_cost", *lines, ""]), "utf-8")
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_an_export_to_whom_to_show_it(
    page: Page, app: App, sales: Path, stock: Path, lang: str
) -> None:
    said, workspace, files = SAID[lang], Workspace(app.workspace), [sales, stock]
    drop(page, app, lang, files)
    drawn(page.get_by_text(said.known, exact=True))
    dataset = saved(page, workspace)
    drawn(page.get_by_role("button", name=said.train, exact=True)).click()
    settled(page)
    drawn(option(page, said.asked)).click()
    for family in said.closed:
        trained(page, family)
        judged(page, workspace, said)
        opened(page, f"{app.url}/train?lang={lang}&dataset={dataset.id}&task=recommend")
    spoken(page, lang, files)
    trained(page, said.network, said.epochs)
    the_curve_moves(page, said)
    run = judged(page, workspace, said)
    assert (run.spec.family, run.spec.settings["epochs"]) == ("gru", EPOCHS)
    spoken(page, lang, files)
    a_customer_is_shown(page, sales)
    spoken(page, lang, files)
    the_rules_are_followed(page, said, stock)
    spoken(page, lang, files)
    item = a_product_is_opened(page, said, sales)
    the_customers_are_taken_home(page, said, sales, item)
    spoken(page, lang, files)
    the_families_are_kept(workspace, dataset)
    workspace.trash(dataset.id)


def spoken(page: Page, lang: str, files: list[Path]) -> None:
    if lang == "zh":
        told = pd.read_csv(files[0], usecols=["Description", "Country"], dtype=str)
        no_english_left(page, *files, goods=[*told.stack().unique()])


def trained(page: Page, family: str, epochs: str | None = None) -> None:
    """A family is chosen, with few epochs where it learns in steps, and starts."""
    settled(page)
    drawn(option(page, family)).click()
    expect(drawn(option(page, family))).to_be_checked()
    settled(page)
    if epochs is not None:
        field = drawn(
            page.get_by_role("spinbutton", name=epochs).or_(
                page.get_by_role("textbox", name=epochs)
            )
        )
        field.fill(str(EPOCHS))
        field.press("Enter")
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
    name = page.locator("dt", has_text=re.compile(f"^{said.epoch}$"))
    tile = page.locator("dl.ml-tile").filter(has=name).locator("dd").first
    expect(tile).to_have_text(re.compile(r"[1-9]"))


def points(page: Page) -> int:
    """How many epochs the live curve shows now."""
    lines = page.locator(".curve svg path").evaluate_all("all => all.map(e => e.getAttribute('d'))")
    return len(re.findall("[ML]", lines[0])) if lines else 0


def judged(page: Page, workspace: Workspace, said: Said) -> Run:
    """The verdict stands on screen as it is kept, beside what is popular lately."""
    told = page.locator("[class*=ml-verdict]").first
    expect(told).to_be_visible(timeout=3 * FIT)
    settled(page)
    asked = re.search(r"run=([^&]+)", page.url)
    assert asked
    run = workspace.registry.run(asked.group(1))
    assert run.summary is not None
    mine, naive = run.summary.metrics["test"]["ndcg"].value, run.summary.baseline["ndcg"].value
    for word in (said.popular, f"NDCG@{LENGTH}", f"{mine:.3f}", f"{naive:.3f}"):
        expect(told).to_contain_text(word)
    return run


def the_families_are_kept(workspace: Workspace, dataset: Dataset) -> None:
    """Three runs of the dataset have finished, one of each family."""
    runs = [run for run in workspace.registry.runs() if run.spec.dataset == dataset.id]
    assert sorted(run.spec.family for run in runs) == ["ease", "gru", "item_knn"]
    assert {run.state for run in runs} == {"finished"}


def a_customer_is_shown(page: Page, sales: Path) -> None:
    """A list of what the customer never had, each with its reason."""
    page.locator(f"{key('run_recommend')} button").click()
    page.wait_for_url(re.compile(r"/recommend\?.*run=r-"))
    expect(picks(page)).to_have_count(LENGTH)
    settled(page)
    rows = read(sales)
    bought = rows[~rows["Quantity"].str.startswith("-")].groupby("CustomerID")["StockCode"]
    had = bought.agg(set)
    user = str(had.map(len).idxmin())
    box = drawn(page.locator("[class*=st-key-lists_customer_]").get_by_role("combobox"))
    box.fill(user)
    page.get_by_role("option", name=user, exact=True).first.click()
    page.wait_for_url(re.compile(f"customer={user}"))
    settled(page)
    expect(page.locator(key("mlcard-had"))).to_contain_text(sorted(had[user])[0])
    shown = listed(page)
    assert len(set(shown)) == LENGTH
    assert not set(shown) & had[user]
    assert set(shown) <= set(rows["StockCode"])
    reasons = picks(page).locator("p").all_inner_texts()
    assert len(reasons) == LENGTH
    assert all(reason.strip() for reason in reasons)


def read(sales: Path) -> pd.DataFrame:
    """The export, its customers without the decimals that a spreadsheet gave them."""
    rows = pd.read_csv(sales, dtype=str)
    return rows.assign(CustomerID=rows["CustomerID"].str.removesuffix(".0"))


def picks(page: Page) -> Locator:
    """The items of the list on screen."""
    return page.locator(f"{key('mlpicks')} .ml-pick").filter(visible=True)


def listed(page: Page) -> list[str]:
    """The ids of the items of the list, the best first."""
    found: list[str] = picks(page).locator(".ml-meta > :first-child").all_inner_texts()
    return found


def the_rules_are_followed(page: Page, said: Said, stock: Path) -> None:
    """What is sold out is taken off the list, then one item more; both are told with their
    effect."""
    table = pd.read_csv(stock, dtype={"StockCode": str}).set_index("StockCode")["on_hand"]
    before = listed(page)
    sold_out = [item for item in before if table[item] == 0]
    assert sold_out
    drawn(page.get_by_text(said.rules, exact=True)).click()
    drawn(page.get_by_test_id("stCheckbox").filter(has_text=said.in_stock)).locator(
        "label"
    ).first.click()
    page.wait_for_url(re.compile("in_stock_only"))
    wait_until(lambda: not set(sold_out) & set(listed(page)), FIT / 1000)
    settled(page)
    there = listed(page)
    assert all(table[item] > 0 for item in there)
    assert [item for item in there if item in before] == [i for i in before if table[i] > 0]
    effect = page.locator("[class*=st-key-lists_rules_] dl.ml-tile").filter(visible=True)
    expect(effect.filter(has_text=f"NDCG@{LENGTH}").first).to_contain_text("→")
    told = effect.all_inner_texts()
    page.locator(key("lists_do_1")).get_by_role("button").click()
    page.get_by_text(said.hide, exact=True).filter(visible=True).click()
    page.wait_for_url(re.compile("excluded"))
    wait_until(lambda: listed(page)[:1] == there[1:2], FIT / 1000)
    settled(page)
    assert there[0] not in listed(page)
    wait_until(lambda: effect.all_inner_texts() != told, FIT / 1000)


def a_product_is_opened(page: Page, said: Said, sales: Path) -> str:
    """The product that most customers chose stands first, with what goes with it."""
    drawn(option(page, said.product)).click()
    page.wait_for_url(re.compile("item="))
    settled(page)
    found = re.search(r"item=([^&]+)", page.url)
    assert found
    rows = read(sales)
    assert found.group(1) in set(rows["StockCode"])
    expect(page.locator(key("mlcard-product"))).to_contain_text(found.group(1))
    expect(page.locator(f"{key('mlcard-similar')} li").first).to_be_visible()
    return found.group(1)


def the_customers_are_taken_home(page: Page, said: Said, sales: Path, item: str) -> None:
    """The workbook has every customer of the sentence once, the likeliest first; of lists of what
    is new, nobody who had it before."""
    page.locator("[class*=st-key-lists_find_]").get_by_role("button").click()
    answer = drawn(page.locator(".ml-verdict").filter(has_text=re.compile(said.found)))
    settled(page)
    told = re.search(said.found, answer.inner_text())
    assert told
    with page.expect_download() as download:
        page.locator(key("lists_audience_xlsx")).get_by_role("button").click()
    assert item.casefold() in download.value.suggested_filename
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    frame = pd.DataFrame(rows, columns=[str(name) for name in head])
    exported = read(sales)
    sold = exported[~exported["Quantity"].str.startswith("-")]
    had = set(sold.loc[sold["StockCode"] == item, "CustomerID"])
    assert 0 < len(had) < CUSTOMERS
    assert len(frame) == int(told[1].replace(",", ""))
    assert set(frame["customer"].astype(str)) == set(exported["CustomerID"]) - had
    assert frame["probability"].between(0, 1).all()
    assert frame["probability"].is_monotonic_decreasing
    assert frame["rank"].between(1, ITEMS).all()
    assert frame["probability"].sum() == pytest.approx(float(told[2].replace(",", "")), rel=0.05)
