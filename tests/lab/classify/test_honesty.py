"""Where there is nothing to learn, the app says so."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.base.specs import RunSpec
from core.lab.classify.bundle import About, Bundle, describe
from core.lab.classify.examples import Examples, read
from core.lab.classify.judging import judge
from core.lab.classify.parts import part_rows
from core.lab.classify.train import learn
from core.store.workspace import Workspace
from tests.lab import shops

SHUFFLES = 40


def verdict_on(examples: Examples, spec: RunSpec) -> tuple[bool, str]:
    """Whether the AUC interval on the test rows holds .5, and the verdict."""
    parts = part_rows(examples, spec)
    learned = learn(shops.quiet(), examples, parts, spec)
    about = About(
        version="", spec=spec, data_hash="", positive="yes", negative="no", threshold=0.5,
        features=examples.features, weights=learned.weights,
        calibration=learned.calibration, members=describe(learned.members),
    )  # fmt: skip
    few = replace(examples, features=examples.features[:1])
    judged = judge(shops.quiet(), Bundle(about, learned.members), learned, (few, parts))
    auc = judged.report.test.scores["roc_auc"]
    assert auc.low is not None
    assert auc.high is not None
    return auc.low <= 0.5 <= auc.high, judged.report.outcome.verdict


SMALL_TREES = {"rounds": 60, "learning_rate": 0.1, "patience": 20}


@pytest.mark.parametrize(("family", "settings"), [("logistic", {}), ("lightgbm", SMALL_TREES)])
def test_shuffled_targets_are_no_better_than_guessing(
    tmp_path: Path, family: str, settings: dict[str, object]
) -> None:
    workspace = Workspace(tmp_path)
    dataset = shops.save(workspace, shops.visits()).id
    spec = RunSpec(
        dataset=dataset,
        task="classify",
        question={"target": "bought"},
        family=family,
        settings=settings,
    )
    examples = read(workspace.reader, spec)
    assert verdict_on(examples, spec) == (False, "better")
    rng = np.random.default_rng(7)
    found = [
        verdict_on(
            replace(examples, y=rng.permutation(examples.y)),
            spec.model_copy(update={"seed": number}),
        )
        for number in range(SHUFFLES)
    ]
    assert sum(covers for covers, _ in found) >= 35
    assert sum(verdict == "no_better" for _, verdict in found) >= 35
    assert sum(verdict == "better" for _, verdict in found) <= 3
