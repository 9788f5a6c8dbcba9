"""The gate before training: what is too little, or of the wrong shape, is said with what to do."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.texts import LANGUAGES, Texts
from core.lab.recommend.health import problems_of, short_lists
from core.recommend.protocol import questions
from core.store.workspace import Workspace
from tests.lab.recommend.shops import lines, of_lines

LATER = {"protocol": "leave_one_out"}
Case = tuple[pd.DataFrame, dict[str, object], str]


def on_one_day(frame: pd.DataFrame) -> pd.DataFrame:
    """All at different hours of one day."""
    hours = pd.to_timedelta(np.arange(len(frame)) % 20, unit="h")
    return frame.assign(at=pd.Timestamp("2024-05-05") + hours)


def mostly_first(frame: pd.DataFrame) -> pd.DataFrame:
    """All but a few on the first day."""
    late = np.where(np.arange(len(frame)) > 0.95 * len(frame), 30, 0)
    return frame.assign(at=pd.Timestamp("2024-05-05") + pd.to_timedelta(late, unit="D"))


CASES: dict[str, Case] = {
    "one customer": (lines().assign(who="till"), {}, "one_customer"),
    "one order for all": (lines().assign(bon="1").drop(columns="who"), {}, "one_basket"),
    "one item": (lines().assign(sku="s"), {}, "one_item"),
    "few customers": (lines(customers=24), {}, "too_few_customers"),
    "few meetings": (lines(rows=990), {}, "too_few_meetings"),
    "all on one day": (on_one_day(lines()), {}, "one_day"),
    "nearly all on the first day": (mostly_first(lines()), {}, "no_time_before"),
    "no times": (lines().drop(columns="at"), {}, "no_times"),
    "too few times": (lines().assign(at=[pd.Timestamp("2024-01-01"), *[pd.NaT] * 2999]), {},
                      "no_times"),
    "nobody has several items": (
        lines(rows=3000).assign(who=[f"c{n}" for n in range(3000)]), {}, "too_few_left"
    ),
    "all ahead of today": (lines().assign(at=pd.Timestamp("2199-01-01")), {}, "meetings_ahead"),
    "only returns": (lines().assign(pieces=-1), {}, "no_meetings"),
    "no ids at all": (lines().assign(who=None, bon=None), {}, "no_meetings"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_cannot_be_learned_from_is_a_sentence(tmp_path: Path, case: Case) -> None:
    frame, question, code = case
    with pytest.raises(AppError) as refused:
        of_lines(Workspace(tmp_path), frame, **question)
    assert refused.value.code == code
    for lang in LANGUAGES:
        sentence = Texts(lang).of(refused.value)
        assert len(sentence) > 20
        assert "{" not in sentence


@pytest.mark.parametrize("share", [0.05, 0.4, 0.5])
def test_every_share_that_may_be_chosen_can_be_judged(tmp_path: Path, share: float) -> None:
    behaviour = of_lines(Workspace(tmp_path), lines(), test_share=share)
    earlier, later = questions(behaviour.known.interactions, behaviour.question)
    assert all(len(one.users) and len(one.known) for one in (*earlier, later))


@pytest.mark.parametrize(
    "frame", [on_one_day(lines()), mostly_first(lines()), lines().drop(columns="at")]
)
def test_leaving_one_out_needs_no_times(tmp_path: Path, frame: pd.DataFrame) -> None:
    behaviour = of_lines(Workspace(tmp_path), frame, **LATER)
    _, last = questions(behaviour.known.interactions, behaviour.question)
    assert len(last.users) == 60


@pytest.mark.parametrize(
    ("rows", "customers", "code"),
    [(999, 25, "too_few_meetings"), (1002, 24, "too_few_customers"), (1002, 25, None)],
)
def test_a_thousand_meetings_of_25_customers_are_enough(
    tmp_path: Path, rows: int, customers: int, code: str | None
) -> None:
    frame = lines(customers=customers, rows=rows, items=20)
    assert frame["who"].nunique() == customers
    if code is None:
        assert len(of_lines(Workspace(tmp_path), frame).known.interactions) == rows
        return
    with pytest.raises(AppError, match=code):
        of_lines(Workspace(tmp_path), frame)


def warned(folder: Path, frame: pd.DataFrame, **question: object) -> dict[str, dict[str, object]]:
    """The problems by code, each with its sentences."""
    problems = problems_of(of_lines(Workspace(folder), frame, **question))
    for problem in problems:
        for lang in LANGUAGES:
            assert "{" not in Texts(lang).problem(problem.code, problem.facts)
    return {problem.code: problem.facts for problem in problems}


def test_a_sound_shop_has_no_warning(tmp_path: Path) -> None:
    assert warned(tmp_path, lines()) == {}
    assert warned(tmp_path, lines(), **LATER) == {}


def test_customers_who_do_not_come_back_are_told(tmp_path: Path) -> None:
    once = lines().assign(who=[f"c{n // 3}" for n in range(3000)])
    once.loc[2970:, "who"] = "c0"
    share = 100 * 1 / once["who"].nunique()
    assert warned(tmp_path, once) == {"few_come_back": {"percent": round(share)}}


def test_an_item_and_an_id_that_hold_most_rows_are_told(tmp_path: Path) -> None:
    frame = lines()
    frame.loc[frame.index % 3 < 2, "sku"] = "bag"  # twice in every order counts once
    guest = frame["bon"].str[1:].astype(int) % 2 == 0
    found = warned(tmp_path, frame.assign(who=frame["who"].where(~guest, "GUEST")))
    assert set(found) == {"one_item_most", "one_customer_most"}
    assert found["one_item_most"] == {"id": "bag", "percent": 50}
    assert found["one_customer_most"] == {"id": "GUEST", "percent": pytest.approx(50, abs=8)}


def test_lists_as_long_as_the_shop_are_told() -> None:
    (told,) = short_lists(10, 10)
    assert (told.code, told.facts) == ("fewer_items_than_k", {"items": 10, "k": 10})
    assert short_lists(10, 9) == ()
    for lang in LANGUAGES:
        assert Texts(lang).problem(told.code, told.facts)
