"""Shopify, WooCommerce and Square."""

from tests.data.exports.case import Case, text

SHOPIFY = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Address1",
    "Billing Address2",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Province",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Street",
    "Shipping Address1",
    "Shipping Address2",
    "Shipping Company",
    "Shipping City",
    "Shipping Zip",
    "Shipping Province",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Vendor",
    "Outstanding Balance",
    "Employee",
    "Location",
    "Device ID",
    "Id",
    "Tags",
    "Risk Level",
    "Source",
    "Lineitem discount",
    "Tax 1 Name",
    "Tax 1 Value",
]


def _order(number: int, lines: int, **more: object) -> list[dict[str, object]]:
    """An order of so many equal lines of 2 at 10.00; its own cells stand on the first one."""
    line = {
        "Name": f"#{number}", "Email": "ann@example.com", "Lineitem quantity": 2,
        "Lineitem name": "Tee, blue", "Lineitem price": "10.00", "Lineitem sku": "0042",
    }  # fmt: skip
    head = {
        "Financial Status": "paid", "Currency": "USD", "Subtotal": f"{20 * lines}.00",
        "Shipping": "5.00", "Total": f"{20 * lines + 5}.00", "Refunded Amount": "0.00",
        "Created at": "2024-03-01 23:30:00 -0500", "Billing Name": "Ann Lee",
        "Billing Zip": "'01151",
        "Id": f"{5_000_000_000_000 + number}",
    }  # fmt: skip
    return [line | head | more, *([line] * (lines - 1))]


def _shopify() -> bytes:
    """Eight orders of 2 equal lines, then one each refunded, voided, cancelled, partly refunded;
    voided and cancelled, to be paid, to be paid but sent."""
    rows = [row for number in range(1001, 1009) for row in _order(number, 2)]
    rows += _order(1009, 2, **{"Financial Status": "refunded", "Refunded Amount": "45.00"})
    rows += _order(1010, 1, **{"Financial Status": "voided"})
    rows += _order(1011, 1, **{"Cancelled at": "2024-03-02 08:00:00 -0500"})
    part = {"Financial Status": "partially_refunded", "Refunded Amount": "7.50"}
    rows += _order(1012, 2, **part)
    away = {"Financial Status": "voided", "Cancelled at": "2024-03-02 08:00:00 -0500"}
    rows += [*_order(1013, 1, **away), *_order(1014, 2, **{"Financial Status": "pending"})]
    sent = {"Financial Status": "pending", "Fulfilled at": "2024-03-03 08:00:00 -0500"}
    return text(SHOPIFY, [*rows, *_order(1015, 1, **sent)])


_STOCK = [
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "SKU",
    "HS Code",
    "COO",
    "Location",
    "Bin name",
    "Incoming (not editable)",
    "Unavailable (not editable)",
    "Committed (not editable)",
    "Available (not editable)",
    "On hand (current)",
    "On hand (new)",
]
_PRODUCTS = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Qty",
    "Variant Price",
    "Variant Compare At Price",
    "Cost per item",
    "Image Src",
    "Status",
]


def _stock() -> bytes:
    rows = [
        {
            "Handle": f"tee-{n}", "Title": f"Tee {n}", "SKU": f"00{n:02d}", "Location": place,
            "Available (not editable)": 4 if place == "Berlin" else "not stocked",
            "On hand (current)": 5 if place == "Berlin" else "not stocked",
        }
        for n in range(11) for place in ("Berlin", "Paris")
    ]  # fmt: skip
    return text(_STOCK, rows)


def _stock_by_location() -> bytes:
    header = [*_STOCK[:11], "Berlin", "Paris"]
    rows = [
        {"Handle": f"tee-{n}", "SKU": f"00{n:02d}", "Berlin": 4, "Paris": "not stocked"}
        for n in range(20)
    ]
    return text(header, rows)


def _products(header: list[str]) -> bytes:
    first = {"Title": "Tee", "Vendor": "Acme", "Status": "active", "Published": "TRUE"}
    rows = [
        (first if size == "S" else {})
        | {"Handle": f"tee-{n}", "Option1 Value": size, "Variant SKU": f"00{n}{size}",
           "Variant Price": "19.90", "Variant Inventory Qty": 3}
        for n in range(10) for size in ("S", "M")
    ]  # fmt: skip
    usual = dict(zip(header, _PRODUCTS, strict=True))
    return text(header, [{name: row.get(usual[name], "") for name in header} for row in rows])


_WOO = [
    "Date",
    "Order #",
    "N. Revenue (formatted)",
    "Status",
    "Customer",
    "Customer type",
    "Product(s)",
    "Items sold",
    "Coupon(s)",
    "Net Sales",
    "Attribution",
]


def _woo(header: list[str]) -> bytes:
    rows = [
        ["2024-05-01 10:00:00", 100 + n, "$30.00", "completed", "Ann Lee", "returning",
         "2× Tee, red, 1× Mug", 3, "", "30.00", "Direct"]
        for n in range(20)
    ]  # fmt: skip
    for number, status in ((130, "refunded"), (131, "failed"), (132, "cancelled")):
        rows.append(["2024-05-02 10:00:00", number, "$12.00", status, "Bo", "new", "1× Mug", 1, "",
                     "12.00", "Direct"])  # fmt: skip
    return text(header, [row[: len(header)] for row in rows])


_PLUGIN = [
    "Order Number",
    "Order Status",
    "Order Date",
    "Customer Note",
    "First Name (Billing)",
    "Last Name (Billing)",
    "Email (Billing)",
    "Order Total Amount",
    "Order Total Tax Amount",
    "SKU",
    "Item #",
    "Item Name",
    "Quantity",
    "Item Cost",
]


def _plugin() -> bytes:
    rows = [
        [500 + n // 2, state, "2024-05-01 10:00", "", "Ann", "Lee", "ann@example.com", "40.00",
         "0", "0042", n % 2 + 1, "Tee", 2, "10.00"]
        for n, state in enumerate([*["completed"] * 20, "wc-refunded", "cancelled"])
    ]  # fmt: skip
    return text(_PLUGIN, rows)


_SQUARE = [
    "Date",
    "Time",
    "Time Zone",
    "Category",
    "Item",
    "Qty",
    "Price Point Name",
    "SKU",
    "Modifiers Applied",
    "Gross Sales",
    "Discounts",
    "Net Sales",
    "Tax",
    "Transaction ID",
    "Payment ID",
    "Device Name",
    "Notes",
    "Details",
    "Event Type",
    "Location",
    "Dining Option",
    "Customer ID",
    "Customer Name",
    "Customer Reference ID",
    "Unit",
    "Count",
    "GTIN",
    "Itemization Type",
    "Commission",
    "Employee",
    "Fulfillment Note",
    "Channel",
    "Token",
    "Card Brand",
    "PAN Suffix",
]


def _square(width: int, day: str, zone: str) -> bytes:
    sale = {
        "Date": day, "Time": "23:30:00", "Time Zone": zone, "Category": "Coffee", "Item": "Latte",
        "Qty": "2.0", "Price Point Name": "Regular", "SKU": "007", "Gross Sales": "$1,008.00",
        "Discounts": "($8.00)", "Net Sales": "$1,000.00", "Tax": "$0.00", "Event Type": "Payment",
        "Transaction ID": "aX1", "Location": "Main", "Customer Name": "Ann Lee",
    }  # fmt: skip
    back = sale | {"Qty": "-1.0", "Gross Sales": "($504.00)", "Discounts": "$4.00",
                   "Net Sales": "($500.00)", "Event Type": "Refund"}  # fmt: skip
    return text(_SQUARE[:width], [sale] * 20 + [back])


CASES = (
    Case(
        export="shopify.orders",
        name="orders_export_1.csv",
        data=_shopify(),
        kind="order_lines",
        rows=26,
        roles={
            "Name": "order_id", "Email": "user_id", "Created at": "timestamp",
            "Lineitem quantity": "quantity", "Lineitem price": "price", "Lineitem sku": "item_id",
            "Currency": "currency", "Refunded Amount": "refund", "is_return": "is_return",
            "is_unpaid": "is_unpaid",
        },
        types={"Id": "id", "Lineitem sku": "id", "Billing Zip": "id", "Created at": "datetime"},
        touched={"fill_order": 66, "unwrap_ids": 0, "never_paid": 4, "returns_status": 2,
                 "returns_filled": 1},
        totals={
            "gross": 440.00, "returns": -67.50, "net": 372.50, "amount": 520.00, "unpaid": 80.00,
            "Total": 595.00, "Subtotal": 520.00, "Shipping": 75.00, "Lineitem quantity": 52,
        },
        told=("personal_columns", "order_sums_once"),
        first={"Lineitem sku": "0042"},
    ),
    Case(
        export="shopify.inventory",
        name="inventory_export_1.csv",
        data=_stock(),
        kind="stock",
        rows=22,
        roles={"SKU": "item_id", "Location": "store_id", "Available (not editable)": "quantity"},
        types={"SKU": "id", "On hand (current)": "number"},
        touched={"blank_words": 22},
        totals={"Available (not editable)": 44, "On hand (current)": 55},
    ),
    Case(
        export="shopify.inventory",
        name="inventory_export_old.csv",
        data=_stock_by_location(),
        kind="stock",
        rows=40,
        roles={"SKU": "item_id", "Location": "store_id", "Available": "quantity"},
        touched={"locations_down": 40, "blank_words": 20},
        totals={"Available": 80},
    ),
    Case(
        export="shopify.products",
        name="products_export.csv",
        data=_products(_PRODUCTS),
        kind="products",
        rows=20,
        roles={"Variant SKU": "item_id", "Variant Price": "price"},
        touched={"fill_product": 40},
        totals={"Variant Inventory Qty": 60},
    ),
    Case(
        export="shopify.products",
        name="products_2026.csv",
        data=_products(["URL handle", *_PRODUCTS[1:8], "Option1 name", "Option1 value",
                        *_PRODUCTS[10:]]),
        kind="products",
        rows=20,
        roles={"Variant SKU": "item_id"},
        types={"URL handle": "id"},
        touched={"fill_product": 40},
    ),
    Case(
        export="woo.analytics_orders",
        name="orders-2024.csv",
        data=_woo(_WOO),
        kind="order_lines",
        rows=43,
        roles={"Order #": "order_id", "item_name": "item_id", "item_quantity": "quantity",
               "Net Sales": "amount", "is_return": "is_return"},
        touched={"unpack_products": 20, "never_paid": 2, "returns_status": 1},
        totals={"gross": 612.00, "returns": -12.00, "net": 600.00, "unpaid": 24.00,
                "item_quantity": 63, "Items sold": 63},
        first={"item_name": "Tee, red", "item_quantity": 2},
    ),
    Case(
        export="woo.analytics_orders",
        name="orders-older.csv",
        data=_woo([*_WOO[:9], "N. Revenue"]),
        kind="order_lines",
        rows=43,
        roles={"Order #": "order_id", "N. Revenue": "amount"},
        totals={"gross": 612.00, "returns": -12.00, "net": 600.00},
    ),
    Case(
        export="woo.export_plugins",
        name="orders-export-2024.csv",
        data=_plugin(),
        kind="order_lines",
        rows=22,
        roles={"Order Number": "order_id", "SKU": "item_id", "Item Cost": "price",
               "Quantity": "quantity", "Order Date": "timestamp"},
        types={"SKU": "id"},
        touched={"sums_once": 22, "never_paid": 1, "returns_status": 1},
        totals={"gross": 420.00, "returns": -20.00, "net": 400.00, "unpaid": 20.00,
                "Order Total Amount": 440.00},
    ),
    Case(
        export="square.items",
        name="items-2024-03-01-2024-03-31.csv",
        data=_square(35, "03/04/2024", "Eastern Time (US & Canada)"),
        kind="order_lines",
        rows=21,
        roles={"sold_at": "timestamp", "Net Sales": "amount", "Qty": "quantity",
               "Transaction ID": "order_id"},
        types={"SKU": "id", "Net Sales": "number"},
        touched={"instant": 21, "returns_status": 1},
        totals={"gross": 20000.00, "returns": -500.00, "net": 19500.00, "Discounts": -156.00},
        first={"sold_at": "2024-03-05 04:30:00", "SKU": "007"},
    ),
    Case(
        export="square.items",
        name="items-london.csv",
        data=_square(14, "03/04/2024", "London"),
        kind="order_lines",
        rows=21,
        roles={"sold_at": "timestamp"},
        first={"sold_at": "2024-04-03 22:30:00"},
    ),
)  # fmt: skip
