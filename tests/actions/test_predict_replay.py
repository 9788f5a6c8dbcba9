"""A new file is scored as the run's own was imported; no line loses its place."""

import random
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.desk import Desk
from core.actions.import_files import import_files
from core.actions.predict import predict
from core.base.errors import AppError
from core.base.runs import Run
from core.lab.classify.bundle import load
from core.lab.folders import bundle_folder
from tests.data.exports.case import text
from tests.data.exports.china import _DOUYIN, _line
from tests.pages.learned import FakeEngine, spec_of, train_here

HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID",
          "Country"]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose questions are answered in this process."""
    monkeypatch.setattr(Desk, "engine", property(lambda _: FakeEngine()))
    return Desk(tmp_path / "ws")


def invoices(rows: int, seed: int) -> list[list[object]]:
    """Invoice lines: most cancellations are from France, as is most postage."""
    chance = random.Random(seed)
    made: list[list[object]] = []
    for place in range(rows):
        back, post = chance.random() < 0.3, chance.random() < 0.3
        french = chance.random() < (0.8 if back else 0.2) + (0.15 if post else 0)
        number = f"{'C' if back else ''}{500_000 + place}"
        made.append(
            [number, "POST" if post else f"{22100 + place % 40}A", "POSTAGE" if post else "MUG",
             -1 if back else chance.randint(1, 9), "2011-03-01 08:26:00",
             f"{chance.uniform(1, 20):.2f}", f"{17000 + place % 50}.0",
             "France" if french else "Spain"]
        )  # fmt: skip
    return made


def learned(desk: Desk, tmp_path: Path, name: str, data: bytes, **question: str) -> Run:
    """A run on this file as it is imported."""
    path = tmp_path / name
    path.write_bytes(data)
    result = import_files(desk, [path])
    spec = spec_of(result.dataset, question=question, family="lightgbm")
    return train_here(desk.workspace, spec, "learned")


def expected(desk: Desk, run: Run, path: Path) -> np.ndarray:
    """Probabilities of the rows that an import of the file gives, typed, without any file."""
    result = import_files(desk, [path])
    frame = desk.workspace.table(result.dataset)
    bundle = load(bundle_folder(desk.workspace.root, run.id), run.digest or "")
    return bundle.predict(frame[[c.name for c in bundle.about.features]]).probability


def test_columns_that_steps_made_are_made_again(desk: Desk, tmp_path: Path) -> None:
    data = text(HEADER, invoices(600, 1))
    run = learned(desk, tmp_path, "online_retail_II.csv", data, target="Country", positive="France")
    bundle = load(bundle_folder(desk.workspace.root, run.id), run.digest or "")
    assert {"is_return", "is_product"} <= {c.name for c in bundle.about.features}
    week = tmp_path / "next week.csv"
    week.write_bytes(text(HEADER, invoices(90, 2)))
    found = predict(desk, run.id, week)
    assert found.scored == len(found.frame) == 90
    assert found.frame["probability"].to_numpy(float) == pytest.approx(expected(desk, run, week))
    assert found.frame["probability"].nunique() > 20
    assert found.inputs["Invoice"].tolist() == [row[0] for row in invoices(90, 2)]
    archive = tmp_path / "weeks.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("shops.csv", "shop_no,town\n" + "".join(f"{i},T{i}\n" for i in range(9)))
        packed.write(week, "week.csv")
    again = predict(desk, run.id, archive)
    assert again.frame["probability"].tolist() == found.frame["probability"].tolist()


def test_a_file_without_the_answer_spelled_otherwise_is_scored_alike(
    desk: Desk, tmp_path: Path
) -> None:
    data = text(HEADER, invoices(600, 1))
    run = learned(desk, tmp_path, "online_retail_II.csv", data, target="Country", positive="France")
    rows = invoices(60, 3)
    full, bare = tmp_path / "full.csv", tmp_path / "bare.csv"
    full.write_bytes(text(HEADER, rows))
    bare.write_bytes(text([f" {name.upper()} " for name in HEADER[:7]], [r[:7] for r in rows]))
    one, other = predict(desk, run.id, full), predict(desk, run.id, bare)
    assert other.frame["probability"].tolist() == one.frame["probability"].tolist()
    desk.workspace.purge(run.spec.dataset)
    assert predict(desk, run.id, bare).frame.equals(other.frame)


def test_total_lines_keep_their_place_among_the_scored(desk: Desk, tmp_path: Path) -> None:
    rows = [["shop", "n", "bought"], *([f"s{i}", i % 7, "yes" if i % 7 > 3 else "no"]
                                       for i in range(400))]  # fmt: skip
    run = learned(desk, tmp_path, "shops.csv", text(rows[0], rows[1:]), target="bought")
    week = tmp_path / "week.csv"
    week.write_text("shop,n,bought\na,1,\nb,2,\nTotal,3,\nc,5,\n")
    found = predict(desk, run.id, week)
    assert found.frame["line"].tolist() == [2, 3, 4, 5]
    assert found.inputs["n"].tolist() == ["1", "2", "3", "5"]


def test_a_header_that_looks_like_two_is_read_again_as_one(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ["one" if i % 2 else "two", f"{i % 50}.5", "yes" if i % 2 else "no"] for i in range(300)
    ]
    data = text(["kind", "n", "bought"], rows)
    run = learned(desk, tmp_path, "shops.csv", data, target="bought")
    week = tmp_path / "week.csv"
    week.write_text("kind,,n\none,mug,many\none,5,3\ntwo,5,4\ntwo,5,3\n")
    found = predict(desk, run.id, week)
    assert found.inputs["n"].tolist() == ["many", "3", "4", "3"]
    assert found.frame["reason"].fillna("").tolist() == ["not_number", "", "", ""]
    assert found.frame["prediction"].tolist()[1:] == [True, False, False]


def test_a_line_of_several_orders_has_a_reason_and_its_place(desk: Desk, tmp_path: Path) -> None:
    rows = [
        _line(
            n,
            商品数量=1 + n % 5,
            订单应付金额=f"{n}.50",
            订单状态="已完成" if n % 5 > 2 else "已发货",
        )
        for n in range(300)
    ]
    run = learned(
        desk, tmp_path, "抖音.csv", text(_DOUYIN, rows), target="订单状态", positive="已完成"
    )
    week = [_line(1, 商品数量=5), _line(2, 子订单编号="\t11;\t12;\t13", 商品数量=4), _line(3)]
    path = tmp_path / "week.csv"
    path.write_bytes(text(_DOUYIN, week))
    found = predict(desk, run.id, path)
    assert found.frame["reason"].fillna("").tolist() == ["", "several_rows", ""]
    assert found.frame["line"].tolist() == [2, 3, 4]
    assert found.inputs["商品数量"].tolist() == ["5", "4", "1"]
    assert found.frame["prediction"].tolist()[::2] == [True, False]
    path.write_bytes(text(_DOUYIN, [week[1], week[1]]))
    with pytest.raises(AppError, match="lines_multiplied"):
        predict(desk, run.id, path)


def test_missing_columns_are_named(desk: Desk, tmp_path: Path) -> None:
    data = text(HEADER, invoices(300, 1))
    run = learned(desk, tmp_path, "online_retail_II.csv", data, target="Country", positive="France")
    week = tmp_path / "week.csv"
    week.write_bytes(pd.DataFrame({"Invoice": ["1"], "Country": ["Spain"]}).to_csv().encode())
    with pytest.raises(AppError, match="columns_missing") as error:
        predict(desk, run.id, week)
    assert {"Quantity", "Price"} <= set(error.value.facts["columns"])
