"""The rows of a plan in words, filtered, and as a workbook: numbers stay numbers, text is text."""

import io
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from core.actions import order_list, order_view
from core.actions.download import book_bytes, csv_bytes
from core.actions.order_plan import answer, case_for, same_case
from core.base.texts import LANGUAGES, Texts
from core.inventory.given import read_given
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast

T = Texts("en")
FORECAST = normal_forecast(np.full(3, 50.0), np.full(3, 10.0))
KEYS = pd.DataFrame({"sku": list(FORECAST.ids)})
PANEL = SimpleNamespace(
    keys=KEYS,
    y=np.tile([[80.0], [15.0], [5.0]], 60),
    freq="D",
    rhythm=SimpleNamespace(year=364),
)
BUNDLE = SimpleNamespace(forecast=FORECAST, panel=PANEL)
ITEMS = pd.DataFrame(
    {
        "series_id": FORECAST.ids,
        "on_hand": [0, 300, 2000],
        "unit_cost": [2, None, 4],
        "supplier": ["=cmd()", "Alba", "Alba"],
    }
)


def made(own: dict[str, float] | None = None, **terms: object):  # type: ignore[no-untyped-def]
    asked = Terms.model_validate({"policy": "order_up_to", **terms})
    return answer(case_for(BUNDLE, read_given(ITEMS), asked), asked, own)  # type: ignore[arg-type]


def rows(own: dict[str, float] | None = None, **terms: object) -> pd.DataFrame:
    return order_list.listed(made(own, **terms), BUNDLE, T)  # type: ignore[arg-type]


def test_all_items_are_listed_the_most_urgent_first() -> None:
    found = rows()
    assert list(found.index) == ["i0", "i1", "i2"]
    assert found["quantity"].to_dict() == {"i0": 762, "i1": 462, "i2": 0}
    assert found["abc"].to_dict() == {"i0": "A", "i1": "B", "i2": "C"}
    assert found.loc["i1", "reason"] == (
        "Runs out before the order comes: 300 on hand, 0 on the way, 50 sold a day."
    )
    assert "2,000 on hand" in found.loc["i2", "reason"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_are_whole_sentences(lang: str) -> None:
    found = order_list.listed(made({"i1": 5}), BUNDLE, Texts(lang))  # type: ignore[arg-type]
    assert not found["reason"].str.contains("[{}]").any()
    assert "462" in found.loc["i1", "reason"]


def test_quantities_of_ones_own_are_part_of_the_plan() -> None:
    plan = made({"i1": 0, "i2": 10.0})
    assert plan.lines["series_id"].tolist() == ["i0", "i2"]
    assert plan.units == 772
    assert plan.cost == 2 * 762 + 4 * 10
    assert plan.states.loc["i1", "expected_cycle_service"] < 0.01
    place = plan.states.index.get_loc("i1")
    assert plan.risk[place].tolist() == plan.risk_without[place].tolist()


def test_rows_are_found_by_words_supplier_and_class() -> None:
    found, parts = rows(), order_list.parts(BUNDLE)  # type: ignore[arg-type]
    assert list(order_list.filtered(found, parts, " I1 alba ").index) == ["i1"]
    assert list(order_list.filtered(found, parts, "", (["Alba"], [])).index) == ["i1", "i2"]
    assert list(order_list.filtered(found, parts, "", (["Alba"], ["C"])).index) == ["i2"]
    assert order_list.filtered(found, parts, "[").empty


def test_a_workbook_has_all_orders_and_a_sheet_for_each_supplier() -> None:
    found = rows()
    sheets = order_list.sheets(found[found["quantity"] > 0], BUNDLE, T)  # type: ignore[arg-type]
    book = CalamineWorkbook.from_filelike(io.BytesIO(book_bytes(sheets)))
    assert book.sheet_names == ["All orders", "=cmd()", "Alba"]
    header, *body = book.get_sheet_by_name("All orders").to_python()
    first = dict(zip(header, body[0], strict=True))
    assert (first["sku"], first["Order"], first["Unit cost"], first["Money"]) == (
        "i0",
        762,
        2,
        1524,
    )
    assert first["Supplier"] == "'=cmd()"
    assert first["Arrives"] == "2024-03-11"
    assert [row[0] for row in book.get_sheet_by_name("Alba").to_python()] == ["sku", "i1"]
    text = csv_bytes(order_list.taken_home(found, BUNDLE, T)).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "'=cmd()" in text


def test_one_supplier_needs_no_sheet_of_its_own() -> None:
    found = rows().query("supplier == 'Alba'")
    assert list(order_list.sheets(found, BUNDLE, T)) == ["All orders"]  # type: ignore[arg-type]
    nobody = found.assign(supplier=["Alba", None])
    assert list(order_list.sheets(nobody, BUNDLE, T)) == [  # type: ignore[arg-type]
        "All orders", "Alba", "No supplier",
    ]  # fmt: skip


def test_the_headline_tells_the_two_services_apart() -> None:
    found = order_view.headline(made())
    assert (found.lines, found.units, found.cost, found.uncosted) == (2, 1224, 1524, 1)
    assert found.urgent == 2
    assert found.stock_known
    assert found.cycle_service == pytest.approx((0.95 + 0.95 + 1) / 3, abs=0.01)
    assert found.fill_rate is not None
    assert found.fill_rate > found.cycle_service
    assert found.tied_up == pytest.approx(4 * (2000 - 761.5), rel=0.001)


def test_defaults_are_told_with_the_items_they_were_taken_for() -> None:
    asked = Terms(lead_time=3)
    told = {one.column: (one.value, one.count) for one in order_view.assumed(made(), asked)}
    assert told["lead_time"] == (3, 3)
    assert told["pack_size"] == (1, 3)
    assert not {"on_hand", "unit_cost", "volume"} & set(told)
    with_room = order_view.assumed(made(), Terms(capacity=5))
    assert "volume" in {one.column for one in with_room}


def test_terms_that_one_case_answers_are_alike() -> None:
    assert same_case(Terms(service_level=0.8, budget=5)) == same_case(Terms(capacity=2))
    assert same_case(Terms(lead_time=8)) != same_case(Terms())


def test_one_item_is_shown_until_the_next_delivery() -> None:
    asked = Terms(policy="order_up_to")
    case = case_for(BUNDLE, read_given(ITEMS), asked)  # type: ignore[arg-type]
    plan = answer(case, asked)
    found = order_view.item_view(plan, case, "i1")
    assert found is not None
    assert found.marks == ("2024-03-11", "2024-03-18")
    assert found.days[0] == "2024-03-04"
    assert found.risk_without[6] > 0.9
    assert found.risk[13] == pytest.approx(0.05, abs=0.01)
    assert order_view.item_view(plan, case, "nothing") is None
