"""What every model family must do, whatever it is inside."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from numpy.typing import NDArray

from core.base.protocols import Family, Matrix, StopRequestedError
from core.base.texts import LANGUAGES, Texts
from core.lab.catalog import families
from core.nets.auc import rank_auc

FAMILIES = families("classify")
LEARNERS = [family for family in FAMILIES if family.kind != "baseline"]
QUICK: dict[str, dict[str, object]] = {
    "random_forest": {"trees": 60},
    "hist_gradient_boosting": {"rounds": 60},
    "lightgbm": {"rounds": 100},
    "network": {"epochs": 8, "hidden": [16, 8], "batch_size": 64, "learning_rate": 0.01},
}


class Listener:
    """A reporter that keeps what it hears and asks to stop after some looks."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.epochs: list[tuple[int, int, float, dict[str, float | None]]] = []
        self.looks, self.stop_after, self.asked_at = 0, stop_after, 0.0

    def epoch(self, epoch: int, epochs: int, loss: float, **rest: float | None) -> None:
        self.epochs.append((epoch, epochs, loss, rest))

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        assert 0 < done <= total
        assert epoch > 0
        assert np.isfinite(loss)

    def log(self, code: str, **_facts: object) -> None:
        assert code

    def stopping(self) -> bool:
        self.looks += 1
        if self.stop_after is None or self.looks <= self.stop_after:
            return False
        self.asked_at = self.asked_at or perf_counter()
        return True


def rows(n: int, seed: int = 0) -> Matrix:
    """Rows whose first columns decide the answer, with noise."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 6)).astype(np.float32)
    score = 1.5 * x[:, 0] - x[:, 1] + 0.8 * x[:, 2] * x[:, 0]
    y = (rng.random(n) < 1 / (1 + np.exp(-score))).astype(np.int8)
    return Matrix(x, y, None, tuple("abcdef"))


TRAIN, VALIDATION, UNSEEN = rows(1500, 1), rows(500, 2), rows(1100, 3)


def fitted(family: Family, seed: int = 3, train: Matrix = TRAIN, listener: Listener | None = None):
    settings = family.settings.model_validate(QUICK.get(family.name, {}))
    return family.fit(settings, train, VALIDATION, seed, listener or Listener())


@pytest.fixture(scope="module")
def models() -> dict[str, object]:
    return {family.name: fitted(family) for family in FAMILIES}


def by_name(family: Family) -> str:
    return family.name


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_settings_have_defaults_and_survive_json(family: Family) -> None:
    settings = family.settings()
    assert family.settings.model_validate_json(settings.model_dump_json()) == settings
    assert family.task == "classify"


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_probabilities_are_probabilities(family: Family, models: dict) -> None:
    p = models[family.name].predict(UNSEEN.x)
    assert p.shape == (len(UNSEEN.y),)
    assert p.dtype == np.float64
    assert ((p >= 0) & (p <= 1)).all()


@pytest.mark.parametrize("family", LEARNERS, ids=by_name)
def test_it_learns_what_is_there(family: Family, models: dict) -> None:
    assert rank_auc(UNSEEN.y, models[family.name].predict(UNSEEN.x)) > 0.78


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_the_same_seed_gives_the_same_model(family: Family, models: dict) -> None:
    again = fitted(family).predict(UNSEEN.x)
    assert np.array_equal(again, models[family.name].predict(UNSEEN.x))


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_a_row_is_judged_alike_alone_and_in_company(family: Family, models: dict) -> None:
    model = models[family.name]
    whole = model.predict(UNSEEN.x)
    for place in (0, 17, len(whole) - 1):
        alone = model.predict(UNSEEN.x[place : place + 1])
        assert alone == pytest.approx(whole[place : place + 1], abs=1e-6)
    assert len(model.predict(UNSEEN.x[:0])) == 0


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_epochs_are_told_in_order(family: Family) -> None:
    listener = Listener()
    fitted(family, listener=listener)
    numbers = [epoch for epoch, *_ in listener.epochs]
    assert numbers
    assert numbers == sorted(set(numbers))
    for epoch, epochs, loss, rest in listener.epochs:
        assert 1 <= epoch <= epochs
        assert np.isfinite([loss, rest["val_loss"], rest["val_auc"]]).all()


@pytest.mark.parametrize("family", LEARNERS, ids=by_name)
def test_stop_ends_it_at_once(family: Family) -> None:
    listener = Listener(stop_after=2)
    with pytest.raises(StopRequestedError):
        fitted(family, listener=listener)
    assert perf_counter() - listener.asked_at < 1


@pytest.mark.parametrize("family", LEARNERS, ids=by_name)
def test_row_weights_move_the_answer(family: Family, models: dict) -> None:
    heavy = np.where(TRAIN.y > 0, 4, 1).astype(np.float32)
    weighted = fitted(family, train=Matrix(TRAIN.x, TRAIN.y, heavy, TRAIN.names))
    before = models[family.name].predict(UNSEEN.x).mean()
    assert weighted.predict(UNSEEN.x).mean() > before + 0.05


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_the_estimate_grows_with_the_rows(family: Family) -> None:
    settings = family.settings()
    small, large = (family.estimate(settings, n, 30) for n in (2_000, 200_000))
    assert 0 <= small.seconds <= large.seconds
    assert 0 <= small.memory_mb <= large.memory_mb
    assert large.seconds < 3600


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_problems_are_told_in_both_languages(family: Family) -> None:
    for problem in family.check(family.settings(), 1000, 20):
        assert problem.severity == "warning"
        for lang in LANGUAGES:
            assert Texts(lang).problem(problem.code, problem.facts)


LOADER = """
import json, sys
from pathlib import Path
import numpy as np
from core.lab.catalog import family
folder = Path(sys.argv[1])
x = np.load(folder / "x.npy")
for name in json.loads(sys.argv[2]):
    np.save(folder / f"{name}.npy", family("classify", name).load(folder / name).predict(x))
"""


@pytest.fixture(scope="module")
def elsewhere(models: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model saved here, loaded and asked in one fresh process."""
    folder = tmp_path_factory.mktemp("bundles")
    np.save(folder / "x.npy", UNSEEN.x)
    for name, model in models.items():
        (folder / name).mkdir()
        model.save(folder / name)
    command = [sys.executable, "-c", LOADER, str(folder), json.dumps(list(models))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("family", FAMILIES, ids=by_name)
def test_a_fresh_process_predicts_bit_for_bit(
    family: Family, models: dict, elsewhere: Path
) -> None:
    there: NDArray[np.float64] = np.load(elsewhere / f"{family.name}.npy")
    assert np.array_equal(there, models[family.name].predict(UNSEEN.x))
