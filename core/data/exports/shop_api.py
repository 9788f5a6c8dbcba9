"""Orders and their lines as the interfaces of Shopify and WooCommerce give them, in JSON."""

from core.data.exports.describe import Export, Form, hints, step
from core.data.exports.shopify import UNPAID as SHOPIFY_UNPAID
from core.data.exports.woo import UNPAID as WOO_UNPAID

_MARKS = """
    business_date: datetime business_date made
    is_unpaid: boolean is_unpaid made
    is_return: boolean is_return made
"""
_SHOPIFY = """
    id: id order_id
    created_at: datetime timestamp
    customer.id: id user_id
    currency: category currency
    financial_status: category
    fulfillment_status: category
    cancelled_at: datetime
"""
_SHOPIFY_STEPS = (
    step("local_date", "created_at", into="business_date"),
    step("never_paid", "financial_status", "fulfillment_status?", into="is_unpaid",
         values=SHOPIFY_UNPAID, nothing="restocked"),
    step("returns_status", "financial_status", into="is_return", values="refunded;voided",
         unless="is_unpaid"),
    step("returns_filled", "cancelled_at?", into="is_return", unless="is_unpaid"),
)  # fmt: skip
_WOO = """
    id: id order_id
    date_created: datetime timestamp
    customer_id: id user_id
    currency: category currency
    status: category
    date_paid: datetime
"""
_WOO_STEPS = (
    step("blank_words", "customer_id", values="0"),
    step("never_paid", "status", "date_paid?", into="is_unpaid", values=WOO_UNPAID),
    step("returns_status", "status", into="is_return", values=f"refunded;{WOO_UNPAID}",
         unless="is_unpaid"),
)  # fmt: skip
EXPORTS = (
    Export(
        "shopify.api",
        (
            Form(
                "order_lines",
                hints(_SHOPIFY + """
                    line_items.id: id
                    line_items.product_id: id
                    line_items.variant_id: id
                    line_items.sku: id item_id
                    line_items.title: text
                    line_items.quantity: integer quantity
                    line_items.price: number price
                """ + _MARKS),
                anchors=("id", "financial_status", "line_items.quantity", "line_items.price"),
                steps=_SHOPIFY_STEPS,
            ),
            Form(
                "orders",
                hints(_SHOPIFY + """
                    order_number: id
                    total_price: number amount
                    subtotal_price: number
                    total_tax: number
                    total_discounts: number
                """ + _MARKS),
                anchors=("id", "financial_status", "total_price", "order_number"),
                steps=_SHOPIFY_STEPS,
            ),
        ),
    ),
    Export(
        "woo.api",
        (
            Form(
                "order_lines",
                hints(_WOO + """
                    line_items.id: id
                    line_items.name: text
                    line_items.product_id: id
                    line_items.variation_id: id
                    line_items.sku: id item_id
                    line_items.quantity: integer quantity
                    line_items.subtotal: number
                    line_items.total: number amount
                    line_items.price: number price
                """ + _MARKS),
                anchors=("id", "status", "line_items.quantity", "line_items.total",
                         "line_items.product_id"),
                steps=_WOO_STEPS,
            ),
            Form(
                "orders",
                hints(_WOO + """
                    order_key: id
                    payment_method: category
                    discount_total: number
                    shipping_total: number
                    total_tax: number
                    total: number amount
                """ + _MARKS),
                anchors=("id", "status", "date_created", "order_key", "total"),
                steps=_WOO_STEPS,
            ),
        ),
    ),
)  # fmt: skip
