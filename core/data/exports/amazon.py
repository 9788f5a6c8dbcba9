"""Reports of Amazon for sellers: orders, settlements, business reports."""

from core.data.exports.describe import Export, Form, hints, step

_ORDERS = """
    amazon-order-id: id order_id
    merchant-order-id: id
    purchase-date: datetime timestamp
    last-updated-date: datetime
    order-status: category
    fulfillment-channel: category
    sales-channel: category store_id
    order-channel: category
    ship-service-level: category
    product-name: text
    sku: id item_id
    asin: id
    number-of-items: integer
    item-status: category
    tax-collection-model: category
    tax-collection-responsible-party: category
    quantity: integer quantity
    currency: category currency
    item-price: number amount
    item-tax: number
    shipping-price: number
    shipping-tax: number
    gift-wrap-price: number
    gift-wrap-tax: number
    item-promotion-discount: number
    ship-promotion-discount: number
    address-type: category
    ship-city: category personal
    ship-state: category
    ship-postal-code: id personal
    ship-country: category
    promotion-ids: text
    is-business-order: boolean
    purchase-order-number: id
    price-designation: category
    is_return: boolean is_return made
"""
_SETTLEMENT = """
    settlement-id: id
    settlement-start-date: datetime
    settlement-end-date: datetime
    deposit-date: datetime
    total-amount: number whole
    currency: category currency
    transaction-type: category event
    order-id: id order_id
    merchant-order-id: id
    adjustment-id: id
    shipment-id: id
    marketplace-name: category
    amount-type: category
    amount-description: category
    amount: number amount
    fulfillment-id: category
    posted-date: datetime
    posted-date-time: datetime timestamp
    order-item-code: id
    merchant-order-item-id: id
    merchant-adjustment-item-id: id
    sku: id item_id
    quantity-purchased: integer
    promotion-id: text
    is_return: boolean is_return made
"""
_BUSINESS = """
    (Parent) ASIN | (Übergeordnete) ASIN | (父)ASIN: id
    (Child) ASIN | (Untergeordnete) ASIN | (子)ASIN: id item_id
    Title | Titel | 标题: text
    SKU: id
    Sessions - Total | Sessions | Sitzungen - Summe | 会话次数 - 总计 | 会话数 - 总计: integer
    Sessions - Total - B2B | Sitzungen - Summe - B2B: integer
    Session Percentage - Total | Session Percentage | 会话百分比 - 总计: number
    Session Percentage - Total - B2B: number
    Page Views - Total | Page Views | Seitenaufrufe - Summe | 页面浏览量 - 总计: integer
    Page Views - Total - B2B | Seitenaufrufe - Summe - B2B: integer
    Page Views Percentage - Total | Page Views Percentage | 页面浏览量百分比 - 总计: number
    Page Views Percentage - Total - B2B: number
    Featured Offer (Buy Box) Percentage | Buy Box Percentage: number
    Featured Offer (Buy Box) Percentage - B2B: number
    Units Ordered | Bestellte Einheiten | 已订购商品数量: integer quantity
    Units Ordered - B2B | Bestellte Einheiten - B2B | 已订购商品数量 - B2B: integer
    Unit Session Percentage | Prozentsatz an Einheiten pro Sitzung | 商品会话百分比: number
    Unit Session Percentage - B2B: number
    Ordered Product Sales | Durch bestellte Produkte erzielter Umsatz | 已订购商品销售额: number {}
    Ordered Product Sales - B2B | Bestellsumme - B2B | 已订购商品销售额 - B2B: number
    Total Order Items | Zahl der Bestellposten | 订单商品总数: integer
    Total Order Items - B2B | Zahl der Bestellposten - B2B | 订单商品总数 - B2B: integer
""".format("amount")
EXPORTS = (
    Export(
        "amazon.all_orders",
        (
            Form(
                "order_lines",
                hints(_ORDERS),
                anchors=("amazon-order-id", "asin", "item-price"),
                steps=(
                    step("returns_status", "order-status", values="cancelled;canceled",
                         into="is_return"),
                    step("returns_status", "item-status?", values="cancelled;canceled",
                         into="is_return"),
                ),
                notes=("price_of_line",),
            ),
        ),
        ("*all_orders*", "get_flat_file_all_orders*"),
    ),
    Export(
        "amazon.settlement_v2",
        (
            Form(
                "settlements",
                hints(_SETTLEMENT),
                anchors=("settlement-id", "amount-type", "amount-description"),
                steps=(
                    step("settlement_total", "total-amount", "transaction-type", "amount"),
                    step("returns_status", "transaction-type", values="refund", into="is_return"),
                ),
            ),
        ),
        ("*settlement*",),
    ),
    Export(
        "amazon.business_report",
        (
            Form(
                "item_totals",
                hints(_BUSINESS),
                anchors=("(Child) ASIN", "Units Ordered"),
                steps=(step("total_rows", "(Parent) ASIN?", "(Child) ASIN", "Title?"),),
                limits=("no_period",),
            ),
        ),
        ("businessreport*",),
    ),
)  # fmt: skip
