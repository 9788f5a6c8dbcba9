"""The main journey in a real browser: from a file to a verdict, in both languages."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, drawn
from tests.engine import wait_until

pytestmark = pytest.mark.browser

FIT = 120_000
"""Milliseconds that a fit may take on a busy machine."""


def key(name: str) -> str:
    """The element that carries a widget's key."""
    return f".st-key-{name}"


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1").first).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Waits until the script has finished."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()


def import_file(page: Page, app: App, file: Path) -> None:
    opened(page, f"{app.url}/import_data?lang=en")
    page.locator("input[type=file]").set_input_files(file)
    page.locator(f"{key('save')} button").click(timeout=FIT)
    drawn(page.get_by_role("button", name="Train on it")).click()


def epochs_seen(page: Page) -> int:
    """The epoch that the live card tells."""
    tile = page.locator("[class*=ml-tile]").filter(has_text="Epoch").first
    found = re.search(r"Epoch\s*(\d+)", tile.inner_text()) if tile.count() else None
    return int(found.group(1)) if found else 0


def test_from_a_file_to_a_verdict(page: Page, app: App, shop_file: tuple[Path, str]) -> None:
    file, target = shop_file
    import_file(page, app, file)
    start_network(page)
    seen = {0}

    def watch(enough: int) -> bool:
        seen.add(epochs_seen(page))
        return len(seen - {0}) >= enough

    wait_until(lambda: watch(3), FIT / 1000)
    before = max(seen)
    page.reload()
    wait_until(lambda: epochs_seen(page) >= before, FIT / 1000)
    verdict = page.locator("[class*=ml-verdict]").first
    expect(verdict).to_be_visible(timeout=FIT)
    assert target in page.locator("body").inner_text()
    the_slider_moves_the_matrix(page)
    in_chinese(page)
    no_english_left(page, file)


def start_network(page: Page) -> None:
    """Chooses the network and trains it."""
    settled(page)
    drawn(page.get_by_text("Neural network", exact=True)).click()
    drawn(page.get_by_role("textbox", name="Hidden layers"))
    expect(page.get_by_text("Time to spend")).to_have_count(0)
    settled(page)
    page.locator(f"{key('train_start')} button:enabled").click(timeout=FIT)
    page.wait_for_url(re.compile(r"run=r-"))


def the_slider_moves_the_matrix(page: Page) -> None:
    matrix = page.locator(key("mlchart-threshold_matrix"))
    before = matrix.inner_text()
    handle = page.locator("[class*='st-key-threshold_r-'] input[type=range]")
    handle.focus()
    for _ in range(20):
        handle.press("ArrowRight")
    wait_until(lambda: matrix.inner_text() != before, 30)


def in_chinese(page: Page) -> None:
    drawn(page.get_by_text("中文", exact=True)).click()
    page.wait_for_url(re.compile(r"lang=zh"))
    settled(page)
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text(re.compile("[一-鿿]"))


OURS = """() => {
    const app = document.querySelector('[data-testid=stApp]').cloneNode(true);
    const icons = '[translate=no], [data-testid=stIconMaterial]';
    const covered = '[data-testid=stFileUploaderDropzone]';
    app.querySelectorAll(`${icons}, ${covered}, script, style`).forEach(e => e.remove());
    document.body.append(app);
    const text = app.innerText;
    app.remove();
    return text;
}"""
"""What the page says, without the names of icons and Streamlit's words that ours are drawn over."""


def no_english_left(page: Page, *files: Path, goods: Sequence[str] = ()) -> None:
    """No key and no English of ours: what remains are names of columns, files, goods and
    abbreviations."""
    headers = [file.read_text("utf-8").splitlines()[0] for file in files]
    names = re.findall(r"[A-Za-z]+", " ".join([*headers, *(file.stem for file in files), *goods]))
    allowed = {word.casefold() for word in [*names, *ALLOWED]}

    def strangers() -> list[str]:
        text = page.evaluate(OURS).replace(STREAMLITS, "")
        words = set(re.findall(r"[A-Za-z]{3,}", text))
        keys = re.findall(r"\b[a-z]+\.[a-z_]+\.[a-z_.]+\b", text)
        return sorted(word for word in words if word.casefold() not in allowed) + keys

    try:
        wait_until(lambda: not strangers(), 60)
    except AssertionError:
        pytest.fail(f"English or keys on the Chinese page: {strangers()}")


STREAMLITS = "Skip to main content"
ALLOWED = {
    "Merchlab", "AUC", "ROC", "CSV", "XLSX", "HTML", "PNG", "ECE", "Brier", "Keras", "LightGBM",
    "HistGradientBoosting", "Adam", "AdamW", "RMSprop", "SGD", "ReLU", "TRUE", "FALSE", "true",
    "false", "yes", "Yes", "UTF", "URL", "Platt", "Wilson", "Excel", "MASE", "MLP", "RMSSE", "WAPE",
    "SKU", "NDCG", "MRR", "MAP", "EASE", "GRU", "kNN", "ALS", "BPR", "JSON",
}  # fmt: skip
