"""The evaluation of a run as a value: what pages draw and the command line prints."""

from core.base.model import Value
from core.base.runs import Score, Verdict
from core.classify.thresholds import Costs, Rule, ThresholdTable


class Curve(Value):
    """A line of at most 500 points."""

    x: tuple[float, ...]
    y: tuple[float, ...]


class Bin(Value):
    """One calibration bin: `count` rows with probabilities from `low` to `high`.

    `said` is their mean probability, `happened` their share of positives with
    its 95 % interval (Wilson 1927).
    """

    low: float
    high: float
    count: int
    said: float
    happened: float
    happened_low: float
    happened_high: float


class Histogram(Value):
    """How many negative and positive rows got a probability in each of equal bins of 0..1."""

    negatives: tuple[int, ...]
    positives: tuple[int, ...]


class Part(Value):
    """One part of the rows (validation or test), model and baseline on the same rows.

    `groups` is how many groups (customers) the rows form where rows of one are
    alike; the intervals are then those of resampled groups.

    `scores` and `baseline` are metric -> score: roc_auc, pr_auc, log_loss,
    brier, ece, and at the threshold accuracy, precision, recall, f1,
    specificity, cost (a row). The baseline says the training rows' share of
    positives to everybody and decides by its own best threshold under the same
    rule. `majority` is the accuracy of always naming the more frequent value.
    `roc` is false positive rate -> recall, `precision_recall` recall ->
    precision, `gain` share of rows (best first) -> share of positives found,
    `lift` share of rows -> times more positives than at random.
    """

    rows: int
    groups: int | None = None
    positives: int
    base_rate: float
    majority: float
    scores: dict[str, Score]
    baseline: dict[str, Score]
    table: ThresholdTable
    roc: Curve
    precision_recall: Curve
    gain: Curve
    lift: Curve
    calibration: tuple[Bin, ...]
    histogram: Histogram


class Outcome(Value):
    """The verdict and the text that words it: `classify.verdict.<reason>` with `facts`."""

    verdict: Verdict
    reason: str
    facts: dict[str, float]


class ClassifyReport(Value):
    """Everything that is known of how well a run does.

    `prior` is the share of positives in the training rows; `threshold` was
    chosen on validation by `rule` at these `costs`, `baseline_threshold` the
    same way for the baseline. `grouped_by` is the column by whose groups the
    intervals are told, None where by rows.
    """

    target: str
    positive: str
    prior: float
    grouped_by: str | None = None
    rule: Rule
    costs: Costs
    threshold: float
    baseline_threshold: float
    validation: Part
    test: Part
    outcome: Outcome

    def metrics(self) -> dict[str, dict[str, Score]]:
        """Part -> metric -> score, as a `RunSummary` holds it."""
        return {"validation": self.validation.scores, "test": self.test.scores}
