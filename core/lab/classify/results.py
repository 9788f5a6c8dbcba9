"""What a finished run left behind for readers: JSON beside the models, checked first."""

from pathlib import Path

from core.base.model import Value
from core.classify.importance import Importance
from core.classify.report import ClassifyReport
from core.lab.classify.learning import Standing
from core.store.artefacts import verify

REPORT = "report.json"
DETAILS = "details.json"


class Details(Value):
    """What stands beside the evaluation of a run.

    `refused` are (column, reason code) of columns a model may not use;
    `unseen` counts test cells of categories that training never saw; `method`
    is the split as it was made; `unlabelled` rows had no answer; `unscorable`
    test rows got no score (a value is missing that the preprocessing needs).
    """

    importance: tuple[Importance, ...]
    standings: tuple[Standing, ...]
    features: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    method: str
    unseen: dict[str, int]
    unlabelled: int
    unscorable: int = 0
    positive: str


def report(folder: Path, digest: str) -> ClassifyReport:
    """The evaluation. Raises AppError bundle_damaged, bundle_foreign."""
    verify(folder, digest)
    return ClassifyReport.model_validate_json((folder / REPORT).read_bytes())


def details(folder: Path, digest: str) -> Details:
    """What stands beside it. Raises AppError bundle_damaged, bundle_foreign."""
    verify(folder, digest)
    return Details.model_validate_json((folder / DETAILS).read_bytes())
