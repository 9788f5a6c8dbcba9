"""Nothing personal lies in a workspace: every byte of every file is looked through."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from core.actions.desk import Desk
from core.actions.import_again import read_again
from core.actions.import_files import ImportOptions, import_files, read_files, save_draft
from core.actions.import_look import preview
from core.actions.predict import predict
from core.data.options import People, ReadOptions
from tests.data.exports.case import text
from tests.data.exports.china import _DOUYIN, _line
from tests.data.exports.shops import SHOPIFY
from tests.pages.learned import FakeEngine, spec_of, train_here

FIRST = ["Ann", "Jürgen", "María", "Zoë", "Kwame"]
LAST = ["Leeland", "Müllerson", "Garcíaz", "Okonkwo", "O'Brienne"]
HAN = ["王小明明", "欧阳娜娜", "张伟强强", "李静静静", "赵敏敏敏"]


def person(place: int) -> dict[str, str]:
    """Somebody with an address that is nobody else's."""
    first, last = FIRST[place % 5], LAST[place // 5 % 5]
    return {
        "name": f"{first} {last} {chr(65 + place % 26)}.",
        "email": f"Someone.{place}@mail{place % 3}.example.com",
        "phone": f"+49 151 77{place:06d}",
        "address": f"{place + 700} Quietwater Street",
        "han": HAN[place % 5],
        "mobile": f"139{place * 7919 % 10**8:08d}",
        "home": f"浙江省杭州市西湖区静水路{place + 700}号",
    }


def secrets(count: int) -> set[str]:
    """All that must be found nowhere."""
    return {value for place in range(count) for value in person(place).values()}


def stored(root: Path) -> Iterable[tuple[Path, bytes]]:
    """Every file of a folder: its bytes, and what is packed in it, in UTF-8."""
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        yield path, raw
        if path.suffix == ".parquet" and len(raw) > 12 and raw[-4:] == b"PAR1":
            table = pq.read_table(path)
            about = b"".join([*(table.schema.metadata or {}).values()])
            for column in table.columns:
                yield path, "\n".join(map(str, column.to_pylist())).encode() + about
        if path.suffix in (".json", ".txt", ".log"):
            yield path, json.dumps(_decoded(raw), ensure_ascii=False).encode()


def _decoded(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def leaks(root: Path, values: set[str]) -> list[tuple[str, str]]:
    """(file, value) of every personal value that is found, also in escapes and in GB 18030."""
    found = []
    for path, content in stored(root):
        content = content.lower()
        for value in values:
            forms = [value.lower().encode(), json.dumps(value)[1:-1].lower().encode()]
            forms.append(value.encode("gb18030").lower())
            if any(form in content for form in forms):
                found.append((path.name, value))
    return found


def shopify(rows: int) -> bytes:
    """Orders with ragged rows, an open quote, a total and a note that hold people."""
    lines = []
    for place in range(rows):
        one = person(place)
        lines.append(
            {"Name": f"#{1000 + place}", "Email": one["email"], "Financial Status": "paid",
             "Currency": "EUR", "Total": f"{place}.50", "Created at": "2024-03-01 23:30:00 -0500",
             "Lineitem quantity": place % 7, "Lineitem name": "Tee, blue",
             "Lineitem price": f"{place % 9}.25",
             "Lineitem sku": "0042", "Billing Name": one["name"], "Billing Phone": one["phone"],
             "Shipping Address1": one["address"], "Notes": f"for {one['name']}",
             "Tags": f"ask {one['email']} or {one['phone']}",
             "Accepts Marketing": "yes" if place % 7 > 3 else "no"}
        )  # fmt: skip
    data = text(SHOPIFY, lines).decode()
    body = data.splitlines(keepends=True)
    one, two = person(3), person(4)
    body.insert(9, f"{one['name']},{one['email']},{one['address']},x,y\r\n")
    body.insert(12, f'#7,"{two["name"]},{two["email"]},{two["phone"]}\r\n')
    body.append(f"Total,{one['email']}{',' * (len(SHOPIFY) - 2)}\r\n")
    body.append(f"\r\nPrinted by {one['email']}\r\n")
    return "".join(body).encode()


def douyin(rows: int) -> bytes:
    lines = []
    for place in range(rows):
        one = person(place)
        lines.append(
            _line(place, 收件人=one["han"], 收件人手机号=one["mobile"], 详细地址=one["home"],
                  商家备注=f"请打{one['mobile']}")
        )  # fmt: skip
    return text(_DOUYIN, lines, "gb18030")


def plain(rows: int) -> bytes:
    """A file of nobody's system, with a preamble, in German."""
    lines = ["Kunden;Stand 2024", ""]
    lines.append("Nr;Kundenname;E-Mail;Handynummer;Straße;Umsatz;Bemerkung")
    for place in range(rows):
        one = person(place)
        lines.append(
            f"{place};{one['name']};{one['email']};{one['phone']};{one['address']};"
            f"{place},50;bitte {one['phone']} rufen"
        )
    lines.append(f"99;{person(1)['name']};{person(1)['email']}")
    lines.insert(9, person(2)["name"])
    lines.insert(12, f'7;"{person(2)["name"]};{person(2)["email"]}')
    lines.insert(0, f"Liste von {person(3)['name']}")
    lines.append(f"\r\nGedruckt von {person(2)['name']}")
    return "\r\n".join(lines).encode("utf-8-sig")


FILES = {"orders_export_1.csv": shopify, "抖音订单.csv": douyin, "kunden.csv": plain}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose questions are answered in this process."""
    monkeypatch.setattr(Desk, "engine", property(lambda _: FakeEngine()))
    return Desk(tmp_path / "ws")


def written(folder: Path, name: str, rows: int) -> Path:
    path = folder / name
    path.write_bytes(FILES[name](rows))
    return path


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    one = person(0)
    pd.DataFrame({"a": [json.dumps([one["han"]])]}).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.json").write_text(json.dumps({"x": one["home"]}))
    (tmp_path / "c.sqlite").write_bytes(one["email"].encode())
    assert {name for name, _ in leaks(tmp_path, secrets(1))} == {"a.parquet", "b.json", "c.sqlite"}


@pytest.mark.parametrize("name", list(FILES))
def test_a_draft_a_dataset_and_its_next_version_hold_nobody(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    path = written(tmp_path, name, 40)
    draft = read_files(desk, [path])
    for table in draft.tables:
        preview(table)
    assert leaks(desk.workspace.root, secrets(40)) == []
    first = save_draft(desk, draft)
    import_files(desk, [written(tmp_path, name, 50)], ImportOptions(into=first.id))
    assert first.rows_kept >= 40
    assert leaks(desk.workspace.root, secrets(50)) == []
    frame = desk.workspace.table(first.id)
    personal = [c.name for c in first.tables[0].columns if c.personal and c.distinct > 1]
    assert len(personal) >= 3
    for column in personal:
        assert frame[column].dropna().str.fullmatch(r"p_[0-9a-f]{20}").all()


def test_equal_people_stay_equal_in_every_file(desk: Desk, tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(text(["Email", "n"], [[person(i % 4)["email"].upper(), i] for i in range(12)]))
    two.write_bytes(text(["customer_email", "m"], [[person(i)["email"], i] for i in range(4)]))
    frames = [desk.workspace.table(import_files(desk, [path]).dataset) for path in (one, two)]
    assert frames[0]["Email"].nunique() == 4
    assert set(frames[0]["Email"]) == set(frames[1]["customer_email"])


def test_a_killed_import_leaves_nobody(tmp_path: Path) -> None:
    path = tmp_path / "kunden.csv"
    path.write_bytes(plain(200_000))
    root = tmp_path / "ws"
    command = [sys.executable, "-m", "core", "import", str(path), "--workspace", str(root)]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not any(p.stat().st_size > 200_000 for p in root.rglob("cells.parquet")):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert len([*root.rglob("*")]) > 3
    assert leaks(root, {v for i in range(0, 200_000, 4001) for v in person(i).values()}) == []


def test_a_score_gives_people_back_and_keeps_none(desk: Desk, tmp_path: Path) -> None:
    first = import_files(desk, [written(tmp_path, "orders_export_1.csv", 300)])
    question = {"target": "Accepts Marketing", "positive": "true"}
    run = train_here(desk.workspace, spec_of(first.dataset, question=question), "who")
    found = predict(desk, run.id, written(tmp_path, "orders_export_1.csv", 45))
    assert found.inputs["Email"].dropna().tolist()[:2] == [person(0)["email"], person(1)["email"]]
    assert found.scored >= 45
    assert leaks(desk.workspace.root, secrets(300)) == []


def test_a_column_that_is_kept_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "kunden.csv", 30)
    kept = ReadOptions(people=People(keep=("Kundenname",)))
    first = import_files(desk, [path], ImportOptions(read=kept))
    frame = desk.workspace.table(first.dataset)
    names = frame["Kundenname"].tolist()
    assert names == [person(i)["name"] for i in range(30)]
    assert frame["E-Mail"].str.startswith("p_").all()
    assert {"personal_columns", "personal_kept"} <= {check.code for check in first.checks}
    columns = {column.name: column.personal for column in first.columns}
    assert columns["Kundenname"]
    assert columns["E-Mail"]
    again = import_files(desk, [path])
    assert desk.workspace.table(again.dataset)["Kundenname"].tolist()[0] == person(0)["name"]
    everything = ReadOptions(people=People(keep=("*",)))
    whole = import_files(desk, [path], ImportOptions(read=everything))
    assert person(0)["phone"] in desk.workspace.table(whole.dataset)["Bemerkung"][0]


def test_a_file_named_after_somebody_leaves_no_address(desk: Desk, tmp_path: Path) -> None:
    one, two = person(1), person(2)
    folder = tmp_path / one["email"]
    folder.mkdir()
    book = folder / f"{two['email']}.xlsx"
    rows = pd.DataFrame({"n": range(20), "sum": range(20)})
    with pd.ExcelWriter(book, engine="xlsxwriter") as out:
        rows.to_excel(out, index=False, sheet_name=two["email"][:31])
        rows.to_excel(out, index=False, sheet_name="plain")
    packed = tmp_path / f"{one['phone']}.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(book, f"{one['email']}/{two['email']}.xlsx")
        out.writestr(f"empty {two['email']}.csv", "")
    values = {one["email"], two["email"], one["phone"]}
    for path in (book, packed):
        draft = read_files(desk, [path], ReadOptions(sheet="*"))
        assert leaks(desk.workspace.root, values) == []
        assert draft.tables[0].raws[0].rows == 20
        sheet = draft.tables[0].raws[0].sheets[0]
        draft = read_again(desk, draft, draft.tables[0].raws[0], ReadOptions(sheet=sheet), print)
        save_draft(desk, draft)
    assert leaks(desk.workspace.root, values) == []
    assert "p_" in desk.workspace.datasets()[0].sources[0].name


def test_a_workspace_knows_no_key(desk: Desk, tmp_path: Path, key_of_people: Path) -> None:
    import_files(desk, [written(tmp_path, "kunden.csv", 30)])
    assert leaks(desk.workspace.root, {key_of_people.read_text()}) == []
