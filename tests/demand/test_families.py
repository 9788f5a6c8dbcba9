"""What every family of demand must do, whatever it is inside."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from core.base.errors import AppError
from core.base.protocols import StopRequestedError
from core.base.texts import LANGUAGES, Texts
from core.demand.family import DemandFamily, Fitted
from core.demand.panel import Floats, Panel
from core.lab.catalog import families
from tests.demand.panels import lumpy, panel, weekly

FAMILIES: tuple[DemandFamily, ...] = families("demand")  # type: ignore[assignment]
ALONE = [family for family in FAMILIES if not family.pooled]
SMALL_NET = {"hidden": [16], "sampled_windows": 1000, "learning_rate": 0.005}
QUICK: dict[str, dict[str, object]] = {
    "pooled_trees": {"rounds": 20, "sampled_rows": 5000},
    "mlp": SMALL_NET,
    "nhits": SMALL_NET,
}
HORIZON = 10
SHOP = np.vstack([weekly(4, 200), lumpy(3, 200, 1)])
AGED = SHOP.copy()
AGED[1, :60] = np.nan
AGED[4, :150] = np.nan


class Listener:
    """A reporter that keeps the notes and asks to stop after some looks."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.notes: list[tuple[str, dict[str, object]]] = []
        self.looks, self.stop_after, self.asked_at = 0, stop_after, 0.0

    def epoch(self, epoch: int, epochs: int, loss: float, **_rest: float | None) -> None:
        assert 0 < epoch <= epochs
        assert np.isfinite(loss)

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        assert epoch > 0
        assert 0 < done <= total
        assert np.isfinite(loss)

    def log(self, code: str, **facts: object) -> None:
        for lang in LANGUAGES:
            assert Texts(lang)(f"run.log.{code}", **facts)
        self.notes.append((code, facts))

    def stopping(self) -> bool:
        self.looks += 1
        if self.stop_after is None or self.looks <= self.stop_after:
            return False
        self.asked_at = self.asked_at or perf_counter()
        return True


def fitted(family: DemandFamily, past: Panel, listener: Listener | None = None) -> Fitted:
    settings = family.settings.model_validate(QUICK.get(family.name, {}))
    return family.fit(settings, past, HORIZON, 3, listener or Listener())


@pytest.fixture(scope="module")
def models() -> dict[str, Fitted]:
    return {family.name: fitted(family, panel(AGED)) for family in FAMILIES}


def by_name(family: DemandFamily) -> str:
    return family.name


every = pytest.mark.parametrize("family", FAMILIES, ids=by_name)
alone = pytest.mark.parametrize("family", ALONE, ids=by_name)


@every
def test_settings_have_defaults_and_survive_json(family: DemandFamily) -> None:
    settings = family.settings()
    assert family.settings.model_validate_json(settings.model_dump_json()) == settings
    assert family.task == "demand"
    shared = "nets" if family.kind == "network" else f"demand.{family.name}"
    assert family.settings.texts == shared


@every
def test_means_are_finite_never_negative_and_about_as_high_as_sales(
    family: DemandFamily, models: dict[str, Fitted]
) -> None:
    mean = models[family.name].mean(panel(AGED))
    assert mean.shape == (7, HORIZON)
    assert np.isfinite(mean).all()
    assert (mean >= 0).all()
    usual = np.nanmean(AGED[:4, -56:], axis=1)
    assert mean[:4].mean(axis=1) == pytest.approx(usual, rel=0.35)


@every
def test_the_same_seed_gives_the_same_means(
    family: DemandFamily, models: dict[str, Fitted]
) -> None:
    again = fitted(family, panel(AGED)).mean(panel(AGED))
    assert np.array_equal(again, models[family.name].mean(panel(AGED)))


@every
def test_what_it_gives_is_not_its_own(family: DemandFamily, models: dict[str, Fitted]) -> None:
    mean = models[family.name].mean(panel(AGED))
    kept = mean.copy()
    mean[:] = -1
    assert np.array_equal(models[family.name].mean(panel(AGED)), kept)


@every
def test_a_later_panel_moves_the_forecast(family: DemandFamily, models: dict[str, Fitted]) -> None:
    risen = np.hstack([AGED, 3 * weekly(7, 56, 9)])
    before = models[family.name].mean(panel(AGED)).mean(axis=1)
    later = models[family.name].mean(panel(risen))
    assert later.shape == (7, HORIZON)
    assert (later[:4].mean(axis=1) > before[:4]).all()


@alone
def test_a_later_panel_is_forecast_as_if_it_were_fitted(family: DemandFamily) -> None:
    early, late = panel(AGED).until(180), panel(AGED)
    later = fitted(family, early).mean(late)
    assert np.array_equal(later, fitted(family, late).mean(late))


SHAPES: dict[str, Floats] = {
    "one series": weekly(1, 120),
    "constant": np.full((3, 120), 5.0),
    "nothing sold": np.zeros((3, 120)),
    "short": weekly(3, 9),
    "shorter than the season": weekly(3, 5),
    "three periods": weekly(2, 3),
    "one period": weekly(2, 1),
    "one series of one period": np.array([[4.0]]),
    "starts late": np.where(np.arange(120) < 117, np.nan, weekly(3, 120)),
    "never starts": np.vstack([weekly(2, 120), np.full((1, 120), np.nan)]),
    "gaps": np.where(np.arange(120) % 11 < 4, np.nan, weekly(3, 120)),
    "ends unknown": np.where(np.arange(120) > 100, np.nan, weekly(3, 120)),
    "more returned than sold": np.where(np.arange(120) % 9 == 0, -4.0, weekly(3, 120)),
    "lumpy with returns": np.where(np.arange(120) % 9 == 0, -1.0, lumpy(3, 120)),
    "one sale": np.where(np.arange(120) == 40, 7.0, 0.0)[None],
    "huge": weekly(2, 120) * 1e9,
}


NOTHING_TO_LEARN = ("nothing sold", "starts late")
"""What a family that learns from all series together refuses."""


@pytest.mark.parametrize("shape", SHAPES)
@every
def test_odd_series_are_served(family: DemandFamily, shape: str) -> None:
    past = panel(SHAPES[shape])
    if family.pooled and shape in NOTHING_TO_LEARN:
        with pytest.raises(AppError) as error:
            fitted(family, past)
        assert Texts("en").of(error.value)
        return
    mean = fitted(family, past).mean(past)
    assert mean.shape == (len(past.y), HORIZON)
    assert np.isfinite(mean).all()
    assert (mean >= 0).all()
    if shape == "nothing sold":
        assert not mean.any()
    if shape == "constant":
        assert mean == pytest.approx(np.full_like(mean, 5.0), rel=0.06)


@pytest.mark.parametrize("freq", ["W", "M"])
@every
def test_weeks_and_months_are_served(family: DemandFamily, freq: str) -> None:
    past = panel(weekly(3, 150), freq)  # type: ignore[arg-type]
    mean = fitted(family, past).mean(past)
    assert np.isfinite(mean).all()
    assert (mean >= 0).all()
    assert mean.mean() == pytest.approx(past.y.mean(), rel=0.3)


@alone
def test_series_not_served_as_asked_are_named(family: DemandFamily) -> None:
    y = weekly(4, 120)
    y[1] = 0
    y[2, :119] = np.nan
    y[3] = np.nan
    listener = Listener()
    fitted(family, panel(y), listener)
    told = dict(listener.notes)
    assert told["series_zeros"]["series"] == "item 1"
    assert told["series_empty"] == {"family": family.name, "count": 1, "series": "item 3"}
    odd = [facts["series"] for code, facts in listener.notes if code != "series_zeros"]
    simple = family.name == "moving_average"
    assert odd == ["item 3"] if simple else "item 2" in odd


@every
def test_stop_ends_it_within_a_second(family: DemandFamily) -> None:
    listener = Listener(stop_after=0)
    with pytest.raises(StopRequestedError):
        fitted(family, panel(np.tile(AGED, (40, 1))), listener)
    assert perf_counter() - listener.asked_at < 1
    assert listener.looks == 1


@alone
def test_a_forecast_from_a_later_panel_can_be_stopped_too(family: DemandFamily) -> None:
    listener = Listener()
    model = fitted(family, panel(AGED).until(180), listener)
    listener.stop_after = 0
    with pytest.raises(StopRequestedError):
        model.mean(panel(AGED))


@every
def test_the_estimate_grows_with_the_series(family: DemandFamily) -> None:
    settings = family.settings()
    small, large = (family.estimate(settings, panel(weekly(n, 100)), 28) for n in (5, 2000))
    assert 0 <= small.seconds <= large.seconds
    assert 0 <= small.memory_mb <= large.memory_mb
    assert large.seconds < 3600


@every
def test_problems_are_told_in_both_languages(family: DemandFamily) -> None:
    assert not family.check(family.settings(), panel(weekly(2, 200)), 28)
    for problem in family.check(family.settings(), panel(weekly(2, 10)), 28):
        for lang in LANGUAGES:
            assert Texts(lang).problem(problem.code, problem.facts)


LOADER = """
import json, sys
from pathlib import Path
import numpy as np
from core.lab.catalog import family
from tests.demand.panels import panel
folder = Path(sys.argv[1])
y = np.load(folder / "y.npy")
for name in json.loads(sys.argv[2]):
    model = family("demand", name).load(folder / name)
    found = [model.mean(panel(y)), model.mean(panel(y[:, :-3]))]
    np.save(folder / f"{name}.npy", np.stack(found))
"""


@pytest.fixture(scope="module")
def elsewhere(models: dict[str, Fitted], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model saved here, loaded and asked in one fresh process."""
    folder = tmp_path_factory.mktemp("models")
    np.save(folder / "y.npy", AGED)
    for name, model in models.items():
        (folder / name).mkdir()
        model.save(folder / name)
    command = [sys.executable, "-c", LOADER, str(folder), json.dumps(list(models))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return folder


@every
def test_a_fresh_process_gives_the_same_means(
    family: DemandFamily, models: dict[str, Fitted], elsewhere: Path
) -> None:
    there = np.load(elsewhere / f"{family.name}.npy")
    assert np.array_equal(there[0], models[family.name].mean(panel(AGED)))
    assert np.array_equal(there[1], models[family.name].mean(panel(AGED[:, :-3])))
