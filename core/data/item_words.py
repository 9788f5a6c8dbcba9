"""What columns that tell of items are called: their names, makers and costs."""

import re
from collections.abc import Iterable

from core.base.values import Column
from core.data.words import joined

_OF = (
    r"((item|product|prod|article|artikel|produkt|movie|book|sku|stock|goods|商品|产品|货品|宝贝"
    r"|品)_?)"
)
_NAMES = (
    "name|bezeichnung|nom|nombre|nome|名称?|商品名",
    "title|titel|titre|titulo|标题",
    "description|desc|beschreibung|descripcion|描述|说明",
)
NAMES = tuple(re.compile(f"{_OF}?({words})(_(en|zh|de))?") for words in _NAMES)
"""Headers of columns that name items, the likeliest first."""
NAMES_OF_ITEMS = tuple(re.compile(f"{_OF}({words})(_(en|zh|de))?") for words in _NAMES)
"""Those that say so: that it is the item which is named."""
BRANDS = (
    re.compile(f"{_OF}?(brand|brands|manufacturer|marke|marque|marca|品牌|厂商)(_?(name|en))?"),
)
COSTS = (re.compile(r"(unit_?)?cost(_price)?|purchase_price|(进货|采购|成本)单?价|成本|进价"),)
LINKS = (re.compile(r".*(image|photo|picture|url|link|path|图片|链接).*"),)


def called(columns: Iterable[Column], patterns: Iterable[re.Pattern[str]]) -> Column | None:
    """The column whose name fits the first pattern that any fits."""
    known = list(columns)
    fits = (c for pattern in patterns for c in known if pattern.fullmatch(joined(c.name)))
    return next(fits, None)
