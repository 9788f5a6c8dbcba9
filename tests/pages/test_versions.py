"""Versions on the pages: the chain, what changed, replace or append, runs to be repeated."""

from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.import_files import ImportOptions, import_files
from core.base.events import Failed
from tests.actions.test_changes import HEAD, WEEK_1, WEEK_2
from tests.pages.conftest import Open, words
from tests.pages.examples import queued_run
from tests.pages.test_import import read


def week(desk: Desk, folder: Path, lines: list[str], into: str | None = None) -> str:
    path = folder / "orders.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    options = ImportOptions(into=into, append=bool(into))
    return import_files(desk, [path], options).dataset


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["60 rows are new, 0 are gone; 70 are the same.", "channel = web", "Mar 14, 2026"]),
        ("zh", ["新增 60 行，减少 0 行，70 行相同。", "channel 为 web", "2026年3月14日"]),
    ],
)
def test_what_changed_is_told(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: list[str]
) -> None:
    first = week(desk, tmp_path, WEEK_1)
    second = week(desk, tmp_path, WEEK_2, first)
    app = visit("dataset", lang, dataset=second, tab="versions")
    told = words(app)
    assert all(sentence in told for sentence in said)
    links = [link.proto.query_string for link in app.get("page_link")]
    assert [name for name in (second, first) if any(name in link for link in links)]
    assert not app.error


def test_the_first_version_lists_the_later_one(visit: Open, desk: Desk, tmp_path: Path) -> None:
    first = week(desk, tmp_path, WEEK_1)
    second = week(desk, tmp_path, WEEK_2, first)
    app = visit("dataset", dataset=first, tab="versions")
    assert any(second in link.proto.query_string for link in app.get("page_link"))
    assert "rows are new" not in words(app)


def test_a_run_on_an_earlier_version_is_repeated_and_compared(
    visit: Open, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.actions import versions

    first = week(desk, tmp_path, WEEK_1)
    second = week(desk, tmp_path, WEEK_2, first)
    old = queued_run(desk, desk.workspace.dataset(first), "first run")
    desk.workspace.registry.record([Failed(run=old.id, seq=1, code="defect")])
    create = desk.workspace.registry.create_run
    monkeypatch.setattr(versions, "start", lambda _desk, spec, name: create(spec, name))
    app = visit("dataset", dataset=second, tab="versions")
    app.button(key=f"repeat_{old.id}").click().run()
    (made,) = [run for run in desk.workspace.registry.runs() if run.id != old.id]
    assert (made.spec.dataset, made.spec.parent) == (second, old.id)
    assert made.spec.question == old.spec.question
    app = visit("dataset", dataset=second, tab="versions")
    app.button(key=f"compare_{old.id}").click().run()
    assert set(app.query_params["compare"].split(",")) == {old.id, made.id}
    assert "not on the same rows" in words(app)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "60 new rows, 0 already there"), ("zh", "60 行是新的，0 行已有")],
)
def test_the_review_says_what_a_new_version_changes_and_appends(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str
) -> None:
    first = week(desk, tmp_path, WEEK_1)
    content = "\n".join([HEAD, *WEEK_2]).encode()
    app = read(visit("import_data", lang), ("next.csv", content))
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(first).run()
    assert said in words(app)
    assert app.text_input[0].value == "orders"
    app.button(key="save").click().run()
    assert not app.error
    newest = desk.workspace.datasets()[0]
    assert (newest.parent, newest.name, newest.tables[0].rows) == (first, "orders", 130)
