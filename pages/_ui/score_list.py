"""A new file scored by a finished run: upload, what came of it, the ranked list to take home."""

import tempfile
from hashlib import sha256
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from core.actions.predict import Predicted, predict, ranked
from core.base.runs import Run
from pages._ui import layout
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts
from pages._ui.tables import downloads

TYPES = ["csv", "tsv", "txt", "xlsx", "parquet"]
_KEPT = "_scored"
_SHOWN = 1000


def ask(run: Run) -> UploadedFile | None:
    """The place to drop a file, with what it must hold."""
    t = texts()
    resolved = run.resolved or run.spec
    out = set(resolved.prep.exclude)
    file = st.file_uploader(t("score.file.label"), TYPES, key=f"score_file_{run.id}")
    if file is None:
        st.caption(md_escape(t("score.file.note")))
        if out:
            st.caption(md_escape(t("score.file.left_out", columns=", ".join(sorted(out)))))
    return file


def scored(run: Run, file: UploadedFile) -> Predicted:
    """The file's scores; computed once for a run, its threshold and a file."""
    data = file.getvalue()
    mark = (run.id, run.threshold, sha256(data).hexdigest())
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != mark:
        with st.spinner(texts()("score.working")):
            kept = (mark, _predict(run, data, Path(file.name).suffix.lower()))
        st.session_state[_KEPT] = kept
    return kept[1]


def _predict(run: Run, data: bytes, suffix: str) -> Predicted:
    """Scores the bytes from a file of our own naming."""
    safe = suffix if suffix.lstrip(".") in TYPES else ".csv"
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / f"rows{safe}"
        path.write_bytes(data)
        return predict(desk(), run.id, path)


def show(run: Run, predicted: Predicted) -> None:
    """What came of it, the question of how many to take, and the list."""
    t, f = texts(), formats()
    frame = ranked(predicted, t)
    called = int((predicted.frame["prediction"] == predicted.positive).sum())
    rows = len(predicted.frame)
    layout.tiles(
        [
            layout.Tile(t("score.rows"), f.count(rows)),
            layout.Tile(t("score.scored"), f.count(predicted.scored)),
            layout.Tile(t("score.unscored"), f.count(rows - predicted.scored)),
            layout.Tile(
                t("score.called", value=predicted.positive),
                f.count(called),
                t("score.threshold", at=f.fixed(run.threshold)),
            ),
        ],
        compact=True,
    )
    if predicted.unseen:
        told = ", ".join(f"{name} ({f.count(n)})" for name, n in predicted.unseen.items())
        callout(t("score.unseen", columns=told), "warning")
    with guard():
        _list(frame, predicted, called)


def _list(frame: pd.DataFrame, predicted: Predicted, called: int) -> None:
    t, f = texts(), formats()
    most = max(len(frame), 1)
    take = st.number_input(
        t("score.take"),
        1,
        most,
        min(max(called, 1), most),
        key="score_take",
        help=t("score.take_help"),
        width=240,
    )
    expected = float(frame["probability"].head(take).sum())
    facts = {"n": f.count(take), "expected": f.count(expected), "value": predicted.positive}
    st.markdown(md_escape(t("score.expected", **facts)))
    labels = {
        "rank": st.column_config.NumberColumn(t("score.column.rank"), pinned=True),
        "prediction": st.column_config.TextColumn(t("score.column.prediction"), pinned=True),
        "probability": st.column_config.ProgressColumn(
            t("score.column.probability"), min_value=0, max_value=1, format="percent"
        ),
        "reason": st.column_config.TextColumn(t("score.column.reason")),
    }
    chosen = frame.head(take)
    shown = chosen.head(_SHOWN).dropna(axis="columns", how="all")
    st.dataframe(
        shown,
        hide_index=True,
        column_config=labels,
        key="score_table",
        alt=t("score.list"),
        placeholder="–",
    )
    if len(chosen) > _SHOWN:
        st.caption(md_escape(t("score.shown", n=f.count(_SHOWN))))
    downloads(chosen, "score_taken", "merchlab-scores")
