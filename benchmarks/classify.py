"""How good `best` and the network are beside peers, on identical stratified 5 folds (seed 0).

    python -m benchmarks.classify --data DIR [--sets online_shoppers telco] [--budget 120]

Peers see the raw table through a column transformer and are set as a skilled
user would set them; where a peer can stop early it does so on a tenth of its
own training rows. CPU seconds are of this process and its threads.
"""

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.peers import PEERS
from core.base.errors import Fact
from core.base.specs import PrepSpec, RunSpec
from core.base.values import Dataset, now
from core.classify.metrics import Sample, point
from core.classify.task import Question
from core.data.mapping import suggest
from core.data.options import EVERY, People, ReadOptions
from core.data.reading import start
from core.data.typing_rows import read_cells
from core.lab.classify.bundle import About, Bundle, describe
from core.lab.classify.examples import Examples
from core.lab.classify.train import learn
from core.prep.features import usable
from core.prep.splits import Parts

SETS = {
    "online_shoppers": ("online_shoppers_intention.csv", "Revenue", "TRUE"),
    "telco": ("telco_churn.csv", "Churn", "Yes"),
}
OURS = ("best", "network")
FIGURES = ("roc_auc", "pr_auc", "log_loss", "ece")


class Quiet:
    """A reporter that says nothing and never stops."""

    run_id = "r-benchmark"

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None: ...
    def batch(self, epoch: int, done: int, total: int, loss: float) -> None: ...
    def log(self, code: str, **facts: Fact) -> None: ...
    def stage(self, *_: object) -> None: ...

    def stopping(self) -> bool:
        """Never."""
        return False

    def curve(self, _name: str) -> "Quiet":
        """The same silence."""
        return self


def examples_of(path: Path, target: str, positive: str) -> tuple[Examples, pd.DataFrame]:
    """Our typed rows, and the table as pandas reads it for the peers."""
    options = ReadOptions(people=People(keep=(EVERY,)))
    with tempfile.TemporaryDirectory() as folder:
        read = start(path, options, Path(folder)).result()
        texts, columns = read.frame(), suggest([read]).columns
    frame, _, _ = read_cells(texts, columns)
    y = (texts[target] == positive).to_numpy().astype(np.int8)
    features, refused = usable(columns, target, frame)
    dataset = Dataset(
        id="d-benchmark", name=path.stem, kind="plain", created=now(), tables=(), data_hash=""
    )
    question = Question(target=target, positive=positive)
    ours = Examples(frame, y, columns, features, refused, question, positive, "", dataset, 0)
    return ours, pd.read_csv(path, na_values=[" "]).drop(columns=[target])


def folds(y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The same five divisions for everybody."""
    from sklearn.model_selection import StratifiedKFold

    yield from StratifiedKFold(5, shuffle=True, random_state=0).split(np.zeros(len(y)), y)


def ours(
    examples: Examples, dev: np.ndarray, test: np.ndarray, options: dict[str, Any]
) -> np.ndarray:
    """Probabilities of one of our families for the test rows, through its bundle."""
    from sklearn.model_selection import train_test_split

    train, validation = train_test_split(
        dev, test_size=0.2, random_state=0, stratify=examples.y[dev]
    )
    parts = Parts(np.sort(train), np.sort(validation), test, "stratified")
    spec = RunSpec(
        dataset="d-benchmark", task="classify", question=examples.question.model_dump(),
        prep=PrepSpec(), **options,
    )  # fmt: skip
    learned = learn(Quiet(), examples, parts, spec)
    about = About(
        version="", spec=spec, data_hash="", positive="", negative="", threshold=0.5,
        features=examples.features, weights=learned.weights,
        calibration=learned.calibration, members=describe(learned.members),
    )  # fmt: skip
    shown = {s.candidate: (round(s.roc_auc, 4), round(s.weight, 2)) for s in learned.standings}
    print("   ", shown, learned.calibration, flush=True)
    return Bundle(about, learned.members).predict(examples.frame.iloc[test]).probability


def measure(y: np.ndarray, fit: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> dict[str, float]:
    """Mean figures over the folds, the ECE of all held-out rows together, and CPU seconds.

    The ECE of a single fold of some thousand rows is mostly sampling noise; pooled,
    every row is judged once.
    """
    rows, begun, pooled = [], time.process_time(), np.zeros(len(y))
    for dev, test in folds(y):
        pooled[test] = fit(dev, test)
        found = point(Sample.of(y[test], pooled[test], float(y[dev].mean())))
        rows.append([found[name] for name in FIGURES])
    means = np.mean(rows, axis=0)
    figures = {name: float(value) for name, value in zip(FIGURES, means, strict=True)}
    figures["ece_pooled"] = point(Sample.of(y, pooled, float(y.mean())))["ece"]
    return figures | {"cpu_seconds": time.process_time() - begun}


def main() -> None:
    """Prints a table a set and, last, all figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--only", nargs="*", help="names of the contestants to run")
    parser.add_argument("--budget", type=float, default=120.0)
    flags = parser.parse_args()
    warnings.filterwarnings("ignore", category=UserWarning)
    every: dict[str, dict[str, dict[str, float]]] = {}
    for name in flags.sets:
        file, target, positive = SETS[name]
        examples, table = examples_of(flags.data / file, target, positive)
        y = examples.y
        contestants: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {}
        for family in OURS:
            options = {"family": family, "budget": flags.budget}
            contestants[family] = lambda dev, test, o=options, e=examples: ours(e, dev, test, o)
        for peer, fit in PEERS.items():
            contestants[f"peer {peer}"] = lambda dev, test, f=fit, t=table, y=y: f(
                t.iloc[dev], y[dev], t.iloc[test]
            )
        every[name] = {}
        print(f"{name}: {len(y)} rows, {y.mean():.3f} positive")
        for label, fit in contestants.items():
            if flags.only and label not in flags.only:
                continue
            every[name][label] = figures = measure(y, fit)
            shown = "  ".join(f"{key} {value:.4f}" for key, value in figures.items())
            print(f"  {label:28s} {shown}", flush=True)
    print(json.dumps(every))


if __name__ == "__main__":
    main()
