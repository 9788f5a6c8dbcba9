"""The columns of the sample shop's tables: names, types, roles, in their order."""

import pandas as pd

from core.base.values import Column, ColumnType, Role

_TYPES: dict[str, ColumnType] = {
    "i": "integer", "n": "number", "b": "boolean", "c": "category", "t": "text",
    "d": "datetime", "k": "id",
}  # fmt: skip
_DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}

_ROLES: dict[str, dict[str, Role]] = {
    "stores": {"store_id": "store_id"},
    "products": {"item_id": "item_id", "category": "category", "price": "price"},
    "customers": {"user_id": "user_id", "as_of": "timestamp", "churned": "target"},
    "order_lines": {
        "order_id": "order_id", "timestamp": "timestamp", "store_id": "store_id",
        "user_id": "user_id", "item_id": "item_id", "quantity": "quantity", "price": "price",
    },
    "visits": {"user_id": "user_id", "timestamp": "timestamp", "purchased": "target"},
    "events": {
        "user_id": "user_id", "timestamp": "timestamp", "event": "event", "item_id": "item_id",
        "order_id": "order_id",
    },
    "promotions": {"item_id": "item_id", "store_id": "store_id", "start_date": "timestamp"},
    "stock": {
        "date": "timestamp", "store_id": "store_id", "item_id": "item_id", "on_hand": "quantity",
        "price": "price",
    },
    "suppliers": {},
    "reviews": {
        "timestamp": "timestamp", "user_id": "user_id", "item_id": "item_id",
        "order_id": "order_id", "rating": "rating", "text": "text",
    },
    "calendar": {"date": "timestamp"},
}  # fmt: skip

_LAYOUT = {
    "stores": "store_id:k name_en:t name_zh:t city:c city_zh:c format:c",
    "products": "item_id:k name_en:t name_zh:t category:c category_zh:c subcategory:c "
    "subcategory_zh:c brand:c price:n cost:n supplier_id:k pack_size:i shelf_life_days:i "
    "launched:d discontinued:d",
    "customers": "user_id:k joined:d as_of:d home_store:c acquisition_channel:c member_tier:c "
    "city_tier:c age:n email_consent:b complaints:i recency_days:n orders_30d:i orders_90d:i "
    "orders_365d:i lines_365d:i returns_365d:i visits_30d:i visits_90d:i online_share_365d:n "
    "churned:b",
    "order_lines": "order_id:k timestamp:d store_id:k user_id:k item_id:k quantity:i price:n "
    "discount:n amount:n promotion_id:k",
    "visits": "visit_id:k user_id:k timestamp:d device:c source:c campaign:c landing_page:c "
    "member_tier:c customer_age:n member_days:i visits_before:i days_since_last_visit:n "
    "early_views:i early_carts:i early_searches:i active_seconds:n scroll_depth:n "
    "coupon_shown:b is_sale_day:b page_load_ms:n banner_version:c purchased:b",
    "events": "event_id:k visit_id:k user_id:k timestamp:d event:c item_id:k order_id:k",
    "promotions": "promotion_id:k item_id:k store_id:k start_date:d end_date:d "
    "promotion_type:c discount:n",
    "stock": "date:d store_id:k item_id:k opening:i received:i returned:i sold:i on_hand:i "
    "on_order:i price:n",
    "suppliers": "supplier_id:k name_en:t name_zh:t agreed_lead_time_days:i lead_time_days:n "
    "lead_time_sd_days:n deliveries:i order_cost:n",
    "reviews": "review_id:k timestamp:d user_id:k item_id:k order_id:k rating:i language:c text:t",
    "calendar": "date:d festival_en:c festival_zh:c is_holiday:b is_sale:b stores_open:b",
}
TABLES = tuple(_LAYOUT)


def typed(table: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The frame in the stored dtypes, and its columns with counts and the key of their meaning."""
    named = dict(part.split(":") for part in _LAYOUT[table].split())
    if list(frame.columns) != list(named):
        raise ValueError(f"{table}: {list(frame.columns)} is not {list(named)}")
    stored = pd.DataFrame({name: _store(frame[name], _TYPES[key]) for name, key in named.items()})
    columns = tuple(
        Column(
            name=name,
            type=_TYPES[key],
            role=_ROLES[table].get(name),
            reason=f"sample.column.{table}.{name}",
            missing=int(stored[name].isna().sum()),
            distinct=int(stored[name].nunique()),
        )
        for name, key in named.items()
    )
    return stored, columns


def _store(values: pd.Series, kind: ColumnType) -> pd.Series:
    if kind == "datetime":
        return values.astype("datetime64[us]")
    return values.astype(_DTYPES.get(kind, "string[pyarrow]"))  # type: ignore[call-overload, no-any-return]
