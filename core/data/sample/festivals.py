"""What lifts the sample shop's demand on some days: holidays and shopping festivals."""

from typing import NamedTuple


class Festival(NamedTuple):
    """Days from `start` to `end` (inclusive) that lift demand in stores and online.

    `only` names the categories it lifts (all, when empty); `closed` shuts the
    physical stores; `holiday` is a public holiday; `sale` a shopping festival.
    """

    en: str
    zh: str
    start: str
    end: str
    stores: float
    online: float
    only: str = ""
    holiday: bool = False
    sale: bool = False
    closed: bool = False


F = Festival
FOOD = "drinks snacks pantry"
FESTIVALS = (
    F("New Year's Day", "元旦", "2024-01-01", "2024-01-01", 1.25, 1.1, holiday=True),
    F("New Year shopping season", "年货节", "2024-01-22", "2024-02-08", 1.8, 1.6, FOOD, sale=True),
    F("Spring Festival", "春节", "2024-02-10", "2024-02-11", 0, 0.5, holiday=True, closed=True),
    F("Spring Festival", "春节", "2024-02-12", "2024-02-17", 0.75, 0.65, holiday=True),
    F("Valentine's Day", "情人节", "2024-02-10", "2024-02-14", 1.5, 1.5, "skin snacks"),
    F("Qingming", "清明节", "2024-04-04", "2024-04-06", 1.15, 0.95, holiday=True),
    F("Labour Day", "劳动节", "2024-05-01", "2024-05-05", 1.4, 0.95, holiday=True),
    F("618 festival", "618年中大促", "2024-06-01", "2024-06-14", 1.05, 1.4, sale=True),
    F("618 festival", "618年中大促", "2024-06-15", "2024-06-18", 1.15, 2.3, sale=True),
    F("Dragon Boat Festival", "端午节", "2024-06-08", "2024-06-10", 1.25, 1.0, holiday=True),
    F("Qixi Festival", "七夕节", "2024-08-07", "2024-08-10", 1.4, 1.5, "skin snacks"),
    F("Back to school", "开学季", "2024-08-24", "2024-09-05", 1.9, 1.9, "stationery"),
    F("Mid-Autumn gifts", "中秋备礼", "2024-09-06", "2024-09-14", 1.5, 1.5, FOOD),
    F("Mid-Autumn Festival", "中秋节", "2024-09-15", "2024-09-17", 1.25, 0.95, holiday=True),
    F("National Day", "国庆节", "2024-10-01", "2024-10-07", 1.45, 0.95, holiday=True),
    F("Double 11", "双十一", "2024-11-01", "2024-11-09", 1.0, 1.3, sale=True),
    F("Double 11", "双十一", "2024-11-10", "2024-11-11", 1.15, 3.0, sale=True),
    F("Black Friday", "黑色星期五", "2024-11-29", "2024-12-01", 1.2, 1.8, sale=True),
    F("Cyber Monday", "网络星期一", "2024-12-02", "2024-12-02", 1.0, 1.7, sale=True),
    F("Double 12", "双十二", "2024-12-12", "2024-12-12", 1.05, 1.9, sale=True),
    F("Christmas", "圣诞节", "2024-12-18", "2024-12-25", 1.3, 1.2, "snacks skin digital clothing"),
    F("New Year's Day", "元旦", "2025-01-01", "2025-01-01", 1.25, 1.1, holiday=True),
    F("New Year shopping season", "年货节", "2025-01-08", "2025-01-26", 1.8, 1.6, FOOD, sale=True),
    F("Spring Festival", "春节", "2025-01-28", "2025-01-29", 0, 0.5, holiday=True, closed=True),
    F("Spring Festival", "春节", "2025-01-30", "2025-02-04", 0.75, 0.65, holiday=True),
    F("Valentine's Day", "情人节", "2025-02-10", "2025-02-14", 1.5, 1.5, "skin snacks"),
    F("Qingming", "清明节", "2025-04-04", "2025-04-06", 1.15, 0.95, holiday=True),
    F("Labour Day", "劳动节", "2025-05-01", "2025-05-05", 1.4, 0.95, holiday=True),
    F("Dragon Boat Festival", "端午节", "2025-05-31", "2025-06-02", 1.25, 1.0, holiday=True),
    F("618 festival", "618年中大促", "2025-06-01", "2025-06-14", 1.05, 1.4, sale=True),
    F("618 festival", "618年中大促", "2025-06-15", "2025-06-18", 1.15, 2.3, sale=True),
    F("Back to school", "开学季", "2025-08-24", "2025-09-05", 1.9, 1.9, "stationery"),
    F("Qixi Festival", "七夕节", "2025-08-26", "2025-08-29", 1.4, 1.5, "skin snacks"),
    F("Mid-Autumn gifts", "中秋备礼", "2025-09-22", "2025-09-30", 1.5, 1.5, FOOD),
    F("National Day and Mid-Autumn", "国庆中秋", "2025-10-01", "2025-10-08", 1.5, 0.95,
      holiday=True),
    F("Double 11", "双十一", "2025-11-01", "2025-11-09", 1.0, 1.3, sale=True),
    F("Double 11", "双十一", "2025-11-10", "2025-11-11", 1.15, 3.0, sale=True),
    F("Black Friday", "黑色星期五", "2025-11-28", "2025-11-30", 1.2, 1.8, sale=True),
    F("Cyber Monday", "网络星期一", "2025-12-01", "2025-12-01", 1.0, 1.7, sale=True),
    F("Double 12", "双十二", "2025-12-12", "2025-12-12", 1.05, 1.9, sale=True),
    F("Christmas", "圣诞节", "2025-12-18", "2025-12-25", 1.3, 1.2, "snacks skin digital clothing"),
)  # fmt: skip
