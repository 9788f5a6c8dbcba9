"""What the answering worker does: loads bundles once, scores text rows from a file into a file."""

from collections import OrderedDict
from pathlib import Path

import pandas as pd

from core.base.model import Value
from core.data.raw import text_frame
from core.data.typing_rows import read_cells
from core.lab.classify.bundle import Bundle, load
from core.lab.folders import bundle_folder

KEPT = 4
UNSCORABLE = "value_missing"
_bundles: OrderedDict[tuple[str, str], Bundle] = OrderedDict()


class ScoreRequest(Value):
    """Text cells in the Parquet file `cells` (columns c0, c1, ... called `names`) to be scored."""

    root: Path
    run: str
    digest: str
    threshold: float
    cells: Path
    names: tuple[str, ...]
    out: Path


class ScoreAnswer(Value):
    """What was scored; `unseen` counts cells, by column, whose category training never saw.

    `negative` is the other value of the target, None where it has several.
    """

    rows: int
    scored: int
    positive: str
    negative: str | None
    unseen: dict[str, int]


def score(request_json: str) -> ScoreAnswer:
    """Scores every row, in order, into Parquet: `prediction`, `probability`, `reason`, `column`.

    `prediction` is true for the positive value, false for any other, null where
    there is no score; the answer says what the values are called. Raises
    AppError columns_missing, bundle_damaged, bundle_foreign.
    """
    request = ScoreRequest.model_validate_json(request_json)
    bundle = _bundle(bundle_folder(request.root, request.run), request.digest)
    texts = text_frame(request.cells, request.names)
    frame, reason, column = read_cells(texts, bundle.about.features)
    scored = bundle.predict(frame)
    unreadable = reason.notna().to_numpy(bool)
    silent = unreadable | scored.unscorable
    reason = reason.mask(scored.unscorable & ~unreadable, UNSCORABLE)
    called = scored.probability >= request.threshold
    answer = pd.DataFrame(
        {
            "prediction": pd.Series(called, dtype="boolean").mask(silent),
            "probability": pd.Series(scored.probability).mask(silent),
            "reason": reason,
            "column": column,
        }
    )
    answer.to_parquet(request.out)
    return ScoreAnswer(
        rows=len(answer),
        scored=int((~silent).sum()),
        positive=bundle.about.positive,
        negative=bundle.about.negative,
        unseen={name: count for name, count in scored.unseen.items() if count},
    )


def _bundle(folder: Path, digest: str) -> Bundle:
    key = (str(folder), digest)
    if key not in _bundles:
        _bundles[key] = load(folder, digest)
        while len(_bundles) > KEPT:
            _bundles.popitem(last=False)
    _bundles.move_to_end(key)
    return _bundles[key]
