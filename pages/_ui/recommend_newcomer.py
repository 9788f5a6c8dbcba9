"""What if a product came in: whose lists it would be on, and what it would push out of them."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions.recommending import Measure, NewcomerAsked
from core.base.runs import Run
from pages._ui import layout, recommend_cached, recommend_effect, recommend_shown
from pages._ui.errors import guard
from pages._ui.escape import html_escape, md_escape
from pages._ui.session import formats, texts
from pages._ui.tables import file_name, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.actions.recommending import Item, NewcomerAnswer

_N = 10
_SHOWN = 1000


def show(run: Run) -> None:
    """The form of the product, and where it lands."""
    t, key = texts(), f"lists_newcomer_{run.id}"
    with st.expander(t("lists.newcomer.title"), icon=":material/add_box:", key=f"{key}_box"):
        st.caption(md_escape(t("lists.newcomer.note")))
        asked = _ask(run, key)
        if asked is not None:
            st.session_state[f"{key}_asked"] = asked
        if (kept := st.session_state.get(f"{key}_asked")) is None:
            return
        with guard():
            with st.spinner(t("lists.newcomer.working")):
                found = recommend_cached.newcomer(run, kept)
            _told(run, kept, found)


def _ask(run: Run, key: str) -> NewcomerAsked | None:
    """What is known of the product, once the button was clicked."""
    t, shop = texts(), recommend_cached.shop(run)
    with st.form(key, border=False):
        grid = st.grid(5, min_column_width=200, gap="medium")
        category, brand, margin = None, "", None
        with grid.cell():
            text = st.text_input(t("lists.newcomer.text"))
        if shop.categories:
            with grid.cell():
                category = st.selectbox(
                    t("lists.newcomer.category"), shop.categories, index=None,
                    placeholder=t("app.form.none"),
                )  # fmt: skip
        if "brand" in shop.told:
            with grid.cell():
                brand = st.text_input(t("lists.newcomer.brand"))
        with grid.cell():
            price = st.number_input(t("lists.newcomer.price"), 0.0, 1e9, None)
        if "margin" in shop.told:
            with grid.cell():
                margin = st.number_input(
                    t("lists.newcomer.margin"), -1e9, 1e9, None,
                    help=t("lists.newcomer.margin_help"),
                )  # fmt: skip
        clicked = st.form_submit_button(t("lists.newcomer.find"), icon=":material/group:")
    if not clicked:
        return None
    told = {"text": text.strip() or None, "brand": brand.strip() or None}
    return NewcomerAsked(**told, category=category, price=price, margin=margin, n=_N)


def _told(run: Run, asked: NewcomerAsked, found: "NewcomerAnswer") -> None:
    """The sentence, what it is like and what leaves, and the customers to take home."""
    t, f = texts(), formats()
    facts = {
        "n": f.count(len(found.audience)), "all": f.count(found.customers), "k": f.count(asked.n)
    }  # fmt: skip
    layout.verdict("info", t("lists.newcomer.found", **facts), t("lists.newcomer.how"))
    st.caption(md_escape(f.sentences(*_costs(run, found))))
    left, right = st.columns(2, gap="medium")
    alike = [(one.item, t("lists.product.similar_how", value=f.fixed(one.value, 2)))
             for one in found.like]  # fmt: skip
    gone = [(one.item, t("lists.newcomer.leaves", n=f.count(one.lists)))
            for one in found.displaced]  # fmt: skip
    for column, name, rows in ((left, "like", alike), (right, "displaced", gone)):
        with column:
            layout.section(t(f"lists.newcomer.{name}"), key=f"newcomer-{name}")
            _items(run, rows)
    if len(found.audience):
        config = st.column_config
        heads = {
            "customer": config.TextColumn(t("lists.column.customer"), pinned=True),
            "place": config.NumberColumn(t("lists.column.place")),
        }
        show_table(
            found.audience.head(_SHOWN), "lists_newcomer", file_name(run.name, "new-product"),
            heads, t("lists.newcomer.title"), whole=lambda: found.audience,
        )  # fmt: skip


def _costs(run: Run, found: "NewcomerAnswer") -> tuple[str, ...]:
    """The right answers that it pushes out, and the margin that it is expected to bring."""
    t, f = texts(), formats()
    one, money = found.judged, found.money
    facts = {"n": f.count(one.lists), "all": f.count(one.customers), "lost": f.count(one.lost)}
    lost = t("lists.newcomer.lost", **facts)
    if money is None:
        margins = "margin" in recommend_cached.shop(run).told
        return lost, t(f"lists.newcomer.no_{'money' if margins else 'margins'}")
    told = Measure(
        measure="expected_margin", without=0.0, with_rules=money.change, difference=money.change,
        low=money.low, high=money.high,
    )  # fmt: skip
    currency = recommend_cached.currency(run)
    value = recommend_effect.signed(told, money.change)
    ends = recommend_effect.between(told)
    facts = {
        "change": (f"{value} {currency}" if currency else value) + (f" ({ends})" if ends else ""),
        "margin": f.number(money.margin),
    }
    return lost, t(f"lists.newcomer.money{'_guessed' if money.guessed else ''}", **facts)


def _items(run: Run, rows: "Sequence[tuple[Item, str]]") -> None:
    if not rows:
        st.html(f'<p class="ml-quiet">{html_escape(texts()("lists.newcomer.nothing"))}</p>')
        return
    lines = "".join(
        f"<li><div>{recommend_shown.item_html(run, item)}{layout.meta_html([told])}</div></li>"
        for item, told in rows
    )
    st.html(f'<ul class="ml-shown">{lines}</ul>')
