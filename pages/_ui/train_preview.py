"""What preprocessing would do: rows before and after, and what share each step touches."""

import pandas as pd
import streamlit as st

from pages._ui import cached, dataset_words, layout
from pages._ui.draft import Draft
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts
from pages._ui.tables import downloads


def show(draft: Draft) -> None:
    """Draws the preview of the draft as it stands."""
    t, f = texts(), formats()
    with st.spinner(t("train.preview.working")):
        found = cached.preview(draft.spec())
    layout.tiles(
        [
            layout.Tile(t("train.preview.rows"), f.count(found.rows)),
            layout.Tile(t("train.preview.kept"), f.count(found.kept)),
            layout.Tile(t("train.preview.columns"), f.count(found.columns)),
            layout.Tile(t("train.preview.made"), f.count(found.made)),
        ],
        compact=True,
    )
    st.caption(md_escape(t("train.preview.note")))
    steps = pd.DataFrame(
        [
            {
                "what": t(step.text, **step.facts),
                "rows": step.rows_touched,
                "share": 100 * step.share,
            }
            for step in found.steps
        ],
        columns=["what", "rows", "share"],
    )
    st.dataframe(
        steps,
        hide_index=True,
        key=draft.key("preview_steps"),
        alt=t("train.preview.steps"),
        column_config={
            "what": st.column_config.TextColumn(t("train.preview.what"), width="large"),
            "rows": st.column_config.NumberColumn(t("train.preview.touched"), format="localized"),
            "share": st.column_config.ProgressColumn(
                t("train.preview.share"), min_value=0, max_value=100, format="%.1f%%"
            ),
        },
    )
    columns = draft.table.columns
    before = dataset_words.in_words(found.before, columns)
    for name, frame in (("before", before), ("after", found.after)):
        st.markdown(f"**{md_escape(t(f'train.preview.{name}'))}**")
        st.dataframe(
            frame,
            height=248,
            hide_index=True,
            column_config=dataset_words.cell_formats(columns) if name == "before" else None,
            key=draft.key(f"preview_{name}"),
            alt=t(f"train.preview.{name}"),
            placeholder="–",
        )
        downloads(frame, draft.key(f"preview_{name}"), f"merchlab-{name}")
