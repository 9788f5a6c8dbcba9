"""`best` within a budget: what it chose is stored, and can be trained again to the same figures."""

from core.base.runs import RunSummary
from core.base.specs import RunSpec
from core.lab.classify import results
from core.lab.classify.select import trial_order
from core.store.workspace import Workspace
from tests.lab import shops
from tests.lab.classify.test_train import trained


def test_best_is_stored_as_what_it_chose_and_can_be_trained_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    workspace = Workspace(tmp_path)
    dataset = shops.save(workspace, shops.visits(600)).id
    spec = RunSpec(
        dataset=dataset, task="classify", question={"target": "bought"}, family="best", budget=12
    )
    finished, events, _ = trained(workspace, spec)
    summary = RunSummary.model_validate(finished.summary)
    assert summary.metrics["test"]["roc_auc"].value > 0.6
    resolved = RunSpec.model_validate(finished.resolved)
    members = resolved.settings["members"]
    known = {candidate.family.name for candidate in trial_order("classify")}
    assert resolved.family == "blend"
    assert {member["family"] for member in members} <= known
    assert any(event.type == "epoch" for event in events)
    again, _, _ = trained(workspace, resolved)
    assert again.summary["metrics"] == finished.summary["metrics"]
    assert [m["weight"] for m in again.resolved["settings"]["members"]] == [
        m["weight"] for m in members
    ]


def test_a_budget_that_is_over_at_once_leaves_the_first_family(tmp_path) -> None:  # type: ignore[no-untyped-def]
    workspace = Workspace(tmp_path)
    dataset = shops.save(workspace, shops.visits(600)).id
    spec = RunSpec(
        dataset=dataset, task="classify", question={"target": "bought"}, family="best", budget=1e-6
    )
    finished, _, _ = trained(workspace, spec)
    members = finished.resolved["settings"]["members"]
    assert [member["family"] for member in members] == ["logistic"]


def test_a_column_may_be_called_self(tmp_path) -> None:  # type: ignore[no-untyped-def]
    workspace = Workspace(tmp_path)
    frame = shops.visits(600).rename(columns={"pages": "self"})
    spec = RunSpec(
        dataset=shops.save(workspace, frame).id,
        task="classify",
        question={"target": "bought"},
        family="logistic",
    )
    finished, _, run_id = trained(workspace, spec)
    details = results.details(shops.bundle_of(tmp_path, run_id), finished.digest)
    assert details.importance[0].column == "self"


def test_rows_that_cannot_be_scored_are_in_no_metric(tmp_path) -> None:  # type: ignore[no-untyped-def]
    workspace = Workspace(tmp_path)
    dataset = shops.save(workspace, shops.visits()).id
    spec = RunSpec(
        dataset=dataset,
        task="classify",
        question={"target": "bought"},
        family="logistic",
        prep={"missing_numbers": "drop_rows"},
    )
    finished, _, _ = trained(workspace, spec)
    whole, _, _ = trained(workspace, spec.model_copy(update={"prep": type(spec.prep)()}))
    assert finished.summary["rows"]["test"] < whole.summary["rows"]["test"]
    assert finished.summary["rows"]["validation"] < whole.summary["rows"]["validation"]
