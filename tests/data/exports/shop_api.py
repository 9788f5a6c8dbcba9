"""What the interfaces of Shopify and WooCommerce give: orders that hold their lines, in JSON."""

import json
from typing import Any

from tests.data.exports.case import Case

_CUSTOMER = {"id": 207119551, "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee"}


def _shopify() -> bytes:
    """Ten paid orders of 2 lines (2 x 10.00 and 1 x 5.00); one each refunded, voided, cancelled
    though it was paid, to be paid, and to be paid but sent."""
    ends = [
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"financial_status": "refunded"},
        {"financial_status": "voided", "cancelled_at": "2024-03-02T08:00:00-05:00",
         "fulfillment_status": "restocked"},
        {"cancelled_at": "2024-03-02T08:00:00-05:00"}, {"financial_status": "pending"},
        {"financial_status": "pending", "fulfillment_status": "fulfilled"},
    ]  # fmt: skip
    return json.dumps({"orders": [_order(n, end) for n, end in enumerate(ends)]}).encode()


def _order(number: int, end: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 450789469 + number, "email": "ann@example.com", "order_number": 1001 + number,
        "created_at": "2024-03-01T23:30:00-05:00", "currency": "USD", "cancelled_at": None,
        "financial_status": "paid", "fulfillment_status": None, "total_price": "25.00",
        "subtotal_price": "25.00", "tags": "a, b", "customer": _CUSTOMER,
        "line_items": [
            {"id": 10 * number, "product_id": 7, "variant_id": 8, "sku": "0042", "title": "Tee",
             "quantity": 2, "price": "10.00", "tax_lines": [{"price": "1.00"}]},
            {"id": 10 * number + 1, "product_id": 9, "variant_id": 9, "sku": "0043",
             "title": "Mug", "quantity": 1, "price": "5.00", "tax_lines": []},
        ],
        "shipping_lines": [{"title": "Post", "price": "4.00"}],
    } | end  # fmt: skip


def _woo() -> bytes:
    """Ten orders of 3 x 4.00 less 2.00; then one each refunded, failed, and cancelled after it was
    paid; guests but for the first."""
    states = [*["completed"] * 10, "refunded", "failed", "cancelled"]
    orders = [
        {
            "id": 700 + n, "status": state, "currency": "EUR", "order_key": f"wc_order_{n}",
            "date_created": "2024-05-01T10:00:00", "total": "15.00", "customer_id": 0 if n else 26,
            "date_paid": None if state == "failed" else "2024-05-01T10:01:00",
            "billing": {"first_name": "Ann", "email": "ann@example.com"},
            "line_items": [
                {"id": n, "name": "Tee", "product_id": 93, "sku": "0042", "quantity": 3,
                 "subtotal": "12.00", "total": "10.00", "price": 3.3333},
            ],
            "shipping_lines": [{"id": 1, "method_title": "Post", "total": "5.00"}],
        }
        for n, state in enumerate(states)
    ]  # fmt: skip
    return json.dumps(orders).encode()


CASES = (
    Case(
        export="shopify.api",
        name="orders.json",
        data=_shopify(),
        kind="order_lines",
        rows=30,
        roles={
            "id": "order_id", "created_at": "timestamp", "customer.id": "user_id",
            "line_items.sku": "item_id", "line_items.quantity": "quantity",
            "line_items.price": "price", "is_return": "is_return", "is_unpaid": "is_unpaid",
        },
        types={"id": "id", "line_items.sku": "id"},
        touched={"never_paid": 4, "returns_status": 2, "returns_filled": 2},
        totals={
            "order_lines.gross": 325.00, "order_lines.returns": -50.00, "order_lines.net": 275.00,
            "order_lines.unpaid": 50.00, "orders.gross": 325.00, "orders.net": 275.00,
        },
        first={"line_items.sku": "0042", "business_date": "2024-03-01 00:00:00"},
    ),
    Case(
        export="woo.api",
        name="wc-orders.json",
        data=_woo(),
        kind="order_lines",
        rows=13,
        roles={
            "id": "order_id", "date_created": "timestamp", "customer_id": "user_id",
            "line_items.sku": "item_id", "line_items.quantity": "quantity",
            "line_items.total": "amount",
        },
        touched={"blank_words": 12, "never_paid": 1, "returns_status": 2},
        totals={
            "order_lines.gross": 120.00, "order_lines.returns": -20.00, "order_lines.net": 100.00,
            "order_lines.unpaid": 10.00, "orders.net": 150.00,
        },
        first={"line_items.sku": "0042", "customer_id": "26"},
    ),
)  # fmt: skip
