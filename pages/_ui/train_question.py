"""The question of the Train page: which dataset, which column, which value counts as yes."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.base.values import Dataset, Table
from pages._ui import cached
from pages._ui import draft as drafts
from pages._ui.dataset_words import table_names
from pages._ui.draft import Draft
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts

TASKS = {"classify": "person_search", "demand": "trending_up", "recommend": "recommend"}
"""What can be asked, each with its icon."""
_MOST_VALUES = 200
_NO_TABLE = {"recommend": "train.table.none_behaviour"}
"""What is said where no table serves a task; of others that none has dates."""


def ask(shops: Sequence[Dataset]) -> Draft | None:
    """Draws the choices; the draft they name, or None while there is nothing to ask about."""
    names = {shop.id: shop.name for shop in shops}
    above = st.container()
    columns = st.columns(3, gap="medium")
    with columns[0]:
        at = _choose("dataset", "", list(names), names.__getitem__, next(iter(names)))
    shop = next(s for s in shops if s.id == at)
    with above:
        task = _task(shop)
    tables = {table.name: table for table in drafts.tables(task, shop)}
    drafts.remember({"dataset": at, "task": task})
    if not tables:
        st.caption(texts()(_NO_TABLE.get(task, "train.table.none_dated")))
        return None
    called = table_names(shop.tables)
    words = {name: _table_word(called[name], table) for name, table in tables.items()}
    with columns[1]:
        name = _choose(
            "table",
            f"{task}/{shop.id}",
            list(tables),
            words.__getitem__,
            next(iter(tables)),
        )
    table = tables[str(name)]
    drafts.remember({"table": name})
    if task != "classify":
        drafts.remember({"target": None})
        return Draft(task, shop, table)
    with columns[2]:
        return _about_column(shop, table)


def _task(shop: Dataset) -> str:
    """What the reader wants to know; of each dataset first what it probably is for."""
    t = texts()
    key = f"train_at_task:{shop.id}"
    if key not in st.session_state:
        st.session_state[key] = drafts.task_at(shop, list(TASKS))
    found: str = st.segmented_control(
        t("train.task.label"),
        list(TASKS),
        format_func={
            task: f":material/{icon}: {t(f'train.task.{task}')}" for task, icon in TASKS.items()
        }.__getitem__,
        key=key,
        required=True,
        wrap=True,
    )
    if found == "classify" and drafts.undated_sales(shop):
        st.caption(md_escape(t("train.task.undated")))
    return found


def _about_column(shop: Dataset, table: Table) -> Draft | None:
    """Asks which column is to be foreseen."""
    options = drafts.targets(table)
    if not options:
        drafts.remember({"target": None})
        st.caption(texts()("train.target.none_possible"))
        _left_out(table)
        return None
    of = f"{shop.id}/{table.name}"
    words = {name: _column_word(name, table) for name in options}
    target = _choose("target", of, options, words.__getitem__, _likely(table, options))
    drafts.remember({"target": target})
    _left_out(table)
    return Draft("classify", shop, table, target) if target else None


def _left_out(table: Table) -> None:
    """How many columns cannot be asked about, and why, in one line."""
    t = texts()
    counts = Counter(drafts.no_target(column) for column in table.columns)
    told = [
        t(f"train.target.no.{why}", n=counts[why], most=drafts.MOST_VALUES)
        for why in drafts.WHY_NO_TARGET
        if counts[why]
    ]
    if told:
        st.caption(md_escape(t("train.target.left_out", why=formats().series(told))))


def _choose(name: str, of: str, options: list[str], word, default: str | None) -> str | None:  # type: ignore[no-untyped-def]
    """One of the choices that identify the view.

    `of` is what the options belong to, a task first where it is one of a task: a widget of the same
    key would go on showing the words of the options it had before.
    """
    t = texts()
    own = f"train.{name}.help_{of.partition('/')[0]}"
    key = f"train_at_{name}:{of}" if of else f"train_at_{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = drafts.remembered(name, options, default)
    return st.selectbox(
        t(f"train.{name}.label"),
        options,
        format_func=word,
        key=key,
        help=t(own if t.has(own) else f"train.{name}.help"),
        placeholder=t("train.choose"),
    )


def _likely(table: Table, options: list[str]) -> str | None:
    """The column that is proposed: the marked one, or the only one with two values."""
    marked = [c.name for c in table.columns if c.role == "target" and c.name in options]
    two = [c.name for c in table.columns if c.distinct == 2 and c.name in options]
    return marked[0] if marked else (two[0] if len(two) == 1 else None)


def _table_word(called: str, table: Table) -> str:
    return texts()("train.table.option", table=called, rows=formats().count(table.rows))


def _column_word(name: str, table: Table) -> str:
    column = table.column(name)
    distinct = column.distinct if column else 0
    return texts()("train.target.option", column=name, distinct=formats().count(distinct))


def positive(draft: Draft) -> bool:
    """Asks which value counts as yes; whether that is settled."""
    t, f = texts(), formats()
    at = (draft.dataset.id, draft.table.name, draft.target)
    values = cached.target_values(*at)
    counts, total = dict(values[:_MOST_VALUES]), sum(rows for _, rows in values)
    proposed = cached.proposal(*at)
    key = draft.key("positive")
    if key not in st.session_state:
        kept = draft.plain()["positive"]
        st.session_state[key] = (
            kept if kept in counts else (proposed.positive if proposed else None)
        )
    chosen = st.selectbox(
        t("train.positive.label", target=md_escape(draft.target)),
        list(counts),
        format_func=lambda v: t(
            "train.positive.option", value=v, share=f.percent(counts[v] / total)
        ),
        key=key,
        help=t("train.positive.help"),
        placeholder=t("train.choose"),
    )
    draft.put(positive=chosen)
    if chosen is None:
        needed = t("train.positive.needed", n=f.count(len(values)))
        st.caption(f":orange[{md_escape(needed)}]")
        return False
    share = counts[chosen] / total
    facts = {"yes": f.count(counts[chosen]), "rows": f.count(total), "share": f.percent(share)}
    common, most = ("yes", share) if share > 0.5 else ("no", 1 - share)
    rule = proposed.rule if proposed and proposed.positive == chosen else "given"
    told = (
        t("train.positive.rate", **facts),
        t(f"train.positive.always_{common}", most=f.percent(most)),
        t(f"classify.positive_rule.{rule}", value=chosen),
    )
    st.caption(md_escape(f.sentences(*told)))
    return True
