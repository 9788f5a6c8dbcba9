"""Online Retail, both editions: order lines of a British gift shop."""

from core.base.recipe import RecipeStep
from core.data.exports.describe import Export, Form, hints, step

NOT_PRODUCTS = (
    "POST;D;M;C2;DOT;S;B;CRUK;BANK CHARGES;AMAZONFEE;ADJUST;ADJUST2;TEST001;TEST002;gift_"
)
"""Codes of postage, discounts, fees and corrections; one that ends in _ begins a code."""

_LINES = """
    StockCode: id item_id
    Description: text
    Quantity: integer quantity
    InvoiceDate: datetime timestamp
    Country: category
    is_return: boolean is_return made
    is_product: boolean is_product made
    is_adjustment: boolean is_adjustment made
"""


def _steps(invoice: str) -> tuple[RecipeStep, ...]:
    return (
        step("returns_prefix", invoice, prefix="C", into="is_return"),
        step("returns_negative", "Quantity", into="is_return"),
        step("adjustments_prefix", invoice, prefix="A", into="is_adjustment"),
        step("not_products", "StockCode", values=NOT_PRODUCTS, into="is_product"),
    )


EXPORTS = (
    Export(
        "online_retail_ii",
        (
            Form(
                "order_lines",
                hints(
                    "Invoice: id order_id\nPrice: number price\nCustomer ID: id user_id" + _LINES
                ),
                anchors=("Invoice", "StockCode", "InvoiceDate"),
                steps=_steps("Invoice"),
            ),
        ),
        ("online_retail_ii*", "online retail ii*"),
    ),
    Export(
        "online_retail_i",
        (
            Form(
                "order_lines",
                hints(
                    "InvoiceNo: id order_id\nUnitPrice: number price\nCustomerID: id user_id"
                    + _LINES
                ),
                anchors=("InvoiceNo", "UnitPrice", "CustomerID"),
                steps=_steps("InvoiceNo"),
            ),
        ),
        ("online retail.*", "online_retail.*", "online retail (*", "online_retail (*"),
    ),
)
