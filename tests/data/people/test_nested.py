"""People in lists and records inside cells: found by the keys, everything else as it was."""

import json
from pathlib import Path

import pandas as pd
import pytest

from core.data.mapping import suggest
from core.data.people.nested import masked_nested
from tests.data.files import read_here, written
from tests.data.people.test_watch import held

SECRETS = (b"Zorblatt", b"Quux", b"12 Main", b"Wilma", b"0171 123456")


def told(text: str) -> str:
    return masked_nested(text, lambda _, phone: "☎" if phone else "□")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"first_name":"Ann","street":"12 Main St","n":1.50}]',
         '[{"first_name":"□","street":"□","n":1.50}]'),
        ('{"name": "Ann Lee", "phone": "0171 123456", "city": "Rome"}',
         '{"name": "□", "phone": "☎", "city": "Rome"}'),
        ('{"shipping_address": {"name": "ann", "line1": "x y", "country": "IT"}}',
         '{"shipping_address": {"name": "□", "line1": "□", "country": "IT"}}'),
        ('[{"name": "recipient", "value": "ann lee"}, {"name": "gift", "value": "no"}]',
         '[{"name": "recipient", "value": "□"}, {"name": "gift", "value": "no"}]'),
        ('{"customer": "Ann Lee", "phone": 13812345678}', '{"customer": "□", "phone": "☎"}'),
        ('{"phones": ["0171 123456", "0171 123457"]}', '{"phones": ["☎", "☎"]}'),
        ("[{'last_name': 'O\\'Brien', 'zip': '10115'}]", "[{'last_name': '□', 'zip': '□'}]"),
        ('[{"last_name": "Lee", "street": "12 Ma', '[{"last_name": "□", "street": "□"'),
        ('{"姓名": "王小明", "sku": "0042"}', '{"姓名": "□", "sku": "0042"}'),
    ],
)  # fmt: skip
def test_values_are_replaced_by_what_their_keys_say(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 28, "name": "Action"}]', '[{"name": "Blue Mug", "quantity": 2, "price": 1.50}]',
        '{"store": {"phone": "020 7946 0001", "address": "1 High Street"}}',
        '{"isMobile": false, "email": "yes", "zip": "10115"}', '["Ann Lee"]', "[sic] name: x",
        '{"product_name": "Mug", "brand_name": "Ann Lee"}', '{"name": "color", "value": "Red"}',
        '{"first_name": "", "phone": null}', "[[[{]}", '{"a": {"b": [1, {"c": "d"}]}}',
    ],
)  # fmt: skip
def test_other_values_stay_as_they_are_spelled(text: str) -> None:
    assert told(text) == text


def orders() -> list[dict[str, object]]:
    return [
        {"id": place, "total": place * 1.5,
         "contacts": [{"first_name": "Zorblatt", "last_name": "Quux", "street": "12 Main Street",
                       "phone": "0171 123456"}],
         "note_attributes": [{"name": "recipient", "value": "Wilma Flint"}],
         "line_items": [{"name": "Blue mug", "sku": "0042"}]}
        for place in range(40)
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet"])
def test_a_file_with_nested_people_leaves_nobody(tmp_path: Path, form: str) -> None:
    path = written(tmp_path, f"orders.{form}", b"")
    lists = ["contacts", "note_attributes", "line_items"]
    flat = pd.DataFrame(orders())
    flat[lists] = flat[lists].map(json.dumps)
    if form == "csv":
        flat.to_csv(path, index=False)
    elif form == "parquet":
        pd.DataFrame(orders()).to_parquet(path)
    else:
        lines = "\n".join(map(json.dumps, orders()))
        path.write_text(lines if form == "jsonl" else json.dumps(orders()))
    folder = tmp_path / "read"
    folder.mkdir()
    raw = read_here(path, folder)
    kept = held(folder)
    assert not any(secret in kept for secret in SECRETS)
    assert b"Blue mug" in kept
    notes = {note.column: note.examples for note in suggest([raw]).notes}
    assert notes["contacts"] == ("[{first_name, last_name, street, phone}]",)
    assert notes["note_attributes"] == ("[{name, value}]",)
