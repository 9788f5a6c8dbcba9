"""Instacart and Olist."""

from tests.data.exports.case import Case, text

_CUSTOMER_HEADER = [
    "customer_id",
    "customer_unique_id",
    "customer_zip_code_prefix",
    "customer_city",
    "customer_state",
]


def _instacart_orders() -> bytes:
    header = (
        "order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order"
    )
    rows = [[2539329 + n, 1 + n // 5, "prior", n % 5 + 1, n % 7, "08", "" if n % 5 == 0 else "30.0"]
            for n in range(20)]  # fmt: skip
    return text(header.split(","), rows)


def _olist_orders() -> bytes:
    header = [
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ]
    moment = "2017-10-02 10:56:33"
    rows = [[f"{n:032x}", f"c{n:031x}", "canceled" if n > 20 else "delivered", moment, moment,
             moment,             moment, "2017-10-18 00:00:00"] for n in range(22)]  # fmt: skip
    return text(header, rows)


def _olist_customers() -> bytes:
    rows = [[f"c{n:031x}", f"p{n // 2:031x}", "1151" if n % 2 else "01151", "sao paulo", "SP"]
            for n in range(22)]  # fmt: skip
    return text(_CUSTOMER_HEADER, rows)


def _olist_reviews() -> bytes:
    header = [
        "review_id",
        "order_id",
        "review_score",
        "review_comment_title",
        "review_comment_message",
        "review_creation_date",
        "review_answer_timestamp",
    ]
    rows = [[f"{n:032x}", f"{n:032x}", n % 5 + 1, "", "Ótimo,\nsim" if n % 2 else "Não gostei",
             "2018-01-18 00:00:00", "2018-01-18 21:46:59"] for n in range(20)]  # fmt: skip
    return text(header, rows)


def _olist_products() -> bytes:
    header = [
        "product_id",
        "product_category_name",
        "product_name_lenght",
        "product_description_lenght",
        "product_photos_qty",
        "product_weight_g",
        "product_length_cm",
        "product_height_cm",
        "product_width_cm",
    ]
    rows = [
        [f"{n:032x}", "perfumaria" if n else "", 40, 287, 1, 225, 16, 10, 14] for n in range(20)
    ]
    return text(header, rows)


_CUSTOMERS = Case(
    export="olist.customers",
    name="olist_customers_dataset.csv",
    data=_olist_customers(),
    kind="customers",
    rows=22,
    roles={"customer_unique_id": "user_id"},
    types={"customer_zip_code_prefix": "id", "customer_id": "id"},
    touched={"zeros_at_front": 11},
    told=("customer_per_order", "personal_areas"),
    first={"customer_zip_code_prefix": "01151"},
)
CASES = (
    Case(
        export="instacart.orders",
        name="orders.csv",
        data=_instacart_orders(),
        kind="orders",
        rows=20,
        roles={"order_id": "order_id", "user_id": "user_id"},
        types={"order_dow": "integer", "order_hour_of_day": "integer"},
        limits=("no_dates",),
        told=("gaps_capped",),
    ),
    Case(
        export="instacart.lines",
        name="order_products__prior.csv",
        data=text(["order_id", "product_id", "add_to_cart_order", "reordered"],
                  [[2 + n // 4, 33120 + n, n % 4 + 1, n % 2] for n in range(20)]),
        kind="order_lines",
        rows=20,
        roles={"order_id": "order_id", "product_id": "item_id", "quantity": "quantity"},
        touched={"one_a_row": 20},
        totals={"quantity": 20, "reordered": 10},
        limits=("no_dates",),
    ),
    Case(
        export="instacart.products",
        name="products.csv",
        data=text(["product_id", "product_name", "aisle_id", "department_id"],
                  [[n + 1, "Mint, Sugar Free", 61, 19] for n in range(20)]),
        kind="products",
        rows=20,
        roles={"product_id": "item_id"},
        types={"aisle_id": "id"},
    ),
    Case(
        export="instacart.dims",
        name="aisles.csv",
        data=text(["aisle_id", "aisle"], [[n + 1, f"prepared soups {n}"] for n in range(20)]),
        kind="categories",
        rows=20,
        types={"aisle_id": "id"},
    ),
    Case(
        export="instacart.dims",
        name="departments.csv",
        data=text(["department_id", "department"], [[n + 1, f"frozen {n}"] for n in range(21)]),
        kind="categories",
        rows=21,
    ),
    Case(
        export="olist.orders",
        name="olist_orders_dataset.csv",
        data=_olist_orders(),
        kind="orders",
        rows=22,
        roles={"order_id": "order_id", "order_purchase_timestamp": "timestamp"},
        types={"customer_id": "id"},
        touched={"look_up_person": 0, "returns_status": 1},
        told=("customer_per_order",),
    ),
    Case(
        export="olist.orders",
        name="olist_orders_dataset.csv",
        data=_olist_orders(),
        kind="orders",
        rows=22,
        roles={"customer_unique_id": "user_id"},
        touched={"look_up_person": 22},
        first={"customer_unique_id": f"p{0:031x}"},
        beside=(_CUSTOMERS,),
    ),
    Case(
        export="olist.items",
        name="olist_order_items_dataset.csv",
        data=text(
            ["order_id", "order_item_id", "product_id", "seller_id", "shipping_limit_date", "price",
             "freight_value"],
            [[f"{n // 2:032x}", n % 2 + 1, "a1", "s1", "2017-09-19 09:45:35", "58.90", "13.29"]
             for n in range(20)],
        ),
        kind="order_lines",
        rows=20,
        roles={"order_id": "order_id", "product_id": "item_id", "price": "price",
               "quantity": "quantity"},
        touched={"one_a_row": 20},
        totals={"net": 1178.00, "gross": 1178.00, "freight_value": 265.80, "quantity": 20},
    ),
    Case(
        export="olist.payments",
        name="olist_order_payments_dataset.csv",
        data=text(
            ["order_id", "payment_sequential", "payment_type", "payment_installments",
             "payment_value"],
            [[f"{n // 2:032x}", n % 2 + 1, "voucher", 1, "24.39"] for n in range(20)],
        ),
        kind="payments",
        rows=20,
        roles={"order_id": "order_id", "payment_value": "amount"},
        totals={"net": 487.80},
        told=("several_payments",),
    ),
    Case(
        export="olist.reviews",
        name="olist_order_reviews_dataset.csv",
        data=_olist_reviews(),
        kind="reviews",
        rows=20,
        roles={"review_score": "rating", "review_comment_message": "text"},
    ),
    Case(
        export="olist.products",
        name="olist_products_dataset.csv",
        data=_olist_products(),
        kind="products",
        rows=20,
        roles={"product_id": "item_id", "product_category_name": "category"},
        types={"product_name_lenght": "integer"},
    ),
    _CUSTOMERS,
    Case(
        export="olist.other",
        name="product_category_name_translation.csv",
        data=text(["product_category_name", "product_category_name_english"],
                  [[f"perfumaria_{n}", f"perfumery {n}"] for n in range(20)], "utf-8-sig"),
        kind="categories",
        rows=20,
        roles={"product_category_name": "category"},
    ),
    Case(
        export="olist.other",
        name="olist_sellers_dataset.csv",
        data=text(["seller_id", "seller_zip_code_prefix", "seller_city", "seller_state"],
                  [[f"{n:032x}", "1151", "campinas", "SP"] for n in range(20)]),
        kind="suppliers",
        rows=20,
        touched={"zeros_at_front": 20},
    ),
    Case(
        export="olist.other",
        name="olist_geolocation_dataset.csv",
        data=text(["geolocation_zip_code_prefix", "geolocation_lat", "geolocation_lng",
                   "geolocation_city", "geolocation_state"],
                  [["01037", -23.54, -46.63, "sao paulo", "SP"] for n in range(20)]),
        kind="plain",
        rows=20,
        types={"geolocation_zip_code_prefix": "id"},
    ),
)  # fmt: skip
