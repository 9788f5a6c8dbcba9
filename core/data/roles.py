"""What part a column plays, told from its name and type, with the reason."""

import re
from collections.abc import Sequence

from core.base.values import Column, ColumnType, Kind, Role
from core.data.words import joined

_KEY = r"(_?(id|no|nr|nbr|num|number|code|key|name))?"
_KEY_ZH = r"(id|编号|编码|代码|号码?|昵称|名称?)?"
_NAMES: tuple[tuple[Role, str], ...] = (
    (
        "order_id",
        r"(order|invoice|transaction|receipt|basket|ticket|bill|purchase)"
        r"_?(id|no|nr|number|num|code)",
    ),
    ("order_id", r"(主?订单|发票|小票|交易|流水)_?(id|编号|号码?|单号)|单号"),
    (
        "user_id",
        r"(user|customer|cust|member|client|visitor|buyer|shopper|reviewer|household)" + _KEY,
    ),
    ("user_id", rf"(用户|客户|会员|买家|顾客)_?{_KEY_ZH}"),
    ("item_id", rf"(item|product|prod|sku|stock|article|goods|movie|book){_KEY}"),
    ("item_id", r"asin|upc|ean|barcode"),
    ("item_id", r"(商品|产品|货品|物料|宝贝)_?(id|编号|编码|代码)|货号|条码|sku(编号|编码)?"),
    ("store_id", rf"(store|shop|outlet|branch|warehouse){_KEY}"),
    ("store_id", rf"(门店|店铺|仓库|分店)_?{_KEY_ZH}"),
    ("quantity", r"quantity|qty|(units|items|pieces)(_sold)?|sales(_(qty|quantity|units))?"),
    ("quantity", r"(order|sold)_(qty|quantity)|(购买|销售|商品|订购)?(数量|件数)|销量"),
    ("price", r"((unit|list|retail|sell|selling|sale|sales)_?)?price|(商品|销售)?(单价|价格|售价)"),
    ("rating", r"ratings?|stars?|review_score|overall|评分|星级|打分"),
    ("event", r"event(_(type|name))?|action(_type)?|behaviou?r(_type)?"),
    ("event", r"行为(类型)?|事件(类型|名称)?"),
    ("currency", r"currency(_?code)?|curr|währung|waehrung|devise|moneda|币种|货币(代码)?|通貨"),
    ("text", r"(review|comment|text|description|title|message|body|content)s?(_text)?"),
    ("text", r"评论|评价|内容|描述|标题"),
    ("category", r"(.*_)?(category|categories|cat|department|dept)(_(name|id))?"),
    ("category", r"类目|品类|分类|类别"),
    (
        "target",
        r"(is_)?(target|label|churn(ed)?|purchased?|converted|conversion|clicked|bought|buy)",
    ),
    ("target", r"是否(购买|流失|转化|点击)"),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _NAMES)

FITTING: dict[Role, tuple[ColumnType, ...]] = {
    "user_id": ("id", "category", "text"),
    "item_id": ("id", "category", "text"),
    "store_id": ("id", "category", "text"),
    "order_id": ("id", "text", "category"),
    "timestamp": ("datetime",),
    "quantity": ("integer", "number"),
    "price": ("number", "integer"),
    "rating": ("number", "integer"),
    "event": ("category", "text"),
    "text": ("text", "category"),
    "category": ("category", "text", "id"),
    "amount": ("number", "integer"),
    "currency": ("category", "text"),
    "refund": ("number", "integer"),
    "is_return": ("boolean",),
    "is_product": ("boolean",),
}
"""The types a role can have; the first is taken when a user gives a column the role.
A target may have any type."""
_MANY: frozenset[Role] = frozenset({"category", "text"})
_MOMENTS = re.compile(
    r"(order|invoice|sale|sales|purchase|event|visit|transaction)_?(date|time|datetime|timestamp)"
    r"|date|ds|timestamp|datetime|time|(订单|下单|支付|付款|交易|成交|销售)?(日期|时间)|(order|paid|created)_at"
)
_NOT_MOMENTS = re.compile(
    r".*(birth|dob|updat|modif|deliver|ship|expir|valid|end|出生|生日|更新|发货|到期).*"
)


def propose_roles(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with roles proposed; each role but category and text is given once."""
    taken: set[Role] = set()
    when = _timestamp(columns)
    found = []
    for column in columns:
        role = "timestamp" if column.name == when else _named(column)
        if role is not None and (role in _MANY or role not in taken):
            taken.add(role)
            column = column.model_copy(update={"role": role})
        found.append(column)
    if "target" not in taken and len(found) > 2 and found[-1].type == "boolean":
        found[-1] = found[-1].model_copy(update={"role": "target"})
    return tuple(found)


def kind_of(columns: Sequence[Column]) -> Kind:
    """What a table is about, told from the roles in it; `plain` unless it is plain to see."""
    roles = {column.role for column in columns}
    if {"item_id", "quantity"} <= roles and roles & {"order_id", "timestamp"}:
        return "order_lines"
    if {"rating"} <= roles and roles & {"item_id", "user_id"}:
        return "reviews"
    if {"event", "timestamp"} <= roles and roles & {"user_id", "item_id"}:
        return "events"
    return "plain"


def _named(column: Column) -> Role | None:
    name = joined(column.name)
    for role, pattern in _PATTERNS:
        if not pattern.fullmatch(name):
            continue
        if role == "target":
            return role if column.type == "boolean" or column.distinct == 2 else None
        if column.type in FITTING[role]:
            return role
    return None


def _timestamp(columns: Sequence[Column]) -> str | None:
    """The moment of the row: a date column by name, else the first that is no other date."""
    dates = [column.name for column in columns if column.type == "datetime"]
    by_name = [name for name in dates if _MOMENTS.fullmatch(joined(name))]
    others = [name for name in dates if not _NOT_MOMENTS.fullmatch(joined(name))]
    return next(iter([*by_name, *others]), None)
