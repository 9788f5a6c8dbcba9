"""Lists on their way out: in words, a row for each customer or each recommendation, as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.actions.download import csv_bytes
from core.base.texts import Texts
from core.data.write import XLSX_ROWS
from core.recommend.attributes import TOLD
from core.recommend.bundles import FEWEST
from core.recommend.reasons import Reason
from core.recommend.reasons import told as in_words

Shape = Literal["rows", "wide"]
_LOOKED = 2000
_SHARE = 0.001


@dataclass(frozen=True)
class Shop:
    """What there is to choose from: `items` by id, the most met first; `names` of those that have
    one; the `users`, who came last first; the `categories` in the order of their names; `told` are
    the attributes that are known of any item (category, brand, price, margin, on_hand)."""

    items: tuple[str, ...]
    names: Mapping[str, str]
    users: tuple[str, ...]
    categories: tuple[str, ...]
    told: frozenset[str]

    def label(self, item: str) -> str:
        """An item by its name and id."""
        name = self.names.get(item)
        return item if name is None else f"{name} · {item}"

    def name(self, item: str) -> str:
        """An item by its name, or its id where it has none."""
        return self.names.get(item, item)


def shop_of(items: pd.DataFrame, users: Sequence[str]) -> Shop:
    """What there is to choose from, of a `recommending.catalogue`."""
    ids = tuple(str(item) for item in items["id"])
    categories = items["category"].dropna().astype(str) if "category" in items else ()
    told = frozenset(name for name in TOLD if name in items)
    return Shop(ids, _names(items, ids), tuple(users), tuple(sorted(set(categories))), told)


def _names(items: pd.DataFrame, ids: Sequence[str]) -> dict[str, str]:
    if "text" not in items:
        return {}
    told = zip(ids, items["text"], strict=True)
    return {item: text.strip() for item, text in told if isinstance(text, str) and text.strip()}


def why(code: str, facts: Mapping[str, object], shop: Shop, texts: Texts) -> str:
    """A reason as a sentence; items in it by their names."""
    shown: dict[str, str | int | float] = {}
    for name, value in facts.items():
        if name in ("item", "other"):
            shown[name] = shop.name(str(value))
        else:
            shown[name] = f"{value:,}" if isinstance(value, int | float) else str(value)
    return in_words(texts, Reason(code, shown))


def in_rows(lists: pd.DataFrame, shop: Shop, texts: Texts) -> pd.DataFrame:
    """A row for each recommendation (`recommending.lists_for_all`), with the item's name and the
    reason as a sentence."""
    facts = [json.loads(told) for told in lists["facts"]]
    reasons = [
        why(code, one, shop, texts) for code, one in zip(lists["reason"], facts, strict=True)
    ]
    found = lists[["user_id", "rank", "item_id"]].assign(
        item=[shop.name(item) for item in lists["item_id"]], score=lists["score"], reason=reasons
    )
    return found.reset_index(drop=True)


def in_columns(lists: pd.DataFrame, shop: Shop) -> pd.DataFrame:
    """A row for each customer, as mailings want them: `user_id`, then `item_1`, `name_1`, `item_2`
    and so on; empty where a list ends early."""
    ids = lists.pivot(index="user_id", columns="rank", values="item_id")
    ids = ids.reindex(lists["user_id"].drop_duplicates())
    columns: dict[str, object] = {"user_id": ids.index}
    for rank in ids.columns:
        columns[f"item_{rank}"] = ids[rank].to_numpy()
        columns[f"name_{rank}"] = ids[rank].map(shop.names).to_numpy()
    found = pd.DataFrame(columns)
    return found if shop.names else found.loc[:, ~found.columns.str.startswith("name_")]


def json_bytes(lists: pd.DataFrame) -> bytes:
    """An object of lists by customer: `{"17850": [{"item": "85123A", "score": 0.3, "reason":
    "often_with", "facts": {...}}, ...]}`, in the order of the ranks."""
    found: dict[str, list[dict[str, object]]] = {}
    columns = (lists[name] for name in ("user_id", "item_id", "score", "reason", "facts"))
    for user, item, score, reason, facts in zip(*columns, strict=True):
        one = {"item": item, "score": round(float(score), 6), "reason": reason}
        found.setdefault(user, []).append(one | {"facts": json.loads(facts)})
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class Size:
    """How much it is: `rows` of which customers have `customers`, about `bytes` as CSV, and whether
    a sheet of Excel holds it."""

    rows: int
    customers: int
    bytes: int
    fits_excel: bool


def size_of(lists: pd.DataFrame, shown: pd.DataFrame) -> Size:
    """The size of lists as they are `shown`; the bytes are reckoned from the first rows."""
    head = shown.head(_LOOKED)
    each = len(csv_bytes(head)) / max(len(head), 1)
    customers = int(lists["user_id"].nunique())
    return Size(len(shown), customers, round(each * len(shown)), len(shown) <= XLSX_ROWS)


def usual_fewest(found: pd.DataFrame) -> int:
    """Baskets that a bundle (a row of `recommending.bundles`, of which there are some) should be in
    before it is worth the shelf: one in a thousand, and 5 at least."""
    baskets = float((found["count"] / found["support"]).iloc[0])
    return max(FEWEST, round(_SHARE * baskets))


def named(frame: pd.DataFrame, columns: Sequence[str], shop: Shop) -> pd.DataFrame:
    """A frame in which each of the `columns` of item ids has its name behind it, as
    `<column>_name`, where items have names and the column is not empty."""
    found: dict[str, pd.Series] = {}
    for name in frame.columns:
        found[name] = frame[name]
        if name in columns and shop.names and frame[name].notna().any():
            found[f"{name}_name"] = frame[name].map(shop.names)
    return pd.DataFrame(found).dropna(axis="columns", how="all")
