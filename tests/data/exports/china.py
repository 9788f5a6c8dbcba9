"""Douyin and Taobao."""

from tests.data.exports.case import Case, text

_DOUYIN = [
    "主订单编号",
    "子订单编号",
    "选购商品",
    "商品规格",
    "商品数量",
    "商家编码",
    "订单应付金额",
    "运费",
    "收件人",
    "收件人手机号",
    "详细地址",
    "订单提交时间",
    "商家备注",
    "订单完成时间",
    "订单状态",
    "售后状态",
    "取消原因",
    "发货时间",
    "平台实际承担优惠金额",
    "商家实际承担优惠金额",
    "达人实际承担优惠金额",
]


def _line(number: int, **more: object) -> dict[str, object]:
    number += 6917926768823643000
    return {
        "主订单编号": f"\t{number}", "子订单编号": f"\t{number}", "选购商品": "白色马克杯",
        "商品规格": "-", "商品数量": 1, "商家编码": "\t000123", "订单应付金额": "9.90", "运费": "0",
        "收件人": "##密文甲", "收件人手机号": "##密文乙", "详细地址": "##密文丙",
        "订单提交时间": "2024/06/18 10:00:00", "订单状态": "已完成", "售后状态": "-",
        "平台实际承担优惠金额": "0", "商家实际承担优惠金额": "0", "达人实际承担优惠金额": "0",
    } | more  # fmt: skip


def _douyin(encoding: str) -> bytes:
    """20 sales at 9.90 (198.00), one refunded, and a line of 3 sub-orders: 4 pieces at 40.00."""
    rows = [_line(n) for n in range(20)]
    rows.append(_line(30, 售后状态="退款成功"))
    rows.append(_line(31, 子订单编号="\t11;\t12;\t13", 商品数量=4, 订单应付金额="40.00"))
    return text(_DOUYIN, rows, encoding)


def _douyin_case(name: str, encoding: str) -> Case:
    return Case(
        export="douyin.orders",
        name=name,
        data=_douyin(encoding),
        kind="order_lines",
        rows=24,
        roles={
            "主订单编号": "order_id", "商家编码": "item_id", "商品数量": "quantity",
            "订单应付金额": "amount", "订单提交时间": "timestamp", "is_return": "is_return",
        },
        types={"主订单编号": "id", "子订单编号": "id", "商家编码": "id", "商品数量": "integer"},
        touched={"unwrap_ids": 66, "split_orders": 1, "returns_status": 1, "blank_words": 43},
        totals={"gross": 247.90, "returns": -9.90, "net": 238.00, "商品数量": 25},
        told=("personal_columns",),
        first={"主订单编号": "6917926768823643000", "商家编码": "000123", "售后状态": None},
    )  # fmt: skip


_TAOBAO = [
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "运送方式",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间",
    "宝贝标题 ",
    "宝贝种类 ",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
    "卖家服务费",
    "买家服务费",
    "发票抬头",
    "定金排名",
    "修改后的sku",
    "修改后的收货地址",
    "异常信息",
    "卡券抵扣",
    "积分抵扣",
    "是否是O2O交易",
]


def _taobao(header: list[str]) -> bytes:
    """20 orders of 25.00 and one closed before it was paid."""
    order = {
        "买家会员名": "小明", "总金额": "25.00", "买家实际支付金额": "25.00", "支付金额": "25.00",
        "订单状态": "交易成功", "收货人姓名": "王某", "收货人": "王某", "收货地址 ": "杭州市",
        "联系手机": "'13800000000", "订单创建时间": "2019-11-11 00:01:00",
        "订单付款时间": "2019-11-11 00:02:00", "宝贝标题 ": "马克杯", "宝贝种类 ": 1,
        "宝贝总数量": 2,
    }  # fmt: skip
    rows = [order | {"订单编号": f'="{300000000000000000 + n}"'} for n in range(20)]
    closed = {"订单编号": '="300000000000000099"', "订单状态": "交易关闭",
              "订单付款时间": "0000-00-00 00:00:00"}  # fmt: skip
    return text(header, [*rows, order | closed], "gb18030")


_VARIANT = [
    {"店铺Id": "分销商Id", "店铺名称": "分销商店铺名称", "买家实际支付金额": "支付金额",
     "收货人姓名": "收货人", "是否是O2O交易": "是否手机订单"}.get(name, name)
    for name in _TAOBAO
]  # fmt: skip


def _taobao_case(name: str, header: list[str]) -> Case:
    return Case(
        export="taobao.seller_orders",
        name=name,
        data=_taobao(header),
        kind="orders",
        rows=21,
        roles={"订单编号": "order_id", "买家会员名": "user_id", "总金额": "amount",
               "订单创建时间": "timestamp", "宝贝总数量": "quantity"},
        types={"订单编号": "id", "联系手机": "id", "订单付款时间": "datetime"},
        touched={"unwrap_ids": 21, "blank_dates": 1, "never_paid": 1, "returns_status": 0},
        totals={"gross": 500.00, "returns": 0.00, "net": 500.00, "amount": 525.00,
                "unpaid": 25.00, "宝贝总数量": 42},
        told=("personal_columns", "no_item_lines"),
        first={"订单编号": "300000000000000000"},
    )  # fmt: skip


def _behaviour() -> bytes:
    """21 events in the window (the first at 2017-11-25 00:00 in Shanghai), two with wild stamps."""
    words = ("pv", "pv", "cart", "fav", "buy")
    rows = [f"{n % 4 + 1},{2268318 + n},2520377,{words[n % 5]},{1511539200 + n}" for n in range(21)]
    return "\n".join([*rows, "5,9,9,pv,-2134949234", "5,9,9,pv,2122867355", ""]).encode()


CASES = (
    _douyin_case("抖音订单.csv", "utf-8-sig"),
    _douyin_case("抖音订单-gbk.csv", "gb18030"),
    _taobao_case("ExportOrderList2019.csv", _TAOBAO),
    _taobao_case("订单.csv", _VARIANT),
    Case(
        export="taobao.userbehavior",
        name="UserBehavior.csv",
        data=_behaviour(),
        kind="events",
        rows=21,
        aside=2,
        roles={"user_id": "user_id", "item_id": "item_id", "behavior_type": "event",
               "timestamp": "timestamp"},
        types={"item_id": "id", "timestamp": "datetime", "business_date": "datetime"},
        touched={"outside_window": 2, "epoch_s": 21, "zone_date": 21},
        first={"timestamp": "2017-11-24 16:00:00", "business_date": "2017-11-25 00:00:00",
               "behavior_type": "pv"},
    ),
)  # fmt: skip
