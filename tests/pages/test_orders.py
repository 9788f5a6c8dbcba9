"""The order plan: quantities worked by hand, what is known of items, edits, limits, scenarios."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from streamlit.testing.v1 import AppTest

from core.actions import item_table, order_book
from core.actions.desk import Desk
from core.actions.order_plan import Terms
from core.actions.replay import aimed_terms
from core.base.texts import Texts
from pages._ui import cached
from pages._ui.formats import Formats
from pages._ui.orders_lines import changes
from pages._ui.orders_terms import read, written
from tests.pages.conftest import Open, words
from tests.pages.ordered import ITEMS, NEED, ORDER, OWED, known_run, ordered, ordered_home

__all__ = ["ordered", "ordered_home"]

STOCKED = pd.DataFrame(
    {
        "sku": ITEMS,
        "Stock": [0, 300, 2000],
        "Unit cost": [2, 3, 4],
        "Supplier": ["Alba", "Alba", "Ö"],
    }
)


def plan(visit: Open, desk: Desk, lang: str = "en", **params: str) -> AppTest:
    return visit("orders", lang, run=known_run(desk).id, **params)


def drop(app: AppTest, frame: pd.DataFrame | bytes, name: str = "items.csv") -> AppTest:
    data = frame if isinstance(frame, bytes) else frame.to_csv(index=False).encode()
    app.file_uploader[0].upload(name, data, "text/csv").run(timeout=120)
    assert not app.exception
    return app


def stocked(visit: Open, desk: Desk, **params: str) -> AppTest:
    return drop(plan(visit, desk, **params), STOCKED)


def lines(app: AppTest) -> pd.DataFrame:
    return app.data_editor[0].value.set_index("sku")


def like(**changes: object) -> Terms:
    """The terms of the run, with something changed."""
    return OWED.model_copy(update=changes)


def widget(app: AppTest, kind: str, name: str):  # type: ignore[no-untyped-def]
    (found,) = [each for each in getattr(app, kind) if str(each.key).startswith(f"orders_{name}_r")]
    return found


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("lang", "said", "verb"),
    [
        ("en", "No finished forecast yet", "Train a forecast"),
        ("zh", "还没有完成的预测", "训练预测"),
    ],
)
def test_without_a_forecast_it_points_to_train(
    visit: Open, lang: str, said: str, verb: str
) -> None:
    app = visit("orders", lang)
    assert said in words(app)
    assert verb in words(app)


@pytest.mark.parametrize(
    ("lang", "said", "unknown"),
    [("en", "2,286 units in 3 lines", "as if the shelves were empty"),
     ("zh", "订 2,286 件、3 行", "按货架全空来订货")],
)  # fmt: skip
def test_with_nothing_known_every_shelf_counts_as_empty_and_it_says_so(
    visit: Open, ordered: Desk, lang: str, said: str, unknown: str
) -> None:
    app = plan(visit, ordered, lang)
    assert not app.error
    assert 3 * ORDER == 2286
    assert lines(app)["quantity"].to_dict() == dict.fromkeys(ITEMS, ORDER)
    assert said in words(app)
    assert unknown in words(app)


def test_a_file_of_stock_and_costs_is_taken_in(visit: Open, ordered: Desk) -> None:
    app = stocked(visit, ordered)
    found = lines(app)
    assert found["quantity"].to_dict() == {"s0": ORDER, "s1": np.ceil(NEED - 300)}
    assert found["cost"].to_dict() == {"s0": 2 * ORDER, "s1": 3 * np.ceil(NEED - 300)}
    money = 2 * ORDER + 3 * np.ceil(NEED - 300)
    assert f"{money:,.0f}" in words(app)
    assert found.loc["s0", "reason"].startswith("Runs out before the order comes: 0 on hand")
    assert "On hand" not in [chip for chip in words(app).split("ml-chip") if "3 items" in chip]
    again = plan(visit, ordered)
    assert lines(again)["quantity"].to_dict() == found["quantity"].to_dict()


def test_cells_that_are_no_numbers_leave_their_item_out_with_the_reason(
    visit: Open, ordered: Desk
) -> None:
    frame = STOCKED.astype({"Stock": object})
    frame.loc[1, "Stock"] = "many"
    app = drop(plan(visit, ordered, part="left_out"), frame)
    assert "1 item was left out" in words(app)
    (table,) = [each.value for each in app.dataframe if "reason" in each.value]
    assert table["item"].tolist() == ["s1"]
    assert "many" in table["reason"].iloc[0]


def test_a_file_that_names_no_items_is_refused_and_what_was_known_stays(
    visit: Open, ordered: Desk
) -> None:
    app = stocked(visit, ordered)
    app = drop(app, pd.DataFrame({"colour": ["red"], "size": [3]}))
    (told,) = [each.value for each in app.error]
    assert "series_id, or sku" in told.replace("\\", "")
    assert "colour, size" in told
    assert "s1" in item_table.items(ordered, known_run(ordered).id)["series_id"].tolist()
    app = drop(plan(visit, ordered), b"\x00\x01\x02", "items.xlsx")
    assert app.error


def test_a_quantity_of_ones_own_stays_and_totals_follow(visit: Open, ordered: Desk) -> None:
    app = stocked(visit, ordered)
    ids, proposed = list(lines(app).index), lines(app)["proposed"].tolist()
    place = ids.index("s1")
    run = known_run(ordered)
    typed = changes({place: {"quantity": 100}, 1 - place: {}}, ids, proposed)
    order_book.keep_own(ordered, run.id, typed)
    assert order_book.book_of(ordered, run.id).own == {"s1": 100.0}
    app = plan(visit, ordered)
    found = lines(app)
    assert found["quantity"].to_dict() == {"s0": ORDER, "s1": 100}
    assert found["proposed"].to_dict() == {"s0": ORDER, "s1": np.ceil(NEED - 300)}
    assert f"{2 * ORDER + 300:,.0f}" in words(app)
    assert "Your own quantity in place of 462" in found.loc["s1", "reason"]
    assert "1 quantity of your own" in words(app)
    app = press(app, "orders_own_reset")
    assert lines(app)["quantity"].to_dict()["s1"] == np.ceil(NEED - 300)
    assert order_book.book_of(ordered, run.id).own == {}
    order_book.keep_own(ordered, run.id, {"s0": 7.0})
    app = press(app, "orders_own_undo")
    assert lines(app)["quantity"].to_dict() == {"s0": 7, "s1": 100}
    assert "orders_own_undo" not in [button.key for button in app.button]


def test_a_quantity_as_proposed_or_emptied_is_none_of_ones_own() -> None:
    edited = {0: {"quantity": 7}, 1: {"quantity": None}, 2: {"quantity": 0}}
    assert changes(edited, ["a", "b", "c"], [7.0, 8.0, 9.0]) == {"a": None, "b": None, "c": 0}


def test_a_budget_is_kept_to(visit: Open, ordered: Desk) -> None:
    app = stocked(visit, ordered)
    widget(app, "number_input", "budget").set_value(1000.0).run()
    found = lines(app)
    assert 0 < found["cost"].sum() <= 1000
    assert "Less, to stay within the budget" in " ".join(found["reason"])
    assert read(app.query_params["terms"]) == like(budget=1000)


def test_terms_are_in_the_address_and_kept(visit: Open, ordered: Desk) -> None:
    app = plan(visit, ordered)
    widget(app, "slider", "level").set_value(98.0).run()
    assert read(app.query_params["terms"]) == like(service_level=0.98)
    more = lines(app)["quantity"]
    assert (more > ORDER).all()
    assert order_book.book_of(ordered, known_run(ordered).id).terms == like(service_level=0.98)
    assert lines(plan(visit, ordered))["quantity"].to_dict() == more.to_dict()
    linked = plan(visit, ordered, terms="lead_time:14,review_period:1")
    assert widget(linked, "slider", "lead_time").value == 14
    kept = order_book.book_of(ordered, known_run(ordered).id).terms
    assert kept == like(service_level=0.98), "a link that was only opened is not kept"
    damaged = plan(visit, ordered, terms="lead_time:soon")
    assert "cannot be read" in words(damaged)


def test_terms_beyond_the_forecast_are_told_and_items_can_still_be_filled_in(
    visit: Open, ordered: Desk
) -> None:
    app = plan(visit, ordered, terms="review_period:40", part="items")
    assert "the forecast ends after 28" in " ".join(each.value for each in app.error)
    assert list(app.data_editor[0].value["sku"]) == list(ITEMS)
    assert "There is no plan" in words(plan(visit, ordered, terms="review_period:40"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", ["item", "items", "left_out", "scenarios", "replay"])
def test_every_part_opens(visit: Open, ordered: Desk, lang: str, part: str) -> None:
    app = plan(visit, ordered, lang, part=part)
    assert not app.error
    assert Texts(lang)(f"orders.{part}.title") in words(app)


def test_overstock_and_dead_stock_are_told_with_the_money_in_them(
    visit: Open, ordered: Desk
) -> None:
    assert "Nothing is known of your stock" in words(plan(visit, ordered, part="stock"))
    cells = {"on_hand": 40_000.0, "unit_cost": 4.0}
    item_table.edit(ordered, known_run(ordered).id, {"s2": cells})
    app = plan(visit, ordered, part="stock")
    (table,) = [each.value for each in app.dataframe if "excess" in each.value]
    (row,) = table.to_dict("records")
    assert row["excess"] == pytest.approx(40_000 - NEED, abs=0.1)
    assert row["dead"]
    assert "160,000" in words(app)
    cells["on_hand"] = 700.0
    item_table.edit(ordered, known_run(ordered).id, {"s2": cells})
    assert "No item has more than it needs" in words(plan(visit, ordered, part="stock"))


def test_items_too_many_and_left_out_are_called_by_name(
    visit: Open, ordered: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "item_names", lambda *_: {"s0": "Lamp", "s2": "Large bowl"})
    cells = {"s0": {"lead_time": 30.0}, "s1": {"lead_time": 30.0}, "s2": {"on_hand": 40_000.0}}
    for item, known in cells.items():
        item_table.edit(ordered, known_run(ordered).id, {item: known})
    (over,) = [each.value for each in plan(visit, ordered, part="stock").dataframe]
    assert over[["sku", "name"]].values.tolist() == [["s2", "Large bowl"]]
    (out,) = [each.value for each in plan(visit, ordered, part="left_out").dataframe]
    assert out["item"].tolist() == ["s0", "s1"]
    assert out["name"].fillna("").tolist() == ["Lamp", ""]
    monkeypatch.setattr(cached, "item_names", lambda *_: {})
    for part in ("stock", "left_out"):
        assert "name" not in plan(visit, ordered, part=part).dataframe[0].value


def test_the_item_of_the_address_is_shown_with_both_safety_stocks(
    visit: Open, ordered: Desk
) -> None:
    app = plan(visit, ordered, part="item", item="s1")
    assert app.selectbox(key=f"orders_item_{known_run(ordered).id}").value == "s1"
    told = words(app)
    assert f"{NEED - 700:.1f}" in told
    assert "Classic z × sd" in told
    risk = norm(700, np.sqrt(14) * 10).sf(ORDER)
    assert f"Mar 17, 2024, just before the next delivery, is {risk:.1%}" in told


def test_best_levels_follow_from_margins(visit: Open, ordered: Desk) -> None:
    run = known_run(ordered)
    app = plan(visit, ordered)
    assert widget(app, "toggle", "best").disabled
    item_table.edit(ordered, run.id, {"s0": {"unit_cost": 365.0, "price": 375.0}})
    app = plan(visit, ordered)
    few, many = 10.0, 365 * 0.25 / 365 * 7
    assert f"{few / (few + many):.1%}" in words(app)
    widget(app, "toggle", "best").set_value(True).run()
    assert read(app.query_params["terms"]) == like(service_level=None)
    found = lines(app)["quantity"]
    assert found["s0"] < found["s1"] == ORDER


def test_scenarios_are_kept_compared_opened_and_removed(visit: Open, ordered: Desk) -> None:
    run = known_run(ordered)
    app = plan(visit, ordered, part="scenarios", terms=written(like(service_level=0.98)))
    app.text_input(key="orders_name").set_value("safe *side*").run()
    press(app, "orders_keep")
    (kept,) = order_book.book_of(ordered, run.id).scenarios
    assert (kept.name, kept.terms) == ("safe *side*", like(service_level=0.98))
    app = plan(visit, ordered, part="scenarios", terms=written(OWED) or "lead_time:7")
    assert "safe *side*" in words(app)
    assert "points" in words(app)
    (shared,) = [each.value for each in app.code]
    terms = written(like(service_level=0.98))
    assert shared.endswith(f"run={run.id}&terms={terms}&part=scenarios&lang=en")
    press(app, "orders_open_0")
    assert app.query_params["terms"] == terms
    press(app, "orders_drop_0")
    assert order_book.book_of(ordered, run.id).scenarios == ()
    press(app, "orders_undo")
    assert order_book.book_of(ordered, run.id).scenarios == (kept,)


def test_rows_are_filtered_and_all_items_can_be_shown(visit: Open, ordered: Desk) -> None:
    app = stocked(visit, ordered)
    widget(app, "text_input", "search").set_value("S1").run()
    assert list(lines(app).index) == ["s1"]
    widget(app, "text_input", "search").set_value("").run()
    app.multiselect[0].set_value(["Ö"]).run()
    assert "No row fits" in words(app)
    (which,) = [each for each in app.get("button_group") if "orders_which" in str(each.key)]
    which.set_value("all").run()
    assert lines(app)["quantity"].to_dict() == {"s2": 0}
    assert "enough until the next delivery" in lines(app).loc["s2", "reason"]


def test_a_run_that_is_no_finished_forecast_is_refused(visit: Open, ordered: Desk) -> None:
    run = known_run(ordered)
    waiting = ordered.workspace.registry.create_run(run.spec, "waiting")
    app = visit("orders", run=waiting.id)
    assert "waiting" in " ".join(each.value for each in app.error)
    assert app.query_params["run"] != waiting.id
    other = ordered.workspace.registry.create_run(
        run.spec.model_copy(update={"task": "classify"}), "clicks"
    )
    assert visit("orders", run=other.id).error


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Mean + z × sd"), ("zh", "历史均值 + z × 标准差")]
)
def test_policies_are_replayed_on_the_held_out_weeks(
    visit: Open, ordered: Desk, lang: str, said: str
) -> None:
    cells = {item: {"on_hand": 60.0, "unit_cost": 2.0, "price": 5.0} for item in ITEMS}
    item_table.edit(ordered, known_run(ordered).id, cells)
    app = plan(visit, ordered, lang, part="replay")
    assert said not in words(app)
    press(app, "orders_replay")
    assert not app.error
    told = words(app)
    assert said in told
    assert Texts(lang)("orders.replay.series", n="3", of="3") in told
    assert Texts(lang)("orders.frontier.title") in told
    assert "%" in told.split("ml-verdict")[2]
    widget(app, "slider", "level").set_value(98.0).run()
    assert Texts(lang)("orders.replay.stale") in words(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_level_that_brings_what_was_asked_for_is_taken_at_a_click(
    visit: Open, ordered: Desk, lang: str
) -> None:
    app = plan(visit, ordered, lang, part="replay")
    press(app, "orders_replay")
    run = known_run(ordered)
    aim = aimed_terms(ordered, run.id, Terms()).service_level
    assert aim is not None
    assert abs(aim - 0.95) > 0.002
    aimed = Formats(lang).percent(round(aim, 3))
    assert Texts(lang)("orders.replay.aim_button", aim=aimed) in [one.label for one in app.button]
    press(app, "orders_aim")
    assert not app.error
    assert widget(app, "slider", "level").value == pytest.approx(round(100 * aim, 1))
    book = order_book.book_of(ordered, run.id)
    assert book.terms is not None
    assert book.terms.service_level == pytest.approx(round(aim, 3))


def test_a_run_that_kept_no_weeks_says_so(visit: Open, ordered: Desk) -> None:
    runs = ordered.workspace.registry.runs()
    old = next(run for run in runs if run.name == "no *weeks*")
    app = visit("orders", run=old.id, part="replay")
    press(app, "orders_replay")
    assert "kept no forecasts of held-out weeks" in " ".join(each.value for each in app.error)
