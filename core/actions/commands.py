"""What each command of the command line does: flags in, the JSON of the contract out."""

import argparse
import time
from collections.abc import Mapping
from typing import Any

from core.actions import datasets as datasets_
from core.actions import (
    export_dataset,
    import_files,
    make_sample_shop,
    train_remarks,
    try_real_grocer,
)
from core.actions import predict as predict_
from core.actions import runs as runs_
from core.actions import train as train_
from core.actions.commands_demand import forecast
from core.actions.commands_recommend import recommend_all
from core.actions.desk import Desk
from core.actions.import_people import with_people
from core.actions.import_structure import delimiter_of
from core.actions.spec_from_flags import spec_from_flags
from core.actions.taking_out import check_out
from core.base.errors import AppError
from core.base.runs import Run, RunSummary, Score
from core.base.texts import Texts, system_language
from core.data.options import ReadOptions
from core.lab import catalog

Answer = Mapping[str, Any]
_POLL = 0.05


def import_(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`import FILE...`"""
    roles = dict(_pair("--role", item) for item in flags.roles)
    options = import_files.ImportOptions(
        name=flags.name,
        kind=flags.kind,
        roles=roles,
        dates=None if flags.dates is None else f"{flags.dates}_first",
        decimals=flags.decimals,
        into=flags.into,
        append=flags.append,
        replace_days=flags.replace_days,
        places=dict(_pair("--place", item) for item in flags.places),
        read=_reading(flags),
    )
    return import_files.import_files(desk.workspace, flags.files, options).model_dump(mode="json")


def _reading(flags: argparse.Namespace) -> ReadOptions:
    """How files are to be read. Raises AppError delimiter_unknown."""
    options = ReadOptions(
        encoding=flags.encoding,
        delimiter=None if flags.delimiter is None else delimiter_of(flags.delimiter),
        sheet=flags.sheet,
        first_line=flags.first_line,
        header_rows=flags.header_rows,
    )
    if flags.keep_personal is None:
        return options
    keep = [name.strip() for name in flags.keep_personal.split(",") if name.strip()]
    return with_people(options, keep)


def export(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`export --dataset D --out FILE [--as-read]`"""
    rows = export_dataset.export(
        desk.workspace, flags.dataset, flags.out, as_read=flags.as_read, table=flags.table
    )
    return {"rows": rows, "out": str(flags.out)}


def sample(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`sample [--real]`: the simulated shop as a dataset, or a real grocer."""
    if flags.real:
        dataset = try_real_grocer.try_real_grocer(desk)
    else:
        dataset = make_sample_shop.make_sample_shop(desk, seed=flags.seed)
    return {"dataset": dataset.id, "tables": [table.name for table in dataset.tables]}


def datasets(desk: Desk, _flags: argparse.Namespace) -> Answer:
    """`datasets`"""
    found = datasets_.datasets(desk)
    return {
        "datasets": [
            {
                "id": dataset.id,
                "name": dataset.name,
                "kind": dataset.kind,
                "created": dataset.created.isoformat(),
                "tables": {table.name: table.rows for table in dataset.tables},
            }
            for dataset in found
        ]
    }


def runs(desk: Desk, _flags: argparse.Namespace) -> Answer:
    """`runs`"""
    return {"runs": [_run(run) for run in runs_.runs(desk)]}


def _run(run: Run) -> dict[str, Any]:
    shown = {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "task": run.spec.task,
        "dataset": run.spec.dataset,
        "family": run.summary.family if run.summary else run.spec.family,
        "created": run.created.isoformat(),
    }
    return shown | (_figures(run.summary) if run.summary else {})


def families(_desk: Desk, _flags: argparse.Namespace) -> Answer:
    """`families`"""
    found = [
        {
            "name": family.name,
            "task": family.task,
            "kind": family.kind,
            "settings": family.settings.model_json_schema()["properties"]
            if family.settings.model_fields
            else {},
        }
        for task in catalog.tasks()
        for family in catalog.families(task)
    ]
    return {"families": found}


def train(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`train`: starts a run and waits for its end; Ctrl-C stops it."""
    spec = spec_from_flags(desk, flags)
    plan = train_.prepare(desk, spec)
    run = train_.start(desk, spec, plan=plan)
    try:
        while not run.over:
            time.sleep(_POLL)
            run = runs_.run(desk, run.id)
    except KeyboardInterrupt:
        train_.stop(desk, run.id)
        raise AppError("run_stopped", run=run.id) from None
    if run.summary is None:
        raise _ending(run)
    told = train_remarks.remarks(plan, Texts(system_language()))
    return {"run": run.id} | _figures(run.summary) | told


def _ending(run: Run) -> Exception:
    if run.state == "failed" and run.error != "defect":
        return AppError(run.error or "run_stopped", **run.facts)
    if run.state == "failed":
        return RuntimeError(f"run {run.id} failed: {run.facts}")
    return AppError("run_interrupted" if run.state == "interrupted" else "run_stopped", run=run.id)


def _figures(summary: RunSummary) -> dict[str, Any]:
    return {
        "family": summary.family,
        "metrics": {part: _values(scores) for part, scores in summary.metrics.items()},
        "intervals": {
            part: {name: [s.low, s.high] for name, s in scores.items() if s.low is not None}
            for part, scores in summary.metrics.items()
        },
        "baseline": _values(summary.baseline),
        "verdict": summary.verdict,
        "threshold": summary.threshold,
        "rows": summary.rows,
        "seconds": round(summary.seconds, 3),
    }


def _values(scores: Mapping[str, Score]) -> dict[str, float]:
    return {name: score.value for name, score in scores.items()}


def predict(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`predict --run R [INPUT] --out FILE`"""
    check_out(flags.out, source=flags.input)
    match runs_.run(desk, flags.run_id).spec.task:
        case "demand":
            return forecast(desk, flags)
        case "recommend":
            return recommend_all(desk, flags)
    if flags.input is None:
        raise AppError("input_needed", run=flags.run_id)
    scored = predict_.predict(desk, flags.run_id, flags.input)
    texts = Texts(system_language())
    predict_.write_predictions(scored, flags.out, texts)
    summary = runs_.run(desk, flags.run_id).summary
    told: dict[str, Any] = {"rows": len(scored.frame), "out": str(flags.out)}
    if summary is not None and summary.verdict != "better":
        told |= {"verdict": summary.verdict, "note": texts("score.run.not_better")}
    return told


def _pair(flag: str, item: str) -> tuple[str, str]:
    name, sign, value = item.partition("=")
    if not sign or not name:
        raise AppError("flag_needs_pair", flag=flag, given=item)
    return name, value
