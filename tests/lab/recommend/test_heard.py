"""Thumbs are learned from once all is judged: no figure knows them, and what they did is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.events import Log
from core.base.specs import RunSpec
from core.base.texts import LANGUAGES, Texts
from core.base.values import Dataset, now
from core.lab.folders import bundle_folder
from core.lab.recommend import answer, batch, bundle, ready, train
from core.lab.recommend.asking import ListsAsked, Where
from core.lab.recommend.plan import plan
from core.recommend.rules import Rules
from core.store import feedback
from core.store.feedback import Said
from core.store.workspace import Workspace
from tests.lab.recommend.shops import LINES, lines, save
from tests.lab.shops import heard

WHO = "c7"


@dataclass(frozen=True)
class Ran:
    """A finished run, and what it said."""

    where: Where
    about: bundle.About
    report: bundle.RecommendReport
    logs: list[Log]

    def lists(self, *users: str, bought: str = "allow", n: int = 40) -> list[list[str]]:
        asked = ListsAsked(users=users, n=n, rules=Rules.model_validate({"bought": bought}))
        told = answer.lists(self.where.model_dump_json(), asked.model_dump_json())
        return [[one.item.id for one in each.shown] for each in told.lists]


def ran(workspace: Workspace, dataset: Dataset, number: int, **question: Any) -> Ran:
    question = {"target": "window", **question}
    spec = RunSpec(dataset=dataset.id, task="recommend", question=question, family="als")
    run, events = f"r-20260101-{number:08}", []
    train.run(heard(run, events), workspace.root, spec)
    digest = events[-1].digest
    told = bundle.load_report(bundle_folder(workspace.root, run), digest)
    logs = [event for event in events if event.type == "log"]
    return Ran(Where(root=workspace.root, run=run, digest=digest), *told, logs)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def dataset(workspace: Workspace) -> Dataset:
    return save(workspace, {"order_lines": (lines(), LINES)})


def say(workspace: Workspace, dataset: Dataset, *said: tuple[str, str, int]) -> None:
    for user, item, value in said:
        one = Said(user=user, item=item, value=value, at=now())  # type: ignore[arg-type]
        feedback.append(workspace.root, dataset.id, one)


def test_no_figure_knows_the_thumbs_and_the_lists_do(
    workspace: Workspace, dataset: Dataset
) -> None:
    before = ran(workspace, dataset, 1)
    (had, fresh) = (before.lists(WHO, bought=which)[0] for which in ("only", "hide"))
    say(workspace, dataset, (WHO, fresh[0], -1), (WHO, fresh[-1], 1), (WHO, had[0], -1),
        ("nobody", fresh[0], 1))  # fmt: skip
    after = ran(workspace, dataset, 2)
    assert figures(after.report) == figures(before.report)
    assert before.report.thumbs is None and before.about.thumbs == ()
    used = after.report.thumbs
    assert used is not None
    assert (used.up, used.down, used.unknown, used.customers) == (1, 2, 1, 1)
    assert len(after.about.thumbs) == 4
    for bought in ("allow", "hide", "only"):
        assert not {fresh[0], had[0]} & set(after.lists(WHO, bought=bought)[0])
    assert fresh[-1] in after.lists(WHO, bought="hide")[0]
    assert fresh[0] in after.lists("c8")[0]
    moved = {one.item: one for one in used.moved}
    assert set(moved) == {fresh[0], fresh[-1]}  # what was had is on no list of new items
    assert moved[fresh[0]].after is None and not moved[fresh[0]].up
    up = moved[fresh[-1]]
    assert up.up and up.after == after.lists(WHO, bought="hide")[0].index(fresh[-1]) + 1
    assert up.after < up.before


def test_lists_of_everybody_and_audiences_leave_out_what_was_refused(
    workspace: Workspace, dataset: Dataset, tmp_path: Path
) -> None:
    say(workspace, dataset, (WHO, "s3", -1))
    where = ran(workspace, dataset, 1).where.model_dump_json()
    asked = ListsAsked(n=40, rules=Rules(bought="allow")).model_dump_json()
    out = tmp_path / "lists.parquet"
    assert batch.customers_of(where, "all") == 60
    batch.lists_for_some(where, asked, "all", (0, 60), str(out))
    rows = pd.read_parquet(out)
    shown = set(rows.loc[rows["item_id"] == "s3", "user_id"])
    assert shown == set(rows["user_id"]) - {WHO}
    audience = answer.audience_of(where, ["s3"], 1000, None)
    assert WHO not in set(audience["customer"]) and len(audience) == 59


def test_it_is_said_in_the_notes_in_both_languages(workspace: Workspace, dataset: Dataset) -> None:
    say(workspace, dataset, (WHO, "s3", -1), ("c1", "s9", 1), ("zora", "s9", 1))
    run = ran(workspace, dataset, 1, lists="all")
    codes = {log.code: log.facts for log in run.logs if log.code.startswith("thumb")}
    assert codes["thumbs_used"] == {"up": 1, "down": 1, "customers": 2}
    assert codes["thumbs_unknown"] == {"n": 1}
    assert codes["thumb_down"]["item"] == "s3" and codes["thumb_down"]["customer"] == WHO
    assert {"thumb_up", "thumb_unmoved"} & set(codes)
    for lang in LANGUAGES:
        for code, facts in codes.items():
            said = Texts(lang)(f"run.log.{code}", **facts)
            assert "{" not in said and all(str(one) in said for one in facts.values() if one)


def test_a_question_can_leave_them_out(workspace: Workspace, dataset: Dataset) -> None:
    say(workspace, dataset, (WHO, "s3", -1))
    run = ran(workspace, dataset, 1, feedback=False)
    assert run.report.thumbs is None and run.about.thumbs == ()
    assert "s3" in run.lists(WHO)[0]


def test_a_run_keeps_what_it_heard_when_more_is_said(
    workspace: Workspace, dataset: Dataset
) -> None:
    say(workspace, dataset, (WHO, "s3", -1))
    run = ran(workspace, dataset, 1)
    say(workspace, dataset, (WHO, "s3", 0), (WHO, "s4", -1))
    ready._ready.clear()
    shown = run.lists(WHO)[0]
    assert "s3" not in shown and "s4" in shown


def test_a_table_of_customers_that_tells_the_answer_ends_the_run_before_any_fit(
    workspace: Workspace,
) -> None:
    sold = lines()
    late = sold[sold["at"] >= sold["at"].sort_values().iloc[int(0.9 * len(sold))]]
    told = late.groupby("who")["sku"].agg(lambda one: " ".join(one.unique()))
    people = told.rename("next_basket").reset_index()
    layout = (("who", "id", "user_id"), ("next_basket", "text", None))
    tables = {"order_lines": (sold, LINES), "customers": (people, layout)}
    dataset = save(workspace, tables)
    for question in ({}, {"target": "basket"}):
        with pytest.raises(AppError, match="attribute_tells_answer") as error:
            ran(workspace, dataset, 1, **question)
        assert error.value.facts["column"] == "next_basket"
    spec = RunSpec(dataset=dataset.id, task="recommend", question={})
    with pytest.raises(AppError, match="attribute_tells_answer"):
        plan(workspace.reader, spec)


def figures(report: bundle.RecommendReport) -> dict[str, Any]:
    """All but the seconds and the thumbs."""
    told = report.model_dump(exclude={"thumbs"})
    for one in told["standings"]:
        del one["seconds"]
    assert np.isfinite(told["difference"]["value"])
    return told
