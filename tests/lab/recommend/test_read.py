"""From datasets to behaviour: which table serves, what a meeting weighs, what is known of items."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.actions.import_files import import_files
from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.base.values import Dataset
from core.data.sample.shop import SampleShop, generate
from core.data.sample.size import Size
from core.lab.recommend.read import Behaviour
from core.lab.recommend.sources import sources
from core.recommend.leaks import refuse_answers
from core.recommend.protocol import questions
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace
from tests.lab.recommend.shops import LINES, codes, lines, of_lines, save, told

EVENTS = (
    ("at", "datetime", "timestamp"), ("who", "id", "user_id"), ("sku", "id", "item_id"),
    ("did", "category", "event"),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def events(**more: object) -> pd.DataFrame:
    """The lines as events, by turns of three kinds."""
    frame = lines()
    frame["did"] = np.resize(["view", "cart", "purchase"], len(frame))
    return frame.assign(**more)


def test_order_lines_are_meetings_by_time(workspace: Workspace) -> None:
    frame = lines()
    behaviour = of_lines(workspace, frame)
    found = behaviour.known.interactions
    expected = frame.sort_values("at", kind="stable")
    assert found.users[found.user].tolist() == expected["who"].tolist()
    assert found.items[found.item].tolist() == expected["sku"].tolist()
    days = expected["at"].astype("int64").to_numpy() / 86_400_000_000
    assert np.allclose(found.day, days, atol=1e-9)
    assert (found.weight == 1).all()
    assert found.timed
    baskets = pd.DataFrame({"mine": found.basket, "bon": expected["bon"].to_numpy()})
    assert len(baskets.drop_duplicates()) == frame["bon"].nunique() == found.basket.max() + 1
    assert behaviour.question.table == "order_lines"
    assert behaviour.columns == ("bon", "at", "who", "sku", "pieces", "price")
    assert behaviour.noted == ()
    assert (behaviour.known.items["price"] == [1.0 + int(one[1:]) for one in found.items]).all()


def test_a_meeting_weighs_what_its_event_says(workspace: Workspace) -> None:
    frame = events()
    frame.loc[frame.index % 30 == 0, "did"] = "stared"
    dataset = save(workspace, {"events": (frame, EVENTS)})
    behaviour = told(workspace, dataset, view_weight=0.25, cart_weight=0.0, purchase_weight=2)
    found = behaviour.known.interactions
    once = frame.drop_duplicates(["at", "who", "sku", "did"])
    by_time = once.sort_values("at", kind="stable")
    weights = by_time["did"].map({"view": 0.25, "cart": 0.0, "purchase": 2.0, "stared": 0.25})
    assert found.weight.tolist() == weights[weights > 0].tolist()
    assert codes(behaviour)["events_unknown"] == {"n": 100, "words": ["stared"]}
    assert codes(behaviour)["meetings_repeated"]["n"] == len(frame) - len(once) > 0


def test_a_meeting_loses_half_of_its_weight_in_a_half_life(workspace: Workspace) -> None:
    found = of_lines(workspace, lines(), half_life=30).known.interactions
    assert found.weight[-1] == 1
    assert np.allclose(found.weight, 2.0 ** ((found.day - found.end) / 30), rtol=1e-5)
    assert (of_lines(workspace, lines(), half_life=0.1).known.interactions.weight > 0).all()


def test_what_was_not_read_as_it_stands_is_told_in_both_languages(workspace: Workspace) -> None:
    frame = lines()
    frame.loc[:299, "who"] = None
    frame.loc[300:309, "sku"] = None
    frame.loc[310:319, "at"] = pd.NaT
    frame.loc[320:324, "at"] = pd.Timestamp("2199-01-01")
    frame.loc[330:336, "pieces"] = -1
    behaviour = of_lines(workspace, pd.concat([frame, frame.iloc[1000:1012]]))
    assert codes(behaviour) == {
        "meetings_without_user": {"n": 300, "every": 3012, "percent": "10"},
        "meetings_without_item": {"n": 10, "every": 3012},
        "meetings_without_time": {"n": 10, "every": 3012},
        "meetings_after_today": {"n": 5, "last": "2199-01-01"},
        "meetings_returned": {"n": 7, "cancelled": 0},
        "meetings_repeated": {"n": 12, "every": 3012},
    }
    assert len(behaviour.known.interactions) == 3012 - 344
    for lang in LANGUAGES:
        said = [Texts(lang).problem(p.code, p.facts) for p in behaviour.noted]
        assert all("{" not in one and len(one) > 10 for one in said)


def test_baskets_stand_for_customers_where_none_are_told(workspace: Workspace) -> None:
    frame = lines()
    behaviour = of_lines(workspace, frame.drop(columns="who"))
    assert behaviour.anonymous
    assert codes(behaviour)["baskets_as_customers"] == {"table": "order_lines", "n": 1000}
    found = behaviour.known.interactions
    assert set(found.users) == set(frame["bon"])
    assert (np.bincount(found.user) == 3).all()


def test_ids_that_look_like_decimals_meet_their_own_products(workspace: Workspace) -> None:
    frame = lines()
    frame["sku"], frame["who"] = frame["sku"].str[1:] + ".0", frame["who"].str[1:] + ".0"
    products = pd.DataFrame({"sku": [str(n) for n in range(45)], "kind": ["a", "b", "c"] * 15})
    people = pd.DataFrame({"who": [str(n) for n in range(60)], "age": range(20, 80)})
    dataset = save(workspace, {
        "order_lines": (frame, LINES),
        "products": (products, (("sku", "id", "item_id"), ("kind", "category", "category"))),
        "customers": (people, (("who", "id", "user_id"), ("age", "integer", None))),
    })  # fmt: skip
    known = told(workspace, dataset).known
    assert set(known.interactions.items) == set(products["sku"])
    of_item = dict(zip(products["sku"], products["kind"], strict=True))
    assert known.items["category"].tolist() == [of_item[one] for one in known.interactions.items]
    assert known.users["age"].tolist() == [20 + int(one) for one in known.interactions.users]


def test_products_that_were_never_sold_are_among_the_items(workspace: Workspace) -> None:
    products = pd.DataFrame({
        "sku": [f"s{n}" for n in range(50)], "name": [f"Thing {n}" for n in range(50)],
        "maker": "Acme", "cost": 0.5, "photo_url": "http://x", "weight_g": range(50),
    }).rename(columns={"maker": "brand"})  # fmt: skip
    layout = (
        ("sku", "id", "item_id"), ("name", "text", None), ("brand", "category", None),
        ("cost", "number", None), ("photo_url", "text", None), ("weight_g", "integer", None),
    )  # fmt: skip
    dataset = save(workspace, {"order_lines": (lines(), LINES), "products": (products, layout)})
    known = told(workspace, dataset).known
    found = known.interactions
    assert sorted(found.items) == sorted(products["sku"])
    cold = np.bincount(found.item, minlength=50) == 0
    assert {found.items[place] for place in np.flatnonzero(cold)} == {
        f"s{n}" for n in range(40, 50)
    }
    assert set(known.items) == {"text", "brand", "price", "cost", "margin", "weight_g"}
    numbers = [int(one[1:]) for one in found.items]
    assert known.items["text"].tolist() == [f"Thing {n}" for n in numbers]
    assert known.items["weight_g"].tolist() == numbers
    assert known.items["price"].isna().tolist() == cold.tolist()
    sold = known.items[~cold]
    assert np.allclose(sold["margin"], sold["price"] - 0.5)


def test_stock_is_what_was_told_last_in_all_shops(workspace: Workspace) -> None:
    days = pd.to_datetime(["2024-06-29", "2024-06-30"])
    stock = pd.DataFrame(
        [(f"s{n}", shop, day, n * place) for n in range(40) for shop in ("a", "b")
         for place, day in enumerate(days)],
        columns=["sku", "shop", "day", "on_hand"],
    )  # fmt: skip
    layout = (
        ("sku", "id", "item_id"), ("shop", "id", "store_id"), ("day", "datetime", "timestamp"),
        ("on_hand", "integer", "quantity"),
    )  # fmt: skip
    dataset = save(workspace, {"order_lines": (lines(), LINES), "stock": (stock, layout)})
    known = told(workspace, dataset).known
    assert known.items["on_hand"].tolist() == [2 * int(one[1:]) for one in known.interactions.items]


def test_a_file_of_products_with_their_stock_tells_both(workspace: Workspace) -> None:
    products = pd.DataFrame({
        "sku": [f"s{n}" for n in range(30)], "name": [f"Thing {n}" for n in range(30)],
        "stock": range(30), "unit_cost": 0.5,
    })  # fmt: skip
    layout = (
        ("sku", "id", "item_id"), ("name", "text", None), ("stock", "integer", "quantity"),
        ("unit_cost", "number", None),
    )  # fmt: skip
    for kind in ("stock", "products"):
        dataset = save(workspace, {"order_lines": (lines(), LINES), kind: (products, layout)})
        items = told(workspace, dataset).known.items
        assert set(items) == {"text", "price", "cost", "margin", "on_hand"}
        assert items["on_hand"].notna().sum() == 30


def test_the_usual_price_is_the_median_of_what_was_paid(workspace: Workspace) -> None:
    frame = lines()
    given_away = frame.index[frame["sku"] == "s3"][:5]
    frame.loc[given_away, "price"] = 0.0
    found = of_lines(workspace, frame).known
    assert found.items["price"][list(found.interactions.items).index("s3")] == 4.0


def test_words_of_customers_are_no_names_of_items(workspace: Workspace) -> None:
    frame = lines().assign(stars=5, title="Great!", text="I like it")
    layout = [one for one in LINES if one[0] in ("at", "who", "sku")]
    layout += [("stars", "integer", "rating"), ("title", "text", None), ("text", "text", "text")]
    behaviour = told(workspace, save(workspace, {"reviews": (frame, layout)}))
    assert "text" not in behaviour.known.items
    assert "ratings_alike" in codes(behaviour)


def test_the_likeliest_table_is_taken_and_another_can_be_asked_for(workspace: Workspace) -> None:
    both = {"events": (events(), EVENTS), "order_lines": (lines(), LINES)}
    dataset = save(workspace, both)
    assert [one.table.name for one in sources(dataset)] == ["order_lines", "events"]
    assert told(workspace, dataset).question.table == "order_lines"
    asked = told(workspace, dataset, table="events")
    assert set(asked.known.interactions.weight) == {np.float32(w) for w in (0.2, 0.5, 1.0)}
    nobody = [one for one in LINES if one[0] != "who"]
    dataset = save(workspace, both | {"order_lines": (lines(), nobody)})
    assert [one.table.name for one in sources(dataset)] == ["events", "order_lines"]


def test_customers_and_times_of_orders_are_joined(workspace: Workspace) -> None:
    frame = lines()
    orders = frame[["bon", "at", "who"]].drop_duplicates("bon")
    dataset = save(workspace, {
        "order_lines": (frame, [one for one in LINES if one[0] in ("bon", "sku", "pieces")]),
        "orders": (orders, [one for one in LINES if one[0] in orders]),
    })  # fmt: skip
    found, whole = told(workspace, dataset), of_lines(workspace, frame)
    assert not found.anonymous
    a, b = found.known.interactions, whole.known.interactions
    for name in ("user", "item", "day", "users", "items"):
        assert getattr(a, name).tolist() == getattr(b, name).tolist(), name


def test_an_order_that_is_only_that_of_the_file_is_told(workspace: Workspace) -> None:
    later = {"protocol": "leave_one_out"}
    assert codes(of_lines(workspace, lines(), **later)) == {}
    assert "order_of_file" in codes(of_lines(workspace, lines().drop(columns="at"), **later))
    one_time = lines().assign(at=pd.Timestamp("2024-01-01"))
    assert "order_of_file" in codes(of_lines(workspace, one_time, **later))
    frame = lines()
    orders = frame[["bon", "who"]].drop_duplicates("bon")
    numbers = orders.groupby("who").cumcount()
    layout = (
        ("bon", "id", "order_id"), ("who", "id", "user_id"), ("order_number", "integer", None),
    )  # fmt: skip
    dataset = save(workspace, {
        "order_lines": (frame, [one for one in LINES if one[0] in ("bon", "sku")]),
        "orders": (orders.assign(order_number=-numbers), layout),
    })  # fmt: skip
    behaviour = told(workspace, dataset, **later)
    assert codes(behaviour) == {}
    found = behaviour.known.interactions
    last = found.items[found.item[np.flatnonzero(found.users[found.user] == frame["who"][0])[-3:]]]
    assert last.tolist() == frame["sku"].tolist()[:3]


def test_the_import_reads_ids_with_decimals_as_whole_numbers(workspace: Workspace) -> None:
    frame = lines()
    guests = np.arange(len(frame)) // 3 % 10 == 0
    ids = frame["who"].str.replace("c", "1234") + ".0"
    frame = frame.assign(customer_id=ids.mask(guests), product_id=frame["sku"].str[1:] + ".0")
    path = workspace.root / "sales.csv"
    named = {"bon": "order_id", "at": "order_date", "pieces": "quantity"}
    frame.drop(columns=["who", "sku"]).rename(columns=named).to_csv(path, index=False)
    behaviour = told(workspace, workspace.dataset(import_files(workspace, [path]).dataset))
    known = behaviour.known.interactions
    assert set(known.users) == {f"1234{one[1:]}" for one in lines()["who"][~guests]}
    assert set(known.items) == {one[1:] for one in lines()["sku"]}
    assert codes(behaviour)["meetings_without_user"]["n"] == guests.sum()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("layout", "question", "code"),
    [
        (("at", "sku", "pieces"), {}, "no_customers_told"),
        (("at", "who", "pieces"), {}, "no_meetings_table"),
        (("at", "who", "pieces"), {"table": "order_lines"}, "no_items_told"),
        (("at", "sku"), {"table": "order_lines"}, "no_customers_told"),
        (("at", "who", "sku"), {"table": "elsewhere"}, "table_unknown"),
    ],
)
def test_a_table_that_cannot_serve_is_a_sentence(
    workspace: Workspace, lang: str, layout: tuple[str, ...], question: dict[str, str], code: str
) -> None:
    chosen = [one for one in LINES if one[0] in layout]
    dataset = save(workspace, {"order_lines": (lines(), chosen)})
    with pytest.raises(AppError) as refused:
        told(workspace, dataset, **question)
    assert refused.value.code == code
    assert "{" not in Texts(lang).of(refused.value)


@pytest.fixture(scope="module")
def shop() -> SampleShop:
    return generate(0, Size(days=200, products=60, customers=400, lines_per_day=60))


def saved(workspace: Workspace, shop: SampleShop) -> Dataset:
    draft = DatasetDraft(
        name="Sample",
        kind="order_lines",
        tables=shop.tables,
        columns=shop.columns,
        rows_read=sum(len(frame) for frame in shop.tables.values()),
    )
    return workspace.save_dataset(draft)


def of_shop(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["user_id"].astype(str), frame["item_id"].astype(str), strict=True))


def pairs(behaviour: Behaviour) -> set[tuple[str, str]]:
    found = behaviour.known.interactions
    return set(zip(found.users[found.user], found.items[found.item], strict=True))


def test_the_sample_shop_is_read_from_its_lines_and_its_events(
    tmp_path: Path, shop: SampleShop
) -> None:
    workspace = Workspace(tmp_path)
    dataset = saved(workspace, shop)
    assert [one.table.name for one in sources(dataset)][:3] == ["order_lines", "events", "reviews"]
    sold = shop.tables["order_lines"].dropna(subset=["user_id"])
    behaviour = told(workspace, dataset)
    assert pairs(behaviour) <= of_shop(sold[sold["quantity"] > 0])
    undone = codes(behaviour)["meetings_returned"]["cancelled"]
    assert len(of_shop(sold[sold["quantity"] > 0]) - pairs(behaviour)) <= undone
    known = behaviour.known
    assert len(known.interactions.items) == 60
    products = shop.tables["products"].set_index("item_id").loc[known.interactions.items]
    assert known.items["text"].tolist() == products["name_en"].tolist()
    assert known.items["brand"].tolist() == products["brand"].tolist()
    assert known.items["category"].tolist() == products["category"].tolist()
    assert np.allclose(known.items["margin"], (products["price"] - products["cost"]).to_numpy())
    assert not {"churned", "user_id", "as_of"} & set(known.users)
    assert {"age", "member_tier"} <= set(known.users)
    refuse_answers(known, questions(known.interactions, behaviour.question)[1])
    seen = told(workspace, dataset, table="events")
    told_events = shop.tables["events"].dropna(subset=["user_id", "item_id"])
    assert pairs(seen) == of_shop(told_events)
    counted = told_events.drop_duplicates(["user_id", "item_id", "event", "timestamp", "order_id"])
    weights = counted["event"].map({"view": 0.2, "cart": 0.5, "purchase": 1.0}).astype(float)
    assert seen.known.interactions.weight.sum() == pytest.approx(weights.sum(), rel=1e-4)


def test_real_order_lines_through_the_real_import(tmp_path: Path, real_data: Path) -> None:
    workspace = Workspace(tmp_path)
    path = real_data / "online_retail.csv.gz"
    result = import_files(workspace, [path])
    behaviour = told(workspace, workspace.dataset(result.dataset))
    raw = pd.read_csv(path, dtype=str, parse_dates=["InvoiceDate"])
    guests = raw["CustomerID"].isna()
    sold = raw[~guests & (raw["Quantity"].astype(int) > 0)]
    codes_ = codes(behaviour)
    products = ~sold["StockCode"].isin(["POST", "DOT", "M", "D", "C2", "BANK CHARGES", "PADS"])
    known = behaviour.known.interactions
    theirs = set(zip(sold["CustomerID"].str.removesuffix(".0"), sold["StockCode"], strict=True))
    assert pairs(behaviour) <= theirs
    lost = len(theirs - pairs(behaviour))
    assert lost <= codes_["meetings_returned"]["cancelled"] + int((~products).sum())
    assert 0.2 < codes_["meetings_without_user"]["n"] / len(raw) < 0.25
    assert known.timed
    assert known.end == pytest.approx(pd.Timestamp("2011-12-09 12:50").value / 86_400e9)
    names = dict(zip(known.items, behaviour.known.items["text"], strict=True))
    assert names["85123A"] == "WHITE HANGING HEART T-LIGHT HOLDER"


def test_real_ratings_through_the_real_import(tmp_path: Path, real_data: Path) -> None:
    workspace = Workspace(tmp_path)
    result = import_files(workspace, [real_data / "ml-100k.inter.tsv"])
    behaviour = told(workspace, workspace.dataset(result.dataset))
    found = behaviour.known.interactions
    assert (*found.shape, len(found)) == (943, 1682, 100_000)
    raw = pd.read_csv(real_data / "ml-100k.inter.tsv", sep="\t", dtype=str)
    raw.columns = ["user", "item", "rating", "time"]
    assert pairs(behaviour) == set(zip(raw["user"], raw["item"], strict=True))
    assert found.end == pytest.approx(raw["time"].astype(int).max() / 86_400)
    assert set(codes(behaviour)) == {"ratings_alike"}


def test_what_columns_tell_of_a_meeting_is_coded(workspace: Workspace) -> None:
    frame = lines().assign(shop=np.resize(["N", "N", "S", None], 3000), device="app")
    layout = (*LINES, ("shop", "id", "store_id"), ("device", "category", None))
    behaviour = told(workspace, save(workspace, {"order_lines": (frame, layout)}))
    found = behaviour.known.interactions
    assert {name: one.words for name, one in found.beside.items()} == {
        "store": ("N", "S"), "device": ("app",)
    }  # fmt: skip
    expected = frame.sort_values("at", kind="stable")["shop"].fillna("-").tolist()
    store = found.beside["store"]
    assert np.array([*store.words, "-"])[store.code].tolist() == expected
    late = found.where(found.day > found.day.mean())
    assert (late.beside["store"].code == store.code[found.day > found.day.mean()]).all()


def test_a_row_without_customer_and_item_is_told_once(workspace: Workspace) -> None:
    frame = lines()
    frame.loc[:9, ["who", "sku"]] = " "
    frame.loc[10:14, "who"] = " "
    behaviour = of_lines(workspace, frame)
    told = codes(behaviour)
    assert told["meetings_without_item"]["n"] == 10
    assert told["meetings_without_user"]["n"] == 5
    assert "meetings_repeated" not in told
    assert len(behaviour.known.interactions) == len(frame) - 15
