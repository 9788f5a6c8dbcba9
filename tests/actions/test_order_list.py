"""The rows of a plan in words, filtered, and as a workbook: numbers stay numbers, text is text."""

import io
import zipfile
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from core.actions import order_list, order_view, order_workbook
from core.actions.download import book_bytes, csv_bytes
from core.actions.order_plan import answer, case_for, same_case
from core.base.texts import LANGUAGES, Texts, catalog
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
SERIES = pd.DataFrame({"young": [False, True, False]})
BUNDLE = SimpleNamespace(forecast=FORECAST, panel=PANEL, series=SERIES)
NAMES = {"i0": "Lantern", "i1": "Mug"}
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
    return order_list.listed(made(own, **terms), BUNDLE, T, NAMES)  # type: ignore[arg-type]


def sheets(
    found: pd.DataFrame, lang: str = "en", **terms: object
) -> list[tuple[str, pd.DataFrame]]:
    asked = Terms.model_validate({"policy": "order_up_to", **terms})
    titled = order_workbook.Titled("Spring", "Shop", made(**terms), asked)
    return order_workbook.sheets(found, BUNDLE, titled, Texts(lang))  # type: ignore[arg-type]


def test_all_items_are_listed_the_most_urgent_first() -> None:
    found = rows()
    assert list(found.index) == ["i0", "i1", "i2"]
    assert found["quantity"].to_dict() == {"i0": 762, "i1": 462, "i2": 0}
    assert found["abc"].to_dict() == {"i0": "A", "i1": "B", "i2": "C"}
    assert found.loc["i1", "reason"] == (
        "Runs out before the order comes: 300 on hand, 0 on the way, 50 sold a day. "
        "New: forecast like similar items."
    )
    assert "2,000 on hand" in found.loc["i2", "reason"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_are_whole_sentences(lang: str) -> None:
    found = order_list.listed(made({"i1": 5}), BUNDLE, Texts(lang), NAMES)  # type: ignore[arg-type]
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
    assert list(order_list.filtered(found, parts, "lantern").index) == ["i0"]
    assert list(order_list.filtered(found, parts, "", (["Alba"], [])).index) == ["i1", "i2"]
    assert list(order_list.filtered(found, parts, "", (["Alba"], ["C"])).index) == ["i2"]
    assert order_list.filtered(found, parts, "[").empty


def test_a_workbook_has_all_orders_and_a_sheet_for_each_supplier() -> None:
    found = rows()
    ordered = found[found["quantity"] > 0]
    written = book_bytes(sheets(ordered, budget=5e4), order_workbook.formats(ordered, T))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    assert book.sheet_names == ["Summary", "All orders", "=cmd()", "Alba"]
    header, *body = book.get_sheet_by_name("All orders").to_python()
    first = dict(zip(header, body[0], strict=True))
    assert (first["sku"], first["Order"], first["Unit cost"], first["Money"]) == (
        "i0",
        762,
        2,
        1524,
    )
    assert first["Supplier"] == "'=cmd()"
    assert (first["Arrives"], first["Name"]) == (date(2024, 3, 11), "Lantern")
    theirs = book.get_sheet_by_name("Alba").to_python()
    assert [row[0] for row in theirs] == ["sku", "i1"]
    assert theirs[0] == ["sku", "Name", "Order", "Packs", "Order on", "Arrives"]
    text = csv_bytes(order_list.taken_home(found, BUNDLE, T)).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "'=cmd()" in text


def test_one_supplier_needs_no_sheet_of_its_own() -> None:
    found = rows().query("supplier == 'Alba'")
    assert [name for name, _ in sheets(found)] == ["Summary", "All orders"]
    nobody = found.assign(supplier=["Alba", None])
    names = [name for name, _ in sheets(nobody)]
    assert names == ["Summary", "All orders", "Alba", "No supplier"]


@pytest.mark.parametrize(
    ("suppliers", "names"),
    [
        (["Summary", "All orders", "Alba"], {"Alba": 3, "All orders (2)": 2, "Summary (2)": 1}),
        (["No supplier", None, "Alba"], {"Alba": 3, "No supplier": 1, "No supplier (2)": 2}),
    ],
)
def test_suppliers_called_like_a_sheet_have_sheets_of_their_own(
    suppliers: list[str | None], names: dict[str, int]
) -> None:
    found = rows().assign(supplier=suppliers, quantity=[1.0, 2.0, 3.0])
    written = book_bytes(sheets(found), order_workbook.formats(found, T))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    assert book.sheet_names == ["Summary", "All orders", *names]
    assert book.get_sheet_by_name("Summary").to_python()[0][0] == "Order plan"
    assert len(book.get_sheet_by_name("All orders").to_python()) == 1 + 3
    for name, quantity in names.items():
        header, *body = book.get_sheet_by_name(name).to_python()
        assert [row[header.index("Order")] for row in body] == [quantity]


def test_the_summary_says_what_the_plan_is_and_adds_up() -> None:
    for lang in LANGUAGES:
        name, told = sheets(rows(), lang, budget=5e4, service_level=None)[0]
        assert name == Texts(lang)("orders.sheet.summary")
        cells = {row[0]: row[1:] for row in told.to_numpy().tolist() if row[0]}
        t = Texts(lang)
        assert cells[t("forecasts.run.label")][0] == "Spring"
        assert cells[t("orders.sheet.dataset")][0] == "Shop"
        assert cells[t("orders.terms.budget.label")][0] == 5e4
        assert cells[t("orders.terms.service_level.label")][0] == t("orders.terms.best.short")
        assert cells[t("orders.column.order_date")][0] == date(2024, 3, 4)
        plan = made(budget=5e4, service_level=None)
        assert cells[t("orders.sheet.total")] == [len(plan.lines), plan.units, plan.cost]


def summary(items: pd.DataFrame, lang: str, **terms: object) -> dict[str, object]:
    """The first sheet of a plan for other items: names and what stands beside them."""
    asked = Terms.model_validate({"policy": "order_up_to", **terms})
    plan = answer(case_for(BUNDLE, read_given(items), asked), asked)  # type: ignore[arg-type]
    titled = order_workbook.Titled("Spring", "Shop", plan, asked)
    found = order_workbook.sheets(rows(), BUNDLE, titled, Texts(lang))  # type: ignore[arg-type]
    return {row[0]: row[1] for row in found[0][1].to_numpy().tolist() if row[0]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_whose_times_hold_and_what_is_lacking(lang: str) -> None:
    t = Texts(lang)
    lead, review = (t(f"orders.terms.{name}.label") for name in ("lead_time", "review_period"))
    own = summary(ITEMS.assign(lead_time=[3, 4, 5]), lang)
    assert (own[lead], own[review]) == (t("orders.sheet.own_time"), 7)
    some = summary(ITEMS.assign(lead_time=[3, None, 50]), lang)
    assert some[lead] == t("orders.sheet.some_own", value="7", n=1, of=2)
    why = t("orders.sheet.left_out.item_beyond_horizon")
    assert some[t("orders.sheet.left_out.of", why=why)] == 1
    assert t("orders.sheet.cut_money") not in some
    told = summary(ITEMS.assign(unit_cost=[2, 1, 4]), lang, budget=1000)
    assert told[t("orders.sheet.cut_money")] == pytest.approx(2 * 762 + 462 - 1000, abs=2)
    seen = order_view.headline(made())
    plain = summary(ITEMS, lang)
    assert plain[t("orders.sheet.fill")] == f"{seen.fill_rate:.1%}"
    assert plain[t("orders.sheet.cycle")] == f"{seen.cycle_service:.1%}"


def test_every_reason_for_leaving_an_item_out_has_words_in_the_summary() -> None:
    codes = {key.rpartition(".")[2] for key in catalog("en") if ".problem.item_" in key}
    told = {key.rpartition(".")[2] for key in catalog("en") if ".left_out.item_" in key}
    assert codes - told == {"item_repeated"}


def test_numbers_of_the_workbook_have_formats() -> None:
    ordered = rows().query("quantity > 0")
    written = io.BytesIO(book_bytes(sheets(ordered), order_workbook.formats(ordered, T)))
    with zipfile.ZipFile(written) as parts:
        styles = parts.read("xl/styles.xml").decode()
    for form in ("#,##0.0", "yyyy-mm-dd", "0.0%"):
        assert f'formatCode="{form}"' in styles
    halves = ordered.assign(quantity=0.5)
    assert order_workbook.formats(ordered, T)["Order"] == "#,##0"
    assert order_workbook.formats(halves, T)["Order"] == "#,##0.0"


def test_rows_are_sorted_by_what_is_asked_for() -> None:
    found = rows().assign(cost=[5.0, np.nan, 9.0], quantity=[1.0, 3.0, 2.0])
    first = {how: order_list.ordered_by(found, how).index[0] for how in order_list.SORTS}
    assert first == {"urgency": "i0", "money": "i2", "units": "i1", "code": "i0"}
    late = found.assign(risk_before=[1.0, 1.0, 1.0], runs_out=pd.to_datetime(
        ["2024-03-06", "2024-03-05", "2024-03-07"]))  # fmt: skip
    assert list(order_list.ordered_by(late, "urgency").index) == ["i1", "i0", "i2"]
    assert list(order_list.ordered_by(found, "money").index)[-1] == "i1"


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


def test_what_was_assumed_is_counted_for_planned_items_only() -> None:
    items = ITEMS.drop(columns="on_hand").assign(lead_time=[7, 40, 50])
    asked = Terms(policy="order_up_to")
    plan = answer(case_for(BUNDLE, read_given(items), asked), asked)  # type: ignore[arg-type]
    assert plan.assumed["review_period"] == plan.assumed["on_hand"] == 1
    assert [p.facts["count"] for p in plan.problems if p.code == "stock_taken_as_none"] == [1]
    assert order_view.beyond(plan, "D") == order_view.Beyond(2, 57)
    assert order_view.beyond(plan, "W").periods == 9


def test_own_quantities_may_take_the_orders_over_the_budget() -> None:
    asked = Terms(policy="order_up_to", budget=1000)
    assert order_view.over_budget(made(budget=1000), asked) == 0
    over = order_view.over_budget(made({"i0": 550.0, "i2": 0.0}, budget=1000), asked)
    assert over == 100
    assert order_view.over_budget(made({"i0": 550.0}), Terms()) == 0
