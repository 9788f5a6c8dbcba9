"""Olist: a Brazilian marketplace in nine files."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "olist.orders",
        (
            Form(
                "orders",
                hints("""
                    order_id: id order_id
                    customer_id: id
                    order_status: category
                    order_purchase_timestamp: datetime timestamp
                    order_approved_at: datetime
                    order_delivered_carrier_date: datetime
                    order_delivered_customer_date: datetime
                    order_estimated_delivery_date: datetime
                    customer_unique_id: id user_id made
                    is_return: boolean is_return made
                """),
                anchors=("order_purchase_timestamp", "order_estimated_delivery_date"),
                steps=(
                    step("look_up_person", "customer_id", table="olist.customers",
                         by="customer_id", value="customer_unique_id",
                         into="customer_unique_id"),
                    step("returns_status", "order_status", values="canceled;unavailable",
                         into="is_return"),
                ),
                notes=("customer_per_order",),
            ),
        ),
        ("olist_orders*",),
    ),
    Export(
        "olist.items",
        (
            Form(
                "order_lines",
                hints("""
                    order_id: id order_id
                    order_item_id: integer
                    product_id: id item_id
                    seller_id: id
                    shipping_limit_date: datetime
                    price: number price
                    freight_value: number
                    quantity: integer quantity made
                """),
                anchors=("order_item_id", "freight_value"),
                steps=(step("one_a_row", into="quantity"),),
            ),
        ),
        ("olist_order_items*",),
    ),
    Export(
        "olist.payments",
        (
            Form(
                "payments",
                hints("""
                    order_id: id order_id
                    payment_sequential: integer
                    payment_type: category
                    payment_installments: integer
                    payment_value: number amount
                """),
                anchors=("payment_sequential",),
                notes=("several_payments",),
            ),
        ),
        ("olist_order_payments*",),
    ),
    Export(
        "olist.reviews",
        (
            Form(
                "reviews",
                hints("""
                    review_id: id
                    order_id: id order_id
                    review_score: integer rating
                    review_comment_title: text
                    review_comment_message: text text
                    review_creation_date: datetime timestamp
                    review_answer_timestamp: datetime
                """),
                anchors=("review_score", "review_comment_message"),
            ),
        ),
        ("olist_order_reviews*",),
    ),
    Export(
        "olist.products",
        (
            Form(
                "products",
                hints("""
                    product_id: id item_id
                    product_category_name: category category
                    product_name_lenght: integer
                    product_description_lenght: integer
                    product_photos_qty: integer
                    product_weight_g: number
                    product_length_cm: number
                    product_height_cm: number
                    product_width_cm: number
                """),
                anchors=("product_name_lenght",),
            ),
        ),
        ("olist_products*",),
    ),
    Export(
        "olist.customers",
        (
            Form(
                "customers",
                hints("""
                    customer_id: id
                    customer_unique_id: id user_id
                    customer_zip_code_prefix: id personal
                    customer_city: category
                    customer_state: category
                """),
                anchors=("customer_unique_id",),
                steps=(step("zeros_at_front", "customer_zip_code_prefix?", width="5"),),
                notes=("customer_per_order",),
            ),
        ),
        ("olist_customers*",),
    ),
    Export(
        "olist.other",
        (
            Form(
                "categories",
                hints("""
                    product_category_name: category category
                    product_category_name_english: category
                """),
                anchors=("product_category_name_english",),
            ),
            Form(
                "suppliers",
                hints("""
                    seller_id: id
                    seller_zip_code_prefix: id
                    seller_city: category
                    seller_state: category
                """),
                anchors=("seller_id", "seller_zip_code_prefix"),
                steps=(step("zeros_at_front", "seller_zip_code_prefix", width="5"),),
            ),
            Form(
                "plain",
                hints("""
                    geolocation_zip_code_prefix: id
                    geolocation_lat: number
                    geolocation_lng: number
                    geolocation_city: category
                    geolocation_state: category
                """),
                anchors=("geolocation_zip_code_prefix", "geolocation_lat"),
                steps=(step("zeros_at_front", "geolocation_zip_code_prefix", width="5"),),
            ),
        ),
        ("olist_sellers*", "olist_geolocation*", "product_category_name_translation*"),
    ),
)  # fmt: skip
