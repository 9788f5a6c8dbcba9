"""A new version: what the files have to do with what is there, and whether to replace or append."""

import streamlit as st

from core.actions.datasets import dataset
from core.actions.following import Following, following
from core.actions.import_draft import ImportDraft
from core.base.values import Dataset
from pages._ui import import_places
from pages._ui.dataset_words import table_names
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, texts


def choose(draft: ImportDraft, into: str) -> tuple[str, ...]:
    """Says what would change in the dataset `into`; gives the tables to be appended to."""
    if not into:
        return ()
    base = dataset(desk(), into)
    if not import_places.show(draft, base):
        return ()
    with st.spinner(texts()("import.append.counting")):
        found = _evidence(draft, base)
    called = table_names(base.tables)
    chosen = [(one.table, _asked(one, draft.id, into, called[one.table])) for one in found]
    return tuple(table for table, how in chosen if how == "append")


def _evidence(draft: ImportDraft, base: Dataset) -> tuple[Following, ...]:
    """Counted once for a draft as it stands: typed rows are compared with the stored ones."""
    kept = st.session_state.setdefault("_following", {})
    wishes = import_places.said(draft, base.id)
    key = (draft.model_dump_json(), base.id, tuple(wishes.items()))
    if key not in kept:
        kept.clear()
        kept[key] = following(desk().workspace, draft, base, wishes)
    return kept[key]


def _asked(one: Following, draft_id: str, into: str, table: str) -> str:
    t = texts()
    st.caption(md_escape(_sentence(one)))
    if not one.fits:
        return "replace"
    return st.segmented_control(
        t("import.append.title", table=table),
        ["append", "replace"],
        format_func=lambda choice: t(f"import.append.{choice}"),
        required=True,
        key=begin(f"append_{draft_id}_{into}_{one.table}", one.proposed),
    )


def _sentence(one: Following) -> str:
    t, f = texts(), formats()
    counts = {
        "new": f.count(one.rows - one.already),
        "already": f.count(one.already),
        "held": f.count(one.held),
        "gone": f.count(one.gone),
    }
    if not one.fits:
        return t("import.append.differs", **counts)
    if one.period is None or one.before is None:
        return t("import.append.no_period", **counts)
    days = {
        "first": f.day(one.period.first),
        "last": f.day(one.period.last),
        "before": f.day(one.before.last),
    }
    follows = one.period.last > one.before.last and one.proposed == "append"
    sort = "follows" if follows else "part" if one.part else "repeats"
    return t(f"import.append.{sort}", **counts, **days)
