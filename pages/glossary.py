"""Glossary: what the words mean, the same in every corner of the product."""

import re
import unicodedata

import streamlit as st

from core.base.texts import Texts
from pages._ui import layout
from pages._ui.escape import html_escape
from pages._ui.session import texts

GROUPS = {
    "truth": (
        "baseline", "verdict", "interval", "roc_auc", "pr_auc", "log_loss", "brier", "ece",
        "precision", "recall", "f1", "accuracy", "base_rate", "threshold", "called", "confusion",
        "lift", "calibration", "importance",
    ),
    "forecasting": (
        "series", "horizon", "backtest", "naive", "rmsse", "mase", "wape", "bias", "pinball",
        "coverage", "abc_xyz",
    ),
    "ordering": (
        "cycle_service", "fill_rate", "lead_time", "review_period", "safety_stock", "order_up_to",
        "reorder_point", "critical_ratio", "dead_stock", "scenario",
    ),
    "recommending": (
        "popular_lately", "top_k", "ndcg", "recall_at_k", "hit_rate", "mrr", "map",
        "catalogue_coverage", "novelty", "diversity", "popularity_bias", "rule_lift", "cold_item",
        "leave_one_out",
    ),
    "data": (
        "dataset", "set_aside", "finding", "role", "target", "positive", "leak", "lineage",
        "quantile", "skewness",
    ),
    "learning": (
        "split", "stratified", "fold", "test_rows", "validation_rows", "cross_fitted",
        "preprocessing", "family", "blend", "epoch",
        "loss", "learning_rate", "overfitting", "early_stopping", "seed", "run", "spec",
    ),
}  # fmt: skip
t = texts()
other = Texts("en" if t.lang == "zh" else "zh")


def term(code: str) -> tuple[str, str, str]:
    """A term's name, its name in the other language, and its meaning."""
    key = f"glossary.term.{code}"
    name, foreign = t(f"{key}.name"), other(f"{key}.name")
    return name, "" if foreign == name else foreign, t(f"{key}.meaning")


def plain(text: str) -> str:
    """`text` without what people write differently: case, hyphens, spaces, width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


layout.page_header(t("glossary.title"), t("glossary.question"))
wanted = st.text_input(
    t("glossary.search"),
    key="wanted",
    bind="query-params",
    icon=":material/search:",
    placeholder=t("glossary.search"),
    label_visibility="collapsed",
    live="200ms",
)
shown = 0
for group, codes in GROUPS.items():
    terms = [term(code) for code in codes]
    matching = [part for part in terms if any(plain(wanted) in plain(text) for text in part)]
    if not matching:
        continue
    shown += len(matching)
    layout.section(t(f"glossary.group.{group}"), key=group)
    entries = "".join(
        f'<div class="ml-term"><dt>{html_escape(name)}<span>{html_escape(other)}</span></dt>'
        f"<dd>{html_escape(meaning)}</dd></div>"
        for name, other, meaning in matching
    )
    st.html(f'<dl class="ml-terms">{entries}</dl>')
if not shown:
    with layout.empty_state("none", "search_off", t("glossary.none"), t("glossary.none_note")):
        st.button(
            t("glossary.clear"),
            on_click=lambda: st.session_state.update({"wanted": ""}),
        )
