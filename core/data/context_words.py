"""What columns are called that say in which circumstances something was sold or looked at."""

import re
from collections.abc import Iterable
from typing import Literal, get_args

from core.base.values import Column
from core.data.words import joined

Circumstance = Literal["store", "region", "device", "channel", "campaign"]
CIRCUMSTANCES: tuple[Circumstance, ...] = get_args(Circumstance)
_KEY = r"(_?(id|code|name|type|nr|no))?"
_KEY_ZH = r"_?(编号|编码|代码|名称?|类型|id)?"
_NAMES: dict[Circumstance, str] = {
    "region": rf"(customer_|user_|shipping_|ship_|store_)?(region|country|province|city){_KEY}"
    rf"|(customer|shipping|ship|store)_state|land|pays|pais|(客户|用户|收货|门店)?(地区|区域|大区|国家|省份"
    rf"|省|城市){_KEY_ZH}",
    "device": rf"(device|platform|os|user_agent_type|device_category|terminal){_KEY}"
    rf"|(设备|终端|平台){_KEY_ZH}",
    "channel": rf"(sales_|order_|marketing_|traffic_|utm_)?(channel|source|medium){_KEY}"
    rf"|(销售|订单|流量|来源)?(渠道|来源){_KEY_ZH}",
    "campaign": rf"(utm_|marketing_|ad_)?(campaign|promotion|promo){_KEY}"
    rf"|(营销|推广|促销)?(活动|推广计划){_KEY_ZH}",
}
_PATTERNS = {name: re.compile(words) for name, words in _NAMES.items()}
_TYPES = ("category", "text", "id")


def circumstances(columns: Iterable[Column]) -> dict[str, str]:
    """The column of each circumstance that is told, by its role or else its name; the first where
    several fit. Columns that tell who a person is are none."""
    found: dict[str, str] = {}
    for column in columns:
        name = _meant(column)
        if name is not None and not column.personal:
            found.setdefault(name, column.name)
    return {name: found[name] for name in CIRCUMSTANCES if name in found}


def _meant(column: Column) -> Circumstance | None:
    if column.role == "store_id":
        return "store"
    if column.role not in (None, "text") or column.type not in _TYPES:
        return None
    fits = (name for name, words in _PATTERNS.items() if words.fullmatch(joined(column.name)))
    return next(fits, None)
