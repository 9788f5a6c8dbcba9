"""What a file was recognised as, and the steps that are done to it, each with its switch."""

import streamlit as st

from core.actions.import_draft import DraftTable, ImportDraft, chosen_export, switched
from core.actions.import_files import open_draft
from core.actions.import_look import Look, stepped, table_limits
from core.base.recipe import SAID, RecipeStep
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, texts

_NONE = ""


def show_export(draft: ImportDraft, table: DraftTable) -> None:
    """The known export that the table is, or which of several; nothing for an unknown one."""
    if not table.matches:
        return
    t = texts()
    known = table.recipe.export
    if known is not None:
        layout.verdict("better", t("import.known", name=name(known)), about(known))
    elif table.asked:
        layout.verdict("ask", t("import.which"), t("import.which_note"))
    else:
        layout.verdict("info", t("import.not_known"), t("import.not_known_note"))
    for limit in table_limits(table):
        layout.verdict("no_better", t(f"data.limit.{limit}"))
    _choice(draft, table)


def name(export: str) -> str:
    """The name of a known export."""
    return texts()(f"data.export.{export.replace('.', '_')}.name")


def about(export: str) -> str:
    """What a known export holds, in a sentence."""
    return texts()(f"data.export.{export.replace('.', '_')}.about")


def _choice(draft: ImportDraft, table: DraftTable) -> None:
    t = texts()
    options = [match.export for match in table.matches] + [_NONE]
    current = table.recipe.export or (None if table.asked else _NONE)
    key = f"export_{draft.id}_{table.name}"
    st.segmented_control(
        t("import.read_as"),
        options,
        format_func=lambda export: name(export) if export else t("import.unknown"),
        key=begin(key, current),
        help=t("import.read_as_help"),
        on_change=lambda: _choose(draft.id, table.name, st.session_state[key]),
    )


def _choose(draft_id: str, table: str, export: str | None) -> None:
    if export is not None:
        chosen_export(open_draft(desk(), draft_id), table, export or None)


def listed(table: DraftTable) -> list[tuple[int, RecipeStep, int]]:
    """The steps worth showing (place, step, count): those that touched something, add a column,
    were put in by the user, or are switched off."""
    counts = stepped(table).counts
    return [
        (place, step, count)
        for place, (step, count) in enumerate(zip(table.recipe.steps, counts, strict=True))
        if count or not step.on or "into" in step.facts or step.code in SAID
    ]


def show_steps(draft: ImportDraft, table: DraftTable, _found: Look) -> None:
    """The steps of the recipe: what each does and touched, and its switch."""
    t, f = texts(), formats()
    st.caption(t("import.steps_note"))
    for place, step, count in listed(table):
        told = t("import.step_touched", n=f.count(count)) if step.on else t("import.step_off")
        key = f"step_{draft.id}_{table.name}_{table.recipe.export}_{place}"
        with (
            layout.card(f"step-{place}"),
            st.container(horizontal=True, vertical_alignment="center", wrap=False),
        ):
            st.toggle(
                sentence(step),
                step.on,
                key=key,
                width="content",
                label_visibility="collapsed",
                on_change=lambda place=place, key=key: _switch(draft.id, table.name, place, key),
            )
            with st.container(gap=None, width="stretch"):
                st.markdown(md_escape(sentence(step)))
                st.caption(told)


def sentence(step: RecipeStep) -> str:
    """What a step does, in a sentence."""
    facts = {key: value.replace(";", ", ") for key, value in step.facts.items()}
    shown = ", ".join(step.columns[:4]) + (", …" if len(step.columns) > 4 else "")
    return texts()(f"data.step.{step.code}", **{"columns": shown, **facts})


def _switch(draft_id: str, table: str, place: int, key: str) -> None:
    switched(open_draft(desk(), draft_id), table, place, bool(st.session_state[key]))
