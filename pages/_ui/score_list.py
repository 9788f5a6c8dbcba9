"""A new file scored by a finished run: upload, what came of it, the ranked list to take home."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from core.actions.predict import LISTED, Predicted, predict, ranked
from core.base.runs import Run
from pages._ui import layout
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts
from pages._ui.tables import downloads, file_name, rounded

TYPES = [
    "csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "jsonl", "parquet", "gz", "zip",
]  # fmt: skip
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


@dataclass(frozen=True)
class Scored:
    """A file's scores, and a `key` that is another for each run, threshold and file."""

    key: str
    predicted: Predicted


def scored(run: Run, file: UploadedFile) -> Scored:
    """The file's scores; computed once for a run, its threshold and a file."""
    data = file.getvalue()
    key = sha256(f"{run.id} {run.threshold} {sha256(data).hexdigest()}".encode()).hexdigest()[:16]
    kept = st.session_state.get(_KEPT)
    if kept is None or kept.key != key:
        with st.spinner(texts()("score.working")):
            kept = Scored(key, _predict(run, data, Path(file.name).suffix.lower()))
        st.session_state[_KEPT] = kept
    return kept


def _predict(run: Run, data: bytes, suffix: str) -> Predicted:
    """Scores the bytes from a file of our own naming."""
    safe = suffix if suffix.lstrip(".") in TYPES else ".csv"
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / f"rows{safe}"
        path.write_bytes(data)
        return predict(desk(), run.id, path)


def show(run: Run, kept: Scored) -> None:
    """What came of it, the question of how many to take, and the list."""
    t, f = texts(), formats()
    predicted = kept.predicted
    rows = len(predicted.frame)
    layout.tiles(
        [
            layout.Tile(t("score.rows"), f.count(rows)),
            layout.Tile(t("score.scored"), f.count(predicted.scored)),
            layout.Tile(t("score.unscored"), f.count(rows - predicted.scored)),
            layout.Tile(
                t("score.called", value=predicted.positive),
                f.count(predicted.called),
                t("score.threshold", at=f.fixed(run.threshold)),
            ),
        ],
        compact=True,
    )
    if predicted.unseen:
        told = ", ".join(f"{name} ({f.count(n)})" for name, n in predicted.unseen.items())
        callout(t("score.unseen", columns=told), "warning")
    with guard():
        listed = rounded(ranked(predicted, t))
        chosen = _take(listed, kept)
        _table(chosen[chosen["rank"].notna()], f"score_table_{kept.key}", t("score.list"))
        downloads(chosen, f"score_taken_{kept.key}", file_name(run.name, "scores"))
        _unscored(listed[listed["rank"].isna()], kept)


def _take(listed: pd.DataFrame, kept: Scored) -> pd.DataFrame:
    """What is taken home: all lines unless the reader wants fewer; asked anew for each file."""
    t, f = texts(), formats()
    predicted = kept.predicted
    labels = {
        "all": t("score.take.all", n=f.count(len(listed))),
        "called": t("score.take.called", value=predicted.positive, n=f.count(predicted.called)),
        "top": t("score.take.top"),
    }
    how = st.segmented_control(
        t("score.take.label"),
        [code for code in labels if code != "called" or predicted.called],
        format_func=labels.__getitem__,
        default="all",
        required=True,
        key=f"score_how_{kept.key}",
        help=t("score.take.help"),
    )
    if how == "all":
        st.caption(md_escape(t("score.take.all_note")))
        return listed
    take = predicted.called
    if how == "top":
        most = max(predicted.scored, 1)
        take = st.number_input(
            t("score.take.number"),
            1,
            most,
            min(max(predicted.called, 1), most),
            key=f"score_take_{kept.key}",
            width=240,
        )
    chosen = listed.head(take)
    expected = f.count(float(chosen["probability"].sum()))
    facts = {"n": f.count(len(chosen)), "expected": expected, "value": predicted.positive}
    st.markdown(md_escape(t("score.expected", **facts)))
    return chosen


def _table(frame: pd.DataFrame, key: str, alt: str) -> None:
    """The first thousand lines of a list; columns that are empty in all of it are left out."""
    t = texts()
    labels = {
        "rank": st.column_config.NumberColumn(t("score.column.rank"), pinned=True),
        "line": st.column_config.NumberColumn(t("score.column.line"), help=t("score.line_help")),
        "prediction": st.column_config.TextColumn(t("score.column.prediction"), pinned=True),
        "probability": st.column_config.ProgressColumn(
            t("score.column.probability"), min_value=0, max_value=1, format="percent"
        ),
        "reason": st.column_config.TextColumn(t("score.column.reason"), width="large"),
    }
    shown = frame.head(_SHOWN).dropna(axis="columns", how="all")
    st.dataframe(shown, hide_index=True, column_config=labels, key=key, alt=alt, placeholder="–")
    if len(frame) > _SHOWN:
        st.caption(md_escape(t("score.shown", n=formats().count(_SHOWN))))


def _unscored(frame: pd.DataFrame, kept: Scored) -> None:
    """The lines without a score, each with its reason (the list of all lines ends in them)."""
    if frame.empty:
        return
    t, f = texts(), formats()
    layout.section(
        t("score.without.title", n=f.count(len(frame))), t("score.without.note"), key="unscored"
    )
    ours = ["line", "reason"]
    frame = frame[[*ours, *(name for name in frame.columns if name not in LISTED)]]
    _table(frame, f"score_unscored_{kept.key}", t("score.without.alt"))
