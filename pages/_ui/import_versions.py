"""A new version: what the files have to do with what is there, and which of three ways to go."""

import streamlit as st

from core.actions.datasets import dataset
from core.actions.following import Following, Way, following
from core.actions.import_draft import ImportDraft
from core.base.values import Dataset
from pages._ui import import_days, import_places, layout
from pages._ui.dataset_words import table_names
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, texts


def choose(draft: ImportDraft, into: str) -> dict[str, Way]:
    """Says what would change in the dataset `into`; gives what was chosen by table."""
    if not into:
        return {}
    base = dataset(desk(), into)
    if not import_places.show(draft, base):
        return {}
    with st.spinner(texts()("import.append.counting")):
        found = _evidence(draft, base)
    called = table_names(base.tables)
    return {one.table: _asked(one, draft.id, into, called[one.table]) for one in found}


def _evidence(draft: ImportDraft, base: Dataset) -> tuple[Following, ...]:
    """Counted once for a draft as it stands: typed rows are compared with the stored ones."""
    kept = st.session_state.setdefault("_following", {})
    wishes = import_places.said(draft, base.id)
    key = (draft.model_dump_json(), base.id, tuple(wishes.items()))
    if key not in kept:
        kept.clear()
        kept[key] = following(desk().workspace, draft, base, wishes)
    return kept[key]


def _asked(one: Following, draft_id: str, into: str, table: str) -> Way:
    t = texts()
    told = [_sentence(one), *([t(f"import.append.{one.no_days}")] if one.no_days else [])]
    st.caption(md_escape(formats().sentences(*told)))
    if not one.fits:
        return "replace"
    ways: tuple[Way, ...] = ("append", "days", "replace")
    chosen: Way = st.segmented_control(
        t("import.append.title", table=table),
        [way for way in ways if way != "days" or one.days is not None],
        format_func=lambda choice: t(f"import.append.{choice}"),
        required=True,
        key=begin(f"append_{draft_id}_{into}_{one.table}", one.proposed),
    )
    if chosen == "days" and one.days is not None:
        import_days.show(one.days, one.money)
    if chosen == "replace" and one.gone:
        f = formats()
        told = t("import.append.drops", gone=f.count(one.gone), held=f.count(one.held))
        layout.verdict("beware", told, t("import.append.drops_note"))
    return chosen


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
    return t(f"import.append.{'nothing' if one.nothing else _sort(one)}", **counts, **days)


def _sort(one: Following) -> str:
    """Which sentence tells the evidence."""
    if one.proposed == "days":
        return "again"
    if one.proposed == "replace":
        return "repeats"
    if one.days is None:
        return "follows" if one.later else "part_of_list"
    if one.later:
        return "follows"
    return "part" if one.days.again else "apart"
