"""Scoring the rows of a new file with a finished run; every line keeps its place."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.actions.desk import Desk
from core.actions.one_table import table_for
from core.actions.runs import finished_run
from core.actions.taking_out import take_out
from core.base import private
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.recipe import Recipe
from core.base.texts import Texts
from core.data import reading
from core.data.exports.names import plain
from core.data.naming import shown_name
from core.data.options import ReadOptions
from core.data.people.copying import replaced_copy
from core.data.people.key import require_outside, require_same
from core.data.raw import RawTable
from core.data.replay import Replayed, options_for, replay
from core.lab.classify.answer import ScoreAnswer, ScoreRequest, score
from core.lab.classify.bundle import About, load_about
from core.lab.folders import bundle_folder
from core.store.faults import disk_faults

OUTPUT = ("prediction", "probability", "reason")
LISTED = ("rank", "line", *OUTPUT)
"""Our columns of the list to take home, before those of the file."""
SCORE_SECONDS = 600.0


@dataclass(frozen=True)
class Folders:
    """Where a file is read: as it is `outside` the workspace, people replaced `inside`."""

    outside: Path
    inside: Path

    def again(self) -> "Folders":
        """Places for another reading."""
        return Folders(self.outside / "again", self.inside / "again")


@dataclass(frozen=True)
class Predicted:
    """The scored lines of a file, in its order.

    `frame` has `line` (in the file, from 1), `prediction` (nullable boolean, True
    for the positive value), `probability` of the positive value and `reason` (a
    code where a line has no score, with its `column`); `inputs` are the text
    cells of the same lines (empty where the line could not be read). `negative`
    is the other value, None where there are several. `unseen` counts unknown
    categories by column.
    """

    frame: pd.DataFrame
    inputs: pd.DataFrame
    scored: int
    positive: str
    negative: str | None
    unseen: dict[str, int]

    @property
    def called(self) -> int:
        """How many lines are predicted to be positive."""
        return int(self.frame["prediction"].sum())


def predict(desk: Desk, run_id: str, path: Path) -> Predicted:
    """Reads `path` in a child process and scores it on the answering worker.

    What the import of the run's table did to its text is done to the file too.
    Personal cells come back as they are, and never lie in the workspace.
    Raises AppError for a file that cannot be read, columns_missing,
    one_table_needed, lines_multiplied, run_not_finished, run_of_other_task, bundle_damaged,
    key_changed, key_in_workspace, disk_full.
    """
    run, digest = finished_run(desk, run_id, "classify")
    prefix = f"{TEMPORARY}{os.getpid()}-score-"  # what a killed process leaves is swept away
    root = desk.workspace.root
    about = load_about(bundle_folder(root, run_id), digest)
    require_outside(root)
    if _learned(about):
        require_same(about.recipe.key, run.name)
    with (
        disk_faults(root),
        tempfile.TemporaryDirectory(prefix=prefix, dir=root) as name,
        private.folder() as outside,
    ):
        folder = Path(name)
        raw, replayed = _read(Path(path), about, Folders(outside, folder))
        request = ScoreRequest(
            root=root,
            run=run_id,
            digest=digest,
            threshold=0.5 if run.threshold is None else run.threshold,
            cells=replayed.raw.cells_path,
            names=replayed.raw.names,
            out=folder / "scores.parquet",
        )
        answer = desk.engine.ask(score, request.model_dump_json(), timeout=SCORE_SECONDS)
        return _joined(raw, replayed, pd.read_parquet(request.out), answer)


def _read(path: Path, about: About, folders: Folders) -> tuple[RawTable, Replayed]:
    """The file as read, and after the steps. Read once more, with a header of one row, where it
    lacks columns of the model: a header of several rows may have been seen where there is none."""
    raw, replayed = _read_as(path, options_for(about.recipe), about, folders)
    missing = _missing(about, replayed)
    if not missing:
        return raw, replayed
    once = options_for(Recipe()).model_copy(update={"header_rows": 1})
    lacking = AppError("columns_missing", columns=missing)
    try:
        raw, replayed = _read_as(path, once, about, folders.again())
    except AppError as error:
        raise lacking from error
    if _missing(about, replayed):
        raise lacking
    return raw, replayed


def _read_as(
    path: Path, options: ReadOptions, about: About, folders: Folders
) -> tuple[RawTable, Replayed]:
    raws = reading.start(path, options, folders.outside / "raw").results()
    raw = table_for(raws, about.recipe, shown_name(path.name))
    replaced = replaced_copy(raw, folders.inside / "raw", about.recipe)
    return raw, replay(replaced, about.recipe)


def _learned(about: About) -> bool:
    """Whether the model knows stand-ins for people: with another key they say nothing to it."""
    replaced = {plain(one.column) for one in about.recipe.people if not one.kept}
    return any(plain(column.name) in replaced for column in about.features)


def _missing(about: About, replayed: Replayed) -> list[str]:
    return [column.name for column in about.features if column.name not in replayed.raw.names]


def _joined(
    raw: RawTable, replayed: Replayed, scores: pd.DataFrame, answer: ScoreAnswer
) -> Predicted:
    """Scores and lines without a row of their own together, in the order of the file."""
    scores.insert(0, "line", replayed.lines)
    unscored = replayed.unscored.rename_axis("line").reset_index(name="reason")
    scores = scores[~scores["line"].isin(unscored["line"])]
    frame = pd.concat([scores, unscored], ignore_index=True) if len(unscored) else scores
    frame = frame.sort_values("line", kind="stable", ignore_index=True)
    frame["prediction"] = frame["prediction"].astype("boolean")
    inputs = raw.frame().set_axis(raw.line_numbers()).reindex(frame["line"])
    return Predicted(
        frame=frame,
        inputs=inputs.reset_index(drop=True),
        scored=int(frame["probability"].notna().sum()),
        positive=answer.positive,
        negative=answer.negative,
        unseen=answer.unseen,
    )


def in_words(predicted: Predicted, texts: Texts) -> pd.DataFrame:
    """`prediction`, `probability` and `reason` as a sentence, a row for each line of the file."""
    frame = predicted.frame
    other = predicted.negative
    if other is None:
        other = texts("lab.not_value", value=predicted.positive)
    called = np.where(frame["prediction"].fillna(False), predicted.positive, other)
    reasons = [
        texts(f"lab.unscored.{code}", column=column) if isinstance(code, str) else None
        for code, column in zip(frame["reason"], frame["column"], strict=True)
    ]
    words = {
        "prediction": pd.Series(called, frame.index, "string").mask(frame["prediction"].isna()),
        "reason": pd.Series(reasons, frame.index, "string"),
    }
    return frame.assign(**words)[list(OUTPUT)]


def ranked(predicted: Predicted, texts: Texts) -> pd.DataFrame:
    """The list to take home: `LISTED` and the input cells, the likeliest first.

    Every line of the file is in it, under its number there; those without a score
    come last, in the file's order, without a rank. Column names are unique: those
    of the file give way to ours.
    """
    shown = in_words(predicted, texts)
    inputs = predicted.inputs
    inputs = inputs.rename(columns=_apart(list(inputs.columns), LISTED))
    frame = pd.concat([predicted.frame[["line"]], shown, inputs], axis=1)
    frame = frame.sort_values("probability", ascending=False, kind="stable", na_position="last")
    frame = frame.reset_index(drop=True)
    ranks = pd.Series(range(1, len(frame) + 1), frame.index, "Int64")
    frame.insert(0, "rank", ranks.mask(frame["probability"].isna()))
    return frame


def _apart(names: Sequence[str], ours: Sequence[str]) -> dict[str, str]:
    """New names for those of the file that are also ours, unlike all others.

    >>> _apart(["rank", "rank (file)", "a"], ["rank"])
    {'rank': 'rank (file 2)'}
    """
    taken, fresh = {*names, *ours}, {}
    for name in ours:
        if name in names:
            new, number = f"{name} (file)", 2
            while new in taken:
                new, number = f"{name} (file {number})", number + 1
            taken.add(new)
            fresh[name] = new
    return fresh


def write_predictions(predicted: Predicted, out: Path, texts: Texts) -> None:
    """Writes a line for each line of the file, in its order; AppErrors of `take_out`."""
    take_out(in_words(predicted, texts), out)
