"""A busy machine takes longer than was estimated: budgets are of the reader's time all the same."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.base.events import Event, Log
from core.base.specs import RunSpec
from core.lab.demand.pace import Pace, reserved
from core.lab.demand.select import RESERVED, candidates, order, seconds
from tests.demand.panels import panel
from tests.lab import shops


def paced(costs: list[float], fits: int = 2) -> tuple[Pace, list[float], list[Event]]:
    now, events = [0.0], list[Event]()
    reporter = shops.heard("r", events)
    pace = Pace(dict(enumerate(costs)), fits, reporter, clock=lambda: now[0])
    return pace, now, events


def test_the_time_left_grows_with_what_the_first_fits_took() -> None:
    pace, now, events = paced([10.0, 20.0])
    now[0] = 25.0  # half of the first, in five times the time
    pace.fitted()
    assert pace.factor == 5
    (log,) = events
    assert isinstance(log, Log)
    assert (log.code, log.facts["seconds"]) == ("time_left", 125)


def test_what_there_is_no_time_for_at_this_pace_is_not_begun() -> None:
    pace, now, _ = paced([10.0, 20.0, 5.0])
    now[0] = 50.0
    pace.over(0, tried=True)
    assert not pace.reaches(1, budget=120)
    pace.over(1, tried=False)
    assert pace.factor == 5
    assert pace.reaches(2, budget=120)
    assert not pace.reaches(2, budget=60)


def test_the_likeliest_that_is_cheap_is_kept_for_sure() -> None:
    assert reserved([1.0, 40.0, 20.0, 12.0], 30.0) == 2
    assert reserved([1.0, 20.0, 12.0], 11.0) is None
    assert reserved([1.0], 30.0) is None


def test_spare_parts_by_month_have_a_cheap_method_kept_for_sure_and_several_tried() -> None:
    draw = np.random.default_rng(0)
    parts = panel(draw.poisson(0.3, (300, 51)).astype(float))
    months = pd.date_range("2020-01-01", periods=51, freq="MS").to_numpy("datetime64[D]")
    parts = replace(parts, dates=months, freq="M")
    spec = RunSpec(dataset="d", task="demand", question={}, family="best", budget=60.0)
    every = candidates(spec, parts, 3, 7)
    costs = [seconds(one, parts, 3, 7) for one in every]
    kept = reserved(costs, RESERVED * spec.budget)
    assert kept is not None and every[kept].family.name == "tsb"
    assert tuple(order(parts)[1:5]) == ("tsb", "croston_sba", "imapa", "adida")
    assert {"tsb", "croston_sba"} <= {one.family.name for one in every}
