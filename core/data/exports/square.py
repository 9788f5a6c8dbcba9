"""Exports of Square."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "square.items",
        (
            Form(
                "order_lines",
                hints("""
                    Date: datetime
                    Time: text
                    Time Zone: category
                    Category: category category
                    Item: text
                    Qty: number quantity
                    Price Point Name: category
                    SKU: id item_id
                    Modifiers Applied: text
                    Gross Sales: number
                    Discounts: number
                    Net Sales: number amount
                    Tax: number
                    Transaction ID: id order_id
                    Payment ID: id
                    Device Name: category
                    Notes: text personal
                    Details: text
                    Event Type: category
                    Location: category store_id
                    Dining Option: category
                    Customer ID: id user_id
                    Customer Name: text personal
                    Customer Reference ID: id
                    Unit: category
                    Count: number
                    GTIN: id
                    Itemization Type: category
                    Commission: number
                    Employee: text personal
                    Fulfillment Note: text personal
                    Channel: category
                    Token: id
                    Card Brand: category
                    PAN Suffix: id personal
                    sold_at: datetime timestamp made
                    is_return: boolean is_return made
                """),
                anchors=("Price Point Name", "Modifiers Applied", "Net Sales"),
                steps=(
                    step("instant", "Date", "Time", "Time Zone", into="sold_at"),
                    step("returns_status", "Event Type?", values="refund", into="is_return"),
                ),
            ),
        ),
        ("items-*",),
    ),
)
