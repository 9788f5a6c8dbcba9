"""Datasets: list, detail, rename, trash and back."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.import_files import import_files
from core.actions.lineage import REPLACED
from core.base.errors import AppError
from core.base.texts import catalog
from core.data.raw import CLASSES
from pages._ui import dataset_detail, tables
from tests.pages.conftest import Open, words
from tests.pages.examples import finished_run, small_dataset


@pytest.mark.parametrize(("lang", "said"), [("en", "No datasets yet"), ("zh", "还没有数据集")])
def test_an_empty_list_says_what_to_do(visit: Open, lang: str, said: str) -> None:
    app = visit("datasets", lang)
    assert said in words(app)
    assert len(app.main.button) >= 1


def test_a_dataset_is_listed_as_a_link_to_itself(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk, "a *b* [c](d)")
    app = visit("datasets")
    (row,) = app.get("page_link")
    assert row.proto.label == "a \\*b\\* \\[c\\](d)"
    assert f"dataset={dataset.id}" in row.proto.query_string
    assert "6 rows" in words(app)


@pytest.mark.parametrize(
    ("lang", "tab", "said"),
    [
        ("en", "rows", "The first 6 of 6 rows."),
        ("zh", "rows", "前 6 行，共 6 行。"),
        ("en", "source", "7 read = 6 kept + 1 set aside"),
        ("zh", "source", "读取 7 = 保留 6 + 搁置 1"),
        ("en", "findings", "There are only 6 rows"),
        ("zh", "aside", "未能成为数据行的内容"),
    ],
)
def test_the_tabs_tell_of_the_dataset(
    visit: Open, desk: Desk, lang: str, tab: str, said: str
) -> None:
    dataset = small_dataset(desk)
    app = visit("dataset", lang, dataset=dataset.id, tab=tab)
    assert said in words(app)
    assert not app.error


def test_the_columns_and_the_aside_are_tables(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk)
    columns = visit("dataset", dataset=dataset.id, tab="columns").dataframe[0].value
    assert list(columns["name"]) == ["pages", "![x](http://a.b/c)"]
    assert list(columns["type"]) == ["Whole number", "Category"]
    aside = visit("dataset", dataset=dataset.id, tab="aside").dataframe[0].value
    assert list(aside["reason"]) == ["More cells than the header"]


def test_an_unknown_dataset_is_told_in_a_sentence(visit: Open) -> None:
    app = visit("dataset", dataset="d-20000101-00000000")
    assert len(app.error) == 1
    assert "Traceback" not in words(app)


def test_renaming(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk)
    app = visit("dataset", dataset=dataset.id)
    next(b for b in app.button if b.label == "Rename").click().run()
    app.text_input[0].set_value("Visits of May")
    next(b for b in app.button if b.label == "Save name").click().run()
    assert not app.exception
    assert desk.workspace.dataset(dataset.id).name == "Visits of May"
    assert app.title[0].value == "Visits of May"


@pytest.mark.parametrize(("lang", "said"), [("en", "such as “one (2)”"), ("zh", "例如“one (2)”")])
def test_a_name_in_use_is_refused(visit: Open, desk: Desk, lang: str, said: str) -> None:
    small_dataset(desk, "one")
    second = small_dataset(desk, "two")
    app = visit("dataset", lang, dataset=second.id)
    next(b for b in app.button if b.icon == ":material/edit:").click().run()
    app.text_input[0].set_value("one")
    next(b for b in app.button if b.proto.is_form_submitter).click().run()
    assert desk.workspace.dataset(second.id).name == "two"
    assert said in app.error[0].value


@pytest.mark.parametrize(("lang", "said"), [("en", "Which dataset?"), ("zh", "要看哪个数据集？")])
def test_an_address_without_a_dataset_leads_to_the_list(visit: Open, lang: str, said: str) -> None:
    """No redirect: the browser's Back passes by such an address and must get past it."""
    app = visit("dataset", lang)
    assert said in words(app)
    assert app.button(key="to_list")


def test_deleting_can_be_undone(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk)
    app = visit("dataset", dataset=dataset.id)
    next(b for b in app.button if b.label == "Delete").click().run()
    assert not desk.workspace.datasets()
    app.switch_page("pages/datasets.py").run()
    app.button(key="undo").click().run()
    assert [d.id for d in desk.workspace.datasets()] == [dataset.id]


def test_the_trash_gives_back_and_clears(visit: Open, desk: Desk) -> None:
    first, second = small_dataset(desk, "one"), small_dataset(desk, "two")
    for dataset in (first, second):
        desk.workspace.trash(dataset.id)
    app = visit("trash")
    app.button(key=f"restore_{first.id}").click().run()
    assert [d.id for d in desk.workspace.datasets()] == [first.id]
    app.button(key=f"purge_{second.id}").click().run()
    with pytest.raises(AppError):
        desk.workspace.dataset(second.id)


def test_runs_trained_on_it_are_links(visit: Open, desk: Desk) -> None:
    dataset = small_dataset(desk)
    run = finished_run(desk, dataset, "first run", "better")
    app = visit("dataset", dataset=dataset.id, tab="source")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert f"run={run.id}" in links["first run"]


@pytest.mark.parametrize(
    ("most", "held", "said"),
    [(6, 6, "The downloads hold all rows."), (5, None, "The downloads hold the rows shown")],
)
def test_downloads_hold_every_row_or_say_that_they_do_not(
    visit: Open, desk: Desk, monkeypatch: pytest.MonkeyPatch, most: int, held: int | None, said: str
) -> None:
    monkeypatch.setattr(dataset_detail, "HEAD", 3)
    monkeypatch.setattr(dataset_detail, "TAKEN_HOME", most)
    given: list[Callable[[], pd.DataFrame] | None] = []
    monkeypatch.setattr(tables, "show_table", lambda *_, whole=None: given.append(whole))
    dataset = small_dataset(desk)
    app = visit("dataset", dataset=dataset.id, tab="rows")
    assert f"The first 3 of 6 rows. {said}" in words(app)
    whole = given[-1]
    assert (None if whole is None else len(whole())) == held


@pytest.mark.parametrize(("lang", "said"), [("en", "40 of 40 rows"), ("zh", "40 行中有 40 行")])
def test_the_original_file_tells_who_people_are(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str
) -> None:
    data = b"Email,n\n" + b"".join(f"someone{i}@example.com,{i % 7}\n".encode() for i in range(40))
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    dataset = import_files(desk, [path]).dataset
    app = visit("dataset", lang, dataset=dataset)
    assert "someone1@example.com" not in str([one.value for one in app.dataframe])
    app.file_uploader[0].upload("people.csv", data).run()
    assert said in words(app)
    assert "someone1@example.com" in str([one.value for one in app.dataframe])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_class_of_lines_has_a_name(lang: str) -> None:
    named = {key.rpartition(".")[2] for key in catalog(lang) if key.startswith("datasets.line.")}
    assert named == {*CLASSES, REPLACED}
