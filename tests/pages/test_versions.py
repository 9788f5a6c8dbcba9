"""Versions on the pages: the chain, what changed, replace or append, runs to be repeated."""

import re
from pathlib import Path

import pytest

from core.actions.desk import Desk
from core.actions.import_files import ImportOptions, import_files
from core.base.events import Failed
from tests.actions.test_changes import HEAD, WEEK_1, WEEK_2
from tests.actions.test_people import leaks
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


@pytest.mark.parametrize(
    ("lang", "gone", "nothing"),
    [
        ("en", "70 of the 70 rows", "there is nothing to bring in"),
        ("zh", "70 行里有 70 行", "没有需要导入的内容"),
    ],
)
def test_what_replacing_drops_and_a_file_brought_again_are_told(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, gone: str, nothing: str
) -> None:
    first = week(desk, tmp_path, WEEK_1)
    app = read(visit("import_data", lang), ("next.csv", "\n".join([HEAD, *WEEK_2]).encode()))
    next(box for box in app.selectbox if str(box.key).startswith("into_")).set_value(first).run()
    assert gone not in words(app)
    ways = next(b for b in app.get("button_group") if str(b.key).startswith("append_"))
    ways.set_value("replace").run()
    assert gone in words(app)
    app = read(visit("import_data", lang), ("again.csv", "\n".join([HEAD, *WEEK_1]).encode()))
    next(box for box in app.selectbox if str(box.key).startswith("into_")).set_value(first).run()
    assert nothing in words(app)


def test_a_dataset_chosen_in_the_review_has_people_replaced_before_it_is_saved(
    visit: Open, desk: Desk, tmp_path: Path
) -> None:
    head = ["date", "customer", "remark", "qty"]
    names = ["Ann Lee", "Bob Stone", "Cy Young", "Dee Fox", "Eve Ray", "Flo Kay"]
    rows = [f"2024-01-0{i + 1},{name},x{i},{i}" for i, name in enumerate(names)]
    path = tmp_path / "week1.csv"
    path.write_text("\n".join([",".join(head), *rows]) + "\n")
    first = import_files(desk, [path]).dataset
    rows = [f"2024-02-0{i + 1},zorblatt quux,y,{i},1,2,3,4,5" for i in range(6)]
    content = "\n".join([",".join([*head, "a", "b", "c", "d", "e"]), *rows]).encode()
    app = read(visit("import_data"), ("week2.csv", content))
    assert leaks(desk.workspace.root, {"zorblatt quux"})
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(first).run()
    assert not app.error
    assert leaks(desk.workspace.root, {"zorblatt quux"}) == []
    app.button(key="save").click().run()
    assert not app.error
    assert desk.workspace.datasets()[0].parent == first


@pytest.mark.parametrize(
    ("lang", "asked"),
    [("en", "Which table does “week2” go on with?"), ("zh", "“week2” 接续哪一张表？")],
)
def test_a_file_that_fits_several_tables_is_asked_about(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, asked: str
) -> None:
    head = "cust_no,segment,town"
    files = {n: "\n".join([head, *(f"{n}{i},A,{i % 7}" for i in range(30))]) for n in "abc"}
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(files[name])
    first = import_files(desk, [tmp_path / "a.csv"]).dataset
    options = ImportOptions(into=first, places={"b": ""})
    second = import_files(desk, [tmp_path / "b.csv"], options).dataset
    app = read(visit("import_data", lang), ("week2.csv", files["c"].encode()))
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(second).run()
    assert asked in words(app)
    app.button(key="save").click().run()
    assert "week2" in app.error[0].value
    pills = next(box for box in app.pills if str(box.key).startswith("place_"))
    assert sorted(pills.options[:2]) == ["a", "b"]
    pills.set_value(desk.workspace.dataset(second).tables[1].name).run()
    assert asked not in words(app)
    app.button(key="save").click().run()
    assert not app.error
    assert len(desk.workspace.datasets()) == 3


@pytest.mark.parametrize(("lang", "said"), [("en", "cannot all go into"), ("zh", "不能都放进")])
def test_two_files_for_one_table_are_refused_and_asked_again(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str
) -> None:
    rows = [(f"N{i}", "AB"[i % 2], f"{i % 7}") for i in range(30)]
    ways = {"a": "cust_no,segment,town", "b": "town,segment,cust_no"}
    files = {"a": [",".join(row) for row in rows], "b": [",".join(row[::-1]) for row in rows]}
    texts = {name: "\n".join([head, *files[name]]).encode() for name, head in ways.items()}
    (tmp_path / "north.csv").write_bytes(texts["a"])
    (tmp_path / "south.csv").write_bytes(texts["a"])
    first = import_files(desk, [tmp_path / "north.csv"]).dataset
    options = ImportOptions(into=first, places={"south": ""})
    second = import_files(desk, [tmp_path / "south.csv"], options).dataset
    app = read(visit("import_data", lang), ("a.csv", texts["a"]), ("b.csv", texts["b"]))
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(second).run()
    one, other = (table.name for table in desk.workspace.dataset(second).tables)
    for place in range(2):
        [box for box in app.pills if str(box.key).startswith("place_")][place].set_value(one).run()
    assert any(said in error.value for error in app.error)
    app.button(key="save").click().run()
    assert len(desk.workspace.datasets()) == 2
    [box for box in app.pills if str(box.key).startswith("place_")][1].set_value(other).run()
    assert not app.error
    app.button(key="save").click().run()
    assert not app.error
    assert desk.workspace.datasets()[0].parent == second


def test_sums_of_columns_and_money_are_told_apart(visit: Open, desk: Desk, tmp_path: Path) -> None:
    head = "order_id,order_date,sku,quantity,price"
    ids = []
    for place, into in enumerate((None, "sums")):
        lines = [f"A{place}{n},2026-01-{n % 28 + 1:02d},X{n % 5},2,1.50" for n in range(60)]
        (tmp_path / "sums.csv").write_text("\n".join([head, *lines]) + "\n")
        options = ImportOptions(name="sums", into=into, append=bool(into))
        ids.append(import_files(desk, [tmp_path / "sums.csv"], options).dataset)
    app = visit("dataset", dataset=ids[1], tab="versions")
    told = words(app)
    assert not app.error
    assert "Column quantity, added up" in told
    assert "Gross" in told


@pytest.mark.parametrize(
    ("lang", "said", "warned"),
    [
        ("en", "Replacing these days is proposed", "the file has none: Mar 6, 2026."),
        ("zh", "建议替换这些日期", "文件中却没有：2026年3月6日。"),
    ],
)
def test_days_are_replaced_once_what_goes_was_shown(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str, warned: str
) -> None:
    first = week(desk, tmp_path, WEEK_1)
    again = [line.replace("2.50", "2.75") for line in WEEK_1 if re.search("03-0[57]", line)]
    app = read(visit("import_data", lang), ("next.csv", "\n".join([HEAD, *again]).encode()))
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(first).run()
    told = words(app)
    assert said in told
    assert warned in told
    pieces = [sum(int(line.split(",")[3]) for line in lines) for lines in
              ([x for x in WEEK_1 if re.search("03-0[567]", x)], again)]  # fmt: skip
    net = f"<td>{pieces[0] * 2.5:.2f}</td><td>{pieces[1] * 2.75:.2f}</td>"
    assert net in told
    app.button(key="save").click().run()
    assert not app.error
    newest = desk.workspace.datasets()[0]
    assert (newest.parent, newest.tables[0].rows, newest.rows_replaced) == (first, 60, 30)
    app = visit("dataset", lang, dataset=newest.id, tab="versions")
    assert "next.csv" in words(app)
    app = visit("dataset", lang, dataset=newest.id, tab="source")
    assert f"<dd>{'30 by next.csv' if lang == 'en' else '30 行，换成 next.csv'}</dd>" in words(app)


@pytest.mark.parametrize(("lang", "said"), [("en", "is not offered"), ("zh", "不能选择替换日期")])
def test_days_of_a_list_are_not_offered(
    visit: Open, desk: Desk, tmp_path: Path, lang: str, said: str
) -> None:
    lines = ["cust_no,signup_date,town", *(f"N{i},2026-03-{i % 28 + 1:02d},A" for i in range(60))]
    (tmp_path / "customers.csv").write_text("\n".join(lines) + "\n")
    first = import_files(desk, [tmp_path / "customers.csv"]).dataset
    app = read(visit("import_data", lang), ("next.csv", "\n".join(lines).encode()))
    into = next(box for box in app.selectbox if box.key and box.key.startswith("into_"))
    into.set_value(first).run()
    assert said in words(app)
    ways = next(b for b in app.get("button_group") if str(b.key).startswith("append_"))
    assert len(ways.options) == 2
