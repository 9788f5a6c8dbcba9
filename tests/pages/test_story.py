"""What a run told: read once, in order; the time left and the progress drawn from it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from core.base.events import LAST_SEQ, PART, Batch, Epoch, Event, Log, Lost, Stage
from core.base.runs import Run
from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.base.values import now
from core.classify.families.network import NetworkSettings
from core.lab.demand.stages import STAGES
from pages._ui import model_words
from pages._ui.fields import view
from pages._ui.follow import progress
from pages._ui.formats import Formats
from pages._ui.story import Story, seconds_left

BEGUN = now()
EN, F = Texts("en"), Formats("en")


def epoch(number: int, curve: str = "network", seq: int = 0, pace: float = 2.0) -> Epoch:
    at = BEGUN + timedelta(seconds=pace * number)
    return Epoch(run="r", seq=seq or number, at=at, curve=curve, epoch=number, epochs=10, loss=0.5)


def run_of(family: str) -> Run:
    spec = RunSpec(dataset="d", task="classify", question={}, family=family, budget=60)
    return Run(id="r", name="r", state="running", spec=spec, created=BEGUN, started=BEGUN)


def story(*events: Event) -> Story:
    told = Story()
    told.add(events)
    return told


def test_events_are_sorted_into_what_a_page_shows() -> None:
    told = story(
        Stage(run="r", seq=1, code="fit", step=4, steps=7),
        epoch(1, seq=2),
        Batch(run="r", seq=3, curve="network", epoch=2, done=1, total=4, loss=0.4),
        Log(run="r", seq=4, code="trying", facts={}),
    )
    assert told.stage is not None
    assert (told.stage.code, told.last, len(told.epochs), len(told.logs)) == ("fit", 4, 1, 1)
    assert told.batch is not None
    told.add([epoch(2, seq=5)])
    assert told.batch is None


def test_an_ending_told_by_others_does_not_hide_later_events() -> None:
    assert story(epoch(1, seq=7), Lost(run="r", seq=LAST_SEQ)).last == 7


def test_the_newest_fit_is_shown_unless_a_curve_is_chosen() -> None:
    told = story(epoch(1, "logistic", 1), epoch(1, "network", 2), epoch(2, "network", 3))
    assert told.curves() == ["logistic", "network"]
    newest, chosen = told.fit(), told.fit("logistic")
    assert newest is not None
    assert chosen is not None
    assert (newest.curve, len(newest.epochs), chosen.curve) == ("network", 2, "logistic")
    assert story().fit() is None


def test_the_time_left_follows_the_pace_of_the_last_epochs() -> None:
    told = story(*(epoch(n) for n in range(1, 5)))
    assert seconds_left(told.fit()) == pytest.approx(2.0 * 6)
    assert seconds_left(story(epoch(1)).fit()) is None
    assert seconds_left(None) is None


def test_progress_only_grows_from_stage_to_stage() -> None:
    stages = [
        Stage(run="r", seq=n, at=BEGUN, code=code, step=n, steps=7)
        for n, code in enumerate(("read", "split", "prep", "fit", "evaluate", "save"), start=1)
    ]
    run = run_of("network")
    seen = [progress(run, story())]
    for stage in stages[:4]:
        seen.append(progress(run, story(stage)))
    seen += [progress(run, story(stages[3], *(epoch(n, seq=9 + n) for n in range(1, k + 1))))
             for k in range(1, 11)]  # fmt: skip
    seen.append(progress(run, story(*stages)))
    assert seen == sorted(seen)
    assert 0 <= seen[0] <= seen[-1] <= 1


def test_a_forecast_moves_on_through_totals_and_held_out_weeks_and_says_so() -> None:
    """The bar stood at nine tenths while all that follows the backtest was fitted."""
    spec = RunSpec(dataset="d", task="demand", question={"windows": 2}, family="mlp")
    run = Run(id="r", name="r", state="running", spec=spec, created=BEGUN, started=BEGUN)
    events: list[Event] = []
    seen: list[float] = []

    def tell(event: Event) -> None:
        events.append(event)
        seen.append(progress(run, story(*events)))

    for step, code in enumerate(STAGES, start=1):
        tell(Stage(run="r", seq=len(events), at=BEGUN, code=code, step=step, steps=len(STAGES)))
        if code == "fit":
            for number in range(1, 11):
                tell(epoch(number, seq=len(events)))
        if code == "totals":
            for done in (1, 2, 3):
                tell(Log(run="r", seq=len(events), code=PART, facts={"done": done, "of": 3}))
                assert story(*events).part == (done, 3)
                assert not story(*events).logs
    assert seen == sorted(seen)
    after = [share for share in seen if share >= 0.7]
    assert len(set(after)) >= 7
    assert max(b - a for a, b in pairwise(after)) < 0.1
    assert seen[-1] < 1
    for lang in LANGUAGES:
        assert all(Texts(lang).has(f"demand.stage.{code}") for code in STAGES)


def test_the_progress_of_best_is_that_of_its_budget() -> None:
    fit = Stage(run="r", seq=1, at=BEGUN, code="fit", step=4, steps=7)
    early = progress(run_of("best"), story(fit, epoch(10, seq=2, pace=1.0)))
    late = progress(run_of("best"), story(fit, epoch(10, seq=2, pace=5.0)))
    over = progress(run_of("best"), story(fit, epoch(10, seq=2, pace=50.0)))
    assert early < late < over < 1


def test_changes_are_told_in_words_and_only_where_something_differs() -> None:
    default = NetworkSettings().model_dump()
    assert model_words.changes(NetworkSettings, default, EN, F) == []
    changed = {**default, "hidden": [8, 4], "dropout": 0.25, "early_stopping": False}
    told = model_words.changes(NetworkSettings, changed, EN, F)
    assert sorted(told) == ["Dropout: 0.25", "Early stopping: off", "Hidden layers: 8, 4"]


def test_an_option_is_told_by_its_text() -> None:
    field = view("optimiser", NetworkSettings.model_fields["optimiser"])
    assert model_words.tell(NetworkSettings, field, "adamw", (EN, F)) == "AdamW"
    assert model_words.curve_name("network 2", EN) == "Neural network 2"
    assert model_words.family_name("unheard_of", EN) == "unheard_of"


def test_a_fit_of_a_forecast_is_named_by_the_day_it_did_not_know() -> None:
    told = story(
        Log(run="r", seq=1, code="fit_at", facts={"family": "mlp", "day": "2026-03-01"}),
        epoch(1, "mlp", 2),
        epoch(2, "mlp", 3),
        Log(run="r", seq=4, code="fit_at", facts={"family": "mlp", "day": "2026-04-01"}),
        epoch(1, "mlp", 5),
        epoch(1, "mlp totals", 6),
    )
    assert [str(told.day_of(fit)) for fit in told.fits[:2]] == ["2026-03-01", "2026-04-01"]
    assert [fit.curve for fit in told.fits] == ["mlp", "mlp", "mlp totals"]
    assert story(epoch(1, seq=1)).day_of(story(epoch(1, seq=1)).fits[0]) is None
    assert model_words.curve_name("mlp totals", EN) == "Neural network (MLP), for the totals"
