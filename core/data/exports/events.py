"""Exports of behaviour: RetailRocket, REES46, Google Analytics."""

from core.data.exports.describe import Export, Form, hints, step

VERTEX = (
    "view_item=detail-page-view;add_to_cart=add-to-cart;view_cart=shopping-cart-page-view;"
    "purchase=purchase-complete;view_item_list=search;view_search_results=search;"
    "page_view=home-page-view;remove_from_cart=remove-from-cart"
)
_GA4 = """
    event_date: datetime
    event_timestamp: datetime timestamp
    event_previous_timestamp: datetime
    event_name: category
    event_params: text
    event_value_in_usd: number
    event_bundle_sequence_id: id
    event_server_timestamp_offset: integer
    user_id: id personal
    user_pseudo_id: id user_id
    privacy_info: text
    user_properties: text personal
    user_first_touch_timestamp: datetime
    user_ltv: text
    device: text
    geo: text
    app_info: text
    traffic_source: text
    stream_id: id
    platform: category
    ecommerce: text
    items: text
    is_active_user: boolean
    event: category event made
    ga_session_id: id made
    session_id: id made
    transaction_id: id order_id made
    purchase_revenue: number amount made
    refund_value: number refund made
"""
_UNIVERSAL = """
    visitorId: id
    visitNumber: integer
    visitId: id
    visitStartTime: datetime timestamp
    date: datetime
    totals: text
    totals.transactionRevenue | totals_transactionRevenue: number amount
    totals.visits | totals_visits: integer
    totals.hits | totals_hits: integer
    totals.pageviews | totals_pageviews: integer
    totals.transactions | totals_transactions: integer
    trafficSource: text
    device: text
    geoNetwork: text
    hits: text
    fullVisitorId: id user_id
    channelGrouping: category
    revenue: number amount made
"""
EXPORTS = (
    Export(
        "retailrocket.events",
        (
            Form(
                "events",
                hints("""
                    timestamp: datetime timestamp
                    visitorid: id user_id
                    event: category event
                    itemid: id item_id
                    transactionid: id order_id
                """),
                anchors=("visitorid", "event", "itemid"),
                steps=(step("epoch_ms", "timestamp"),),
            ),
        ),
        ("events*",),
    ),
    Export(
        "retailrocket.properties",
        (
            Form(
                "item_attributes",
                hints("""
                    timestamp: datetime timestamp
                    itemid: id item_id
                    property: category
                    value: text
                    value_number: number made
                """),
                anchors=("itemid", "property", "value"),
                steps=(
                    step("epoch_ms", "timestamp?"),
                    step("numbers_of_n", "value", pattern=r"^n(-?\d+(?:\.\d+)?)$",
                         into="value_number"),
                ),
                notes=("values_hashed",),
            ),
        ),
        ("item_properties*",),
    ),
    Export(
        "retailrocket.category",
        (
            Form(
                "categories",
                hints("categoryid: id\nparentid: id"),
                anchors=("categoryid", "parentid"),
                notes=("blank_parent",),
            ),
        ),
        ("category_tree*",),
    ),
    Export(
        "rees46",
        (
            Form(
                "events",
                hints("""
                    event_time: datetime timestamp
                    event_type: category event
                    product_id: id item_id
                    category_id: id
                    category_code: category category
                    brand: category
                    price: number price
                    user_id: id user_id
                    user_session: id
                """),
                anchors=("event_type", "category_code", "user_session"),
            ),
        ),
        ("20??-???*",),
    ),
    Export(
        "ga4.bigquery",
        (
            Form(
                "events",
                hints(_GA4),
                anchors=("event_timestamp", "event_name", "user_pseudo_id"),
                steps=(
                    step("epoch_us", "event_timestamp", "event_previous_timestamp?",
                         "user_first_touch_timestamp?"),
                    step("event_words", "event_name", into="event", pairs=VERTEX),
                    step("json_field", "event_params", path="ga_session_id",
                         into="ga_session_id"),
                    step("session", "user_pseudo_id", "ga_session_id", into="session_id"),
                    step("json_field", "ecommerce", path="transaction_id",
                         into="transaction_id"),
                    step("json_field", "ecommerce", path="purchase_revenue",
                         into="purchase_revenue"),
                    step("json_field", "ecommerce", path="refund_value", into="refund_value"),
                ),
                notes=("last_days_not_final", "items_nested"),
            ),
        ),
        ("events_20*",),
    ),
    Export(
        "ga.universal",
        (
            Form(
                "sessions",
                hints(_UNIVERSAL),
                anchors=("fullVisitorId", "visitId"),
                steps=(
                    step("zeros_at_front", "fullVisitorId", width="19"),
                    step("epoch_s", "visitStartTime?"),
                    step("json_field", "totals", path="transactionRevenue", into="revenue"),
                    step("millionths", "revenue"),
                    step("millionths", "totals.transactionRevenue"),
                ),
                notes=("product_ended",),
            ),
        ),
        ("ga_sessions*",),
    ),
)  # fmt: skip
