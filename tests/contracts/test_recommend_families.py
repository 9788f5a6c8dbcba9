"""What every family of recommenders must do, whatever it is inside."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AppError
from core.base.protocols import StopRequestedError
from core.base.texts import LANGUAGES, Texts
from core.lab.catalog import families
from core.recommend.evaluate import judge
from core.recommend.family import Known, Ranker, RecommendFamily, Size
from core.recommend.histories import Histories, of_baskets
from core.recommend.interactions import Interactions
from core.recommend.protocol import questions
from core.recommend.task import Question
from tests.contracts.settings import any_settings
from tests.recommend.made import Listener, asked, known, meetings, untimed

FAMILIES: tuple[RecommendFamily, ...] = families("recommend")  # type: ignore[assignment]
LEARNERS = tuple(family for family in FAMILIES if family.kind != "baseline")
SMALL: dict[str, dict[str, object]] = {
    "als": {"factors": 8, "iterations": 8},
    "bpr": {"factors": 8, "iterations": 60, "learning_rate": 0.1},
}
"""Settings that suit a shop of few customers; networks are made small and quick."""
NETWORK = {"epochs": 6, "embedding": 16, "negatives": 40, "batch_size": 32, "learning_rate": 0.01}
FOUND = meetings()
TOLD = known(FOUND)
ASKED = asked(FOUND)


def quick(family: RecommendFamily) -> dict[str, object]:
    """The settings a family is tried with."""
    found = SMALL.get(family.name, {})
    if family.kind == "network":
        found = NETWORK | found
    return {name: value for name, value in found.items() if name in family.settings.model_fields}


def fitted(
    family: RecommendFamily, told: Known = TOLD, seed: int = 3, listener: Listener | None = None
) -> Ranker:
    settings = family.settings.model_validate(quick(family))
    return family.fit(settings, told, seed, listener or Listener())


def by_name(family: RecommendFamily) -> str:
    return family.name


every_family = pytest.mark.parametrize("family", FAMILIES, ids=by_name)


class Models(dict[str, Ranker]):
    """Every family's model of the same data, fitted when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.listeners: dict[str, Listener] = {}

    def __missing__(self, name: str) -> Ranker:
        (family,) = (one for one in FAMILIES if one.name == name)
        self.listeners[name] = Listener()
        self[name] = fitted(family, listener=self.listeners[name])
        return self[name]


@pytest.fixture(scope="module")
def models() -> Models:
    return Models()


def test_families_are_found_under_their_own_names() -> None:
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
    assert {"popularity", "recent_popularity", "item_knn", "als", "bpr", "ease"} <= set(names)


@every_family
def test_it_is_called_something_in_both_languages(family: RecommendFamily) -> None:
    for lang in LANGUAGES:
        t = Texts(lang)
        assert t(f"train.family.{family.name}.label") != family.name
        assert t(f"train.family.{family.name}.about")


@every_family
def test_settings_have_defaults_and_survive_json(family: RecommendFamily) -> None:
    settings = family.settings()
    assert family.settings.model_validate_json(settings.model_dump_json()) == settings
    assert family.task == "recommend"


@every_family
def test_every_item_gets_a_finite_score(family: RecommendFamily, models: Models) -> None:
    scores = models[family.name].scores(ASKED)
    assert scores.shape == (len(FOUND.users), len(FOUND.items))
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


@every_family
def test_the_same_seed_gives_the_same_model(family: RecommendFamily, models: Models) -> None:
    first = models[family.name].scores(ASKED)
    again = fitted(family).scores(ASKED)
    assert np.array_equal(again, first)


@every_family
def test_asking_twice_gives_the_same(family: RecommendFamily, models: Models) -> None:
    first = np.array(models[family.name].scores(ASKED))
    assert np.array_equal(models[family.name].scores(ASKED), first)


@every_family
def test_a_customer_is_ranked_alike_alone_and_in_company(
    family: RecommendFamily, models: Models
) -> None:
    model = models[family.name]
    whole = model.scores(ASKED)
    for place in (0, 17, len(ASKED) - 1):
        alone = model.scores(ASKED.block(place, place + 1))
        assert alone[0] == pytest.approx(whole[place], rel=1e-3, abs=1e-5)
    assert model.scores(ASKED.block(0, 0)).shape == (0, len(FOUND.items))


@every_family
def test_who_is_not_known_gets_scores_too(family: RecommendFamily, models: Models) -> None:
    items = len(FOUND.items)
    scores = models[family.name].scores(of_baskets([[], [0, 5], [items - 1], []], items, 18_100.0))
    assert scores.shape == (4, items)
    assert np.isfinite(scores).all()
    assert scores[0] == pytest.approx(scores[3], rel=1e-4, abs=1e-6)


@every_family
def test_names_of_customers_and_items_mean_nothing(family: RecommendFamily, models: Models) -> None:
    draw = np.random.default_rng(9)
    renamed = replace(
        FOUND,
        users=draw.permutation(FOUND.users),
        items=np.array([f"other {name}" for name in FOUND.items], object),
    )
    scores = fitted(family, Known(renamed, TOLD.items, TOLD.users)).scores(ASKED)
    assert np.array_equal(scores, models[family.name].scores(ASKED))


@every_family
def test_neither_fitting_nor_asking_changes_what_was_given(family: RecommendFamily) -> None:
    found, told = meetings(40, 20), asked(meetings(40, 20))
    given = known(found)
    tables = given.items.copy(deep=True), given.users.copy(deep=True)
    arrays = {name: np.copy(value) for name, value in vars(found).items()}
    shown = {name: np.copy(value) for name, value in asdict(told).items()}
    fitted(family, given).scores(told)
    for name, value in arrays.items():
        assert np.array_equal(value, getattr(found, name)), name
    for name, value in shown.items():
        assert np.array_equal(value, getattr(told, name)), name
    assert tables[0].equals(given.items) and tables[1].equals(given.users)


@every_family
def test_it_works_where_no_times_are_known(family: RecommendFamily) -> None:
    found = untimed(meetings(60, 25))
    scores = fitted(family, known(found)).scores(asked(found))
    assert scores.shape == (60, 25)
    assert np.isfinite(scores).all()


def single() -> Interactions:
    """One customer who met the one item once."""
    return Interactions(
        np.zeros(1, np.int32), np.zeros(1, np.int32), np.ones(1, np.float32), np.array([18_000.0]),
        np.zeros(1, np.int32), np.array(["c"], object), np.array(["p"], object),
    )  # fmt: skip


@every_family
def test_one_customer_and_one_item_are_ranked_or_refused_in_words(family: RecommendFamily) -> None:
    found = single()
    try:
        model = fitted(family, known(found))
    except AppError as refused:
        for lang in LANGUAGES:
            assert Texts(lang).error(refused.code, refused.facts)
        return
    for told in (asked(found), of_baskets([[]], 1, 18_001.0)):
        scores = model.scores(told)
        assert scores.shape == (1, 1)
        assert np.isfinite(scores).all()


@every_family
def test_epochs_are_told_in_order_and_stop_ends_the_fit(
    family: RecommendFamily, models: Models
) -> None:
    assert models[family.name]
    told = models.listeners[family.name].epochs
    numbers = [epoch for epoch, *_ in told]
    assert numbers == sorted(set(numbers))
    assert all(1 <= epoch <= epochs and np.isfinite(loss) for epoch, epochs, loss in told)
    if told or models.listeners[family.name].looks:
        with pytest.raises(StopRequestedError):
            fitted(family, listener=Listener(stop_after=0))
    if family.kind in ("factors", "network"):
        assert told


@every_family
def test_the_estimate_grows_with_the_data(family: RecommendFamily) -> None:
    settings = family.settings()
    small = family.estimate(settings, Size(users=200, items=100, rows=3_000))
    large = family.estimate(settings, Size(users=50_000, items=5_000, rows=1_000_000))
    assert 0 < small.seconds < large.seconds
    assert 0 < small.memory_mb <= large.memory_mb
    assert 0 <= small.once <= small.seconds


@every_family
@given(data=st.data())
def test_any_settings_are_estimated_and_their_problems_told(
    family: RecommendFamily, data: st.DataObject
) -> None:
    settings = data.draw(any_settings(family.settings))
    count = st.integers(1, 100_000)
    size = Size(users=data.draw(count), items=data.draw(count), rows=data.draw(count))
    found = family.estimate(settings, size)
    assert np.isfinite([found.seconds, found.memory_mb]).all()
    assert found.seconds > 0 and found.memory_mb > 0
    for problem in family.check(settings, size):
        for lang in LANGUAGES:
            assert Texts(lang).problem(problem.code, problem.facts)


@every_family
def test_defaults_suit_a_shop_of_middling_size(family: RecommendFamily) -> None:
    problems = family.check(family.settings(), Size(users=4_000, items=3_000, rows=200_000))
    assert [problem for problem in problems if problem.severity == "error"] == []


QUESTION = questions(FOUND, Question(test_share=0.2, target="window"))[1]


def ndcg(model: Ranker, view: str) -> float:
    return float(judge(model, QUESTION, 10)[view].each["ndcg"].mean())  # type: ignore[index]


@pytest.mark.parametrize("family", LEARNERS, ids=by_name)
def test_tastes_are_told_apart_better_than_by_what_sells(family: RecommendFamily) -> None:
    (usual,) = (one for one in FAMILIES if one.name == "popularity")
    told = known(QUESTION.known)
    assert ndcg(fitted(family, told), "new") > 1.5 * ndcg(fitted(usual, told), "new")


LOADER = """
import json, sys
from pathlib import Path
import numpy as np
from core.lab.catalog import family
from core.recommend.histories import Histories
folder = Path(sys.argv[1])
told = np.load(folder / "asked.npz")
asked = Histories(**{name: told[name] if told[name].ndim else int(told[name]) for name in told})
for name in json.loads(sys.argv[2]):
    np.save(folder / f"{name}.npy", family("recommend", name).load(folder / name).scores(asked))
"""


@pytest.fixture(scope="module")
def elsewhere(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model saved here, loaded and asked in one fresh process."""
    folder = tmp_path_factory.mktemp("bundles")
    told: Histories = ASKED
    np.savez(folder / "asked.npz", **asdict(told))
    names = [family.name for family in FAMILIES]
    for name in names:
        (folder / name).mkdir()
        models[name].save(folder / name)
    run(LOADER, str(folder), json.dumps(names))
    return folder


@every_family
def test_a_fresh_process_ranks_bit_for_bit(
    family: RecommendFamily, models: Models, elsewhere: Path
) -> None:
    there = np.load(elsewhere / f"{family.name}.npy")
    assert np.array_equal(there, models[family.name].scores(ASKED))


SCAN = """
import sys
from core.lab.catalog import families
assert families("recommend")
heavy = {"tensorflow", "keras", "implicit", "sklearn", "lightgbm", "ranx"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


def test_looking_for_families_imports_no_heavy_library() -> None:
    run(SCAN)


def run(code: str, *arguments: str) -> None:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
