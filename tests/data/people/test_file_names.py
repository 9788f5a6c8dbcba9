"""Files called after people: no address and no number of theirs is written down."""

import pytest

from core.data.options import People
from core.data.people.file_names import masked_name, masked_path
from core.data.people.tokens import TOKEN


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("anna@example.com.csv", "□.csv"), ("orders anna@example.com.csv.gz", "orders □.csv.gz"),
        ("+49 151 1234567.xlsx", "□.xlsx"), ("sales_13812345678.csv", "sales_□.csv"),
        ("13812345678.csv", "□.csv"), ("anna_lee@example.com_13812345678.txt", "□_□.txt"),
        ("Max Mustermann orders.csv", "Max Mustermann orders.csv"),
        ("orders_2024-03-01_20240301123456.csv", "orders_2024-03-01_20240301123456.csv"),
        ("export 1699999999999.json", "export 1699999999999.json"), ("a.b.csv", "a.b.csv"),
    ],
)  # fmt: skip
def test_addresses_and_numbers_leave_a_files_name(name: str, told: str) -> None:
    masked = masked_name(name, People())
    assert TOKEN.sub("□", masked) == told
    assert masked_name(masked, People()) == masked
    assert masked_name(name, People(keep=("*",))) == name


def test_a_path_is_looked_at_folder_by_folder() -> None:
    path = masked_path("2024/anna@example.com/a.csv", People())
    assert TOKEN.sub("□", path) == "2024/□/a.csv"
