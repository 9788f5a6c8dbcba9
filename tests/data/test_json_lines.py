"""Orders in JSON that hold their lines: two tables, tied by a key, and nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actions.import_again import read_again
from core.actions.import_files import ImportOptions, import_files, read_files
from core.data.mapping import suggest
from core.data.options import EVERY, People, ReadOptions
from core.data.raw import RawTable
from core.store.workspace import Workspace
from tests.data.files import read_all, read_here, written

QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
KEEP = People(keep=(EVERY,))
LINE = st.fixed_dictionaries(
    {"sku": st.sampled_from("ABC"), "quantity": st.integers(1, 5), "price": st.just("2.50")},
    optional={"note": st.sampled_from(["", "x"]), "tax_lines": st.just([{"rate": 0.2}])},
)
HELD = st.lists(LINE, max_size=3) | st.sampled_from([None, "none", [3], [{}]])
ORDER = st.fixed_dictionaries(
    {"id": st.integers(1, 9), "created_at": st.just("2024-01-05T10:00:00"), "items": HELD},
    optional={"total": st.integers(0, 9), "customer": st.just({"id": 7})},
)
FULL = {"id": 0, "created_at": "2024-01-01T00:00:00", "items": [{"sku": "A", "quantity": 1}] * 2}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "ws")


def order(number: int, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": number, "created_at": f"2024-01-0{number}T10:00:00", **more, "items": list(lines)}


def line(sku: str, quantity: int, price: str, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, "price": price, **more}


ORDERS = [
    order(1, line("A", 2, "1.50"), line("B", 1, "4.00"), total="7.00", currency="EUR"),
    order(2, line("A", 1, "1.50"), total="1.50", currency="EUR"),
    order(3, total="0.00", currency="EUR"),
]


def texts(form: str, orders: list[Any]) -> str:
    if form == "jsonl":
        return "".join(json.dumps(one) + "\n" for one in orders)
    return json.dumps({"orders": orders} if form == "held.json" else orders)


def both(folder: Path, orders: list[Any], form: str = "json", **options: Any) -> list[RawTable]:
    path = written(folder, f"dump.{form}", texts(form, orders))
    return read_all(path, folder, people=KEEP, **options)


@QUIET
@given(st.lists(ORDER, max_size=8), st.sampled_from(["json", "jsonl", "held.json"]))
def test_every_record_and_every_entry_is_somewhere(
    tmp_path: Path, orders: list[dict[str, Any]], form: str
) -> None:
    every = [FULL] * (len(orders) + 1) + orders
    above, below = both(tmp_path, every, form)
    assert (above.rows, above.rows_set_aside) == (len(every), 0)
    lists = [one["items"] for one in every if isinstance(one["items"], list)]
    entries = [entry for held in lists for entry in held]
    lines = [entry for entry in entries if isinstance(entry, dict)]
    assert (below.rows, below.rows_set_aside) == (len(lines), len(entries) - len(lines))
    assert sum(below.lines.values()) == len(entries)
    assert above.tie is not None
    told, frame = above.frame()[above.tie.key], below.frame()
    assert told.is_unique
    for key, one in zip(told, every, strict=True):
        held = one["items"] if isinstance(one["items"], list) else []
        wanted = [entry.get("sku", "") for entry in held if isinstance(entry, dict)]
        assert frame.loc[frame[above.tie.key] == key, "items.sku"].tolist() == wanted
    kept = above.frame()["items"].tolist() if "items" in above.names else []
    odd = [one["items"] for one in every if isinstance(one["items"], str)]
    assert [cell for cell in kept if cell] == odd
    aside = [json.loads(cells) for cells in below.set_aside()["cells"]]
    assert aside == [["3"]] * len(aside)


@pytest.mark.parametrize("form", ["json", "jsonl", "held.json"])
def test_lines_carry_what_they_need_and_no_sums(tmp_path: Path, form: str) -> None:
    customer = {"id": 9, "first_name": "Ann"}
    orders = [one | {"status": "paid", "customer": customer, "tags": ["a"]} for one in ORDERS]
    above, below = both(tmp_path, orders, form)
    assert above.names == (
        "id", "created_at", "total", "currency", "status", "customer.id", "customer.first_name",
        "tags",
    )  # fmt: skip
    assert below.frame().to_numpy().tolist() == [
        ["1", "2024-01-01T10:00:00", "9", "EUR", "paid", "A", "2", "1.50"],
        ["1", "2024-01-01T10:00:00", "9", "EUR", "paid", "B", "1", "4.00"],
        ["2", "2024-01-02T10:00:00", "9", "EUR", "paid", "A", "1", "1.50"],
    ]
    assert below.line_numbers().tolist() == [1, 1, 2]
    root = "orders" if form == "held.json" else "dump"
    names = [raw.source.name for raw in (above, below)]
    assert names == [f"dump.{form}/{root}", f"dump.{form}/{root}/items"]
    assert above.frame()["tags"].tolist() == ['["a"]'] * 3


def test_roles_of_both_tables(tmp_path: Path) -> None:
    above, below = both(tmp_path, ORDERS)
    orders, lines = suggest([above]), suggest([below])
    assert (orders.kind, lines.kind) == ("orders", "order_lines")
    assert {c.name: c.role for c in orders.columns if c.role} == {
        "id": "order_id", "created_at": "timestamp", "total": "amount", "currency": "currency",
    }  # fmt: skip
    assert {c.name: c.role for c in lines.columns if c.role} == {
        "id": "order_id", "created_at": "timestamp", "currency": "currency",
        "items.sku": "item_id", "items.quantity": "quantity", "items.price": "price",
    }  # fmt: skip


@pytest.mark.parametrize("orders", [
    [*ORDERS, ORDERS[0]],
    [*ORDERS, {key: value for key, value in ORDERS[0].items() if key != "id"}],
])  # fmt: skip
def test_records_without_a_key_of_their_own_are_numbered(
    tmp_path: Path, orders: list[dict[str, Any]]
) -> None:
    above, below = both(tmp_path, orders)
    keys = above.frame()["record_id"].tolist()
    mark = above.source.sha256[:8]
    assert keys == [f"{mark}-{number}" for number in (1, 2, 3, 4)]
    assert below.frame()["record_id"].tolist() == [keys[0], keys[0], keys[1], keys[3], keys[3]]
    assert above.notes[0].code == "lines_numbered"
    roles = {column.name: column.role for column in suggest([below]).columns}
    assert roles["record_id"] == "order_id"


def test_records_that_are_there_twice_are_told(tmp_path: Path) -> None:
    above, _ = both(tmp_path, [*ORDERS, ORDERS[0], {**ORDERS[1], "total": "9.00"}, ORDERS[2]])
    told = above.notes[1]
    assert (told.code, told.count, told.rows, told.examples) == (
        "records_repeated",
        2,
        6,
        ("4", "6"),
    )
    another = {**ORDERS[0], "total": "9.00"}
    assert "records_repeated" not in {n.code for n in both(tmp_path, [*ORDERS, another])[0].notes}


def test_a_key_that_repeats_far_down_is_seen(tmp_path: Path) -> None:
    orders = [order(1, line("A", 1, "1.00")) | {"id": n} for n in range(12_000)]
    assert both(tmp_path, orders)[0].names[0] == "id"
    orders[11_999]["id"] = 7
    above, below = both(tmp_path, orders)
    assert above.names[0] == below.names[0] == "record_id"
    assert below.frame()["record_id"].nunique() == 12_000


def test_a_record_that_is_set_aside_keeps_its_lines(tmp_path: Path) -> None:
    bad = ORDERS[0] | {"id": 8, "a.b": 1, "a": {"b": 2}}
    above, below = both(tmp_path, [*ORDERS, bad])
    assert (above.rows, above.rows_set_aside, below.rows) == (3, 1, 3)
    (cells,) = above.set_aside()["cells"]
    assert json.loads(json.loads(cells)[0]) == bad


def test_wrapped_entries_and_deep_lists(tmp_path: Path) -> None:
    orders = [
        {"id": f"gid://{n}", "createdAt": "2024-01-05", "lineItems": {"edges": [
            {"cursor": "c", "node": {"sku": "A", "quantity": n, "variant": {"price": "2.00"}}},
            {"node": {"sku": "B", "quantity": 1, "variant": {"price": "3.00"}}},
        ]}} for n in (1, 2)
    ]  # fmt: skip
    above, below = both(tmp_path, orders)
    assert above.names == ("id", "createdAt")
    assert below.names == (
        "id", "createdAt", "lineItems.edges.cursor", "lineItems.edges.node.sku",
        "lineItems.edges.node.quantity", "lineItems.edges.node.variant.price",
    )  # fmt: skip
    roles = {column.name: column.role for column in suggest([below]).columns}
    assert roles["lineItems.edges.node.quantity"] == "quantity"


@pytest.mark.parametrize("orders", [
    [{"id": 1, "addresses": [{"street": "x", "city": "y"}]}, {"id": 2, "addresses": []}],
    [{"id": n, "variants": [{"sku": "A", "inventory_quantity": 3, "price": 1}]} for n in (1, 2)],
    [{"id": 1, "items": [{"sku": "A", "quantity": 1}]}, {"id": 2}, {"id": 3}],
])  # fmt: skip
def test_other_lists_stay_where_they_are(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    (raw,) = both(tmp_path, orders)
    assert raw.tie is None
    assert len(raw.names) == 2


def test_one_of_the_tables_alone(tmp_path: Path) -> None:
    dump = {"orders": ORDERS, "customers": [{"id": 1}]}
    path = written(tmp_path, "dump.json", json.dumps(dump))
    every = {raw.source.name: raw for raw in read_all(path, tmp_path, people=KEEP)}
    assert [*every] == ["dump.json/orders", "dump.json/orders/items", "dump.json/customers"]
    for name, raw in every.items():
        one = read_here(path, tmp_path, people=KEEP, part=name.removeprefix("dump.json/"))
        assert (one.source.name, one.names, one.tie) == (name, raw.names, raw.tie)
        assert one.frame().equals(raw.frame())


def test_people_in_lines_are_replaced_as_everywhere(tmp_path: Path) -> None:
    gift = {"email": "ann@lee.com", "name": "Ann Lee", "note": "for cy@dot.org"}
    orders = [
        order(n, line("A", 1, "2.00", name="Blue Shirt", gift=gift, recipient="Bea Cole"),
              line("B", 1, "2.00", name="Red Shirt", options=[{"recipient": "Dan Fox"}]),
              email=f"eve{n}@fay.net", customer={"email": f"eve{n}@fay.net", "name": "Eve Fay"})
        for n in (1, 2, 3)
    ]  # fmt: skip
    above, below = read_all(written(tmp_path, "d.json", json.dumps(orders)), tmp_path)
    told = below.frame()
    assert told["email"].tolist()[::2] == above.frame()["email"].tolist()
    assert told["items.name"].tolist() == ["Blue Shirt", "Red Shirt"] * 3
    every = "\n".join(" ".join(row) for f in (told, above.frame()) for row in f.to_numpy())
    for person in ("Ann Lee", "Bea Cole", "Dan Fox", "Eve Fay", "@"):
        assert person not in every


def test_who_is_a_person_in_the_records_is_one_in_their_lines(tmp_path: Path) -> None:
    people = ("zorblax", "hutch", "oke")
    orders = [
        order(n, line("A", 1, "2.00"), customer=people[n % 3], email=f"{people[n % 3]}@fay.net")
        for n in range(1, 9)
    ]
    above, below = read_all(written(tmp_path, "d.json", json.dumps(orders)), tmp_path)
    assert below.frame()["customer"].tolist() == above.frame()["customer"].tolist()
    assert [(one.column, one.kind) for one in below.people] == [("customer", "name")]
    assert not set(below.frame()["customer"]) & set(people)


def test_an_export_becomes_orders_and_order_lines(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.json", texts("held.json", ORDERS))
    made = import_files(workspace, [path], ImportOptions(name="shop"))
    assert {t.name: t.rows for t in made.tables} == {"orders": 3, "order_lines": 3}
    assert (made.rows_read, made.rows_kept, made.rows_set_aside) == (6, 6, 0)
    assert made.totals["orders.net"] == made.totals["order_lines.net"] == 8.50
    assert made.totals["order_lines.items.quantity"] == 4
    told = {check.code for check in made.checks}
    assert "lines_apart" in told
    assert "orphans" not in told
    assert "nested_cells" not in told


def test_one_table_is_read_again_beside_the_other(workspace: Workspace, tmp_path: Path) -> None:
    orders = [one | {"label": f"kept{one['id']}@x.org"} for one in ORDERS]
    path = written(tmp_path, "orders.json", texts("json", orders))
    draft = read_files(workspace, [path])
    above = draft.table("orders").raws[0]
    assert "kept1@x.org" not in above.frame()["label"].tolist()
    kept = ReadOptions(people=People(keep=("label",), settled=True))
    after = read_again(workspace, draft, above, kept, lambda _: None)
    assert [table.name for table in after.tables] == ["orders", "order_lines"]
    assert after.table("orders").raws[0].frame()["label"][0] == "kept1@x.org"
    assert after.table("order_lines").raws == draft.table("order_lines").raws
