"""Exports of Shopify: orders, inventory, products."""

from core.data.exports.describe import Export, Form, hints, step

UNPAID = "pending;voided;expired;unpaid"
"""Where no money was taken: without goods sent either, such an order was never a sale."""
_SHOPIFY_ORDERS = """
    Name: id order_id
    Email: text user_id personal
    Financial Status: category
    Paid at: datetime
    Fulfillment Status: category
    Fulfilled at: datetime
    Accepts Marketing: boolean
    Currency: category currency
    Subtotal: number whole
    Shipping: number whole
    Taxes: number whole
    Total: number whole
    Discount Code: category
    Discount Amount: number whole
    Shipping Method: category
    Created at: datetime timestamp
    Lineitem quantity: integer quantity
    Lineitem name: text
    Lineitem price: number price
    Lineitem compare at price: number
    Lineitem sku: id item_id
    Lineitem requires shipping: boolean
    Lineitem taxable: boolean
    Lineitem fulfillment status: category
    Billing Name: text personal
    Billing Street: text personal
    Billing Address1: text personal
    Billing Address2: text personal
    Billing Company: text personal
    Billing City: category
    Billing Zip: id personal
    Billing Province: category
    Billing Country: category
    Billing Phone: id personal
    Shipping Name: text personal
    Shipping Street: text personal
    Shipping Address1: text personal
    Shipping Address2: text personal
    Shipping Company: text personal
    Shipping City: category
    Shipping Zip: id personal
    Shipping Province: category
    Shipping Country: category
    Shipping Phone: id personal
    Notes: text personal
    Note Attributes: text personal
    Cancelled at: datetime
    Payment Method: category
    Payment Reference: id
    Refunded Amount: number refund whole
    Vendor: category
    Outstanding Balance: number whole
    Employee: text personal
    Location: category
    Device ID: id
    Id: id
    Tags: text
    Risk Level: category
    Source: category
    Lineitem discount: number
    Tax 1 Name: category
    Tax 1 Value: number whole
    business_date: datetime business_date made
    is_unpaid: boolean is_unpaid made
    is_return: boolean is_return made
"""
_ORDER_CELLS = tuple(
    f"{hint.name}?"
    for hint in hints(_SHOPIFY_ORDERS)
    if not set(hint.flags) & {"whole", "made"} and not hint.name.startswith("Lineitem")
    if hint.name not in ("Name", "Vendor")
)
EXPORTS = (
    Export(
        "shopify.orders",
        (
            Form(
                "order_lines",
                hints(_SHOPIFY_ORDERS),
                anchors=("Name", "Financial Status", "Lineitem name"),
                steps=(
                    step("fill_order", "Name", *_ORDER_CELLS),
                    step("local_date", "Created at?", into="business_date"),
                    step("never_paid", "Financial Status", "Paid at?", "Fulfilled at?",
                         values=UNPAID, into="is_unpaid"),
                    step("returns_status", "Financial Status", values="refunded;voided",
                         into="is_return", unless="is_unpaid"),
                    step("returns_filled", "Cancelled at", into="is_return", unless="is_unpaid"),
                ),
                notes=("order_sums_once",),
            ),
        ),
        ("orders_export*",),
    ),
    Export(
        "shopify.inventory",
        (
            Form(
                "stock",
                hints("""
                    Handle | URL handle: id
                    Title: text
                    Option1 Name: category
                    Option1 Value: category
                    Option2 Name: category
                    Option2 Value: category
                    Option3 Name: category
                    Option3 Value: category
                    SKU: id item_id
                    HS Code: id
                    COO: category
                    Location: category store_id
                    Bin name: category
                    Incoming (not editable) | Incoming: number
                    Unavailable (not editable) | Unavailable: number
                    Committed (not editable) | Committed: number
                    Available (not editable) | Available: number quantity
                    On hand (current) | On hand: number
                    On hand (new): number
                """),
                anchors=("Handle", "SKU", "Location"),
                steps=(
                    step("blank_words", "Incoming (not editable)?", "Unavailable (not editable)?",
                         "Committed (not editable)?", "Available (not editable)?",
                         "On hand (current)?", "On hand (new)?", values="not stocked"),
                ),
            ),
            Form(
                "stock",
                hints("""
                    Handle | URL handle: id
                    Title: text
                    Option1 Name: category
                    Option1 Value: category
                    Option2 Name: category
                    Option2 Value: category
                    Option3 Name: category
                    Option3 Value: category
                    SKU: id item_id
                    HS Code: id
                    COO: category
                    Location: category store_id made
                    Available: number quantity made
                """),
                anchors=("Handle", "SKU", "HS Code", "COO"),
                without=("Location", "Variant SKU"),
                steps=(
                    step("locations_down", "Handle", "Title?", "Option1 Name?", "Option1 Value?",
                         "Option2 Name?", "Option2 Value?", "Option3 Name?", "Option3 Value?",
                         "SKU", "HS Code", "COO", key="Location", into="Available"),
                    step("blank_words", "Available", values="not stocked"),
                ),
            ),
        ),
        ("inventory_export*",),
    ),
    Export(
        "shopify.products",
        (
            Form(
                "products",
                hints("""
                    Handle | URL handle: id
                    Title: text
                    Body (HTML) | Description: text
                    Vendor: category
                    Product Category: category category
                    Type: category
                    Tags: text
                    Published | Published on online store: boolean
                    Option1 Name: category
                    Option1 Value: category
                    Variant SKU | SKU: id item_id
                    Variant Grams | Weight value (grams): number
                    Variant Inventory Qty | Inventory quantity: number
                    Variant Price | Price: number price
                    Variant Compare At Price | Compare-at price: number
                    Cost per item: number
                    Image Src | Product image URL: text
                    Status: category
                """),
                anchors=("Handle", "Variant SKU", "Variant Price"),
                steps=(
                    step("fill_product", "Handle", "Title?", "Body (HTML)?", "Vendor?",
                         "Product Category?", "Type?", "Tags?", "Published?", "Option1 Name?",
                         "Status?"),
                ),
            ),
        ),
        ("products_export*",),
    ),
)  # fmt: skip
