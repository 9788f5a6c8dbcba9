"""Small datasets and runs, written straight into a workspace."""

import pandas as pd

from core.actions.desk import Desk
from core.base.events import Finished, Started
from core.base.runs import Run, RunSummary, Score, Verdict
from core.base.specs import RunSpec
from core.base.values import Column, Dataset, Finding, Source
from core.store.draft import DatasetDraft


def small_dataset(desk: Desk, name: str = "visits") -> Dataset:
    """Six rows of two columns, one line set aside, one finding; names that Markdown would obey."""
    frame = pd.DataFrame(
        {
            "pages": pd.array([1, 2, 3, 4, 5, 6], dtype="Int64"),
            "![x](http://a.b/c)": pd.array(["=1+1", "b", "a", "b", "a", "b"], dtype="string"),
        }
    )
    columns = (
        Column(name="pages", type="integer", distinct=6),
        Column(name="![x](http://a.b/c)", type="category", distinct=3),
    )
    aside = pd.DataFrame(
        {
            "file": ["v.csv"],
            "line": [5],
            "reason": ["too_many_cells"],
            "column": [""],
            "cells": ["[]"],
        }
    )
    return desk.workspace.save_dataset(
        DatasetDraft(
            name=name,
            kind="plain",
            tables={"plain": frame},
            columns={"plain": columns},
            sources=(
                Source(
                    name="v.csv", bytes=1_072_060, sha256="0" * 64, encoding="utf-8", delimiter=";"
                ),
            ),
            lines={"header": 1, "row": 6, "set_aside": 1},
            rows_read=7,
            rows_set_aside=1,
            set_aside=aside,
            findings=(
                Finding(code="few_rows", severity="warning", table="plain", count=6, rows=6),
            ),
        )
    )


def queued_run(desk: Desk, dataset: Dataset, name: str) -> Run:
    """A run that waits."""
    spec = RunSpec(
        dataset=dataset.id,
        task="classify",
        question={"target": "pages", "table": "plain"},
        family="logistic",
    )
    return desk.workspace.registry.create_run(spec, name)


def finished_run(desk: Desk, dataset: Dataset, name: str, verdict: Verdict) -> Run:
    """A run that ended with this verdict."""
    run = queued_run(desk, dataset, name)
    auc = Score(value=0.93, low=0.92, high=0.94)
    summary = RunSummary(
        family="logistic",
        metrics={"test": {"roc_auc": auc}, "validation": {"roc_auc": auc}},
        baseline={"roc_auc": Score(value=0.5)},
        verdict=verdict,
        threshold=0.4,
        seconds=3.2,
    )
    desk.workspace.registry.record(
        [
            Started(run=run.id, seq=1, worker="w"),
            Finished(
                run=run.id,
                seq=2,
                digest="d" * 64,
                resolved=run.spec.model_dump(mode="json"),
                summary=summary.model_dump(mode="json"),
            ),
        ]
    )
    return desk.workspace.registry.run(run.id)
