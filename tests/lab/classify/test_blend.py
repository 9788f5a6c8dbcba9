"""A blend's answer and what is shown of it as validation."""

import numpy as np
import pytest

from core.base.specs import RunSpec, SplitSpec
from core.classify.calibration import Platt
from core.lab.classify.blending import calibrate
from core.lab.classify.bundle import About, Bundle, describe
from core.lab.classify.examples import Examples, read
from core.lab.classify.learning import Learned
from core.lab.classify.parts import part_rows, turns
from core.lab.classify.train import learn
from core.store.workspace import Workspace
from tests.lab import shops

FOREST = {"family": "random_forest", "settings": {"trees": 20, "min_leaf": 1}, "weight": 1.0}


def held_out(examples: Examples, spec: RunSpec, learned: Learned) -> np.ndarray:
    """What the members say, uncalibrated, of the rows that they did not train on."""
    about = About(
        version="", spec=spec, data_hash="", positive="yes", negative="no", threshold=0.5,
        features=examples.features, weights=learned.weights,
        calibration=Platt(), members=describe(learned.members),
    )  # fmt: skip
    bundle = Bundle(about, learned.members)
    said = np.empty(len(learned.positions))
    for number in np.unique(learned.fold):
        own = learned.fold == number
        frame = examples.frame.iloc[learned.positions[own]]
        said[own] = bundle.predict_held_out(frame, int(number))
    return said


@pytest.mark.parametrize("folds", [3, 1])
def test_validation_is_calibrated_without_the_row_and_the_answer_with_all(tmp_path, folds) -> None:  # type: ignore[no-untyped-def]
    workspace = Workspace(tmp_path)
    spec = RunSpec(
        dataset=shops.save(workspace, shops.visits()).id,
        task="classify",
        question={"target": "bought"},
        split=SplitSpec(validation=0.4),
        family="blend",
        settings={"folds": folds, "members": [FOREST]},
    )
    examples = read(workspace.reader, spec)
    parts = part_rows(examples, spec)
    learned = learn(shops.quiet(), examples, parts, spec)
    said, y = held_out(examples, spec, learned), examples.y[learned.positions]
    assert learned.calibration == calibrate(y, said) != Platt()
    turn = turns(examples, parts, spec.seed, learned.positions, learned.fold)
    assert len(np.unique(turn)) == (folds if folds > 1 else 5)
    for number in np.unique(turn):
        own = turn == number
        wanted = calibrate(y[~own], said[~own]).recalibrated(said[own])
        assert learned.probability[own] == pytest.approx(wanted)
        assert learned.probability[own] != pytest.approx(
            learned.calibration.recalibrated(said[own])
        )
