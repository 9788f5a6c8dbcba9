"""What was chosen stays chosen: over a change of language, and nothing is shown that is old."""

import pytest
from playwright.sync_api import Page, expect

from core.store.workspace import Workspace
from tests.browser.conftest import App, drawn
from tests.lab import shops

pytestmark = pytest.mark.browser


def test_the_language_changes_words_and_nothing_else(page: Page, app: App) -> None:
    workspace = Workspace(app.workspace)
    dataset = shops.save(workspace, shops.visits(700), "spoken")
    page.goto(f"{app.url}/train?lang=en&dataset={dataset.id}")
    button = page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True)
    expect(drawn(button)).to_be_enabled()
    drawn(page.get_by_text("2 min", exact=True))
    drawn(page.get_by_text("中文", exact=True)).click()
    drawn(page.get_by_text("开始训练"))
    drawn(page.get_by_text("2 分", exact=True))
    drawn(page.get_by_text("神经网络", exact=True)).click()
    drawn(page.get_by_role("textbox", name="隐藏层"))
    drawn(page.get_by_text("自动择优", exact=True)).click()
    drawn(page.get_by_text("所有设置都是默认值。"))
    drawn(page.get_by_text("2 分", exact=True))
    table = page.get_by_role("combobox", name="表", exact=True)
    expect(drawn(table)).to_have_value("普通表（700 行）")
    workspace.trash(dataset.id)
