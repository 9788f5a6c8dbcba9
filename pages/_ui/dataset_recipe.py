"""How a dataset came about: the exports it was recognised as, the steps done, its money."""

import streamlit as st

from core.base.recipe import RecipeStep
from core.base.values import Dataset
from pages._ui import dataset_words, import_recipe, layout
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts

_MONEY = (
    "gross", "gross_adjustments", "returns", "returns_adjustments", "net", "not_products", "unpaid",
)  # fmt: skip


def show(dataset: Dataset) -> None:
    """What it cannot be used for, its money, and the steps of its tables."""
    t, f = texts(), formats()
    for limit in dataset.limits:
        layout.verdict("no_better", t(f"data.limit.{limit}"))
    money = _money(dataset)
    if money:
        layout.section(t("datasets.money"), t("datasets.money_note"), key="money")
        layout.facts({label: f.fixed(value, 2) for label, value in money.items()})
    named = dataset_words.table_names(dataset.tables)
    for table, recipe in dataset.recipes.items():
        done = {import_recipe.sentence(s): _told(s) for s in recipe.steps if s.count or not s.on}
        if recipe.export is not None:
            known = t("import.known", name=import_recipe.name(recipe.export))
            layout.section(known, import_recipe.about(recipe.export), key=f"recipe-{table}")
        elif done:
            layout.section(t("datasets.steps"), t("datasets.steps_note"), key=f"recipe-{table}")
        if len(dataset.recipes) > 1 and done:
            st.caption(md_escape(named.get(table, table)))
        layout.facts(done)
        if done and sum(source.table == table for source in dataset.sources) > 1:
            st.caption(t("datasets.steps_of_last"))


def _told(step: RecipeStep) -> str:
    t = texts()
    count = formats().count(step.count)
    return t("import.step_touched", n=count) if step.on else t("import.step_off")


def _money(dataset: Dataset) -> dict[str, float]:
    """The sums of money with their labels: by table where there are several, by currency too."""
    tables = dataset_words.table_names(dataset.tables)
    return {
        dataset_words.sum_name(key, tables): value
        for name in _MONEY
        for key, value in dataset.totals.items()
        if name in key.split(".")
    }
