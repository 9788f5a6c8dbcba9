"""Exports of Chinese platforms: Douyin and Taobao sellers, and Taobao's public behaviour set."""

from core.data.exports.describe import Export, Form, Rows, hints, step

_BEHAVIOUR = frozenset({"pv", "buy", "cart", "fav"})


def _user_behaviour(rows: Rows) -> bool:
    """Five columns without header, the fourth one of four words, the others whole numbers."""
    cells = [[cell.strip() for cell in row] for row in rows if any(row)]
    body = [row for row in cells if row[:1] != ["col_0"] and row[:1] != ["user_id"]]
    if len(body) < 2 or any(len(row) != 5 for row in body):
        return False
    words = all(row[3] in _BEHAVIOUR for row in body)
    digits = (row[place].lstrip("-").isdigit() for row in body for place in (0, 1, 2, 4))
    return words and all(digits)


EXPORTS = (
    Export(
        "douyin.orders",
        (
            Form(
                "order_lines",
                hints("""
                    主订单编号: id order_id
                    子订单编号: id
                    选购商品: text
                    商品规格: text
                    商品数量: integer quantity
                    商家编码: id item_id
                    商品ID: id
                    商品单价: number
                    订单应付金额: number amount
                    运费: number
                    收件人: text personal
                    收件人手机号: id personal
                    详细地址: text personal
                    订单提交时间: datetime timestamp
                    商家备注: text personal
                    买家留言: text personal
                    订单完成时间: datetime
                    支付完成时间: datetime
                    订单状态: category
                    售后状态: category
                    取消原因: category
                    发货时间: datetime
                    平台实际承担优惠金额: number
                    商家实际承担优惠金额: number
                    达人实际承担优惠金额: number
                    is_unpaid: boolean is_unpaid made
                    is_return: boolean is_return made
                """),
                anchors=("主订单编号", "子订单编号"),
                steps=(
                    step("blank_words", "子订单编号", "商品规格?", "商家编码?", "商家备注?",
                         "售后状态?", "取消原因?", "收件人?", "收件人手机号?", "详细地址?",
                         values="-"),
                    step("split_orders", "子订单编号", "商品数量", "订单应付金额?", "运费?",
                         "平台实际承担优惠金额?", "商家实际承担优惠金额?",
                         "达人实际承担优惠金额?"),
                    step("returns_status", "售后状态", into="is_return",
                         values="退款成功;已全额退款"),
                    step("never_paid", "订单状态", "支付完成时间", into="is_unpaid",
                         values="已关闭;已取消;待支付"),
                    step("returns_status", "订单状态?", into="is_return", values="已关闭;已取消",
                         unless="is_unpaid"),
                ),
            ),
        ),
        ("抖音*", "*抖店*"),
    ),
    Export(
        "taobao.seller_orders",
        (
            Form(
                "orders",
                hints("""
                    订单编号: id order_id
                    买家会员名: text user_id personal
                    买家支付宝账号: text personal
                    买家应付货款: number
                    买家应付邮费: number
                    买家支付积分: number
                    总金额: number amount
                    返点积分: number
                    买家实际支付金额 | 支付金额: number
                    买家实际支付积分: number
                    订单状态: category
                    买家留言: text personal
                    收货人姓名 | 收货人: text personal
                    收货地址: text personal
                    运送方式: category
                    联系电话: id personal
                    联系手机: id personal
                    订单创建时间: datetime timestamp
                    订单付款时间: datetime
                    宝贝标题: text
                    宝贝种类: integer
                    物流单号: id
                    物流公司: category
                    订单备注: text personal
                    宝贝总数量: integer quantity
                    店铺Id | 分销商Id: id store_id
                    店铺名称 | 分销商店铺名称: category
                    订单关闭原因: category
                    卖家服务费: number
                    买家服务费: number
                    发票抬头: text personal
                    定金排名: category
                    修改后的sku: text
                    修改后的收货地址: text personal
                    异常信息: text
                    卡券抵扣: number
                    积分抵扣: number
                    是否是O2O交易 | 是否手机订单: category
                    is_unpaid: boolean is_unpaid made
                    is_return: boolean is_return made
                """),
                anchors=("订单编号", "买家会员名", "宝贝标题"),
                steps=(
                    step("never_paid", "订单状态", "订单付款时间", into="is_unpaid",
                         values="交易关闭;等待买家付款"),
                    step("returns_status", "订单状态", into="is_return", values="交易关闭",
                         unless="is_unpaid"),
                ),
                notes=("no_item_lines",),
            ),
        ),
        ("exportorderlist*", "订单*"),
    ),
    Export(
        "taobao.userbehavior",
        (
            Form(
                "events",
                hints("""
                    user_id: id user_id
                    item_id: id item_id
                    category_id: id category
                    behavior_type: category event
                    timestamp: datetime timestamp
                    business_date: datetime business_date made
                """),
                headerless=_user_behaviour,
                reread={"header": False},
                steps=(
                    step("name_columns",
                         names="user_id;item_id;category_id;behavior_type;timestamp"),
                    step("outside_window", "timestamp", first="1511539200", last="1512316799",
                         zone="Asia/Shanghai", shown="2017-11-25 … 2017-12-03"),
                    step("epoch_s", "timestamp"),
                    step("zone_date", "timestamp", zone="Asia/Shanghai", into="business_date"),
                ),
            ),
        ),
        ("userbehavior*",),
    ),
)  # fmt: skip
