"""The whole job without an engine: one family, a blend, its replay, and what is left on disk."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import AppError
from core.base.events import Event, Finished, Stage
from core.base.runs import RunSummary
from core.base.specs import PrepSpec, RunSpec
from core.lab import train
from core.lab.classify import bundle, results
from core.lab.classify.examples import read
from core.lab.classify.parts import part_rows
from core.store.workspace import Workspace
from tests.lab import shops


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    workspace = Workspace(tmp_path_factory.mktemp("shop"))
    return workspace, shops.save(workspace, shops.visits()).id


def spec_of(dataset: str, **changes: object) -> RunSpec:
    base = RunSpec(
        dataset=dataset, task="classify", question={"target": "bought"}, family="logistic"
    )
    return base.model_copy(update=changes)


def trained(workspace: Workspace, spec: RunSpec) -> tuple[Finished, list[Event], str]:
    run = workspace.registry.create_run(spec)
    events: list[Event] = []
    train.run(shops.heard(run.id, events), str(workspace.root), spec.model_dump_json())
    workspace.registry.record(events)
    last = events[-1]
    assert isinstance(last, Finished)
    return last, events, run.id


def test_one_family_end_to_end(shop: tuple[Workspace, str]) -> None:
    workspace, dataset = shop
    finished, events, run_id = trained(workspace, spec_of(dataset))
    summary = RunSummary.model_validate(finished.summary)
    assert [e.code for e in events if isinstance(e, Stage)][:4] == ["read", "split", "prep", "fit"]
    assert summary.verdict == "better"
    assert summary.metrics["test"]["roc_auc"].value > 0.7
    assert summary.baseline["roc_auc"].value == 0.5
    assert sum(summary.rows.values()) == shops.ROWS
    run = workspace.registry.run(run_id)
    assert run.state == "finished"
    assert run.threshold == summary.threshold
    folder = shops.bundle_of(workspace.root, run_id)
    report = results.report(folder, finished.digest)
    assert report.metrics() == summary.metrics
    details = results.details(folder, finished.digest)
    assert details.importance[0].column == "pages"
    assert set(details.features) == {"pages", "channel", "price", "noise"}


def test_the_same_spec_twice_gives_the_same_metrics(shop: tuple[Workspace, str]) -> None:
    workspace, dataset = shop
    first, _, _ = trained(workspace, spec_of(dataset, family="lightgbm"))
    again, _, _ = trained(workspace, RunSpec.model_validate(first.resolved))
    assert first.summary["metrics"] == again.summary["metrics"]


def test_a_bundle_scores_what_the_report_judged(shop: tuple[Workspace, str]) -> None:
    workspace, dataset = shop
    spec = spec_of(dataset, family="hist_gradient_boosting")
    finished, _, run_id = trained(workspace, spec)
    loaded = bundle.load(shops.bundle_of(workspace.root, run_id), finished.digest)
    examples = read(workspace.reader, spec)
    test = part_rows(examples, spec).test
    scored = loaded.predict(examples.frame.iloc[test])
    from sklearn.metrics import roc_auc_score

    said = finished.summary["metrics"]["test"]["roc_auc"]["value"]
    assert roc_auc_score(examples.y[test], scored.probability) == pytest.approx(said, abs=1e-12)


def test_statistics_of_prep_come_from_training_rows(shop: tuple[Workspace, str]) -> None:
    """Test rows turned into nonsense leave the fitted preprocessing and model as they were."""
    workspace, dataset = shop
    spec = spec_of(dataset, prep=PrepSpec(scaling="zscore"))
    clean, _, clean_id = trained(workspace, spec)
    examples = read(workspace.reader, spec)
    test = part_rows(examples, spec).test
    frame = workspace.table(dataset)
    spoiled = frame.copy()
    spoiled.loc[test, "price"] = frame.loc[test, "price"] + 1e6
    spoiled.loc[test, "noise"] = -1e6 + np.arange(len(test))
    other = shops.save(workspace, spoiled, "Spoiled").id
    dirty, _, dirty_id = trained(workspace, spec.model_copy(update={"dataset": other}))
    rows = frame.drop(columns="bought")
    one = bundle.load(shops.bundle_of(workspace.root, clean_id), clean.digest)
    two = bundle.load(shops.bundle_of(workspace.root, dirty_id), dirty.digest)
    np.testing.assert_array_equal(one.predict(rows).probability, two.predict(rows).probability)


def test_a_blend_is_replayed_from_what_it_chose(shop: tuple[Workspace, str]) -> None:
    workspace, dataset = shop
    members = [
        {"family": name, "settings": {}, "seed": 0, "weight": weight}
        for name, weight in (("logistic", 0.7), ("hist_gradient_boosting", 0.3))
    ]
    spec = spec_of(dataset, family="blend", settings={"folds": 3, "members": members})
    finished, _, run_id = trained(workspace, spec)
    assert [m["weight"] for m in finished.resolved["settings"]["members"]] == [0.7, 0.3]
    again, _, _ = trained(workspace, RunSpec.model_validate(finished.resolved))
    assert again.summary["metrics"] == finished.summary["metrics"]
    parts = part_rows(read(workspace.reader, spec), spec)
    assert finished.summary["rows"] == {
        "train": len(parts.train),
        "validation": len(parts.validation),
        "test": len(parts.test),
    }
    assert sum(finished.summary["rows"].values()) == shops.ROWS
    about = json.loads((shops.bundle_of(workspace.root, run_id) / bundle.ABOUT).read_text())
    assert len(about["members"]) == 6


def test_rows_without_an_answer_are_left_out_and_counted(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    frame = shops.visits()
    frame.loc[:99, "bought"] = pd.NA
    dataset = shops.save(workspace, frame).id
    finished, _, run_id = trained(workspace, spec_of(dataset))
    assert sum(finished.summary["rows"].values()) == shops.ROWS - 100
    details = results.details(shops.bundle_of(tmp_path, run_id), finished.digest)
    assert details.unlabelled == 100


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"target": "nothing"}, "target_missing"),
        ({"target": "pages"}, "target_is_id"),
        ({"target": "bought", "positive": "maybe"}, "positive_unknown"),
        ({"target": "channel"}, "target_many_values"),
        ({"target": "bought", "table": "other"}, "table_unknown"),
    ],
)
def test_questions_that_cannot_be_asked(
    shop: tuple[Workspace, str], question: dict[str, str], code: str
) -> None:
    workspace, dataset = shop
    with pytest.raises(AppError) as caught:
        read(workspace.reader, spec_of(dataset, question=question))
    assert caught.value.code == code
