"""What the commands of a forecast do: what will sell, what came of it, what to order."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pydantic import ValidationError

from core.actions import forecast_verdict, forecasts, known_future, order_plan, orders_passed
from core.actions import runs as runs_
from core.actions.came_true import came_true
from core.actions.desk import Desk
from core.actions.forecast_scored import as_json, scored_of
from core.actions.replay import aimed_terms
from core.actions.taking_out import check_out, take_out
from core.actions.wrong_setting import wrong_setting
from core.base.texts import Texts, system_language
from core.inventory.terms import Terms

Answer = Mapping[str, Any]


def forecast(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`predict --run R [INPUT] --out FILE` of a forecast."""
    bundle = forecasts.forecast_of(desk, flags.run_id)
    run = runs_.run(desk, flags.run_id)
    texts = Texts(system_language())
    told: dict[str, Any] = forecast_verdict.told(run, bundle.report, texts)
    if flags.input is not None:
        known = known_future.with_future(bundle, flags.input)
        bundle = replace(bundle, forecast=known.forecast)
        told |= {"known": known.told, "kept": known.kept, "ignored": known.ignored}
        told["beyond"] = [asdict(one) for one in known.beyond]
        told["warnings"] = known.warnings(texts)
    rows = forecasts.rows_of(bundle)
    take_out(rows, flags.out)
    return {"rows": len(rows), "out": str(flags.out), **told}


def score(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`score --run R`: what came of a forecast, by the newest version of its data."""
    if flags.out is not None:
        check_out(flags.out)
    came = came_true(desk, flags.run_id)
    if came is None:
        return {"run": flags.run_id, "scored": False}
    report = forecasts.forecast_of(desk, flags.run_id).report
    told = {"run": flags.run_id, "scored": True, "series": len(came.series)}
    told |= as_json(scored_of(came, report))
    if flags.out is None:
        return told
    take_out(came.series, flags.out)
    return told | {"rows": len(came.series), "out": str(flags.out)}


def plan(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`plan --run R --out FILE`: what to order."""
    check_out(flags.out, source=flags.items)
    given = {k: v for k, v in vars(flags).items() if k in Terms.model_fields and v is not None}
    try:
        terms = Terms.model_validate(given)
    except ValidationError as error:
        raise wrong_setting(error, Terms) from error
    if flags.aimed:
        terms = aimed_terms(desk, flags.run_id, terms, flags.items)
    bundle, texts = forecasts.forecast_of(desk, flags.run_id), Texts(system_language())
    made = order_plan.order_plan(bundle, terms, flags.items)
    problems = (*orders_passed.passed(desk, flags.run_id), *made.problems)
    take_out(order_plan.in_words(made, texts), flags.out)
    return {
        "lines": len(made.lines),
        "units": made.units,
        "cost": made.cost,
        "expected_fill_rate": made.expected_fill_rate,
        "service_level": terms.service_level,
        "short_before_delivery": float(made.states["short_before"].sum()),
        "problems": [problem.model_dump(mode="json") for problem in problems],
        "assumed": made.assumed,
        "out": str(flags.out),
        **forecast_verdict.told(runs_.run(desk, flags.run_id), bundle.report, texts),
    }
