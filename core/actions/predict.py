"""Scoring the rows of a new file with a finished run; every line keeps its place."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.actions.desk import Desk
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.texts import Texts
from core.data import reading
from core.data.options import ReadOptions
from core.data.raw import RawTable
from core.data.write import to_csv
from core.lab.answer import ScoreAnswer, ScoreRequest, score

OUTPUT = ("prediction", "probability", "reason")
SCORE_SECONDS = 600.0


@dataclass(frozen=True)
class Predicted:
    """The scored lines of a file, in its order.

    `frame` has `line` (in the file, from 1), `prediction`, `probability` of the
    positive value and `reason` (a code where a line has no score, with its
    `column`); `inputs` are the text cells of the same lines (empty where the
    line could not be read). `unseen` counts unknown categories by column.
    """

    frame: pd.DataFrame
    inputs: pd.DataFrame
    scored: int
    positive: str
    unseen: dict[str, int]


def predict(desk: Desk, run_id: str, path: Path) -> Predicted:
    """Reads `path` in a child process and scores it on the answering worker.

    Raises AppError for a file that cannot be read, columns_missing,
    run_not_finished, bundle_damaged.
    """
    run = desk.workspace.registry.run(run_id)
    if run.state != "finished" or run.digest is None:
        raise AppError("run_not_finished", run=run_id, name=run.name)
    prefix = f"{TEMPORARY}{os.getpid()}-score-"  # what a killed process leaves is swept away
    with tempfile.TemporaryDirectory(prefix=prefix, dir=desk.workspace.root) as name:
        folder = Path(name)
        raw = reading.start(Path(path), ReadOptions(), folder / "raw").result()
        request = ScoreRequest(
            root=desk.workspace.root,
            run=run_id,
            digest=run.digest,
            threshold=0.5 if run.threshold is None else run.threshold,
            cells=raw.cells_path,
            names=raw.names,
            out=folder / "scores.parquet",
        )
        answer = desk.engine.ask(score, request.model_dump_json(), timeout=SCORE_SECONDS)
        return _joined(raw, pd.read_parquet(request.out), answer)


def _joined(raw: RawTable, scores: pd.DataFrame, answer: ScoreAnswer) -> Predicted:
    """Scores and set-aside lines together, in the order of the file."""
    scores.insert(0, "line", raw.line_numbers())
    aside = raw.set_aside()[["line", "reason"]]
    frame = pd.concat([scores, aside], ignore_index=True)
    order = frame["line"].argsort(kind="stable")
    inputs = raw.frame().reindex(range(len(frame)))
    return Predicted(
        frame=frame.iloc[order].reset_index(drop=True),
        inputs=inputs.iloc[order].reset_index(drop=True),
        scored=answer.scored,
        positive=answer.positive,
        unseen=answer.unseen,
    )


def in_words(predicted: Predicted, texts: Texts) -> pd.DataFrame:
    """`prediction`, `probability` and `reason` as a sentence, a row for each line of the file."""
    reasons = [
        texts(f"lab.unscored.{code}", column=column) if isinstance(code, str) else None
        for code, column in zip(predicted.frame["reason"], predicted.frame["column"], strict=True)
    ]
    told = pd.Series(reasons, dtype="string", index=predicted.frame.index)
    return predicted.frame.assign(reason=told)[list(OUTPUT)]


def ranked(predicted: Predicted, texts: Texts) -> pd.DataFrame:
    """The list to take home: rank, scores and the input cells, the likeliest first."""
    shown = in_words(predicted, texts)
    taken = {name: f"{name} (file)" for name in predicted.inputs if name in shown or name == "rank"}
    frame = pd.concat([shown, predicted.inputs.rename(columns=taken)], axis=1)
    frame = frame.sort_values("probability", ascending=False, kind="stable", na_position="last")
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame.reset_index(drop=True)


def write_predictions(predicted: Predicted, out: Path, texts: Texts) -> None:
    """Writes a line for each line of the file, in its order, as CSV."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        to_csv(in_words(predicted, texts), file)
