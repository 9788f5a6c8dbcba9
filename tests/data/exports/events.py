"""RetailRocket, REES46 and Google Analytics."""

import json

from tests.data.exports.case import Case, text

_WORDS = ("view", "addtocart", "transaction", "view")
_GA4 = [
    "event_date",
    "event_timestamp",
    "event_name",
    "event_params",
    "user_pseudo_id",
    "ecommerce",
    "items",
    "device",
    "geo",
    "traffic_source",
    "stream_id",
    "platform",
    "user_first_touch_timestamp",
]


def _retailrocket() -> bytes:
    rows = [
        [1433221332117 + 1000 * n, 257597 + n, _WORDS[n % 4], 355908, 4000 if n % 4 == 2 else ""]
        for n in range(24)
    ]
    return text(["timestamp", "visitorid", "event", "itemid", "transactionid"], rows)


def _properties() -> bytes:
    rows = [
        [
            1435460400000,
            460429 + n,
            "categoryid" if n % 2 else "790",
            "1338" if n % 2 else "n15.500",
        ]
        for n in range(22)
    ]
    return text(["timestamp", "itemid", "property", "value"], rows)


def _rees46() -> bytes:
    words = ("view", "cart", "remove_from_cart", "purchase")
    rows = [
        [f"2019-10-01 00:00:{n:02d} UTC", words[n % 4], 44600062, 2103807459595387724,
         "appliances.kettle" if n % 2 else "", "acme", "35.79", 541312140, "72d76fde-8bb3-4e00"]
        for n in range(24)
    ]  # fmt: skip
    header = (
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
        "user_session"
    )
    return text(header.split(","), rows)


def _ga4() -> bytes:
    """20 views and two purchases of 10.50, one of them refunded by 4.25."""
    params = json.dumps(
        [{"key": "ga_session_id", "value": {"string_value": None, "int_value": 77}}]
    )
    row = {
        "event_date": "20210131", "event_timestamp": "1612069510766593", "event_name": "view_item",
        "event_params": params, "user_pseudo_id": "1026454.4271112504",
        "ecommerce": json.dumps({"transaction_id": None}), "items": "[]", "platform": "WEB",
        "stream_id": "2100450278",
    }  # fmt: skip
    bought = {"transaction_id": "0815", "purchase_revenue": 10.5}
    sold = row | {"event_name": "purchase", "ecommerce": json.dumps(bought)}
    back = row | {"event_name": "purchase",
                  "ecommerce": json.dumps(bought | {"refund_value": 4.25})}  # fmt: skip
    return text(_GA4, [*[row] * 20, sold, back])


def _universal(flat: bool) -> bytes:
    header = "visitorId,visitNumber,visitId,visitStartTime,date,{0},fullVisitorId,channelGrouping"
    names = header.format("totals.transactionRevenue" if flat else "totals").split(",")
    money = "12990000" if flat else json.dumps({"visits": "1", "transactionRevenue": "12990000"})
    rows = [
        ["", 1, 1470117657 + n, 1470117657 + n, "20160802", money if n < 2 else "",
         "580434343220753128", "Direct"]
        for n in range(20)
    ]  # fmt: skip
    return text(names, rows)


def _universal_case(name: str, flat: bool) -> Case:
    return Case(
        export="ga.universal",
        name=name,
        data=_universal(flat),
        kind="sessions",
        rows=20,
        roles={"fullVisitorId": "user_id", "visitStartTime": "timestamp"},
        types={"fullVisitorId": "id", "date": "datetime"},
        touched={"epoch_s": 20, "zeros_at_front": 20, "millionths": 2},
        totals={"net": 25.98},
        told=("product_ended",),
        first={"fullVisitorId": "0580434343220753128", "visitStartTime": "2016-08-02 06:00:57"},
    )


CASES = (
    Case(
        export="retailrocket.events",
        name="events.csv",
        data=_retailrocket(),
        kind="events",
        rows=24,
        roles={"timestamp": "timestamp", "visitorid": "user_id", "event": "event",
               "itemid": "item_id", "transactionid": "order_id"},
        types={"timestamp": "datetime", "visitorid": "id", "transactionid": "id"},
        touched={"epoch_ms": 24},
        first={"timestamp": "2015-06-02 05:02:12.117000", "event": "view"},
    ),
    Case(
        export="retailrocket.properties",
        name="item_properties_part1.csv",
        data=_properties(),
        kind="item_attributes",
        rows=22,
        roles={"itemid": "item_id"},
        types={"value": "text", "value_number": "number", "timestamp": "datetime"},
        touched={"numbers_of_n": 11},
        totals={"value_number": 170.5},
        told=("values_hashed",),
    ),
    Case(
        export="retailrocket.category",
        name="category_tree.csv",
        data=text(["categoryid", "parentid"], [[1000 + n, 213 if n else ""] for n in range(21)]),
        kind="categories",
        rows=21,
        types={"categoryid": "id", "parentid": "id"},
        told=("blank_parent",),
        first={"categoryid": "1000", "parentid": None},
    ),
    Case(
        export="rees46",
        name="2019-Oct.csv",
        data=_rees46(),
        kind="events",
        rows=24,
        roles={"event_time": "timestamp", "event_type": "event", "product_id": "item_id",
               "user_id": "user_id", "category_code": "category", "price": "price"},
        types={"category_id": "id", "event_time": "datetime", "user_session": "id"},
        first={"event_time": "2019-10-01 00:00:00", "category_id": "2103807459595387724"},
    ),
    Case(
        export="ga4.bigquery",
        name="events_20210131.csv",
        data=_ga4(),
        kind="events",
        rows=22,
        roles={"event_timestamp": "timestamp", "event": "event", "user_pseudo_id": "user_id",
               "transaction_id": "order_id", "purchase_revenue": "amount"},
        types={"event_date": "datetime", "stream_id": "id", "transaction_id": "id"},
        touched={"epoch_us": 22, "session": 22},
        totals={"gross": 21.00, "returns": -4.25, "net": 16.75},
        told=("last_days_not_final", "items_nested"),
        first={"event_timestamp": "2021-01-31 05:05:10.766593", "event": "detail-page-view",
               "session_id": "1026454.4271112504.77"},
    ),
    _universal_case("ga_sessions_20160802.csv", True),
    _universal_case("ga_sessions_nested.csv", False),
)  # fmt: skip
