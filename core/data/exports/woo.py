"""Exports of WooCommerce: its own Analytics, and the common plugins."""

from core.data.exports.describe import Export, Form, hints, step

UNPAID = "pending;failed;cancelled;trash;checkout-draft"
"""The states that the shop's own sums leave out: nothing was paid, or was to be."""
_WC_UNPAID = ";".join(f"wc-{state}" for state in UNPAID.split(";"))
_WOO_ANALYTICS = """
    Date: datetime timestamp
    Order #: id order_id
    N. Revenue (formatted): text
    Status: category
    Customer: text user_id personal
    Customer type: category
    Product(s): text
    Items sold: integer
    Coupon(s): category
    Net Sales | N. Revenue: number amount
    Attribution: category
    item_name: text item_id made
    item_quantity: integer quantity made
    is_unpaid: boolean is_unpaid made
    is_return: boolean is_return made
"""
EXPORTS = (
    Export(
        "woo.analytics_orders",
        (
            Form(
                "order_lines",
                hints(_WOO_ANALYTICS),
                anchors=("Order #", "Product(s)", "Items sold"),
                steps=(
                    step("unpack_products", "Product(s)", "Items sold?", "Net Sales?",
                         "N. Revenue (formatted)?", into="item_name", quantity="item_quantity"),
                    step("never_paid", "Status", into="is_unpaid", values=UNPAID),
                    step("returns_status", "Status", into="is_return", values="refunded"),
                ),
                notes=("order_sums_once",),
            ),
        ),
        ("orders-*", "wc-orders-*"),
    ),
    Export(
        "woo.export_plugins",
        (
            Form(
                "order_lines",
                hints("""
                    Order Number: id order_id
                    Order Status: category
                    Order Date: datetime timestamp
                    Customer Note: text personal
                    First Name (Billing): text personal
                    Last Name (Billing): text personal
                    Company (Billing): text personal
                    Address 1&2 (Billing): text personal
                    City (Billing): category
                    Postcode (Billing): id personal
                    Phone (Billing): id personal
                    Email (Billing): text user_id personal
                    Order Total Amount: number whole
                    Order Total Tax Amount: number whole
                    SKU: id item_id
                    Item #: id
                    Item Name: text
                    Quantity | Quantity (- Refund): integer quantity
                    Item Cost: number price
                    is_unpaid: boolean is_unpaid made
                    is_return: boolean is_return made
                """),
                anchors=("Order Number", "Order Status", "Order Date"),
                steps=(
                    step("sums_once", "Order Number", "Order Total Amount?",
                         "Order Total Tax Amount?"),
                    step("never_paid", "Order Status", into="is_unpaid",
                         values=f"{UNPAID};{_WC_UNPAID}"),
                    step("returns_status", "Order Status", into="is_return",
                         values="refunded;wc-refunded"),
                ),
                notes=("order_sums_once",),
            ),
        ),
        ("orders-export*",),
    ),
)  # fmt: skip
