"""A RunSpec from a command's flags."""

import argparse
import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.actions.desk import Desk
from core.actions.wrong_setting import listed, wrong_setting
from core.base.errors import AppError
from core.base.specs import PrepSpec, RunSpec, SplitSpec
from core.lab import catalog

S = TypeVar("S", bound=BaseModel)
_PARTS = ("prep", "split", "question")


def spec_from_flags(desk: Desk, flags: argparse.Namespace) -> RunSpec:
    """The spec that `--spec` gives, changed by the other flags given beside it.

    `--set key=value` sets a field of the family's settings; with a prefix
    (`prep.`, `split.`, `question.`) one of that part. Values are JSON, or text;
    a list may be text with commas: `hidden=64,32`.
    """
    whole = _read(flags) if flags.spec else {}
    catalog.task(flags.task)
    whole.setdefault("task", flags.task)
    question = whole.setdefault("question", {})
    asked = catalog.task(whole["task"]).question.model_fields
    for name in asked:
        if getattr(flags, name, None) is not None:
            question[name] = getattr(flags, name)
    if flags.target is not None and "target" not in asked:
        raise AppError("target_of_demand", target=flags.target, task=whole["task"])
    for name in ("dataset", "family", "budget", "seed"):
        if getattr(flags, name) is not None:
            whole[name] = getattr(flags, name)
    for item in flags.settings:
        _assign(whole, item)
    needed = ("dataset", *(name for name, field in asked.items() if field.is_required()))
    for name in needed:
        if name not in whole and name not in question:
            raise AppError("flag_missing", flag=f"--{name}")
    whole["dataset"] = desk.workspace.dataset(whole["dataset"]).id
    return checked(whole)


def checked(whole: dict[str, Any]) -> RunSpec:
    """The spec, its question and settings checked against their declarations.

    Raises the AppErrors of `wrong_setting` for the first field that is not as declared.
    """
    parts = {
        name: _valid(settings, whole.get(name, {}), f"{name}.").model_dump(mode="json")
        for name, settings in (("prep", PrepSpec), ("split", SplitSpec))
    }
    spec = _valid(RunSpec, whole | parts)
    question = _valid(catalog.task(spec.task).question, spec.question, "question.")
    settings = spec.settings
    if spec.family == catalog.BEST and settings:
        raise AppError("settings_of_best", settings=sorted(settings))
    if spec.family != catalog.BEST:
        known = catalog.settings_of(spec.task, spec.family)
        settings = _valid(known, settings).model_dump(mode="json")
    return spec.model_copy(
        update={"question": question.model_dump(mode="json"), "settings": settings}
    )


def _valid(settings: type[S], values: dict[str, Any], prefix: str = "") -> S:
    """`values` as `settings`; a list may be text with commas."""
    try:
        return settings.model_validate(listed(settings, values))
    except ValidationError as error:
        raise wrong_setting(error, settings, prefix) from error


def _read(flags: argparse.Namespace) -> dict[str, Any]:
    try:
        whole = json.loads(flags.spec.read_text("utf-8"))
    except FileNotFoundError as error:
        raise AppError("spec_unreadable", file=str(flags.spec), reason="not found") from error
    except (OSError, ValueError) as error:
        raise AppError("spec_unreadable", file=str(flags.spec), reason=str(error)) from error
    if not isinstance(whole, dict):
        raise AppError("spec_unreadable", file=str(flags.spec), reason="not a JSON object")
    for part in (*_PARTS, "settings"):
        if not isinstance(whole.get(part, {}), dict):
            raise AppError("spec_unreadable", file=str(flags.spec), reason=f"{part}: no object")
    if not isinstance(whole.get("dataset", ""), str):
        raise AppError("spec_unreadable", file=str(flags.spec), reason="dataset: no text")
    return whole


def _assign(whole: dict[str, Any], item: str) -> None:
    key, sign, text = item.partition("=")
    if not sign or not key:
        raise AppError("flag_needs_pair", flag="--set", given=item)
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    part, dot, name = key.partition(".")
    if dot and part in _PARTS:
        whole.setdefault(part, {})[name] = value
    else:
        whole.setdefault("settings", {})[key] = value
