"""How the tables of a dataset belong together: its keys and what has no partner."""

from collections.abc import Mapping

import streamlit as st

from core.actions.relations import Orphans, Relation
from core.base.values import Dataset
from pages._ui import cached, layout
from pages._ui.dataset_words import table_names
from pages._ui.layout import Cell
from pages._ui.session import formats, texts


def show(dataset: Dataset) -> None:
    """The keys between the tables with their orphans on both sides."""
    t = texts()
    with st.spinner(t("datasets.relations.counting")):
        found = cached.relations(dataset.id)
    if not found:
        title, note = t("datasets.relations.none"), t("datasets.relations.none_note")
        with layout.empty_state("no-keys", "key_off", title, note):
            return
    title = t("datasets.relations.title")
    layout.section(title, t("datasets.relations.note"), key="relations")
    heads = ("key", "kind", "without_one", "without_many")
    names = [t(f"datasets.relations.head.{head}") for head in heads]
    layout.table(names, [_row(relation, table_names(dataset.tables)) for relation in found], title)


def _row(relation: Relation, called: Mapping[str, str]) -> list[Cell]:
    t, f = texts(), formats()
    key = relation.key
    ends = {
        "many": called[key.many],
        "many_column": key.many_column,
        "one": called[key.one],
        "one_column": key.one_column,
    }
    alone = relation.without_one
    lost = t("datasets.relations.rows", rows=f.count(alone.rows), values=f.count(alone.values))
    unused = t("datasets.relations.values", values=f.count(relation.without_many.values))
    return [
        Cell(t("datasets.relations.key", **ends), t(f"datasets.relations.by.{key.by}")),
        Cell(t(f"datasets.relations.kind.{key.kind}")),
        _cell(alone, lost),
        _cell(relation.without_many, unused),
    ]


def _cell(alone: Orphans, told: str) -> Cell:
    if not alone.values:
        return Cell("0")
    examples = ", ".join(example[:30] for example in alone.examples)
    return Cell(told, texts()("datasets.relations.examples", examples=examples))
