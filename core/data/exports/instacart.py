"""Instacart: orders without dates."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "instacart.orders",
        (
            Form(
                "orders",
                hints("""
                    order_id: id order_id
                    user_id: id user_id
                    eval_set: category
                    order_number: integer
                    order_dow: integer
                    order_hour_of_day: integer
                    days_since_prior_order: number
                """),
                anchors=("eval_set", "order_dow"),
                limits=("no_dates",),
                notes=("gaps_capped",),
            ),
        ),
        ("orders*",),
    ),
    Export(
        "instacart.lines",
        (
            Form(
                "order_lines",
                hints("""
                    order_id: id order_id
                    product_id: id item_id
                    add_to_cart_order: integer
                    reordered: integer
                    quantity: integer quantity made
                """),
                anchors=("add_to_cart_order", "reordered"),
                steps=(step("one_a_row", into="quantity"),),
                limits=("no_dates",),
            ),
        ),
        ("order_products*",),
    ),
    Export(
        "instacart.products",
        (
            Form(
                "products",
                hints("""
                    product_id: id item_id
                    product_name: text
                    aisle_id: id category
                    department_id: id category
                """),
                anchors=("aisle_id", "department_id"),
            ),
        ),
        ("products*",),
    ),
    Export(
        "instacart.dims",
        (
            Form("categories", hints("aisle_id: id\naisle: category category"),
                 anchors=("aisle_id", "aisle"), exact=True),
            Form("categories", hints("department_id: id\ndepartment: category category"),
                 anchors=("department_id", "department"), exact=True),
        ),
        ("aisles*", "departments*"),
    ),
)  # fmt: skip
