"""M5, H&M, and sales by period."""

from tests.data.exports.case import Case, text

_CALENDAR_HEADER = [
    "date",
    "wm_yr_wk",
    "weekday",
    "wday",
    "month",
    "year",
    "d",
    "event_name_1",
    "event_type_1",
    "event_name_2",
    "event_type_2",
    "snap_CA",
    "snap_TX",
    "snap_WI",
]


def _m5() -> bytes:
    """20 series of 30 days: nothing for 10 days, then 1 a day; all zeros in one of them."""
    header = ["id", "item_id", "dept_id", "cat_id", "store_id", "state_id"]
    rows = [
        [f"HOBBIES_1_{n:03d}_CA_1_validation", f"HOBBIES_1_{n:03d}", "HOBBIES_1", "HOBBIES", "CA_1",
         "CA", *[0] * 10, *[0 if n == 19 else 1] * 20]
        for n in range(20)
    ]  # fmt: skip
    return text([*header, *(f"d_{day}" for day in range(1, 31))], rows)


def _calendar() -> bytes:
    rows = [[f"2011-02-{n + 1:02d}" if n < 28 else f"2011-03-{n - 27:02d}", 11101 + n // 7,
             "Saturday", n % 7 + 1, 2, 2011, f"d_{n + 1}", "", "", "", "", 0, 1, 0]
            for n in range(30)]  # fmt: skip
    return text(_CALENDAR_HEADER, rows)


_CALENDAR = Case(
    export="m5.calendar",
    name="calendar.csv",
    data=_calendar(),
    kind="calendar",
    rows=30,
    roles={"date": "timestamp"},
    types={"wm_yr_wk": "id"},
    told=("week_from_saturday",),
)
_M5_ROLES = {"item_id": "item_id", "store_id": "store_id", "sales": "quantity"}


def _articles() -> bytes:
    names = [
        "article_id",
        "product_code",
        "prod_name",
        "product_type_no",
        "product_type_name",
        "product_group_name",
        "graphical_appearance_no",
        "graphical_appearance_name",
        "colour_group_code",
        "colour_group_name",
        "perceived_colour_value_id",
        "perceived_colour_value_name",
        "perceived_colour_master_id",
        "perceived_colour_master_name",
        "department_no",
        "department_name",
        "index_code",
        "index_name",
        "index_group_no",
        "index_group_name",
        "section_no",
        "section_name",
        "garment_group_no",
        "garment_group_name",
        "detail_desc",
    ]
    row = {"prod_name": "Strap top", "detail_desc": "Jersey top.", "index_code": "A"}
    return text(names, [row | {"article_id": f"0108775{n:03d}"} for n in range(20)])


def _inventory() -> bytes:
    names = [
        "Date",
        "Store ID",
        "Product ID",
        "Category",
        "Region",
        "Inventory Level",
        "Units Sold",
        "Units Ordered",
        "Demand Forecast",
        "Price",
        "Discount",
        "Weather Condition",
        "Holiday/Promotion",
        "Competitor Pricing",
        "Seasonality",
    ]
    rows = [[f"2022-01-{n + 1:02d}", "S001", f"P{n:04d}", "Toys", "North", 231, 10, 55, 10.47,
             "33.50",             20, "Rainy", 0, "29.69", "Autumn"]
            for n in range(20)]  # fmt: skip
    return text(names, rows)


def _rossmann() -> bytes:
    names = [
        "Store",
        "DayOfWeek",
        "Date",
        "Sales",
        "Customers",
        "Open",
        "Promo",
        "StateHoliday",
        "SchoolHoliday",
    ]
    rows = [[n + 1, 5, "2015-07-31", 0 if n > 17 else 5000, 0 if n > 17 else 555, int(n <= 17), 1,
             "a" if n > 17 else "0", 1] for n in range(20)]  # fmt: skip
    return text(names, rows)


def _rossmann_stores() -> bytes:
    names = [
        "Store",
        "StoreType",
        "Assortment",
        "CompetitionDistance",
        "CompetitionOpenSinceMonth",
        "CompetitionOpenSinceYear",
        "Promo2",
        "Promo2SinceWeek",
        "Promo2SinceYear",
        "PromoInterval",
    ]
    rows = [[n + 1, "c", "a", 1270 + n, 9, 2008, 1, 13, 2010, "Jan,Apr,Jul,Oct"] for n in range(20)]
    return text(names, rows)


CASES = (
    Case(
        export="m5.sales",
        name="sales_train_validation.csv",
        data=_m5(),
        kind="sales_panel",
        rows=600,
        roles=_M5_ROLES,
        types={"sales": "integer", "not_yet_sold": "boolean", "d": "category"},
        touched={"days_down": 600, "look_up_date": 0},
        totals={"sales": 380},
        first={"d": "d_1", "sales": 0, "not_yet_sold": True},
    ),
    Case(
        export="m5.sales",
        name="sales_train_evaluation.csv",
        data=_m5(),
        kind="sales_panel",
        rows=600,
        roles={**_M5_ROLES, "date": "timestamp"},
        touched={"look_up_date": 600},
        totals={"sales": 380},
        first={"date": "2011-02-01 00:00:00"},
        beside=(_CALENDAR,),
    ),
    _CALENDAR,
    Case(
        export="m5.prices",
        name="sell_prices.csv",
        data=text(["store_id", "item_id", "wm_yr_wk", "sell_price"],
                  [["CA_1", f"HOBBIES_1_{n:03d}", 11325, "9.58"] for n in range(20)]),
        kind="prices",
        rows=20,
        roles={"sell_price": "price", "item_id": "item_id", "store_id": "store_id"},
        types={"wm_yr_wk": "id"},
        told=("absent_not_sold",),
    ),
    Case(
        export="hm.transactions",
        name="transactions_train.csv",
        data=text(["t_dat", "customer_id", "article_id", "price", "sales_channel_id"],
                  [["2018-09-20", "000058a1", "663713001" if n else "0663713001", "0.0508", 2]
                   for n in range(20)]),
        kind="order_lines",
        rows=20,
        roles={"t_dat": "timestamp", "customer_id": "user_id", "article_id": "item_id",
               "quantity": "quantity"},
        types={"article_id": "id"},
        touched={"zeros_at_front": 19, "one_a_row": 20},
        totals={"quantity": 20, "amount": 1.016},
        limits=("price_scaled",),
        told=("equal_rows_are_units",),
        first={"article_id": "0663713001"},
    ),
    Case(
        export="hm.articles",
        name="articles.csv",
        data=_articles(),
        kind="products",
        rows=20,
        roles={"article_id": "item_id"},
        types={"article_id": "id"},
        touched={"image_path": 20},
        first={"image": "images/010/0108775000.jpg"},
    ),
    Case(
        export="hm.customers",
        name="customers.csv",
        data=text(["customer_id", "FN", "Active", "club_member_status", "fashion_news_frequency",
                   "age", "postal_code"],
                  [[f"{n:064x}", "1.0" if n % 2 else "", "", "ACTIVE", "NONE", 49, "52043ee2"]
                   for n in range(20)]),
        kind="customers",
        rows=20,
        roles={"customer_id": "user_id"},
        touched={"blank_means": 30},
        told=("personal_columns",),
        first={"FN": "0", "Active": "0"},
    ),
    Case(
        export="kaggle.retail_store_inventory",
        name="retail_store_inventory.csv",
        data=_inventory(),
        kind="sales_panel",
        rows=20,
        roles={"Units Sold": "quantity", "Date": "timestamp", "Store ID": "store_id"},
        totals={"net": 6700.00, "Units Sold": 200},
        limits=("simulated",),
        told=("leak_known",),
    ),
    Case(
        export="rossmann",
        name="train.csv",
        data=_rossmann(),
        kind="sales_panel",
        rows=20,
        roles={"Store": "store_id", "Date": "timestamp", "Sales": "amount"},
        types={"StateHoliday": "category"},
        touched={"closed_days": 2},
        totals={"net": 90000},
        told=("leak_known",),
        first={"is_closed": False, "StateHoliday": "0"},
    ),
    Case(
        export="rossmann",
        name="store.csv",
        data=_rossmann_stores(),
        kind="stores",
        rows=20,
        roles={"Store": "store_id"},
    ),
    Case(
        export="walmart2014",
        name="train.csv",
        data=text(["Store", "Dept", "Date", "Weekly_Sales", "IsHoliday"],
                  [[1, n + 1, "2010-02-05", "-10.50" if n == 19 else "100.25", "FALSE"]
                   for n in range(20)]),
        kind="sales_panel",
        rows=20,
        roles={"Weekly_Sales": "amount", "Store": "store_id", "Date": "timestamp"},
        touched={"returns_negative": 1},
        totals={"gross": 1904.75, "returns": -10.50, "net": 1894.25},
        told=("weekly",),
    ),
    Case(
        export="walmart2014",
        name="features.csv",
        data=text(["Store", "Date", "Temperature", "Fuel_Price", "MarkDown1", "MarkDown2",
                   "MarkDown3", "MarkDown4", "MarkDown5", "CPI", "Unemployment", "IsHoliday"],
                  [[n, "2010-02-05", 42.31, 2.572, "NA", "NA", "NA", "NA", "NA", 211.1, 8.1,
                    "FALSE"]
                   for n in range(20)]),
        kind="calendar",
        rows=20,
    ),
    Case(
        export="walmart2014",
        name="stores.csv",
        data=text(["Store", "Type", "Size"], [[n + 1, "A", 151315 + n] for n in range(20)]),
        kind="stores",
        rows=20,
    ),
    Case(
        export="favorita",
        name="train.csv",
        data=text(["id", "date", "store_nbr", "family", "sales", "onpromotion"],
                  [[n, "2013-01-01", 1, "BEVERAGES", "2.5", 0] for n in range(20)]),
        kind="sales_panel",
        rows=20,
        roles={"date": "timestamp", "store_nbr": "store_id", "sales": "quantity"},
        types={"id": "id"},
        totals={"sales": 50.0},
        told=("zero_rows_left_out",),
    ),
    Case(
        export="favorita",
        name="stores.csv",
        data=text(["store_nbr", "city", "state", "type", "cluster"],
                  [[n + 1, "Quito", "Pichincha", "D", 13] for n in range(20)]),
        kind="stores",
        rows=20,
    ),
    Case(
        export="favorita",
        name="oil.csv",
        data=text(["date", "dcoilwtico"],
                  [[f"2013-01-{n + 1:02d}", "" if n == 0 else "93.14"] for n in range(20)]),
        kind="calendar",
        rows=20,
        roles={"date": "timestamp"},
    ),
    Case(
        export="favorita",
        name="holidays_events.csv",
        data=text(["date", "type", "locale", "locale_name", "description", "transferred"],
                  [["2012-03-02", "Holiday", "Local", "Manta", "Fundacion", "False"]
                   for n in range(20)]),
        kind="calendar",
        rows=20,
    ),
    Case(
        export="favorita",
        name="transactions.csv",
        data=text(["date", "store_nbr", "transactions"],
                  [["2013-01-01", n + 1, 770] for n in range(20)]),
        kind="sales_panel",
        rows=20,
        totals={"transactions": 15400},
    ),
)  # fmt: skip
