"""Import: drop, read, review, correct, save."""

import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.actions.desk import Desk
from core.actions.import_draft import Changes, changed
from core.actions.import_files import open_draft
from core.actions.import_look import as_read
from pages._ui.import_columns import changes_of, is_long
from tests.data.exports import china
from tests.pages.conftest import Open, words

CSV = b"id,pages,day,bought\n" + b"".join(
    f"C{i:03d},{i % 7},2026-01-{i % 28 + 1:02d},{'yes' if i % 3 else 'no'}\n".encode()
    for i in range(90)
)
BAD = CSV + b"C999,1,2026-01-01,yes,too,many\n"


def read(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Uploads files and waits for the end of the reading."""
    for name, content in files:
        app.file_uploader[0].upload(name, content)
    return waited(app.run())


def waited(app: AppTest) -> AppTest:
    """The page of the review, when the reading that was begun has ended."""
    app.switch_page("pages/import_review.py").run()  # AppTest itself stays on the page left
    deadline = time.monotonic() + 60
    while "reading" in app.query_params and time.monotonic() < deadline:
        time.sleep(0.2)
        app.run()
        if app.error:
            break
    assert not app.exception
    return app


@pytest.mark.parametrize(("lang", "said"), [("en", "Rows read"), ("zh", "读取的行")])
def test_a_file_is_read_reviewed_and_saved(
    visit: Open, desk: Desk, workspace: Path, lang: str, said: str
) -> None:
    app = read(visit("import_data", lang), ("../visits.csv", BAD))
    told = words(app)
    assert said in told
    assert "visits.csv" in told
    assert "draft" in app.query_params
    app.text_input[0].set_value("Visits").run()
    app.button(key="save").click().run()
    (dataset,) = desk.workspace.datasets()
    assert (dataset.name, dataset.rows_read, dataset.rows_set_aside) == ("Visits", 91, 1)
    assert dataset.sources[0].name == "visits.csv"
    assert app.query_params["saved"] == dataset.id
    assert not list((workspace / "drafts").glob("*"))


def test_a_link_to_a_draft_opens_it_again(visit: Open) -> None:
    first = read(visit("import_data"), ("visits.csv", CSV))
    again = visit("import_review", draft=first.query_params["draft"])
    assert "visits.csv" in words(again)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_address_of_a_saved_draft_leads_to_what_it_became(
    visit: Open, desk: Desk, lang: str
) -> None:
    app = read(visit("import_data", lang), ("visits.csv", CSV))
    draft = app.query_params["draft"]
    app.button(key="save").click().run()
    (dataset,) = desk.workspace.datasets()
    again = visit("import_review", lang, draft=draft)
    assert dataset.name in words(again)
    assert not again.error


@pytest.mark.parametrize(("lang", "said"), [("en", "not here any more"), ("zh", "已经不在了")])
@pytest.mark.parametrize("what", ["draft", "reading"])
def test_what_is_gone_offers_ways_on(visit: Open, lang: str, said: str, what: str) -> None:
    app = visit("import_review", lang, **{what: ".tmp-1-000000000000"})
    assert said in words(app)
    assert not app.error
    assert len([b for b in app.button if b.icon.endswith(("upload_file:", "database:"))]) == 2


def test_edits_of_the_columns_become_changes(visit: Open, desk: Desk) -> None:
    app = read(visit("import_data"), ("visits.csv", CSV))
    draft = open_draft(desk, app.query_params["draft"])
    table = draft.tables[0]
    changes = changes_of(table, {1: {"type": "category"}, 0: {"role": "none"}})
    assert changes == Changes(types={"pages": "category"}, roles={"id": ""})
    changed(draft, table.name, changes)
    app.button(key="save").click().run()
    (dataset,) = desk.workspace.datasets()
    columns = {column.name: column for column in dataset.tables[0].columns}
    assert columns["pages"].type == "category"
    assert columns["id"].role is None
    assert columns["bought"].type == "boolean"


def test_the_editor_shows_codes_reasons_and_examples(visit: Open) -> None:
    app = read(visit("import_data"), ("visits.csv", CSV))
    shown = app.data_editor[0].value
    assert list(shown["name"]) == ["id", "pages", "day", "bought"]
    assert list(shown["type"]) == ["id", "integer", "datetime", "boolean"]
    assert shown["example"][3] == "no, yes"
    assert list(shown["role"]) == ["none", "none", "timestamp", "target"]
    assert all(shown["reason"])


def test_long_names_and_examples_have_room_to_wrap() -> None:
    frame = pd.DataFrame({"name": ["id", "day"], "example": ["A1, A2", "2026-01-01, 2026-01-02"]})
    assert not is_long(frame)
    assert is_long(frame.assign(name=["id", "amount_without_tax_and_shipping"]))
    assert is_long(frame.assign(example=["A1", "2026-01-01, 2026-01-02, 2026-01-03"]))


def test_yes_and_no_stand_in_the_words_of_the_file(visit: Open) -> None:
    app = read(visit("import_data"), ("visits.csv", CSV))
    app.query_params["tab"] = "rows"
    app.run()
    assert set(app.dataframe[0].value["bought"]) == {"yes", "no"}


def test_a_free_name_is_proposed_and_a_taken_one_refused(visit: Open, desk: Desk) -> None:
    first = read(visit("import_data"), ("visits.csv", CSV))
    first.button(key="save").click().run()
    app = read(visit("import_data"), ("visits.csv", CSV))
    assert app.text_input[0].value == "visits (2)"
    app.text_input[0].set_value("visits").run()
    app.button(key="save").click().run()
    assert "such as “visits (2)”" in app.error[0].value
    assert len(desk.workspace.datasets()) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("fake.xlsx", b"PK\x03\x04 this is no workbook"), ("head.csv", b"a,b\n")],
)
def test_a_file_that_is_no_table_is_explained(
    visit: Open, desk: Desk, lang: str, name: str, content: bytes
) -> None:
    app = read(visit("import_data", lang), (name, content))
    assert len(app.error) == 1
    assert "Traceback" not in words(app)
    assert not desk.workspace.datasets()


def test_discarding_leaves_nothing(visit: Open, desk: Desk, workspace: Path) -> None:
    app = read(visit("import_data"), ("visits.csv", CSV))
    app.button(key="discard").click().run()
    assert not app.exception
    assert not list((workspace / "drafts").glob("*"))
    assert not desk.workspace.datasets()


@pytest.mark.parametrize(("lang", "said"), [("en", "Recognised as Douyin"), ("zh", "抖店订单")])
def test_a_known_export_is_named_and_its_steps_can_be_undone(
    visit: Open, desk: Desk, lang: str, said: str
) -> None:
    case = china.CASES[0]
    app = read(visit("import_data", lang), (case.name, case.data))
    assert said in words(app)
    app.query_params["tab"] = "steps"
    app.run()
    assert not app.exception
    switches = [toggle for toggle in app.toggle if str(toggle.key).startswith("step_")]
    assert len(switches) == 5
    assert all(toggle.value for toggle in switches)
    switches[0].set_value(False).run()
    assert not app.exception
    table = open_draft(desk, app.query_params["draft"]).tables[0]
    assert [step.on for step in table.recipe.steps].count(False) == 1


def test_two_candidates_are_asked_about_and_the_answer_is_taken(visit: Open, desk: Desk) -> None:
    header = b"Invoice,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,Price,UnitPrice,"
    header += b"Customer ID,CustomerID,Country\n"
    rows = b"1,1,22101,MUG,1,2010-12-01,2.5,2.5,17,17,France\n" * 20
    app = read(visit("import_data"), ("upload.csv", header + rows))
    assert "Which is it?" in words(app)
    draft = open_draft(desk, app.query_params["draft"])
    key = f"export_{draft.id}_{draft.tables[0].name}"
    app.segmented_control(key=key).set_value("online_retail_ii").run()
    assert "Recognised as Online Retail II" in words(app)
    draft = open_draft(desk, app.query_params["draft"])
    assert draft.tables[0].recipe.export == "online_retail_ii"


PEOPLE = b"id,Email,pages,bought\n" + b"".join(
    f"C{i:03d},someone{i}@example.com,{i % 7},{'yes' if i % 3 else 'no'}\n".encode()
    for i in range(60)
)


def test_people_are_named_and_a_column_is_kept_when_asked(
    visit: Open, desk: Desk, workspace: Path
) -> None:
    app = read(visit("import_data"), ("visits.csv", PEOPLE))
    told = words(app)
    assert "Email (e-mail)" in told
    assert "someone1@example.com" not in told
    app.multiselect[0].set_value(["Email"]).run()
    again = next(button for button in app.button if (button.key or "").endswith("_again"))
    again.click().run()
    app.switch_page("pages/import_review.py").run()
    deadline = time.monotonic() + 60
    while "reading" in app.query_params and time.monotonic() < deadline:
        time.sleep(0.2)
        app.run()
    (draft,) = (workspace / "drafts").glob("*")
    assert "someone1@example.com" in as_read(open_draft(desk, draft.name).tables[0])["Email"][1]
    assert "Email (e-mail, stays as it is)" in words(app)
