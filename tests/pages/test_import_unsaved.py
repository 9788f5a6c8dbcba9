"""What was read and not saved is found again from the import page, and can be let go of."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.unsaved import unsaved
from tests.pages.conftest import Open, words
from tests.pages.test_import import CSV, read


@pytest.mark.parametrize(
    ("lang", "title", "rows"), [("en", "Not saved yet", "90 rows"), ("zh", "尚未保存", "90 行")]
)
def test_a_draft_is_found_again_and_let_go_of(
    visit: Open, desk: Desk, workspace: Path, lang: str, title: str, rows: str
) -> None:
    assert title not in words(visit("import_data", lang))
    draft = read(visit("import_data", lang), ("visits.csv", CSV)).query_params["draft"]
    app = visit("import_data", lang)
    told = words(app)
    assert title in told
    assert "visits.csv" in told
    assert rows in told
    app.button(key=f"open_{draft}").click().run()
    assert app.query_params["draft"] == draft
    app = visit("import_data", lang)
    app.button(key=f"drop_{draft}").click().run()
    assert title not in words(app)
    assert unsaved(desk) == []
    assert not list((workspace / "drafts").glob("*"))


def test_a_draft_of_another_version_is_left_out(visit: Open, desk: Desk, workspace: Path) -> None:
    draft = read(visit("import_data"), ("visits.csv", CSV)).query_params["draft"]
    (workspace / "drafts" / draft / "draft.json").write_text('{"id": "x", "colour": "red"}')
    assert unsaved(desk) == []
