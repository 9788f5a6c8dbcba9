"""Plans of promotions and prices: rows become changes, wrong ones are named; levers and rows."""

from datetime import date

import pandas as pd
import pytest

from core.actions.planned import planned
from core.actions.what_if import Change, Levers
from core.actions.what_if_form import Form, changes_of, form_of, of_rows, options, to_rows
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts

LEVERS = Levers(
    price="price",
    flags=("promotion = flyer", "promotion = display"),
    others=("hours",),
    keys={"item_id": ("a", "b"), "store_id": ("x", "y")},
    first=date(2026, 3, 1),
    last=date(2026, 3, 14),
    flat=(),
)
BARE = Levers(None, (), (), LEVERS.keys, LEVERS.first, LEVERS.last, ())


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object)


def row(**cells: str) -> dict[str, str]:
    return {"sku": "a", "start": "2026-03-02", "end": "2026-03-04", **cells}


@pytest.mark.parametrize("cell", ["20", "20%", "0.2", "20.0 %"])
def test_a_discount_is_a_share_of_the_price(cell: str) -> None:
    found = planned(table(row(discount=cell)), LEVERS)
    assert found.problems == ()
    assert found.changes == (
        Change(
            kind="price", column="price", amount=0.8, first=date(2026, 3, 2),
            last=date(2026, 3, 4), values={"item_id": ("a",)},
        ),
    )  # fmt: skip


def test_rows_that_go_too_far_are_told() -> None:
    rows = pd.DataFrame(
        [{"what": "price_by", "amount": -99.5}, {"what": "price_by", "amount": 10000.0},
         {"what": "demand_by", "amount": 1e6}, {"what": "demand_by", "amount": -200.0}]
    )  # fmt: skip
    found = of_rows(rows, LEVERS)
    assert [one.code for one in found.problems] == ["planned_too_far"] * 3
    assert found.problems[0].facts == {"row": 1, "cell": "-99.5", "low": "-99", "high": "9900"}
    assert [change.amount for change in found.changes] == [0.0]
    for lang in LANGUAGES:
        assert Texts(lang).problem(found.problems[0].code, found.problems[0].facts)


def test_prices_promotions_demand_and_known_columns() -> None:
    found = planned(
        table(row(price="7.5", promotion="Flyer", demand="+10", hours="6", remark="x")), LEVERS
    )
    assert [(one.kind, one.column, round(one.amount, 3)) for one in found.changes] == [
        ("set", "price", 7.5),
        ("set", "promotion = flyer", 1.0),
        ("demand", "", 1.1),
        ("set", "hours", 6.0),
    ]
    assert found.ignored == ("remark",)


def test_an_empty_key_is_all_and_a_lacking_end_the_horizons() -> None:
    found = planned(table(row(sku="", end="", promotion="display")), LEVERS)
    assert found.changes[0].values == {}
    assert found.changes[0].last == LEVERS.last


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"start": "soon", "discount": "10"}, "planned_no_day"),
        ({"start": "", "discount": "10"}, "planned_no_day"),
        ({"end": "2026-03-01", "discount": "10"}, "planned_reversed"),
        ({"start": "2026-05-01", "end": "2026-05-02", "discount": "10"}, "planned_outside"),
        ({"sku": "zz", "discount": "10"}, "planned_unknown"),
        ({"discount": "many"}, "planned_no_number"),
        ({"discount": "120"}, "planned_discount"),
        ({"discount": "99.9"}, "planned_too_far"),
        ({"demand": "+200000"}, "planned_too_far"),
        ({"discount": ""}, "planned_nothing"),
        ({"price": "0"}, "planned_price"),
        ({"promotion": "tombola"}, "planned_promotion"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_served(cells: dict[str, str], code: str) -> None:
    good = row(**{**dict.fromkeys(cells, ""), "sku": "b", "start": "2026-03-02",
                  "end": "2026-03-04", "demand": "5"})  # fmt: skip
    found = planned(table(good, row(**cells)), LEVERS)
    assert [problem.code for problem in found.problems] == [code]
    assert found.problems[0].facts["row"] == 2
    assert len(found.changes) == 1
    for lang in ("en", "zh"):
        assert "2" in Texts(lang).problem(code, found.problems[0].facts)


def test_a_price_that_the_forecast_does_not_know_is_told_by_row() -> None:
    found = planned(table(row(discount="10")), BARE)
    assert found.problems[0].code == "planned_no_price"


@pytest.mark.parametrize(
    ("columns", "code"),
    [(["sku", "discount"], "planned_without_days"), (["sku", "start"], "planned_without_effect")],
)
def test_a_table_without_days_or_effects_is_refused(columns: list[str], code: str) -> None:
    with pytest.raises(AppError, match=code):
        planned(pd.DataFrame([["1"] * len(columns)], columns=columns, dtype=object), LEVERS)


def test_levers_and_changes_are_the_same_thing() -> None:
    form = Form(
        price=-12.0, demand=30.0, flags=("promotion = display",), closed=True,
        first=date(2026, 3, 3), values={"item_id": ("a",)},
    )  # fmt: skip
    changes = changes_of(form, LEVERS)
    assert len(changes) == 4
    assert form_of(changes, LEVERS) == (form, ())
    other = Change(kind="demand", amount=2.0, values={"item_id": ("b",)})
    assert form_of((*changes, other), LEVERS) == (form, (other,))
    assert form_of((), LEVERS) == (Form(), ())


def test_what_no_lever_reaches_stands_in_the_table() -> None:
    deep = Change(kind="price", column="price", amount=0.1)
    again = Change(kind="price", column="price", amount=0.9)
    assert form_of((deep,), LEVERS) == (Form(), (deep,))
    assert form_of((again, again), LEVERS)[1] == (again,)


def test_rows_of_the_table_come_back() -> None:
    changes = (
        Change(kind="price", column="price", amount=0.8, values={"item_id": ("a", "b")}),
        Change(kind="set", column="price", amount=7.5, first=date(2026, 3, 2)),
        Change(kind="set", column="promotion = flyer", last=date(2026, 3, 9)),
        Change(kind="set", column="hours", amount=6.0),
        Change(kind="demand", amount=1.3),
        Change(kind="closed"),
    )
    rows = to_rows(changes, LEVERS)
    assert set(rows["what"]) <= set(options(LEVERS))
    found = of_rows(rows, LEVERS)
    assert found.problems == ()
    assert found.changes == changes


def test_rows_that_are_not_filled_in_are_told() -> None:
    rows = pd.DataFrame(
        [
            {"what": None, "amount": None},
            {"what": None, "amount": 5.0},
            {"what": "price_by", "amount": None},
            {"what": "price_to", "amount": -1.0},
            {"what": "closed", "first": date(2026, 4, 1)},
        ]
    )
    found = of_rows(rows, LEVERS)
    assert [(one.code, one.facts["row"]) for one in found.problems] == [
        ("planned_no_kind", 2), ("planned_no_amount", 3), ("planned_price", 4),
        ("planned_outside", 5),
    ]  # fmt: skip
    assert "price_by" not in options(BARE)
