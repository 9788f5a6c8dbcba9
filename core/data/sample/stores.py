"""The sample shop's stores."""

from typing import NamedTuple

import pandas as pd


class Store(NamedTuple):
    """A store: its share of demand, its yearly growth, its weekdays from Monday to Sunday."""

    id: str
    en: str
    zh: str
    city: str
    city_zh: str
    format: str
    share: float
    growth: float
    week: tuple[float, ...]


STORE_LIST = (
    Store("S1", "Riverside Mall", "江畔广场店", "Shanghai", "上海", "mall", 0.34, 0.02,
          (0.82, 0.80, 0.83, 0.88, 1.08, 1.36, 1.23)),
    Store("S2", "Central Station", "中央车站店", "Shanghai", "上海", "station", 0.26, -0.04,
          (1.10, 1.08, 1.08, 1.10, 1.20, 0.78, 0.66)),
    Store("S3", "Willow Lane", "柳巷社区店", "Hangzhou", "杭州", "neighbourhood", 0.22, 0.05,
          (0.94, 0.92, 0.94, 0.96, 1.02, 1.14, 1.08)),
    Store("S4", "Online Shop", "网上商城", "Online", "线上", "online", 0.18, 0.22,
          (1.08, 1.02, 0.98, 0.96, 0.90, 0.98, 1.08)),
)  # fmt: skip


def stores_table() -> pd.DataFrame:
    """The table `stores`."""
    return pd.DataFrame(
        {
            "store_id": [store.id for store in STORE_LIST],
            "name_en": [store.en for store in STORE_LIST],
            "name_zh": [store.zh for store in STORE_LIST],
            "city": [store.city for store in STORE_LIST],
            "city_zh": [store.city_zh for store in STORE_LIST],
            "format": [store.format for store in STORE_LIST],
        }
    )
