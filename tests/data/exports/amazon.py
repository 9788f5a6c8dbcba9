"""Amazon's reports for sellers."""

from tests.data.exports.case import Case, text

_ORDERS = [
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "order-channel",
    "ship-service-level",
    "product-name",
    "sku",
    "asin",
    "number-of-items",
    "item-status",
    "tax-collection-model",
    "tax-collection-responsible-party",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
    "address-type",
    "ship-city",
    "ship-state",
    "ship-postal-code",
    "ship-country",
    "promotion-ids",
    "is-business-order",
    "purchase-order-number",
    "price-designation",
]


def _orders(encoding: str, product: str) -> bytes:
    """20 lines of 3 pieces that cost 29.97 together, one in euros, one cancelled."""
    line = {
        "purchase-date": "2024-01-05T10:00:00+00:00", "order-status": "Shipped", "sku": "0042",
        "product-name": product, "asin": "B000000042", "quantity": 3, "currency": "USD",
        "item-price": "29.97", "ship-postal-code": "01151", "is-business-order": "false",
    }  # fmt: skip
    rows = [line | {"amazon-order-id": f"111-0000000-{n:07d}"} for n in range(20)]
    rows.append(line | {"amazon-order-id": "111-1", "currency": "EUR", "item-price": "12.50"})
    cancelled = {"order-status": "Cancelled", "quantity": 0, "currency": "", "item-price": ""}
    return text(_ORDERS, [*rows, line | cancelled | {"amazon-order-id": "111-2"}], encoding, "\t")


def _orders_case(name: str, encoding: str, product: str) -> Case:
    return Case(
        export="amazon.all_orders",
        name=name,
        data=_orders(encoding, product),
        kind="order_lines",
        rows=22,
        roles={"amazon-order-id": "order_id", "sku": "item_id", "quantity": "quantity",
               "item-price": "amount", "currency": "currency", "purchase-date": "timestamp"},
        types={"sku": "id", "ship-postal-code": "id", "quantity": "integer"},
        touched={"returns_status": 1},
        totals={"gross.USD": 599.40, "net.USD": 599.40, "net.EUR": 12.50, "quantity": 63},
        told=("price_of_line", "personal_columns"),
        first={"product-name": product},
    )  # fmt: skip


_SETTLED = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "adjustment-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "merchant-order-item-id",
    "merchant-adjustment-item-id",
    "sku",
    "quantity-purchased",
    "promotion-id",
]


def _settlement() -> bytes:
    """A total of 168.00: 10 sales of 20.00, fees of -3.00 each, a refund of -2.00."""
    total = {"settlement-id": "15000000001", "settlement-start-date": "2024-01-01 00:00:00 UTC",
             "settlement-end-date": "2024-01-14 00:00:00 UTC", "total-amount": "168.00",
             "currency": "USD"}  # fmt: skip
    row = {"settlement-id": "15000000001", "transaction-type": "Order", "order-id": "111-1",
           "posted-date-time": "2024-01-05 10:00:00 UTC", "sku": "0042"}  # fmt: skip
    price = {"amount-type": "ItemPrice", "amount-description": "Principal", "amount": "20.00"}
    fee = {"amount-type": "ItemFees", "amount-description": "Commission", "amount": "-3.00"}
    back = price | {"transaction-type": "Refund", "amount": "-2.00"}
    rows = [total, *[row | price, row | fee] * 10, row | back]
    return text(_SETTLED, rows, mark="\t")


_BUSINESS = [
    "(Parent) ASIN", "(Child) ASIN", "Title", "SKU", "Sessions – Total",
    "Session Percentage – Total", "Page Views – Total", "Page Views Percentage – Total",
    "Featured Offer (Buy Box) Percentage", "Units ordered", "Units Ordered - B2B",
    "Unit Session Percentage", "Ordered Product Sales", "Total Order Items",
]  # fmt: skip
_GERMAN = [
    "(Übergeordnete) ASIN", "(Untergeordnete) ASIN", "Titel", "SKU", "Sitzungen – Summe",
    "Seitenaufrufe – Summe", "Bestellte Einheiten", "Prozentsatz an Einheiten pro Sitzung",
    "Durch bestellte Produkte erzielter Umsatz", "Zahl der Bestellposten",
]  # fmt: skip
_CHINESE = [
    "（父）ASIN", "（子）ASIN", "标题", "SKU", "会话次数 – 总计", "页面浏览量 – 总计",
    "已订购商品数量",
    "商品会话百分比", "已订购商品销售额", "订单商品总数",
]  # fmt: skip


def _business() -> bytes:
    rows = [
        ["B01", f"B{n:04d}", "Mug", "0042", "1,200", "8.33%", 2000, "8.33%", "99.00%", 10, 0,
         "0.83%", "$1,234.00", 9]
        for n in range(20)
    ]  # fmt: skip
    total = ["Total", "", "", "", "24,000", "", "", "", "", 200, 0, "", "$24,680.00", 180]
    return text(_BUSINESS, [*rows, total])


def _translated(header: list[str]) -> bytes:
    rows = [
        ["B01", f"B{n:04d}", "Tasse", "0042", 12, 20, 10, "8,33 %", "1.234,00 €", 9]
        for n in range(20)
    ]
    return text(header, rows)


def _business_case(name: str, data: bytes, left_out: int, header: list[str], units: str) -> Case:
    asin = header[1]
    sales = header[8] if len(header) == 10 else header[12]
    return Case(
        export="amazon.business_report",
        name=name,
        data=data,
        kind="item_totals",
        rows=20,
        left_out=left_out,
        roles={asin: "item_id", units: "quantity", sales: "amount"},
        types={sales: "number"},
        totals={"net": 24680.00, units: 200},
        limits=("no_period",),
    )


CASES = (
    _orders_case("orders.txt", "utf-8", "Mug"),
    _orders_case("orders-jp.txt", "cp932", "日本語のマグカップです"),
    Case(
        export="amazon.settlement_v2",
        name="settlement.txt",
        data=_settlement(),
        kind="settlements",
        rows=21,
        aside=1,
        roles={"amount": "amount", "order-id": "order_id", "posted-date-time": "timestamp"},
        types={"settlement-id": "id", "sku": "id"},
        touched={"settlement_total": 1, "returns_status": 1},
        totals={"gross": 200.00, "returns": -32.00, "net": 168.00},
    ),
    _business_case("BusinessReport-1.csv", _business(), 1, _BUSINESS, "Units ordered"),
    _business_case("de.csv", _translated(_GERMAN), 0, _GERMAN, "Bestellte Einheiten"),
    _business_case("zh.csv", _translated(_CHINESE), 0, _CHINESE, "已订购商品数量"),
)
