"""Choosing customers, items and how many, of a recommender's shop; what is chosen is in the URL."""

import json

import streamlit as st

from core.base.runs import Run
from pages._ui import recommend_cached
from pages._ui.escape import md_escape
from pages._ui.session import begin, formats, param, set_param, texts

MOST = 5000
"""Customers and items that a list offers; any other can be typed."""
LONGEST = 1500
"""Characters of a basket that an address can carry."""
LISTS = (3, 5, 10, 20, 50)
N = "n"


def customer(run: Run, name: str, anybody: bool = False) -> str | None:
    """A customer; any id may be typed. `name` is the URL's; `anybody` begins with none."""
    t = texts()
    users = recommend_cached.shop(run).users
    key, asked = f"lists_{name}_{run.id}", param(name)
    first = asked or (users[0] if users and not anybody else None)
    chosen = st.selectbox(
        t("lists.customer.label"),
        users[:MOST],
        index=None,
        key=begin(key, first),
        accept_new_options=True,
        placeholder=t("lists.category.everybody" if anybody else "lists.customer.choose"),
        help=t("lists.customer.help"),
    )
    told = (chosen or "").strip()
    set_param(name, told or None)
    _cut(len(users), "customers")
    return told or None


def item(run: Run, name: str) -> str | None:
    """One item; any id may be typed."""
    t = texts()
    shop = recommend_cached.shop(run)
    key, asked = f"lists_{name}_{run.id}", param(name)
    chosen = st.selectbox(
        t("lists.product.label"),
        shop.items[:MOST],
        index=None,
        key=begin(key, asked or (shop.items[0] if shop.items else None)),
        format_func=shop.label,
        accept_new_options=True,
        placeholder=t("lists.product.choose"),
    )
    told = (chosen or "").strip()
    set_param(name, told or None)
    _cut(len(shop.items), "items")
    return told or None


def basket(run: Run, name: str) -> tuple[str, ...]:
    """Several items; any id may be typed."""
    t = texts()
    shop = recommend_cached.shop(run)
    key = f"lists_{name}_{run.id}"
    chosen = st.multiselect(
        t("lists.basket.label"),
        shop.items[:MOST],
        key=begin(key, _basket(param(name) or "[]") or []),
        format_func=shop.label,
        accept_new_options=True,
        select_all=False,
        placeholder=t("lists.basket.choose"),
    )
    told = tuple(one.strip() for one in chosen if one.strip())
    written = json.dumps(told, ensure_ascii=False)
    set_param(name, written if told and len(written) <= LONGEST else None)
    _cut(len(shop.items), "items")
    return told


def length(key: str, usual: int = 10) -> int:
    """How many items a list has."""
    t, asked = texts(), param(N)
    first = int(asked) if asked and asked.isdigit() and int(asked) in LISTS else usual
    n: int = st.selectbox(
        t("lists.length.label"), LISTS, key=begin(f"lists_n_{key}", first),
        format_func=lambda n: t("lists.length.option", n=n), help=t("lists.length.help"),
    )  # fmt: skip
    set_param(N, None if n == usual else str(n))
    return n


def readable(text: str) -> bool:
    """Whether the basket of an address came whole."""
    return _basket(text) is not None


def _basket(text: str) -> list[str] | None:
    """The basket of an address; None where it was damaged on its way."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return [str(one) for one in found] if isinstance(found, list) else None


def _cut(many: int, what: str) -> None:
    """Says that not all there is can be chosen from the list."""
    if many > MOST:
        f = formats()
        told = texts()(f"lists.cut.{what}", shown=f.count(MOST), all=f.count(many))
        st.caption(md_escape(told))
