"""Archives: several members, what is left out and told, and those that mean harm."""

import gzip
import io
import os
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import AppError
from core.data.options import Limits
from core.data.unpack import members_of
from tests.data.files import ROOMY, read_all, read_here, written

ORDERS = b"order_id,amount\n1,2.50\n2,3.50\n"
ITEMS = b"sku;name\nA1;Tea\n"


def zipped(path: Path, members: dict[str, bytes], **facts: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for fact, value in facts.items():
                setattr(info, fact, value)
            archive.writestr(info, data)
    return path


def refused(path: Path, folder: Path, **options: object) -> AppError:
    with pytest.raises(AppError) as caught:
        read_all(path, folder, **options)
    assert not list(folder.rglob("unpacked*"))
    return caught.value


def test_each_member_is_its_own_table_and_what_is_none_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {
        "2024/orders.csv": ORDERS, "items.txt": ITEMS, "README.md": b"a,b\n1,2\n",
        "logo.bin": bytes(range(32)) * 9, "empty.csv": b"", "__MACOSX/._orders.csv": b"\x00\x05",
        "2024/": b"",
    })  # fmt: skip
    raws = read_all(path, tmp_path)
    assert [(raw.source.name, raw.names, raw.rows) for raw in raws] == [
        ("export.zip/2024/orders.csv", ("order_id", "amount"), 2),
        ("export.zip/items.txt", ("sku", "name"), 1),
    ]
    (told,) = [note for note in raws[0].notes if note.code == "members_left_out"]
    assert set(told.examples) == {"README.md", "logo.bin", "empty.csv"}
    only = read_here(path, tmp_path, part="items.txt")
    assert only.source.name == "export.zip/items.txt"


def test_names_that_lead_elsewhere_refuse_the_archive(tmp_path: Path) -> None:
    for name in ("../evil.csv", "a/../../evil.csv", "/etc/passwd.csv", "C:\\a.csv", "..\\a.csv"):
        path = zipped(tmp_path / "bad.zip", {"orders.csv": ORDERS, name: ORDERS})
        assert refused(path, tmp_path).code == "archive_unsafe", name
    mode = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "link.zip", {"orders.csv": b"/etc/passwd"}, external_attr=mode)
    assert refused(path, tmp_path).code == "archive_unsafe"


def test_archives_in_archives_are_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"orders.csv": ORDERS}).read_bytes()
    for name, data in {"in.zip": inner, "orders.csv": inner, "a.gz": gzip.compress(ORDERS)}.items():
        error = refused(zipped(tmp_path / "outer.zip", {name: data}), tmp_path)
        assert (error.code, error.facts["member"]) == ("archive_nested", name)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        info = tarfile.TarInfo("orders.csv")
        info.size = len(ORDERS)
        tar.addfile(info, io.BytesIO(ORDERS))
    assert refused(written(tmp_path, "a.tar.gz", out.getvalue()), tmp_path).code == "archive_nested"


def test_what_inflates_too_far_is_refused_while_it_does(tmp_path: Path) -> None:
    limits = {**ROOMY.model_dump(), "file_mb": 1}
    zeros = b"1,2\n" * 400_000
    for path in (
        zipped(tmp_path / "bomb.zip", {"a.csv": zeros}),
        zipped(tmp_path / "two.zip", {"a.csv": zeros[:800_000], "b.csv": zeros[:800_000]}),
        written(tmp_path, "bomb.csv.gz", gzip.compress(zeros)),
    ):
        assert path.stat().st_size < 10_000
        error = refused(path, tmp_path, limits=limits)
        assert (error.code, error.facts["limit"]) == ("archive_inflates", 1)


def test_a_small_archive_may_not_become_a_thousand_times_itself(tmp_path: Path) -> None:
    path = written(tmp_path, "bomb.csv.gz", gzip.compress(b"0" * 100 * 1024 * 1024))
    error = refused(path, tmp_path)
    assert (error.code, error.facts["limit"]) == ("archive_inflates", 64)


def test_a_lie_about_the_size_is_noticed(tmp_path: Path) -> None:
    data = zipped(tmp_path / "a.zip", {"a.csv": ORDERS * 99}).read_bytes()
    lie = data.replace(struct.pack("<I", len(ORDERS) * 99), struct.pack("<I", 40))
    assert refused(written(tmp_path, "lie.zip", lie), tmp_path).code == "archive_damaged"


def test_locked_torn_and_empty_archives_are_explained(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"orders.csv": ORDERS * 50})
    data = bytearray(path.read_bytes())
    for place in (6, data.rindex(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert refused(written(tmp_path, "l.zip", bytes(data)), tmp_path).code == "archive_encrypted"
    torn = written(tmp_path, "t.zip", path.read_bytes()[:-30])
    assert refused(torn, tmp_path).code == "archive_damaged"
    packed = gzip.compress(os.urandom(5_000).hex().encode())
    assert refused(written(tmp_path, "t.csv.gz", packed[:-900]), tmp_path).code == "archive_damaged"
    assert refused(zipped(tmp_path / "e.zip", {"a/": b""}), tmp_path).code == "archive_empty"
    pictures = zipped(tmp_path / "p.zip", {"a.png": b"\x89PNG\r\n\x1a\n", "b.bin": b"\x01" * 99})
    assert refused(pictures, tmp_path).code in ("archive_no_table", "file_not_as_named")
    many = zipped(tmp_path / "m.zip", {f"{n}.csv": ORDERS for n in range(9)})
    limits = Limits(members=8)
    with pytest.raises(AppError, match="archive_many"):
        members_of(many, "m.zip", limits, None)


def test_a_broken_table_inside_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"orders.csv": ORDERS, "bad.json": b'[{"a": 1}, {'})
    error = refused(path, tmp_path)
    assert (error.code, error.facts["file"]) == ("json_damaged", "a.zip/bad.json")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("订单.csv".encode("gb18030"), "订单.csv"), ("Umsätze.csv".encode("cp437"), "Umsätze.csv")],
)
def test_names_of_old_archivers_are_read(tmp_path: Path, stored: bytes, shown: str) -> None:
    plain = zipped(tmp_path / "a.zip", {"x" * len(stored): ORDERS}).read_bytes()
    path = written(tmp_path, "b.zip", plain.replace(b"x" * len(stored), stored))
    assert read_here(path, tmp_path).source.name == f"b.zip/{shown}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.integers(0, 10**9), st.integers(0, 255))
def test_a_changed_byte_is_a_table_or_a_sentence(tmp_path: Path, at: int, by: int) -> None:
    whole = tmp_path / "whole.zip"
    if not whole.exists():
        zipped(whole, {"orders.csv": ORDERS * 9, "items.txt": ITEMS})
    data = bytearray(whole.read_bytes())
    data[at % len(data)] = by
    folder = tmp_path / "torn"
    folder.mkdir(exist_ok=True)
    path = written(folder, "torn.zip", bytes(data))
    try:
        assert read_all(path, folder)
    except AppError as error:
        assert error.facts["file"]
